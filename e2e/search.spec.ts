import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import {
  type Done,
  dumpLibrary,
  faultsOf,
  inLibrary,
  type MadeArticle,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  tap,
  until,
  untilEdition,
  visit,
} from './kit/index.ts';

const HOUR = 3_600_000;
const now = Date.now();

function write(name: string, change: Partial<MadeArticle>): MadeArticle {
  return {
    ...{ name, title: name, paragraphs: ['Без подробностей.'], time: now - HOUR, section: 'Город' },
    ...{ language: 'ru', picture: null },
    ...change,
  };
}

const ARTICLES = [
  write('bridge', {
    title: 'Мост через Обь открыт',
    paragraphs: [
      'Жители ждали три года.',
      'Ещё две переправы обещают построить к зиме, сообщили в мэрии Бердска.',
    ],
  }),
  write('court', {
    title: 'Суд оштрафовал газету «Весть»*',
    paragraphs: ['Редакция намерена обжаловать решение. О мостах в заметке не было ни слова.'],
    section: 'Право',
    time: now - 3 * 24 * HOUR,
  }),
  write('archive', {
    title: 'Что рассказали архивы',
    paragraphs: ['В Беларуси нашли письма ссыльных. Мосты сожжены, писала ёлочная фабрика.'],
    section: 'Память',
    time: now - 20 * 24 * HOUR,
  }),
  write('english', {
    title: 'Elections were postponed',
    paragraphs: ['Observers said that voters would not be told until later.'],
    language: 'en',
    section: 'Право',
    time: now - 60 * 24 * HOUR,
  }),
];
/** As many more as take a second page of results: each has a word that the others lack. */
const MORE = Array.from({ length: 24 }, (_, i) =>
  write(`more-${i}`, { title: `Погода на завтра, сводка ${i + 1}`, time: now - (i + 2) * HOUR }),
);

test.describe('Search', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: [...ARTICLES, ...MORE], languages: ['ru', 'en'] });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    await openSearch(phone.page, paper);
    await expect(phone.page.getByText('Статей в поиске: 28.')).toBeVisible();
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('opens by a button in the bar, with the focus in its field', async () => {
    const { page } = phone;
    await page.goto(paper.main.url);
    await page.getByRole('link', { name: 'Поиск' }).tap();
    await expect(page.getByRole('searchbox', { name: 'Поиск' })).toBeFocused();
    expect(new URL(page.url()).hash).toBe('#/search');
  });

  test('finds a word in any of its forms and marks it, titles first @desktop', async () => {
    const { page } = phone;
    await type(page, 'мостами ');
    await expect(titles(page)).toHaveText(['Мост через Обь открыт', /^Суд/, /^Что рассказали/]);
    await expect(page.getByText('Найдено статей: 3').first()).toBeVisible();
    const found = page.locator('.found .card');
    await expect(found.nth(0).locator('h2 mark')).toHaveText(['Мост']);
    await expect(found.nth(1).locator('p:not(.meta) mark')).toHaveText(['мостах']);
    await expect(found.nth(2).locator('p:not(.meta) mark')).toHaveText(['Мосты']);
    await type(page, 'беларусь елочную');
    await expect(titles(page)).toHaveText(['Что рассказали архивы']);
    await type(page, 'postponing election');
    await expect(titles(page)).toHaveText(['Elections were postponed']);
    await expect(page.locator('.found h2')).toHaveAttribute('lang', 'en');
    await type(page, 'весть газета ');
    await expect(titles(page)).toHaveText(['Суд оштрафовал газету «Весть»*']);
  });

  test('follows the letters as they are typed', async () => {
    const { page } = phone;
    await type(page, '');
    await page.getByRole('searchbox').pressSequentially('перепр');
    await expect(titles(page)).toHaveText(['Мост через Обь открыт']);
    await expect(page.locator('.found p mark')).toHaveText(['переправы']);
  });

  test('keeps to a section and to a time, and helps out of what finds nothing @desktop', async () => {
    const { page } = phone;
    await type(page, 'мост ');
    await expect(titles(page)).toHaveCount(3);
    await page.getByRole('combobox', { name: 'Рубрика' }).selectOption({ label: 'Право' });
    await expect(titles(page)).toHaveText([/^Суд/]);
    await page.getByRole('combobox', { name: 'Рубрика' }).selectOption('');
    await page.getByRole('combobox', { name: 'Время' }).selectOption('week');
    await expect(titles(page)).toHaveText([/^Мост/, /^Суд/]);
    await page.getByRole('combobox', { name: 'Время' }).selectOption('day');
    await expect(titles(page)).toHaveText([/^Мост/]);
    await type(page, 'ссыльные ');
    await expect(page.locator('.nothing')).toContainText('Ничего не нашлось');
    await tap(page.getByRole('button', { name: 'Искать везде' }));
    await expect(titles(page)).toHaveText([/^Что рассказали/]);
    await type(page, 'мост куздра ');
    await expect(page.locator('.nothing')).toContainText('Нет ни в одной статье: куздра.');
    await type(page, 'переправа обжаловать ');
    await expect(page.locator('.nothing')).toContainText('не встречаются вместе');
  });

  test('gives twenty results at a time, and comes back to them from an article', async () => {
    const { page } = phone;
    await page.goto(`${paper.main.url}#/`);
    await openSearch(page, paper);
    await type(page, 'погода');
    await expect(titles(page)).toHaveCount(20);
    const more = page.getByRole('button', { name: 'Показать ещё' });
    // What was not on screen gets its height as it comes there, and moves the button below it.
    const places: unknown[] = [];
    await until(
      'the button to stay where it is',
      async () => {
        await more.scrollIntoViewIfNeeded();
        places.push(await more.boundingBox());
      },
      () => places.length > 1 && isDeepStrictEqual(places.at(-1), places.at(-2)),
    );
    await more.tap();
    await expect(titles(page)).toHaveCount(24);
    await expect(titles(page).first()).toHaveText('Погода на завтра, сводка 1');
    await titles(page).nth(22).scrollIntoViewIfNeeded();
    const y = await page.evaluate(() => scrollY);
    await titles(page).nth(22).tap();
    await expect(page.locator('article h1')).toHaveText('Погода на завтра, сводка 23');
    await page.goBack();
    await expect(titles(page)).toHaveCount(24);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(y - 100);
    // Opened anew it has forgotten what it was asked.
    await page.getByRole('link', { name: 'Сохранённое' }).tap();
    await page.getByRole('link', { name: 'Поиск' }).tap();
    await expect(page.getByRole('searchbox')).toHaveValue('');
    await expect(titles(page)).toHaveCount(0);
  });

  test('satisfies axe with results and without, in both languages and themes', async () => {
    const { page } = phone;
    for (const language of ['en', 'ru']) {
      await page.goto(`${paper.main.url}#/settings`);
      await page.locator('select[name=language]').selectOption(language);
      await page.goto(`${paper.main.url}#/search`);
      for (const [query, mark] of [
        ['мост ', '.found mark'],
        ['куздра ', '.nothing'],
      ] as const) {
        await type(page, query);
        await expect(page.locator(mark).first()).toBeVisible();
        expect(await faultsOf(page), `${query}, ${language}`).toEqual([]);
      }
    }
  });

  test('says the count aloud once, when it has come to rest', async () => {
    const { page } = phone;
    await type(page, '');
    const live = page.locator('main [aria-live=polite]');
    await expect(live).toHaveCount(1);
    await page.evaluate(() => {
      const said: string[] = [];
      const region = document.querySelector('main [aria-live]')!;
      new MutationObserver(() => {
        const text = region.textContent ?? '';
        if (text !== '' && text !== said.at(-1)) said.push(text);
      }).observe(region, { childList: true, characterData: true, subtree: true });
      Object.assign(window, { said });
    });
    await page.getByRole('searchbox').pressSequentially('погода');
    await expect(live).toHaveText('Найдено статей: 24');
    expect(await page.evaluate('window.said')).toEqual(['Найдено статей: 24']);
    await expect(page.getByRole('status')).toHaveCount(1);
  });

  test('stands in the bar of a wide screen, and works by keyboard alone', async () => {
    const { page } = phone;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${paper.main.url}#/`);
    await expect(page.locator('.cards a').first()).toBeVisible();
    await page.getByRole('link', { name: 'Поиск' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('переправа');
    await expect(titles(page)).toHaveCount(1);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    await expect(titles(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('article h1')).toHaveText('Мост через Обь открыт');
    await page.setViewportSize({ width: 360, height: 640 });
  });

  test('finds what has just come, and the new text of what was edited instead of the old', async () => {
    const { page } = phone;
    await openSearch(page, paper);
    const n = await paper.publish([
      write('court', { title: 'Суд отменил штраф', paragraphs: ['Апелляция удалась.'], section: 'Право' }),
      write('fresh', { title: 'Открылась библиотека' }),
    ]);
    await page.getByRole('button', { name: 'Обновить' }).tap();
    await untilEdition(page, n);
    await type(page, 'библиотеки ');
    await expect(titles(page)).toHaveText(['Открылась библиотека']);
    await type(page, 'апелляцию ');
    await expect(titles(page)).toHaveText(['Суд отменил штраф']);
    await type(page, 'оштрафовал ');
    await expect(page.locator('.nothing')).toBeVisible();
  });

  test('needs no network, and finds what was held before there was an index', async () => {
    const { page } = phone;
    await inLibrary(page, forgetIndex);
    await paper.stop();
    await page.goto('about:blank');
    await openSearch(page, paper);
    await expect(page.getByText('Статей в поиске: 29.')).toBeVisible({ timeout: 30_000 });
    await type(page, 'архивы');
    await expect(titles(page)).toHaveText(['Что рассказали архивы']);
    await paper.start();
  });

  test('keeps queries only while the reader wants it, and forgets them at once', async () => {
    const { page } = phone;
    await type(page, 'погода ');
    await page.keyboard.press('Enter');
    expect(await keptQueries(page)).toEqual([]);
    await keepQueries(page, paper, true);
    await openSearch(page, paper);
    for (const query of ['архивы', 'погода', 'архивы']) {
      await type(page, query);
      await expect(titles(page).first()).toBeVisible();
      await page.keyboard.press('Enter');
    }
    await until(
      'both to be kept',
      () => keptQueries(page),
      (kept) => kept.join() === 'архивы,погода',
    );
    await type(page, '');
    await page.getByRole('button', { name: 'погода' }).tap();
    await expect(titles(page)).toHaveCount(20);
    await type(page, '');
    await page.getByRole('button', { name: 'Забыть запросы' }).tap();
    await expect(page.getByRole('button', { name: 'погода' })).toHaveCount(0);
    expect(await keptQueries(page)).toEqual([]);
    await type(page, 'архивы');
    await page.keyboard.press('Enter');
    await until(
      'one to be kept',
      () => keptQueries(page),
      (kept) => kept.length === 1,
    );
    await keepQueries(page, paper, false);
    await until(
      'none to be kept',
      () => keptQueries(page),
      (kept) => kept.length === 0,
    );
  });

  test('leaves no trace of a query', async () => {
    const { page } = phone;
    // Long enough to be found in any file that holds it, and in no article.
    const words = ['глокаякуздра', 'бокренок'];
    await page.goto(`${paper.main.url}#/`);
    await openSearch(page, paper);
    await type(page, `${words[0]} ${words[1]}`);
    await expect(page.locator('.nothing')).toContainText(words[0]!);
    await page.keyboard.press('Enter');
    await type(page, 'архивы');
    await titles(page).first().tap();
    await expect(page.locator('article h1')).toHaveText('Что рассказали архивы');
    await page.goBack();
    await type(page, `${words[0]} `);
    await expect(page.locator('.nothing')).toBeVisible();
    const told = await page.evaluate(() =>
      JSON.stringify([
        location.href,
        document.title,
        history.state,
        { ...localStorage },
        { ...sessionStorage },
      ]),
    );
    const kept = JSON.stringify(await dumpLibrary(page));
    expect(kept).toContain('архив');
    for (const word of words) expect(decodeURIComponent(told) + kept).not.toContain(word);
    // Nor does the browser write it anywhere: as a form's value, an address or a part of a session.
    await phone.quit();
    const files = await readdir(phone.profile, { recursive: true, withFileTypes: true });
    let read = 0;
    for (const one of files.filter((file) => file.isFile())) {
      const bytes = await readFile(join(one.parentPath, one.name));
      read += bytes.length;
      for (const word of words)
        for (const encoding of ['utf8', 'utf16le'] as const)
          expect(bytes.includes(Buffer.from(word, encoding)), `${one.name} holds ${word}`).toBe(false);
    }
    expect(read).toBeGreaterThan(100_000);
  });
});

const titles = (page: Page) => page.locator('.found h2 a');

async function openSearch(page: Page, paper: Paper): Promise<void> {
  await page.goto(`${paper.main.url}#/search`);
  await expect(page.getByRole('searchbox')).toBeVisible();
}

/** Puts a query into the field and waits for the answer to it. */
async function type(page: Page, query: string): Promise<void> {
  await page.getByRole('searchbox').fill(query);
}

async function keepQueries(page: Page, paper: Paper, keep: boolean): Promise<void> {
  await page.goto(`${paper.main.url}#/settings`);
  await page.locator('input[name=searchHistory]').setChecked(keep);
}

async function keptQueries(page: Page): Promise<string[]> {
  const { meta } = await dumpLibrary(page);
  const found = meta?.find(([key]) => (key as string[])[1] === 'queries');
  return (found?.[1] as string[] | undefined) ?? [];
}

/** Leaves the library as a version of the app without a search would have. */
async function forgetIndex(database: IDBDatabase, done: Done): Promise<void> {
  await done(database.transaction('postings', 'readwrite').objectStore('postings').clear());
}

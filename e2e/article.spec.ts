import { expect, test } from '@playwright/test';
import type { Article, Block } from '../src/edition/body.ts';
import { en } from '../src/reader/strings/en.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  bodyArticle,
  ENTRIES,
  faultsOf,
  openReading,
  type Paper,
  type Phone,
  publishBodies,
  type Reading,
  tap,
  untilEdition,
} from './kit/index.ts';

test.describe('An article', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let article: Article;
  let long: Article;
  let files: Map<string, string>;
  let count: number;
  let open: Reading['open'];

  test.beforeAll(async () => {
    ({ paper, phone, article, long, files, count, open } = await openReading());
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('leads to the same in other languages', async () => {
    const { page } = phone;
    await open(article);
    const link = page.locator('article footer').getByRole('link', { name: 'English' });
    await expect(link).toHaveAttribute('lang', 'en');
    await link.tap();
    await expect(page.locator('article h1')).toHaveText(long.title);
  });

  test('shows every kind of node, in its own language and with its marks @desktop', async () => {
    const { page } = phone;
    await open(article);
    const shown = page.locator('article');
    await expect(shown).toHaveAttribute('lang', 'ru');
    await expect(shown.getByRole('note', { name: ru.article.label })).toHaveText(/ПРОВЕРКИ ПОМЕТОК/);
    await expect(shown.getByRole('listitem')).toHaveCount(6);
    await expect(shown.locator('ol')).toHaveAttribute('start', '3');
    await expect(shown.locator('blockquote')).toContainText('Мы ждали');
    await expect(shown.locator('pre code')).toContainText('sha256sum');
    await expect(shown.locator('h2')).toHaveText(['Что известно', 'Хроника']);
    await expect(shown.locator('figure')).toHaveCount(4);
    await expect(shown.locator('figcaption .credit').first()).toHaveText('Фото 1: Редакция');
    const times = ENTRIES.map((seconds) => new Date(seconds * 1000).toISOString());
    for (const [i, time] of times.entries())
      await expect(shown.locator('.entry > time').nth(i)).toHaveAttribute('datetime', time);
    await expect(shown.locator('.entry').first()).toContainText('Первый поезд прошёл');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width);
  });

  test('says how long it takes to read', async () => {
    await open(long);
    await expect(phone.page.locator('.minutes')).toHaveText(/^Чтение: 5\sмин$/);
  });

  test('has tables that scroll in a box of their own, with a name and the keyboard', async () => {
    const { page } = phone;
    await open(article);
    const box = page.getByRole('region', { name: ru.article.table(1) });
    // A screen that has just come gives the focus to its heading once, perhaps in between.
    await expect(async () => {
      await box.focus();
      await page.keyboard.press('ArrowRight');
      await expect(box).toBeFocused();
      await expect.poll(() => box.evaluate((one) => one.scrollLeft), { timeout: 2_000 }).toBeGreaterThan(0);
    }).toPass();
    expect(await page.evaluate(() => scrollX)).toBe(0);
  });

  test('unfolds a footnote beside its mark, and leads back to the text @desktop', async () => {
    const { page } = phone;
    await open(article);
    const mark = page.getByRole('button', { name: ru.article.note(1) });
    await tap(mark);
    const note = page.locator('[data-p="1"]').getByRole('note', { name: ru.article.note(1) });
    await expect(note).toContainText('По данным управления дорог.');
    await expect(mark).toHaveAttribute('aria-expanded', 'true');
    await tap(note.getByRole('button', { name: ru.article.noteBack }));
    await expect(note).toHaveCount(0);
    await expect(mark).toBeFocused();
    // The notes stand at the end as well, and each knows its way back.
    const last = page.locator('[data-note=n2]');
    await tap(last.getByRole('button', { name: ru.article.noteBack }));
    await expect(page.locator('[data-ref=n2]')).toBeFocused();
  });

  test('asks nothing of an embedded site until the reader goes there, and then tells it nothing', async () => {
    const { page, context } = phone;
    const outside: Record<string, string>[] = [];
    await context.route('https://video.example/**', async (route) => {
      outside.push(await route.request().allHeaders());
      await route.fulfill({ body: 'video', contentType: 'text/plain' });
    });
    await open(article);
    const card = page.locator('.embed');
    await expect(card).toContainText(ru.article.embed('video.example'));
    await expect(card.getByRole('link')).toHaveCount(0);
    await card.getByRole('button').tap();
    await expect(card.getByRole('status')).toHaveText(ru.article.embedWhy('video.example'));
    expect(outside).toEqual([]);
    const opening = context.waitForEvent('page');
    await card.getByRole('link', { name: ru.article.embedOpen('video.example') }).tap();
    const other = await opening;
    await other.waitForLoadState();
    expect(outside).toHaveLength(1);
    expect(outside[0]!.referer).toBeUndefined();
    expect(await other.evaluate(() => window.opener)).toBeNull();
    await other.close();
    await context.unroute('https://video.example/**');
  });

  test('leads to what is related, and to the next article of the list @desktop', async () => {
    const { page } = phone;
    await page.goto(`${paper.main.url}#/`);
    // The list grows by a few cards a frame.
    await expect(page.locator('.cards h2 a')).toHaveCount(count);
    const titles = await page.locator('.cards h2 a').allTextContents();
    const at = titles.indexOf(article.title);
    await tap(page.locator('.cards h2 a', { hasText: article.title }));
    const related = page.getByRole('navigation', { name: ru.article.related });
    await expect(related.getByRole('link')).toHaveCount(2);
    const next = page.getByRole('navigation', { name: ru.article.next }).getByRole('link');
    await expect(next).toHaveText(titles[at + 1]!);
    await tap(next);
    await expect(page.locator('article h1')).toHaveText(titles[at + 1]!);
  });

  test('tells what was updated and what was corrected, and shows what changed word by word', async () => {
    const { page } = phone;
    await open(article);
    await expect(page.locator('.changed')).toHaveCount(0);
    const edit = (from: string, to: string, more: Partial<Article>): Article => ({
      ...article,
      ...more,
      body: JSON.parse(JSON.stringify(article.body).replace(from, to)) as Block[],
    });
    const first = edit('Движение перекрыто до полудня.', 'Движение перекрыто до вечера.', {});
    await publishBodies(paper, [first], files);
    await page.getByRole('button', { name: ru.front.refresh }).tap();
    // The source says nothing of an update; the text is another all the same.
    await expect(page.locator('.changed')).toContainText(ru.article.corrected);
    const updated = article.published + 1800;
    const second = edit('Движение перекрыто до полудня.', 'Движение открыто.', { updated });
    await publishBodies(paper, [second], files);
    await page.getByRole('button', { name: ru.front.refresh }).tap();
    await expect(page.locator('.changed')).toContainText(ru.article.updated);
    await expect(page.locator('.changed time')).toHaveAttribute(
      'datetime',
      new Date(updated * 1000).toISOString(),
    );
    await page.getByRole('button', { name: ru.article.changes }).tap();
    const dialog = page.getByRole('dialog', { name: ru.article.changes });
    await expect(dialog.locator('del')).toHaveText('перекрыто до вечера.');
    await expect(dialog.locator('ins')).toHaveText('открыто.');
    await expect(dialog).toContainText(/Абзацев без изменений: \d+/);
    const versions = dialog.getByRole('combobox');
    await expect(versions.locator('option')).toHaveCount(2);
    await versions.selectOption({ index: 1 });
    await expect(dialog.locator('del')).toHaveText('перекрыто до полудня.');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test('prints in black on white, whole, with footnotes and without anything to press', async () => {
    const { page } = phone;
    await open(article);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // biome-ignore lint/performance/useDomNodeTextContent: what is laid out to be seen, and nothing else
    const text = await page.evaluate(() => document.body.innerText);
    for (const part of [
      'Весть',
      article.title,
      'Редакция',
      ru.article.published,
      'Подпись к картинке 4.',
      'Фото 4: Редакция',
      'По данным управления дорог.',
      'Отчёт за 2025 год.',
      'ПРОВЕРКИ ПОМЕТОК',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/https?:|video\.example|other\.example|source\.example/);
    for (const part of [
      ru.article.save,
      ru.typography.title,
      ru.nav.settings,
      ru.article.source,
      ru.article.related,
    ])
      expect(text).not.toContain(part);
    const controls = await page
      .locator('button, select, input, nav, [role=status]')
      .evaluateAll(
        (all) => all.filter((one) => one.checkVisibility() && !/^\d$/.test(one.textContent ?? '')).length,
      );
    expect(controls).toBe(0);
    await expect(page.locator('figure img')).toHaveCount(4);
    const colours = await page
      .locator('article h1')
      .evaluate((one) => [
        getComputedStyle(one).color,
        getComputedStyle(document.documentElement).backgroundColor,
      ]);
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await page.emulateMedia({ media: null, colorScheme: 'light' });
  });

  test('satisfies axe with its panels open, in both languages and themes', async () => {
    const { page } = phone;
    for (const [language, t] of [
      ['en', en],
      ['ru', ru],
    ] as const) {
      await page.goto(`${paper.main.url}#/settings`);
      await page.locator('select[name=language]').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await open(article);
      await page.getByRole('button', { name: t.article.note(1) }).tap();
      await page.locator('.embed button').tap();
      expect(await faultsOf(page), language).toEqual([]);
      for (const [opener, content] of [
        [page.getByRole('button', { name: t.typography.title }), 'input'],
        [page.locator('.enlarge').first(), 'img'],
        [page.getByRole('button', { name: t.article.changes }), 'ins'],
      ] as const) {
        await opener.click();
        await expect(page.locator('dialog').locator(content).first()).toBeVisible();
        expect(await faultsOf(page, 'dialog'), language).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.locator('dialog')).toHaveCount(0);
      }
    }
  });

  test('tells words of the app from those of the article by their language, for those who listen', async () => {
    const { page } = phone;
    const choose = async (language: string) => {
      await page.goto(`${paper.main.url}#/settings`);
      await page.locator('select[name=language]').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    };
    const languageOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => one.closest<HTMLElement>('[lang]')?.lang);
    await choose('en');
    await open(article);
    await page.getByRole('button', { name: en.article.note(1) }).tap();
    for (const words of ['.embed strong', '.embed button', '.inset .link', '.entry > time'])
      expect(await languageOf(words), words).toBe('en');
    for (const words of ['h1', '.embed p span', '.inset', '.entry p'])
      expect(await languageOf(`article ${words}`), words).toBe('ru');
    await page.locator('.enlarge').first().tap();
    await expect(page.locator('dialog .caption')).toBeVisible();
    expect(await languageOf('dialog .count')).toBe('en');
    for (const words of ['img', '.caption', '.credit'])
      expect(await languageOf(`dialog ${words}`), words).toBe('ru');
    await page.keyboard.press('Escape');
    await choose('ru');
  });

  test('runs from right to left where its language does, whatever that of the app', async () => {
    const { page } = phone;
    const arabic = bodyArticle('arabic', ['«Весть»: افتُتح الجسر صباح اليوم.'], {
      ...{ title: 'الجسر يُفتح قبل موعده', language: 'ar' },
    });
    const n = await publishBodies(paper, [arabic]);
    await page.goto(paper.main.url);
    await page.getByRole('button', { name: ru.front.refresh }).tap();
    await untilEdition(page, n);
    await open(arabic);
    for (const part of ['h1', '.body'])
      await expect(page.locator(`article ${part}`)).toHaveCSS('direction', 'rtl');
    await expect(page.locator('article footer')).toHaveCSS('direction', 'ltr');
  });
});

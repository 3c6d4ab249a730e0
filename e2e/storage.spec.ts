/** What is kept on the phone, what of it the reader can be rid of, and what is never taken. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Place } from '../src/library/records.ts';
import { sizeOf } from '../src/reader/parts/time.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  dumpLibrary,
  makeArticle,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  until,
  untilEdition,
  untilHeld,
  untilWhole,
  verifyLibrary,
  visit,
} from './kit/index.ts';

const DAY = 86_400_000;
const t = ru.storage;

let paper: Paper;
let phone: Phone;

const button = (name: string) => phone.page.getByRole('button', { name, exact: true });
const notice = () => phone.page.locator('.notice');

async function open(hash: string): Promise<void> {
  await phone.page.goto(`${paper.main.url}#/${hash}`);
  await expect(phone.page.locator('main h1')).toBeVisible();
  if (hash.startsWith('a/')) await expect(phone.page.locator('article .body')).toBeVisible();
}

async function save(id: string): Promise<void> {
  await open(`a/${id}`);
  const press = phone.page.locator('.actions button').first();
  if ((await press.getAttribute('aria-pressed')) !== 'true') await press.click();
  await expect(press).toHaveAttribute('aria-pressed', 'true');
}

/** Ids of the articles that are held, and of those of them that are whole. */
async function heldIds(page: Page): Promise<{ all: string[]; whole: string[] }> {
  const held = ((await dumpLibrary(page)).held ?? []).map(
    ([, value]) => value as { id: string; whole: boolean },
  );
  return {
    all: held.map((one) => one.id).sort(),
    whole: held.filter((one) => one.whole).map((one) => one.id),
  };
}

async function countBlocks(page: Page): Promise<number> {
  return ((await dumpLibrary(page)).blocks ?? []).length;
}

test.describe('What is kept', () => {
  test.describe.configure({ mode: 'serial' });
  /** Ids, the newest first; the last two articles are nine days old. */
  let ids: string[];

  test.beforeAll(async () => {
    const made = await makeArticles(7, { letters: 400 });
    for (const old of made.slice(0, 2)) old.time -= 9 * DAY;
    paper = await openPaper({ articles: made });
    phone = await openPhone();
    // Whether the browser is asked not to erase anything, and when.
    await phone.context.addInitScript(() => {
      const asked = window as unknown as { persistAsked: number };
      asked.persistAsked = 0;
      navigator.storage.persist = () => {
        asked.persistAsked++;
        return new Promise(() => {});
      };
    });
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, 7);
    const titled = new Map((await paper.cards()).map((card) => [card.title, card.id]));
    ids = made.reverse().map((one) => titled.get(one.title.trim())!);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('each card says that its article is whole, and how large it is', async () => {
    const marks = phone.page.locator('.cards .held');
    await expect(marks).toHaveCount(7);
    for (const mark of await marks.allTextContents())
      expect(mark).toMatch(/^на телефоне целиком, [\d,]+ кБ$/);
  });

  test('an article that is saved is called so once all of it is here, and the browser is asked to keep it @desktop', async () => {
    const asked = () =>
      phone.page.evaluate(() => (window as unknown as { persistAsked: number }).persistAsked);
    expect(await asked()).toBe(0);
    await save(ids[1]!);
    await expect(phone.page.locator('.actions')).toContainText(ru.article.saved);
    await expect(phone.page.locator('article footer')).toContainText(ru.held.whole);
    await expect.poll(asked).toBe(1);
  });

  test('the figures say what is here by kind, by day, of the edition and of what is saved @desktop', async () => {
    await open('storage');
    const main = phone.page.locator('main');
    await expect(main).toContainText(/На телефоне: 7 статей, [\d,]+ кБ; целиком: 7 из 7/);
    await expect(main).toContainText(/Выпуск: 7 статей, [\d,]+ кБ; целиком: 7 из 7/);
    await expect(main).toContainText(/Сохранённое: 1 статья, [\d,]+ кБ; целиком: 1 из 1/);
    const held = ((await dumpLibrary(phone.page)).held ?? []).map(
      ([, value]) => value as { pictureBytes: number },
    );
    const pictures = held.reduce((sum, one) => sum + one.pictureBytes, 0);
    const shown = await main.locator('.k-pictures dd').textContent();
    expect(shown).toBe(sizeOf(pictures, 'ru'));
    await main.getByText(t.days).click();
    const days = main.locator('details .bars dt');
    expect(await days.count()).toBeGreaterThanOrEqual(2);
    // What came is counted too, by kind.
    await expect(main.locator('.traffic tbody tr').nth(1)).toContainText(/Тексты.*кБ/);
    await expect(main.locator('.traffic tbody tr').nth(1)).not.toContainText(/ 0 кБ$/);
  });

  test('a promise not to erase anything is asked for by a button, and an answer that never comes holds up nothing @desktop', async () => {
    await button(t.persist).click();
    await expect.poll(() => phone.page.locator('main').textContent()).toContain(t.persistRefused);
  });

  test('a deletion says what it takes, and can be undone before it begins @desktop', async () => {
    for (const id of ids.slice(0, 2)) {
      await open(`a/${id}`);
      await until(
        'noted as read',
        async () => ((await dumpLibrary(phone.page)).places ?? []).map(([, value]) => value as Place),
        (places) => places.some((place) => place.id === id && place.read > 0),
      );
    }
    await open('storage');
    await button(t.remove.read).click();
    // Two were read; the saved one of them stays.
    await expect(notice()).toContainText(/Удалить прочитанное: 1 статья, [\d,]+ кБ\?/);
    await button(t.yes).click();
    await button(t.undo).click();
    await expect(notice()).toContainText(t.undone);
    expect((await heldIds(phone.page)).all).toHaveLength(7);
  });

  test('after that it takes the article and its blocks, and no sync brings them back', async () => {
    const before = await countBlocks(phone.page);
    await button(t.remove.read).click();
    await button(t.yes).click();
    await expect(notice()).toContainText(/Удаляем/);
    expect((await heldIds(phone.page)).all).toHaveLength(7);
    await expect(notice()).toContainText(/Удалено. 1 статья/, { timeout: 12_000 });
    await until(
      'the article gone',
      async () => (await heldIds(phone.page)).all,
      (all) => !all.includes(ids[0]!) && all.length === 6,
    );
    // Its two pictures at least; the pack may be shared with others.
    await until(
      'its blocks gone',
      () => countBlocks(phone.page),
      (count) => count <= before - 2,
    );
    await expect(phone.page.locator('main')).toContainText(/На телефоне: 6 статей/);
    paper.asked.length = 0;
    const n = await paper.publish([await makeArticle(8, { letters: 400 })]);
    await phone.page.reload();
    await untilEdition(phone.page, n);
    await untilWhole(phone.page, 7);
    await untilHeld(phone.page);
    expect((await heldIds(phone.page)).all).not.toContain(ids[0]);
    expect(await verifyLibrary(await dumpLibrary(phone.page), [await paper.edition()])).toEqual([]);
  });

  test('opened by the reader, a deleted article comes again', async () => {
    await open(`a/${ids[0]}`);
    await expect(phone.page.locator('article figure img').first()).toBeVisible();
    await until(
      'whole again',
      () => heldIds(phone.page),
      ({ whole }) => whole.includes(ids[0]!),
    );
  });

  test('pictures go alone: texts stay, and so do the pictures of what is saved', async () => {
    await open('storage');
    await button(t.remove.pictures).click();
    await expect(notice()).toContainText(/Удалить картинки: 7 статей/);
    await button(t.yes).click();
    await until(
      'pictures gone',
      () => heldIds(phone.page),
      ({ all, whole }) => all.length === 8 && whole.join() === ids[1],
      15_000,
    );
    await phone.page.reload();
    await untilHeld(phone.page);
    await open(`a/${ids[1]}`);
    await expect(phone.page.locator('article figure img').first()).toBeVisible();
    expect((await heldIds(phone.page)).whole).toEqual([ids[1]]);
  });

  test('a rule of seven days takes what is older, but never what is saved', async () => {
    await save(ids[6]!);
    await open('storage');
    await phone.page.locator('select[name=keep]').selectOption('days7');
    await expect(notice()).toContainText(/Удалить старое: 1 статья/);
    await button(t.yes).click();
    await until(
      'the old article gone',
      async () => (await heldIds(phone.page)).all,
      (all) => !all.includes(ids[5]!) && all.includes(ids[6]!),
      15_000,
    );
    await phone.page.reload();
    await untilHeld(phone.page);
    expect((await heldIds(phone.page)).all).not.toContain(ids[5]);
    await open('storage');
    await expect(phone.page.locator('select[name=keep]')).toHaveValue('days7');
  });

  test('everything goes at once when the reader says so twice', async () => {
    await button(t.wipe).click();
    await expect(notice().last()).toContainText(/Удалить всё: 7 статей/);
    await notice().last().getByRole('button', { name: t.yes, exact: true }).click();
    await expect(phone.page.getByRole('status')).toHaveText(t.wiped);
    for (const entries of Object.values(await dumpLibrary(phone.page))) expect(entries).toEqual([]);
  });
});

test.describe('What is fetched', () => {
  test.describe.configure({ mode: 'serial' });
  const file = () => join(paper.newsroom, 'reader.json');

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(4, { letters: 400 }) });
    phone = await openPhone();
    // A phone on a mobile network, as its browser tells it.
    await phone.context.addInitScript(() => {
      const connection = Object.assign(new EventTarget(), { type: 'cellular' });
      Object.defineProperty(navigator, 'connection', { value: connection });
    });
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('is texts alone on a mobile network; what each choice costs stands beside it', async () => {
    expect((await heldIds(phone.page)).whole).toEqual([]);
    await open('settings');
    const choice = phone.page.locator('select[name=ahead]');
    await expect(choice).toHaveValue('auto');
    await expect(phone.page.locator('main')).toContainText(
      ru.settings.aheadNow(ru.settings.aheadOptions.text.toLowerCase()),
    );
    await expect(choice.locator('option[value=text]')).toHaveText(ru.settings.aheadOptions.text);
    await expect(choice.locator('option[value=small]')).toHaveText(/ещё около [\d,]+ кБ/);
    await expect(choice.locator('option[value=all]')).toHaveText(/ещё около [\d,]+ кБ/);
  });

  test('a saved article comes whole all the same, and no other', async () => {
    const [card] = await paper.cards();
    await open('');
    await expect(phone.page.locator('.cards .held.whole')).toHaveCount(0);
    await save(card!.id);
    await expect(phone.page.locator('article footer')).toContainText(ru.held.whole);
    expect((await heldIds(phone.page)).whole).toEqual([card!.id]);
  });

  test('small pictures alone make no article whole', async () => {
    await open('settings');
    paper.asked.length = 0;
    await phone.page.locator('select[name=ahead]').selectOption('small');
    // Three articles are left, with a picture each.
    const fetched = () => paper.asked.filter((one) => one.url.startsWith('/ipfs/')).length;
    await expect.poll(fetched).toBe(3);
    await open('');
    await expect.poll(() => phone.page.locator('.cards img').count()).toBeGreaterThan(2);
    expect((await heldIds(phone.page)).whole).toHaveLength(1);
    await expect(phone.page.locator('.cards .held.text')).toHaveCount(3);
    expect(fetched()).toBe(3);
    // What is missing of one is said with its size.
    for (const address of paper.addresses) await address.setFault('refused');
    await open(`a/${(await paper.cards())[1]!.id}`);
    const missing = new RegExp(`${ru.held.text}, [\\d,]+ кБ, ${ru.held.more('[\\d,]+ кБ')}`);
    await expect(phone.page.locator('article footer')).toContainText(missing);
    for (const address of paper.addresses) await address.setFault('fine');
  });

  test('with texts alone the pictures of an open article come when asked for, and their size is said before', async () => {
    const { page } = phone;
    await open('settings');
    await page.locator('select[name=ahead]').selectOption('text');
    // One of which no picture is here.
    const n = await paper.publish([await makeArticle(6, { letters: 400 })]);
    await page.reload();
    await untilEdition(page, n);
    await expect.poll(async () => (await heldIds(page)).all.length).toBe(5);
    paper.asked.length = 0;
    const fetched = () => paper.asked.filter((one) => one.url.startsWith('/ipfs/')).length;
    const article = page.locator('article');
    const load = article.getByRole('button', { name: /^Загрузить картинки, до [\d,]+ кБ$/ });
    await open(`a/${(await paper.cards())[0]!.id}`);
    await expect(load).toBeVisible();
    // By then what was asked for before has been answered.
    await page.getByRole('button', { name: ru.front.refresh, exact: true }).click();
    await expect(page.getByRole('status').first()).toContainText(ru.status.came(0));
    expect(fetched()).toBe(0);
    // Without a line it says so, and can be tried again.
    for (const address of paper.addresses) await address.setFault('refused');
    await load.click();
    await expect(article).toContainText(ru.article.picturesFailed);
    for (const address of paper.addresses) await address.setFault('fine');
    await load.click();
    await expect(article.locator('footer')).toContainText(ru.held.whole);
    await expect(load).toHaveCount(0);
    // At the size of a list and at that of the text.
    expect(fetched()).toBe(2);
    // Whoever came by keyboard is not thrown back to the beginning of the page.
    await expect(article.locator('h1')).toBeFocused();
    // Left to the line, they come with the article.
    await open('settings');
    await page.locator('select[name=ahead]').selectOption('auto');
    await open(`a/${(await paper.cards())[3]!.id}`);
    await expect(article.locator('footer')).toContainText(ru.held.whole);
    await open('settings');
    await page.locator('select[name=ahead]').selectOption('small');
  });

  test('with “Wi-Fi only” headlines come over a mobile network, and the texts once there is Wi-Fi', async () => {
    await open('settings');
    await phone.page.locator('input[name=wifi]').check();
    const n = await paper.publish([await makeArticle(5, { letters: 400 })]);
    await phone.page.reload();
    await untilEdition(phone.page, n);
    await expect.poll(async () => (await heldIds(phone.page)).all.length).toBe(5);
    await phone.page.evaluate(() => {
      const { connection } = navigator as unknown as { connection: EventTarget & { type: string } };
      connection.type = 'wifi';
      connection.dispatchEvent(new Event('change'));
    });
    await until(
      'the new text',
      async () => (await heldIds(phone.page)).all.length,
      (count) => count === 6,
    );
  });

  test('a backup is a file of a neutral name, which brings another phone what was saved', async () => {
    await open('storage');
    const [download] = await Promise.all([phone.page.waitForEvent('download'), button(t.copyMake).click()]);
    expect(download.suggestedFilename()).toBe('reader.json');
    await download.saveAs(file());
    const other = await openPhone();
    try {
      await visit(other.page, paper.main.url);
      await other.page.goto(`${paper.main.url}#/storage`);
      await other.page.locator('input[type=file]').setInputFiles(file());
      await expect(other.page.locator('main')).toContainText(/Сохранённых статей в копии: 1/);
      await other.page.goto(`${paper.main.url}#/saved`);
      await expect(other.page.locator('.cards .held.whole')).toHaveCount(1);
      await other.page.goto(`${paper.main.url}#/settings`);
      await expect(other.page.locator('select[name=ahead]')).toHaveValue('small');
    } finally {
      await other.close();
    }
  });

  test('a file of somebody else’s making is refused in one sentence', async () => {
    const backup = JSON.parse(await readFile(file(), 'utf8')) as { places: object[] };
    for (const [bad, fault] of [
      ['<html>', t.copyFaults.shape],
      [JSON.stringify({ ...backup, places: [{ id: '<img src=x>' }] }), t.copyFaults.shape],
      [JSON.stringify({ ...backup, publication: 'x' }), t.copyFaults.paper],
      [JSON.stringify({ ...backup, reader: 9 }), t.copyFaults.version],
    ] as const) {
      await writeFile(file(), bad);
      await phone.page.locator('input[type=file]').setInputFiles(file());
      await expect(phone.page.locator('main')).toContainText(fault);
    }
    await open('saved');
    await expect(phone.page.locator('.cards li')).toHaveCount(1);
  });
});

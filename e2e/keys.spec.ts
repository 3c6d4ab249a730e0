import { expect, type Page, test } from '@playwright/test';
import {
  faultsOf,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  untilWhole,
  visit,
} from './kit/index.ts';

const COUNT = 6;
const links = '.cards h2 a';

test.describe('With a keyboard', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(COUNT, { picture: false }) });
    phone = await openPhone({ viewport: { width: 1280, height: 800 } });
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, COUNT);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  async function open(hash = ''): Promise<Page> {
    const { page } = phone;
    await page.goto('about:blank');
    await page.goto(`${paper.main.url}${hash}`);
    await expect(page.locator('main h1')).toBeVisible();
    // It is the app that stands there, not what it last looked like, and the part that listens to keys has come.
    await expect(page.locator('html[data-worker=ready] [aria-live=polite]')).toHaveCount(1);
    return page;
  }
  const here = () => new URL(phone.page.url()).hash;

  test('j and k go from article to article, o and Enter open one', async () => {
    const page = await open();
    const link = (at: number) => page.locator(links).nth(at);
    await page.keyboard.press('j');
    await expect(link(0)).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(link(2)).toBeFocused();
    await expect(link(2)).toBeInViewport();
    await page.keyboard.press('k');
    await expect(link(1)).toBeFocused();
    const title = await link(1).textContent();
    await page.keyboard.press('o');
    await expect(page.locator('article h1')).toHaveText(title!);
    await page.goBack();
    await link(1).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('article h1')).toHaveText(title!);
  });

  test('a key of a Russian layout counts by its place', async () => {
    const page = await open();
    await press(page, 'о', 'KeyJ');
    await press(page, 'о', 'KeyJ');
    await expect(page.locator(links).nth(1)).toBeFocused();
    await press(page, ',', 'Slash');
    await expect(page.getByRole('dialog')).toBeVisible();
  });

  test('s saves the article in focus or on screen, says so, and lets it go again', async () => {
    const page = await open();
    const said = page.locator('[aria-live=polite]');
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    await expect(said).toHaveText('Статья сохранена.');
    await expect(page.locator('.card').first().locator('.meta')).toContainText('сохранено');
    await page.keyboard.press('o');
    await expect(page.locator('.actions button[aria-pressed=true]')).toBeVisible();
    await page.keyboard.press('s');
    await expect(said).toHaveText('Статья больше не сохранена.');
    await expect(page.locator('.actions button[aria-pressed=true]')).toHaveCount(0);
  });

  test('g leads to the places of the app, and a slash to the search', async () => {
    const page = await open();
    for (const [keys, hash] of [
      [['g', 's'], '#/saved'],
      [['g', 'm'], '#/mirrors'],
      [['g', 'h'], '#/'],
      [['/'], '#/search'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await expect.poll(here).toBe(hash);
    }
    // After another key a letter is what it is by itself.
    await open('#/mirrors');
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    await page.keyboard.press('h');
    expect(here()).toBe('#/mirrors');
  });

  test('a question mark lists the keys, in the language of the app, until Escape', async () => {
    for (const [language, name, text] of [
      ['ru', 'Клавиши', 'Следующая статья'],
      ['en', 'Keyboard shortcuts', 'Next article'],
    ] as const) {
      const page = await open('#/settings');
      await page.locator('select[name=language]').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await page.locator('main h1').focus();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name });
      await expect(dialog).toContainText(text);
      for (const key of ['J', 'K', 'O', 'S', '/', 'G', 'H', 'M', '?', 'Esc'])
        await expect(dialog.locator('kbd', { hasText: key }).first()).toBeVisible();
      expect(await faultsOf(page, 'dialog'), language).toEqual([]);
      // What is behind a dialog hears no keys.
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      expect(here()).not.toBe('#/saved');
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
    const page = await open('#/settings');
    await page.locator('select[name=language]').selectOption('ru');
    await page.locator('main a[href="#/about"]').click();
    await page.getByRole('button', { name: 'Клавиши' }).click();
    await expect(page.getByRole('dialog', { name: 'Клавиши' })).toBeVisible();
  });

  test('keys do nothing where something is chosen or typed, nor together with Ctrl or Alt', async () => {
    const page = await open();
    await page.locator('main select[name=density]').focus();
    await page.keyboard.press('/');
    await page.locator('h1').focus();
    for (const modifier of ['Control', 'Alt', 'Meta']) await page.keyboard.press(`${modifier}+/`);
    await page.evaluate(() => {
      const field = document.createElement('input');
      document.querySelector('main')?.append(field);
      field.focus();
    });
    await page.keyboard.type('/?gsj');
    expect(here()).toBe('');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('main > input')).toHaveValue('/?gsj');
  });
});

/** A key as a keyboard of another layout sends it. */
function press(page: Page, key: string, code: string): Promise<void> {
  return page.evaluate(
    (press) =>
      void (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { ...press, bubbles: true, cancelable: true }),
      ),
    { key, code },
  );
}

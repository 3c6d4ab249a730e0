import { expect, type Page, test } from '@playwright/test';
import {
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  until,
  untilHeld,
  visit,
} from './kit/index.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const YANDEX =
  'Mozilla/5.0 (Linux; arm_64; Android 14) AppleWebKit/537.36 Chrome/130.0 YaBrowser/24.10 Mobile Safari/537.36';

test.describe('The introduction', () => {
  let paper: Paper;
  /** A phone after its first visit, closed; each test begins with a copy of it. */
  let visited: Phone;
  let phone: Phone;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(3, { picture: false }), mirrors: 1 });
    visited = await openPhone();
    await visit(visited.page, paper.main.url);
    await visited.quit();
  });
  test.beforeEach(async () => {
    phone = await openPhone({ profile: visited.profile });
  });
  test.afterEach(async () => {
    await phone?.close();
  });
  test.afterAll(async () => {
    await visited?.close();
    await paper?.close();
  });

  /** The browser calls itself that, and is opened from the home screen or not. */
  async function dress(page: Page, agent: string, standalone = false): Promise<void> {
    await page.addInitScript(
      ([agent, standalone]) => {
        Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => agent });
        Object.defineProperty(Navigator.prototype, 'standalone', { get: () => standalone });
        // No offer of this test's own browser, which is none of those.
        const drop = (event: Event) => event.stopImmediatePropagation();
        addEventListener('beforeinstallprompt', drop, { capture: true });
      },
      [agent, standalone] as const,
    );
  }

  test('is offered in one line once news is held, covers nothing, and is gone through once in three screens @desktop', async () => {
    const { page } = phone;
    await page.goto(paper.main.url);
    const hint = page.locator('.hint a');
    await expect(hint).toBeVisible();
    await expect(page.locator('.cards a')).toHaveCount(3);
    await expect(page.locator('dialog[open]')).toHaveCount(0);
    const bottom = await page.locator('.hint').evaluate((one) => one.getBoundingClientRect().bottom);
    expect(
      await page.locator('.cards').evaluate((one) => one.getBoundingClientRect().top),
    ).toBeGreaterThanOrEqual(bottom);
    await hint.click();
    const headings: string[] = [];
    for (let i = 0; i < 3; i++) {
      const heading = page.locator('main h1');
      await expect(heading).toBeFocused();
      headings.push((await heading.textContent()) ?? '');
      if (i < 2) await page.getByRole('button', { name: 'Дальше' }).click();
    }
    expect(headings).toEqual([
      'Газета, которая остаётся с вами',
      'Установите Читалку',
      'Откуда приходят новости',
    ]);
    await expect(page.getByRole('button', { name: 'Дальше' })).toHaveCount(0);
    await expect(page.locator('.intro li')).toHaveCount(2);
    await expect(page.locator('.intro li').first()).toContainText(new URL(paper.main.url).host);
    await page.getByRole('link', { name: 'К новостям' }).click();
    await expect(page.locator('.cards a').first()).toBeVisible();
    await expect(hint).toHaveCount(0);
    await phone.restart();
    await phone.page.goto(paper.main.url);
    await expect(phone.page.locator('.cards a').first()).toBeVisible();
    await expect(phone.page.locator('.hint')).toHaveCount(0);
    await phone.page.goto(`${paper.main.url}#/about`);
    await phone.page.getByRole('link', { name: 'Как всё устроено' }).click();
    await expect(phone.page.locator('main h1')).toHaveText(headings[0]!);
  });

  test('can be put aside by one tap without being opened', async () => {
    const { page } = phone;
    await page.goto(paper.main.url);
    await page.locator('.hint').getByRole('button', { name: 'Пропустить' }).click();
    await expect(page.locator('.hint')).toHaveCount(0);
    await page.reload();
    await expect(page.locator('.cards a').first()).toBeVisible();
    await expect(page.locator('.hint')).toHaveCount(0);
  });

  test('gives an iPhone its own steps and their reason, another browser other ones', async () => {
    const { page } = phone;
    await dress(page, IPHONE);
    await page.goto(paper.main.url);
    await page.goto(`${paper.main.url}#/welcome`);
    await page.getByRole('button', { name: 'Дальше' }).click();
    await expect(page.locator('.intro')).toContainText('стирает данные сайта, если не открывать его неделю');
    await expect(page.locator('.intro ol li')).toContainText([
      'Поделиться',
      'На экран „Домой“',
      'загрузит свою копию',
    ]);
    // Below the list stands the same offer, for whoever went past the first.
    await page.goto(`${paper.main.url}#/`);
    await expect(page.locator('.install')).toContainText('не открывать его неделю');
    await dress(page, YANDEX);
    await page.goto(`${paper.main.url}#/welcome`);
    await page.reload();
    await page.getByRole('button', { name: 'Дальше' }).click();
    await expect(page.locator('.intro ol li').last()).toContainText('Добавить ярлык');
    await expect(page.locator('.intro')).not.toContainText('неделю');
  });

  test('gives way to what an installed app does first: it fills a storage of its own and says so', async () => {
    await phone.close();
    phone = await openPhone();
    const { page } = phone;
    await dress(page, IPHONE, true);
    await page.addInitScript(() => {
      const asked = { persist: 0 };
      Object.assign(globalThis, { asked });
      const persist = StorageManager.prototype.persist;
      StorageManager.prototype.persist = function () {
        asked.persist++;
        return persist.call(this);
      };
    });
    // Long enough to be fetched in many paced steps.
    const long = await openPaper({
      articles: await makeArticles(14, { picture: false, letters: 6_000 }),
      mirrors: 1,
    });
    await page.goto(long.main.url);
    await until(
      'the line that says so',
      () => page.locator('.hint').textContent(),
      (text) => /свою копию: \d+ из 14\./.test(text ?? ''),
    );
    await expect(page.locator('.hint')).toContainText('Впервые здесь?', { timeout: 20_000 });
    expect(await page.evaluate(() => (globalThis as { asked?: { persist: number } }).asked?.persist)).toBe(1);
    await expect(page.locator('.install')).toHaveCount(0);
    await page.reload();
    await expect(page.locator('.hint')).toContainText('Впервые здесь?');
    await long.close();
  });

  test('asks the browser to keep things when the app is installed', async () => {
    const { page } = phone;
    await page.goto(paper.main.url);
    await untilHeld(page);
    const asked = await page.evaluate(() => {
      let count = 0;
      const persist = StorageManager.prototype.persist;
      StorageManager.prototype.persist = function () {
        count++;
        return persist.call(this);
      };
      dispatchEvent(new Event('appinstalled'));
      return count;
    });
    expect(asked).toBe(1);
  });
});

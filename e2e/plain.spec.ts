import { expect, test } from '@playwright/test';
import { makeArticles, openPaper, openPhone, type Paper, type Phone } from './kit/index.ts';

const COUNT = 8;

/** What a page finds where a browser has no service workers, as in some private windows. */
const without: [name: string, script: string][] = [
  ['are missing', `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })`],
  [
    'are refused',
    `ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError'))`,
  ],
];

for (const [name, script] of without) {
  test.describe(`Where service workers ${name}`, () => {
    test.describe.configure({ mode: 'serial' });
    let paper: Paper;
    let phone: Phone;

    test.beforeAll(async () => {
      paper = await openPaper({ articles: await makeArticles(COUNT) });
      phone = await openPhone();
      await phone.page.addInitScript({ content: script });
    });
    test.afterAll(async () => {
      await phone?.close();
      await paper?.close();
    });

    test('the paper is read all the same, every article with its picture', async () => {
      const { page } = phone;
      await page.goto(paper.main.url);
      await expect(page.locator('.cards a').first()).toBeVisible({ timeout: 30_000 });
      for (const card of (await paper.cards()).slice(0, 3)) {
        await page.locator(`a[href="#/a/${card.id}.${card.q}"]`).click();
        await expect(page.locator('article h1')).toHaveText(card.title);
        await expect
          .poll(() => page.locator('article img').evaluate((img: HTMLImageElement) => img.naturalWidth), {
            timeout: 20_000,
          })
          .toBeGreaterThan(0);
        await page.goBack();
        await expect(page.locator('.cards a').first()).toBeVisible();
      }
      expect(await page.locator('html').getAttribute('data-worker')).not.toBe('ready');
    });

    test('the rarer screens are there, styled, from verified files alone', async () => {
      const { page } = phone;
      await page.goto(`${paper.main.url}#/settings`);
      await expect(page.locator('select[name=ahead]')).toBeVisible();
      await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).fontSize)).not.toBe('');
      expect(await page.locator('link[rel=stylesheet]').getAttribute('href')).toMatch(/^blob:/);
      // Nothing but the way in, heads and blocks was asked of any address.
      for (const { url } of paper.asked) expect(url).toMatch(/^\/($|sw\.js$|(ed1|ipfs)\/)/);
    });
  });
}

import { execFileSync } from 'node:child_process';
import { expect, type Page, test } from '@playwright/test';
import type { Article } from '../src/edition/body.ts';
import type { Place } from '../src/library/records.ts';
import { ru } from '../src/reader/strings/ru.ts';
import { openReading, type Paper, type Phone, placesOf, type Reading, until } from './kit/index.ts';

test.describe('An article', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let long: Article;
  let open: Reading['open'];

  test.beforeAll(async () => {
    ({ paper, phone, long, open } = await openReading('words'));
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('is found at the same paragraph after the app was killed, whatever the size of the letters', async () => {
    await open(long);
    await scrollToParagraph(phone.page, 17);
    // Lost are the last moments at most.
    await until(
      'the place kept',
      () => placeOf(phone.page, long.id),
      (place) => place?.paragraph === 17,
      3_000,
    );
    expect(killBrowser(phone.profile)).toBeGreaterThan(0);
    await phone.restart();
    const { page } = phone;
    await page.goto(paper.main.url);
    await expect(page.locator('.cards h2 a').first()).toBeVisible();
    expect(await placeOf(page, long.id)).toMatchObject({ paragraph: 17, paragraphs: 40 });
    await page.locator('.cards h2 a', { hasText: long.title }).tap();
    await expect.poll(() => topParagraph(page)).toBe(17);
    // Larger letters, another height of everything: it is still the paragraph that counts.
    await page.getByRole('button', { name: ru.typography.title }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: ru.settings.larger }).click();
    await page.keyboard.press('Escape');
    await scrollToParagraph(page, 23);
    await until(
      'the next place kept',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 23,
      3_000,
    );
    await page.reload();
    await expect.poll(() => topParagraph(page)).toBe(23);
    await page.getByRole('button', { name: ru.typography.title }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: ru.settings.smaller }).click();
    await page.keyboard.press('Escape');
  });

  test('is kept up to where it was read when the app is put aside at once', async () => {
    const { page } = phone;
    const before = Date.now();
    await open(long);
    await until(
      'the place from which it is followed',
      () => placeOf(page, long.id),
      (place) => (place?.read ?? 0) >= before,
    );
    await page.evaluate(() => {
      // At once: the time at which a place is kept anyway has not come.
      document.querySelector('[data-p="5"]')?.scrollIntoView({ block: 'start', behavior: 'instant' });
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      delete (document as { visibilityState?: unknown }).visibilityState;
    });
    await until(
      'the place kept',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 5,
      600,
    );
  });

  test('is kept up to where it was read when the reader scrolls and leaves at once', async () => {
    const { page } = phone;
    const before = Date.now();
    await page.goto(`${paper.main.url}#/`);
    await open(long);
    await until(
      'the place from which it is followed',
      () => placeOf(page, long.id),
      (place) => (place?.read ?? 0) >= before,
    );
    await page.evaluate(async () => {
      document.querySelector('[data-p="9"]')?.scrollIntoView({ block: 'start', behavior: 'instant' });
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      history.back();
    });
    await until(
      'the place kept',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 9,
    );
  });

  test('begins anew once it was read to the end', async () => {
    const { page } = phone;
    await open(long);
    await scrollToParagraph(page, 39);
    await until(
      'the end seen',
      () => placeOf(page, long.id),
      (place) => place?.finished === true,
    );
    await page.goto(`${paper.main.url}#/`);
    await page.locator('.cards h2 a', { hasText: long.title }).click();
    await expect(page.locator('article h1')).toBeInViewport();
    await until(
      'the new place',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 0,
    );
    await expect(page.locator('article h1')).toBeInViewport();
  });
});

/** What the library keeps of an article that was read. */
async function placeOf(page: Page, id: string): Promise<Place | undefined> {
  return (await placesOf(page)).find((one) => one.id === id);
}

async function scrollToParagraph(page: Page, number: number): Promise<void> {
  await page.locator(`[data-p="${number}"]`).evaluate((block) => {
    scrollBy({ top: block.getBoundingClientRect().top + 4, behavior: 'instant' });
  });
}

/** The number of the paragraph that crosses the upper edge of the screen. */
function topParagraph(page: Page): Promise<number> {
  return page.evaluate(() => {
    const blocks = [...document.querySelectorAll<HTMLElement>('[data-p]')];
    const found = blocks.find((block) => block.getBoundingClientRect().bottom > 8);
    return Number(found && found.getBoundingClientRect().top < 8 ? found.dataset.p : -1);
  });
}

/** Ends the browser of a profile as a system that needs its memory does: at once. Returns how many processes it had. */
function killBrowser(profile: string): number {
  const lines = execFileSync('ps', ['-Ao', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const own = lines.filter((line) => line.includes(`--user-data-dir=${profile} `));
  for (const line of own) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  }
  return own.length;
}

import { readFileSync } from 'node:fs';
import { type CDPSession, expect, test } from '@playwright/test';
import type { Article, Picture } from '../src/edition/body.ts';
import { LOCK } from '../src/library/lock.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  openPhone,
  openReading,
  type Paper,
  type Phone,
  type Reading,
  untilWhole,
  visit,
} from './kit/index.ts';

test.describe('An article', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let article: Article;
  let pictures: Picture[];
  let count: number;
  let open: Reading['open'];

  test.beforeAll(async () => {
    ({ paper, phone, article, pictures, count, open } = await openReading());
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('shows its pictures one by one under fingers: swipe, pinch, two taps, full size, a file', async () => {
    const { page, context } = phone;
    const touch = await context.newCDPSession(page);
    await open(article);
    const opener = page.locator('.enlarge').nth(1);
    await opener.scrollIntoViewIfNeeded();
    await opener.tap();
    const viewer = page.getByRole('dialog');
    await expect(viewer).toContainText(ru.article.picture(2, 4));
    await expect(viewer).toContainText('Подпись к картинке 2.');
    await expect(viewer).toContainText('Фото 2: Редакция');
    await swipe(touch, [300, 250], [60, 255]);
    await expect(viewer).toContainText('Подпись к картинке 3.');
    await swipe(touch, [60, 250], [300, 255]);
    await expect(viewer).toContainText('Подпись к картинке 2.');

    const width = () =>
      viewer.locator('img').evaluate((one) => Math.round(one.getBoundingClientRect().width));
    const higher = () =>
      viewer.locator('.stage').evaluate((one) => one.querySelector('img')!.clientHeight / one.clientHeight);
    const fitting = await width();
    await page.touchscreen.tap(180, 250);
    await page.touchscreen.tap(182, 252);
    await expect.poll(width).toBe(Math.round(fitting * 2.5));
    expect(await higher()).toBeCloseTo(2.5, 1);
    // Larger than its box it moves under the finger, and is not turned.
    const before = await viewer.locator('.stage').evaluate((one) => one.scrollLeft);
    await swipe(touch, [250, 250], [120, 250]);
    expect(await viewer.locator('.stage').evaluate((one) => one.scrollLeft)).toBeGreaterThan(before + 50);
    await expect(viewer).toContainText('Подпись к картинке 2.');
    await page.touchscreen.tap(180, 250);
    await page.touchscreen.tap(182, 252);
    await expect.poll(width).toBe(fitting);
    await pinch(touch, [180, 250], 40, 120);
    await expect.poll(width).toBeGreaterThan(fitting * 2);
    // A busy browser drops a touch now and then.
    await expect(async () => {
      await viewer.getByRole('button', { name: ru.settings.smaller }).tap();
      await expect.poll(width, { timeout: 1_000 }).toBeLessThan(fitting * 2.5);
    }).toPass();

    // Nothing of the full size is asked for before it is said how much that is.
    paper.asked.length = 0;
    const [, bytes] = pictures[1]!.full!;
    const size = new Intl.NumberFormat('ru', { maximumFractionDigits: 0 }).format(bytes / 1000);
    const full = viewer.getByRole('button', { name: new RegExp(`${size}\\s?кБ`) });
    expect(paper.asked).toEqual([]);
    // One that cannot be had now is offered again; while another tab is at work it waits for its turn.
    for (const address of paper.addresses) await address.setFault('refused');
    await full.tap();
    await expect(viewer).toContainText(ru.article.enlargeFailed);
    for (const address of paper.addresses) await address.setFault('fine');
    await page.evaluate((lock) => {
      const end = new Promise<void>((resolve) => Object.assign(globalThis, { letGo: resolve }));
      void navigator.locks.request(lock, () => end);
    }, LOCK);
    await full.tap();
    await expect(viewer).toContainText(ru.article.enlarging);
    await page.evaluate(() => (globalThis as typeof globalThis & { letGo: () => void }).letGo());
    await expect
      .poll(() => viewer.locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth))
      .toBe(1200);
    expect(paper.asked.reduce((sum, one) => sum + one.bytes, 0)).toBeGreaterThanOrEqual(bytes);
    await expect(full).toHaveCount(0);

    const saving = page.waitForEvent('download');
    await viewer.getByRole('button', { name: ru.article.download }).tap();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('picture-2.jpg');
    expect([...readFileSync(await file.path()).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    await page.keyboard.press('Escape');
    await expect(viewer).toHaveCount(0);
    await expect(opener).toBeFocused();
  });

  test('can be leafed through by keyboard at a desk', async () => {
    const desk = await openPhone({ viewport: { width: 1280, height: 800 }, language: 'en-GB' });
    try {
      const { page } = desk;
      await visit(page, paper.main.url);
      await untilWhole(page, count);
      await open(article, page);
      await page.locator('.enlarge').first().focus();
      await page.keyboard.press('Enter');
      const viewer = page.getByRole('dialog', { name: 'Picture 1 of 4' });
      await expect(viewer).toBeVisible();
      await page.keyboard.press('ArrowLeft');
      await expect(page.getByRole('dialog')).toContainText('Picture 1 of 4');
      for (const n of [2, 3, 4, 4]) {
        await page.keyboard.press('ArrowRight');
        await expect(page.getByRole('dialog')).toContainText(`Picture ${n} of 4`);
      }
      const width = () => page.locator('.stage img').evaluate((one) => one.getBoundingClientRect().width);
      const before = await width();
      await page.getByRole('button', { name: 'Larger' }).click();
      await expect.poll(width).toBeCloseTo(before * 1.5, 0);
      await page.keyboard.press('Escape');
      await expect(page.locator('.enlarge').first()).toBeFocused();
      // A measure of one's own, which a phone has no room for.
      const measure = () => page.locator('.body').evaluate((one) => one.getBoundingClientRect().width);
      const usual = await measure();
      await page.getByRole('button', { name: 'Text style' }).click();
      await page.getByText('Narrow').click();
      await expect.poll(measure).toBeLessThan(usual - 100);
      await page.keyboard.press('Escape');
    } finally {
      await desk.close();
    }
  });
});

type At = [x: number, y: number];

async function swipe(touch: CDPSession, from: At, to: At): Promise<void> {
  const points = ([x, y]: At) => [{ x, y, id: 1 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(from) });
  for (const part of [0.3, 0.6, 1]) {
    const at: At = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(at) });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Two fingers around a point, so far from it (px) at first and at last. */
async function pinch(touch: CDPSession, [x, y]: At, first: number, last: number): Promise<void> {
  const points = (far: number) => [
    { x: x - far, y, id: 1 },
    { x: x + far, y, id: 2 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(first) });
  for (const far of [(first + last) / 2, last])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(far) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

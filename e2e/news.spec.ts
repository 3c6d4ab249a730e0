import { expect, type Page, test } from '@playwright/test';
import {
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  placesOf,
  swipe,
  topOf,
  touch,
  until,
  untilEdition,
  untilWhole,
  visit,
} from './kit/index.ts';

const COUNT = 24;
const links = '.cards h2 a';

test.describe('The front page', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let next = 100;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(COUNT), mirrors: 8 });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, COUNT);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  /** Loads the app anew, as somebody does who opens it again. */
  async function reopen(hash = ''): Promise<Page> {
    const { page } = phone;
    await page.goto('about:blank');
    await page.goto(`${paper.main.url}${hash}`);
    await expect(page.locator('main h1')).toBeVisible();
    // It is the app that stands there, and not what it last looked like.
    await expect(page.locator('html[data-worker=ready] [aria-live=polite]')).toHaveCount(1);
    return page;
  }

  /** Goes some screens down; the list grows by a few cards a frame, and may not be that long yet. */
  async function scrollDown(page: Page): Promise<void> {
    const scroll = () =>
      page.evaluate(() => {
        scrollTo({ top: 1_500, behavior: 'instant' });
        return scrollY;
      });
    await expect.poll(scroll).toBe(1_500);
  }

  /** The publisher prints so many articles more. */
  async function print(count: number): Promise<number> {
    const articles = await makeArticles(count, { first: next, picture: false });
    next += count;
    return paper.publish(articles);
  }

  test('tells after a pull what came: so much, nothing newer, or no connection', async () => {
    const page = await reopen();
    const status = page.getByRole('status');
    await expect(status).toContainText('проверено');
    await pull(page, 60);
    await expect(page.locator('.pull')).toBeHidden();
    await expect(status).not.toContainText('Ничего новее нет');
    await pull(page, 200);
    await expect(status).toContainText('Ничего новее нет');
    await print(5);
    await pull(page, 200);
    await expect(status).toContainText('Новых статей: 5');
    await expect(page.locator(links)).toHaveCount(COUNT + 5);
    await print(1);
    await page.getByRole('button', { name: 'Обновить' }).click();
    await expect(status).toContainText('Новых статей: 1');
    await paper.stop();
    await pull(page, 200);
    await expect(status).toContainText('Обновить не удалось');
    await expect(status).toContainText('нет связи');
    await expect(page.locator(links)).toHaveCount(COUNT + 6);
    // Said in one place only.
    await expect(page.locator('[aria-live]:not(:empty), [role=alert]')).toHaveCount(0);
    await paper.start();
  });

  test('shows a sign that follows the pull, and says when to let go', async () => {
    const page = await reopen();
    const finger = await touch(page, 180, 200);
    await finger.move(180, 260);
    await expect(page.locator('.pull')).toHaveText('Тяните дальше');
    await finger.move(180, 420);
    await expect(page.locator('.pull')).toHaveText('Отпустите');
    await finger.move(180, 230);
    await finger.end();
    await expect(page.locator('.pull')).toBeHidden();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const still = await touch(page, 180, 200);
    await still.move(180, 250);
    const y = await topOf(page, '.pull');
    await still.move(180, 290);
    expect(await topOf(page, '.pull')).toBe(y);
    await still.move(180, 200);
    await still.end();
    await page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  test('is refreshed by a button at a desk, and its sections open by a click @desktop-only', async () => {
    const page = await reopen();
    const n = await print(2);
    await page.getByRole('button', { name: 'Обновить' }).click();
    await expect(page.getByRole('status')).toContainText('Новых статей: 2');
    await untilEdition(page, n);
    await expect(page.locator(links)).toHaveCount(COUNT + 2);
    const tab = page.locator('.tabs a').nth(1);
    const name = (await tab.textContent())!;
    await tab.click();
    await expect(page.locator('main h1')).toHaveText(name);
    await page.goBack();
    await expect(page.locator(links)).toHaveCount(COUNT + 2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
  });

  test('moves nothing while somebody reads: what comes is offered by a button', async () => {
    const page = await reopen();
    await expect(page.locator(links)).toHaveCount(COUNT + 6);
    await scrollDown(page);
    const seen = await firstOnScreen(page);
    const n = await print(2);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await untilEdition(page, n);
    const show = page.getByRole('button', { name: 'Показать новые статьи: 2' });
    await expect(show).toBeInViewport();
    expect(await firstOnScreen(page)).toEqual(seen);
    await show.click();
    await expect(page.locator(links)).toHaveCount(COUNT + 8);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await expect(show).toHaveCount(0);
  });

  test('keeps its place while an article is read, and lets in what came when it is opened anew', async () => {
    const page = await reopen();
    await scrollDown(page);
    const seen = await firstOnScreen(page);
    await page.locator(`${links}[href*="${seen.id}"]`).click();
    await expect(page.locator('article .body')).toBeVisible();
    const n = await print(3);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await untilEdition(page, n);
    await page.goBack();
    await expect.poll(async () => (await firstOnScreen(page)).id).toBe(seen.id);
    await expect(page.locator('.waiting')).toHaveText(/3/);
    await page.locator('nav.places a').nth(1).click();
    await page.locator('nav.places a').first().click();
    await expect(page.locator(links)).toHaveCount(COUNT + 11);
    await expect(page.locator('.waiting')).toHaveCount(0);
  });

  test('marks what came since last time, and tells read from unread in words, without counting', async () => {
    let page = await reopen();
    // The session ends when the app is left.
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    const n = await print(2);
    page = await reopen();
    await untilEdition(page, n);
    await expect(page.locator('.card .fresh')).toHaveText(['новое', 'новое']);
    const first = page.locator('.card').first();
    const id = await first.getAttribute('data-id');
    await first.locator('h2 a').click();
    await until(
      'the article noted as read',
      () => placesOf(page),
      (places) => places.some((place) => place.id === id),
    );
    await page.goBack();
    await expect(first.locator('.meta')).toContainText('прочитано');
    await expect(first.locator('.fresh')).toHaveCount(0);
    const colour = (at: number) =>
      page
        .locator(links)
        .nth(at)
        .evaluate((link) => getComputedStyle(link).color);
    expect(await colour(0)).not.toBe(await colour(1));
    await expect(page.locator('body')).not.toContainText(/непрочитан/i);
  });
});

function firstOnScreen(page: Page): Promise<{ id: string; top: number }> {
  return page.evaluate(() => {
    const card = [...document.querySelectorAll<HTMLElement>('.card')].find(
      (one) => one.getBoundingClientRect().top >= 0,
    );
    return { id: card?.dataset.id ?? '', top: Math.round(card?.getBoundingClientRect().top ?? 0) };
  });
}

/** Pulls the list down by so many px from its top. */
async function pull(page: Page, distance: number): Promise<void> {
  await expect(page.locator('.pull')).toHaveCount(1);
  await swipe(page, [180, 200], [180, 200 + distance]);
}

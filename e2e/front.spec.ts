import { expect, type Page, test } from '@playwright/test';
import type { Head } from '../src/edition/head.ts';
import {
  forgeHead,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  placesOf,
  replaceHead,
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
    paper = await openPaper({ articles: await makeArticles(COUNT), mirrors: 1 });
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

  test('is painted and fills with pictures without moving anything @desktop', async () => {
    const { page } = phone;
    await page.addInitScript(watchShifts);
    await reopen();
    await expect(page.locator('.card img').first()).toBeVisible();
    await expect(page.locator(links)).toHaveCount(COUNT);
    for (let y = 0; y < 4_000; y += 400) {
      await page.mouse.wheel(0, 400);
      await expect
        .poll(() => page.evaluate(() => document.querySelectorAll('.thumb img').length))
        .toBeGreaterThan(0);
    }
    expect(await page.evaluate(() => (globalThis as { shifts?: string[] }).shifts)).toEqual([]);
  });

  test('keeps a box of fixed size for each picture, with a blurred stand-in until it is here', async () => {
    const page = await reopen();
    const before = await page.evaluate(boxes);
    expect(
      before.every(({ ratio }) => Math.abs(ratio - 4 / 3) < 0.02 || Math.abs(ratio - 16 / 9) < 0.02),
    ).toBe(true);
    expect(before[0]!.width).toBeGreaterThan(320);
    // Picture blocks that are lost: what stands there is drawn from the card.
    await page.evaluate(dropPictures);
    await reopen();
    await expect(page.locator(links)).toHaveCount(COUNT);
    expect((await page.evaluate(boxes)).slice(0, 3)).toEqual(before.slice(0, 3));
    await expect.poll(() => page.evaluate(coloursOfFirstStandIn)).toBeGreaterThan(3);
  });

  test('leads with what the editors put first, goes on in their order, then by time @desktop', async () => {
    const cards = await paper.cards();
    const { head } = await paper.edition();
    const chosen = [cards[7]!, cards[3]!, cards[5]!];
    await replaceHead(
      paper,
      await forgeHead(
        paper,
        { n: head.n + 1, top: { ru: chosen.map((card) => card.id) } } as Partial<Head>,
        'publisher',
      ),
    );
    const page = await reopen();
    await untilEdition(page, head.n + 1);
    await expect(page.locator('.card.lead')).toHaveAttribute('data-id', chosen[0]!.id);
    const rest = cards.filter((card) => !chosen.includes(card)).sort((a, b) => b.minutes - a.minutes);
    await expect
      .poll(() =>
        page.locator('.card').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.id)),
      )
      .toEqual([...chosen, ...rest].map((card) => card.id));
    // What is pressed next is newer than the head that was signed here.
    await paper.publish([], { renew: true });
    await paper.publish([], { renew: true });
  });

  test('can be dense or without pictures, and stays so @desktop', async () => {
    let page = await reopen();
    const height = await cardHeight(page);
    const density = page.locator('main select[name=density]');
    await expect(density).toHaveAccessibleName('Вид списка');
    await density.selectOption('compact');
    await expect(page.locator('.cards.compact .card p:not(.meta)')).toHaveCount(0);
    await expect(page.locator('.cards .thumb').first()).toBeVisible();
    expect(await cardHeight(page)).toBeLessThan(height);
    await density.selectOption('text');
    await expect(page.locator('.cards .thumb')).toHaveCount(0);
    await until(
      'the choice to be kept',
      () => page.evaluate(keptSettings),
      ({ density }) => density === 'text',
    );
    page = await reopen();
    await expect(page.locator('.cards.text .card')).toHaveCount(COUNT);
    await reopen('#/settings');
    await page.locator('select[name=density]').selectOption('cards');
    await page.locator('nav.places a').first().click();
    await expect(page.locator('.cards .thumb').first()).toBeVisible();
  });

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
    const y = await top(page, '.pull');
    await still.move(180, 290);
    expect(await top(page, '.pull')).toBe(y);
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

  test('changes the section by a swipe only where that is wanted, and only by a deliberate one', async () => {
    const page = await reopen();
    const here = () => new URL(page.url()).hash;
    await swipe(page, [300, 400], [80, 410]);
    expect(here()).toBe('');
    await reopen('#/settings');
    await page.getByLabel('Листать рубрики свайпом').check();
    await until(
      'the choice to be kept',
      () => page.evaluate(keptSettings),
      ({ swipe }) => swipe === true,
    );
    await reopen();
    const tabs = (await top(page, '.tabs')) + 20;
    const hasty: [why: string, from: [number, number], to: [number, number]][] = [
      ['too short', [300, 400], [240, 405]],
      ['aslant', [300, 300], [150, 420]],
      ['from the edge', [350, 400], [80, 405]],
      ['over the tabs', [300, tabs], [80, tabs]],
    ];
    for (const [why, from, to] of hasty) {
      await swipe(page, from, to);
      expect(here(), why).toBe('');
    }
    await swipe(page, [300, 400], [80, 405]);
    const { head } = await paper.edition();
    await expect.poll(here).toBe(`#/section/${encodeURIComponent(head.sections[0]![0])}`);
    await expect(page.locator('.tabs [aria-current=page]')).toHaveText(
      Object.values(head.sections[0]![1])[0]!,
    );
    await swipe(page, [80, 400], [300, 405]);
    await expect.poll(here).toBe('#/');
    await reopen('#/settings');
    await page.getByLabel('Листать рубрики свайпом').uncheck();
  });
});

function watchShifts(): void {
  const shifts: string[] = [];
  Object.assign(globalThis, { shifts });
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) {
      const { value, sources = [] } = entry as PerformanceEntry & {
        value: number;
        sources?: { node?: Element | null }[];
      };
      const what = sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 60));
      shifts.push(`${value.toFixed(4)} ${what.join(' | ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

function boxes(): { width: number; ratio: number }[] {
  return [...document.querySelectorAll('.thumb')].map((thumb) => {
    const { width, height } = thumb.getBoundingClientRect();
    return { width, ratio: width / height };
  });
}

/** Takes the pictures out of the library, and leaves the texts. */
async function dropPictures(): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await done(indexedDB.open('reader'));
  const held = await done(database.transaction('held').objectStore('held').getAll());
  const here = await done(database.transaction('here').objectStore('here').get(''));
  const blocks = database.transaction('blocks', 'readwrite').objectStore('blocks');
  for (const { thumb = [] } of held as { thumb?: ([string] | null)[] }[])
    for (const ref of thumb) if (ref) blocks.delete([here, ref[0]]);
  await new Promise((resolve) => blocks.transaction.addEventListener('complete', resolve));
  database.close();
}

function coloursOfFirstStandIn(): number {
  const canvas = document.querySelector<HTMLCanvasElement>('.thumb canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  const colours = new Set<number>();
  for (let i = 0; i < pixels.length; i += 4)
    colours.add(pixels[i]! * 65_536 + pixels[i + 1]! * 256 + pixels[i + 2]!);
  return colours.size;
}

async function keptSettings(): Promise<{ density?: string; swipe?: boolean }> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)));
  const database = await done(indexedDB.open('reader'));
  const here = await done(database.transaction('here').objectStore('here').get(''));
  const settings = await done(database.transaction('meta').objectStore('meta').get([here, 'settings']));
  database.close();
  return settings ?? {};
}

const cardHeight = (page: Page): Promise<number> =>
  page
    .locator('.card')
    .nth(1)
    .evaluate((card) => card.getBoundingClientRect().height);

const top = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

function firstOnScreen(page: Page): Promise<{ id: string; top: number }> {
  return page.evaluate(() => {
    const card = [...document.querySelectorAll<HTMLElement>('.card')].find(
      (one) => one.getBoundingClientRect().top >= 0,
    );
    return { id: card?.dataset.id ?? '', top: Math.round(card?.getBoundingClientRect().top ?? 0) };
  });
}

interface Finger {
  move(x: number, y: number): Promise<void>;
  end(): Promise<void>;
}

/** Puts a finger on the screen. */
async function touch(page: Page, x: number, y: number): Promise<Finger> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [{ x, y }]);
  let at = { x, y };
  return {
    async move(toX, toY) {
      const from = at;
      for (let i = 1; i <= 4; i++) {
        at = { x: from.x + ((toX - from.x) * i) / 4, y: from.y + ((toY - from.y) * i) / 4 };
        await send('touchMove', [at]);
      }
    },
    async end() {
      await send('touchEnd', []);
      await session.detach();
    },
  };
}

async function swipe(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const finger = await touch(page, ...from);
  await finger.move(...to);
  await finger.end();
}

/** Pulls the list down by so many px from its top. */
async function pull(page: Page, distance: number): Promise<void> {
  await expect(page.locator('.pull')).toHaveCount(1);
  await swipe(page, [180, 200], [180, 200 + distance]);
}

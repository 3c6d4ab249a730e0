import { expect, type Page, test } from '@playwright/test';
import type { Head } from '../src/edition/head.ts';
import {
  type Done,
  forgeHead,
  inLibrary,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  replaceHead,
  swipe,
  topOf,
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
    await inLibrary(page, dropPictures);
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
      () => inLibrary(page, keptSettings),
      ({ density }) => density === 'text',
    );
    page = await reopen();
    await expect(page.locator('.cards.text .card')).toHaveCount(COUNT);
    await reopen('#/settings');
    await page.locator('select[name=density]').selectOption('cards');
    await page.locator('nav.places a').first().click();
    await expect(page.locator('.cards .thumb').first()).toBeVisible();
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
      () => inLibrary(page, keptSettings),
      ({ swipe }) => swipe === true,
    );
    await reopen();
    const tabs = (await topOf(page, '.tabs')) + 20;
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
async function dropPictures(database: IDBDatabase, done: Done): Promise<void> {
  const held = await done(database.transaction('held').objectStore('held').getAll());
  const here = await done(database.transaction('here').objectStore('here').get(''));
  const blocks = database.transaction('blocks', 'readwrite').objectStore('blocks');
  for (const { thumb = [] } of held as { thumb?: ([string] | null)[] }[])
    for (const ref of thumb) if (ref) blocks.delete([here, ref[0]]);
  await new Promise((resolve) => blocks.transaction.addEventListener('complete', resolve));
}

function coloursOfFirstStandIn(): number {
  const canvas = document.querySelector<HTMLCanvasElement>('.thumb canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  const colours = new Set<number>();
  for (let i = 0; i < pixels.length; i += 4)
    colours.add(pixels[i]! * 65_536 + pixels[i + 1]! * 256 + pixels[i + 2]!);
  return colours.size;
}

async function keptSettings(
  database: IDBDatabase,
  done: Done,
): Promise<{ density?: string; swipe?: boolean }> {
  const here = await done(database.transaction('here').objectStore('here').get(''));
  const settings = await done(database.transaction('meta').objectStore('meta').get([here, 'settings']));
  return settings ?? {};
}

const cardHeight = (page: Page): Promise<number> =>
  page
    .locator('.card')
    .nth(1)
    .evaluate((card) => card.getBoundingClientRect().height);

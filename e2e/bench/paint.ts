/** How soon the stored front page is painted on a slow phone, with no network at all. */
import { setTimeout as pause } from 'node:timers/promises';
import { keepsScreen, makeArticles, openPaper, openPhone, until, untilWhole, visit } from '../kit/index.ts';
import { openPlainBrowser, type PlainBrowser } from './plain.ts';
import { median, progress, table, tell } from './report.ts';

const RUNS = 7;
const ARTICLES = 60;

/** Times in ms from the beginning of the navigation. */
interface Paint {
  /** What the browser calls the first contentful paint. */
  first: number;
  /** Titles of articles are in the page at that time, or within the frames that follow. */
  titles: number;
}

/** Medians of seven, at full speed and on a CPU slowed four times. */
export async function measurePaint(): Promise<string> {
  const paper = await openPaper({ articles: await makeArticles(ARTICLES), mirrors: 2 });
  const phone = await openPhone();
  const rows: (string | number)[][] = [];
  try {
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, ARTICLES);
    // As after any visit that lasts longer than a glance: what the front page looks like is kept.
    await until('the front page to be kept', () => keepsScreen(phone.page), Boolean, 10_000);
    await phone.quit();
    await paper.stop();
    const browser = await openPlainBrowser(phone.profile);
    try {
      // The first opening wakes what later ones find awake.
      await open(browser, paper.main.url, 1);
      for (const [name, rate] of [
        ['full speed', 1],
        ['slowed 4 ×', 4],
      ] as const) {
        const paints: Paint[] = [];
        for (let i = 1; i <= RUNS; i++) {
          progress(`${name}: ${i} of ${RUNS}`);
          paints.push(await open(browser, paper.main.url, rate));
        }
        const first = paints.map((paint) => paint.first);
        if (paints.some((paint) => paint.titles === 0))
          throw new Error('a front page without titles was painted');
        rows.push([
          name,
          Math.round(median(first)),
          Math.round(Math.min(...first)),
          Math.round(Math.max(...first)),
        ]);
      }
    } finally {
      await browser.close();
    }
  } finally {
    await phone.close();
    await paper.close();
  }
  return tell('paint', 'First paint from the store', [
    `The front page of ${ARTICLES} held articles, every server stopped, a page opened anew in a running browser. First contentful paint, with titles in it; milliseconds from the start of the navigation; ${RUNS} runs each. The browser is driven by its own protocol alone: scripts of a test tool in the page are slowed four times as well, and would be half of what is measured.`,
    table(['', 'median', 'quickest', 'slowest'], rows),
  ]);
}

/** How long a page is left alone before it is asked what it painted (ms): asking would be work on its thread. */
const LEFT_ALONE = 3_000;

async function open(browser: PlainBrowser, url: string, rate: number): Promise<Paint> {
  const page = await browser.page(rate);
  await page.send('Page.navigate', { url });
  await pause(LEFT_ALONE);
  const paint = await page.evaluate<Paint>(READ);
  await page.close();
  return paint;
}

const READ = `({
  first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
  titles: document.querySelectorAll('.cards a').length,
})`;

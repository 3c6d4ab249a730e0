/** How soon the stored front page is painted on a slow phone, with no network at all. */
import type { Page } from '@playwright/test';
import { makeArticles, openPaper, openPhone, type Phone, until, untilWhole, visit } from '../kit/index.ts';
import { median, progress, table, tell } from './report.ts';

const RUNS = 7;
const ARTICLES = 60;

/** Times in ms from the beginning of the navigation. */
interface Paint {
  /** What the browser calls the first contentful paint. */
  first: number;
  /** Titles of articles are on screen. */
  articles: number;
  /** What the page's main thread itself worked until then: the same on a busy machine. */
  work: number;
}

/** Medians of seven, at full speed and on a CPU slowed four times. */
export async function measurePaint(): Promise<string> {
  const paper = await openPaper({ articles: await makeArticles(ARTICLES) });
  const phone = await openPhone();
  const rows: (string | number)[][] = [];
  try {
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, ARTICLES);
    // As after any visit that lasts longer than a glance: what the front page looks like is kept.
    await until(
      'the front page to be kept',
      () => hasScreen(phone.page),
      (has) => has,
      10_000,
    );
    await phone.quit();
    await paper.stop();
    for (const [name, rate] of [
      ['full speed', 1],
      ['slowed 4 ×', 4],
    ] as const) {
      const started: Paint[] = [];
      const again: Paint[] = [];
      for (let i = 1; i <= RUNS; i++) {
        progress(`${name}: ${i} of ${RUNS}`);
        await phone.restart();
        started.push(await paintOnce(phone, paper.main.url, rate));
        again.push(await paintOnce(phone, paper.main.url, rate));
        await phone.quit();
      }
      for (const [when, paints] of [
        ['browser just started', started],
        ['opened again', again],
      ] as const) {
        const of = (pick: (paint: Paint) => number) => Math.round(median(paints.map(pick)));
        rows.push([
          `${name}, ${when}`,
          of((paint) => paint.first),
          of((paint) => paint.articles),
          Math.round(Math.max(...paints.map((paint) => paint.articles))),
          of((paint) => paint.work),
        ]);
      }
    }
  } finally {
    await phone.restart(); // so that closing finds a browser to close
    await phone.close();
    await paper.close();
  }
  return tell('paint', 'First paint from the store', [
    `The front page of ${ARTICLES} held articles, every server stopped. Milliseconds from the start of the navigation; medians of ${RUNS}.`,
    table(['', 'first contentful paint', 'articles on screen', 'slowest', 'work of the main thread'], rows),
  ]);
}

async function paintOnce(phone: Phone, url: string, rate: number): Promise<Paint> {
  const page = await phone.context.newPage();
  try {
    const session = await phone.context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.addInitScript({ content: `globalThis.__name ??= (each) => each; (${watchPage})()` });
    await page.goto(url, { waitUntil: 'commit' });
    const paint = await until('the front page', () => readPaint(page), isWhole, 30_000);
    const { metrics } = await session.send('Performance.getMetrics');
    const tasks = metrics.find((one) => one.name === 'TaskDuration');
    return { ...paint, work: 1_000 * (tasks?.value ?? 0) };
  } finally {
    await page.close();
  }
}

type Watched = Window & { articlesAt?: number };

/** Runs in the page: notes when the frame with the first titles has been painted. */
function watchPage(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('.cards a')) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      setTimeout(() => {
        (window as Watched).articlesAt = performance.now();
      });
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}

function readPaint(page: Page): Promise<Omit<Paint, 'work'>> {
  return page.evaluate(() => ({
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    articles: (window as Watched).articlesAt ?? 0,
  }));
}

function isWhole({ first, articles }: Omit<Paint, 'work'>): boolean {
  return first > 0 && articles > 0;
}

/** Whether the library keeps a picture of the front page. */
function hasScreen(page: Page): Promise<boolean> {
  return page.evaluate(
    `new Promise((resolve) => {
      const opening = indexedDB.open('reader');
      opening.onsuccess = () => {
        const keys = opening.result.transaction('meta').objectStore('meta').getAllKeys();
        keys.onsuccess = () => {
          resolve(keys.result.some(([, name]) => name === 'screen'));
          opening.result.close();
        };
      };
    })`,
  ) as Promise<boolean>;
}

/** How soon the stored front page is painted on a slow phone, with no network at all. */
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from '../browser.mjs';
import { openDevtools, type Values } from '../censor/devtools.ts';
import { keepsScreen, makeArticles, openPaper, openPhone, until, untilWhole, visit } from '../kit/index.ts';
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
  const paper = await openPaper({ articles: await makeArticles(ARTICLES) });
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
      await browser.open(paper.main.url, 1);
      for (const [name, rate] of [
        ['full speed', 1],
        ['slowed 4 ×', 4],
      ] as const) {
        const paints: Paint[] = [];
        for (let i = 1; i <= RUNS; i++) {
          progress(`${name}: ${i} of ${RUNS}`);
          paints.push(await browser.open(paper.main.url, rate));
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
      browser.close();
    }
  } finally {
    await phone.restart(); // so that closing finds a browser to close
    await phone.close();
    await paper.close();
  }
  return tell('paint', 'First paint from the store', [
    `The front page of ${ARTICLES} held articles, every server stopped, a page opened anew in a running browser. First contentful paint, with titles in it; milliseconds from the start of the navigation; ${RUNS} runs each. The browser is driven by its own protocol alone: scripts of a test tool in the page are slowed four times as well, and would be half of what is measured.`,
    table(['', 'median', 'quickest', 'slowest'], rows),
  ]);
}

/** How long a new tab has to come to rest (ms): its making is no part of the page. */
const SETTLED = 500;
/** How long a page is left alone before it is asked what it painted (ms): asking would be work on its thread. */
const LEFT_ALONE = 3_000;

/** Chromium on a profile, with nothing in its pages but what they bring. */
async function openPlainBrowser(profile: string) {
  const child = spawn(
    findChromium() ?? 'chromium',
    [
      ...['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--window-size=360,640'],
      ...[
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
      ],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--no-first-run', 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const { send } = openDevtools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    async open(url: string, rate: number): Promise<Paint> {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const session = sessionId as string;
      await send('Emulation.setCPUThrottlingRate', { rate }, session);
      await pause(SETTLED);
      await send('Page.navigate', { url }, session);
      await pause(LEFT_ALONE);
      const { result } = (await send(
        'Runtime.evaluate',
        { expression: READ, returnByValue: true },
        session,
      )) as {
        result: Values;
      };
      await send('Target.closeTarget', { targetId });
      return result.value as Paint;
    },
    close: () => void child.kill(),
  };
}

const READ = `({
  first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
  titles: document.querySelectorAll('.cards a').length,
})`;

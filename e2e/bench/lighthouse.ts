/** What Lighthouse says of the front page and of an article, on a phone that has been here before. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import lighthouse, { type Flags, type Result } from 'lighthouse';
import { findChromium, quietFlags } from '../browser.mjs';
import { keepsScreen, makeArticles, openPaper, openPhone, until, untilWhole, visit } from '../kit/index.ts';
import { median, progress, table, tell } from './report.ts';

const ARTICLES = 30;
const RUNS = 5;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
/** Painting and blocking, as Lighthouse names them. */
const TIMES = {
  'first-contentful-paint': 'first paint, ms',
  'largest-contentful-paint': 'largest paint, ms',
  'total-blocking-time': 'blocked, ms',
  'cumulative-layout-shift': 'layout shift',
} as const;

/** Lighthouse's own settings for a phone (slow 4G, CPU slowed four times, both simulated), with what is stored kept. */
const FLAGS: Flags = {
  onlyCategories: [...CATEGORIES],
  disableStorageReset: true,
  logLevel: 'error',
  output: 'json',
};

/** Medians, and the best run beside them: what else the machine does costs points. What costs any is named below. */
export async function measureLighthouse(): Promise<string> {
  const paper = await openPaper({ articles: await makeArticles(ARTICLES), mirrors: 2 });
  const phone = await openPhone();
  const rows: (string | number)[][] = [];
  const losses: string[] = [];
  let version = '';
  try {
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, ARTICLES);
    await until('the front page to be kept', () => keepsScreen(phone.page), Boolean, 10_000);
    await phone.quit();
    const [card] = await paper.cards();
    const browser = await openListening(phone.profile);
    try {
      for (const [name, url] of [
        ['front page', paper.main.url],
        ['article', `${paper.main.url}#/a/${card!.id}`],
      ] as const) {
        const results: Result[] = [];
        // A browser that has only just been started is measured with the page.
        await look(url, browser.port);
        for (let i = 1; i <= RUNS; i++) {
          progress(`${name}: ${i} of ${RUNS}`);
          results.push(await look(url, browser.port));
        }
        version = results[0]!.lighthouseVersion;
        const scores = CATEGORIES.map((category) => {
          const points = results.map((one) => 100 * (one.categories[category]?.score ?? 0));
          const [middle, best] = [Math.round(median(points)), Math.round(Math.max(...points))];
          return middle === best ? best : `${middle} (best ${best})`;
        });
        const times = Object.keys(TIMES).map(
          (id) => Math.round(1000 * median(results.map((one) => one.audits[id]?.numericValue ?? 0))) / 1000,
        );
        rows.push([name, ...scores, ...times.map((time) => (time > 2 ? Math.round(time) : time))]);
        // Of the best run: of others it is not known whether the app or the machine was slow.
        const [top] = results.toSorted((a, b) => scoreOf(b) - scoreOf(a));
        for (const loss of lossesOf(top!)) losses.push(`- ${name}: ${loss}`);
      }
    } finally {
      await browser.close();
    }
  } finally {
    await phone.close();
    await paper.close();
  }
  return tell('lighthouse', 'Lighthouse', [
    `Lighthouse ${version}, its settings for a phone: slow 4G and a CPU slowed four times, both simulated. The built app, served by the project's own server; the phone has been here before, so the service worker is in charge and ${ARTICLES} articles are held. Medians of ${RUNS} runs after one that is not counted, with the best where it differs: blocking time is counted in milliseconds of this machine, whatever else it does.`,
    table(['', ...CATEGORIES, ...Object.values(TIMES)], rows),
    losses.length > 0
      ? `What costs points in the best run:\n\n${losses.join('\n')}`
      : 'In the best run nothing costs a point.',
  ]);
}

async function look(url: string, port: number): Promise<Result> {
  const run = await lighthouse(url, { ...FLAGS, port });
  if (!run) throw new Error('Lighthouse came back with nothing');
  if (run.lhr.runtimeError) throw new Error(run.lhr.runtimeError.message);
  return run.lhr;
}

const scoreOf = (result: Result): number => result.categories.performance?.score ?? 0;

/** Audits that count in a category and are not passed. */
function lossesOf(result: Result): string[] {
  return CATEGORIES.flatMap((category) =>
    (result.categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (result.audits[id]?.score ?? 1) < 0.995)
      .map(({ id }) => `${result.audits[id]!.title} (${category}, ${result.audits[id]!.score})`),
  );
}

/** Starts Chromium on a profile, with its protocol on a port of its own choice. */
async function openListening(profile: string): Promise<{ port: number; close(): Promise<void> }> {
  const told = join(profile, 'DevToolsActivePort');
  await rm(told, { force: true });
  const child = spawn(
    findChromium() ?? 'chromium',
    [
      ...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
      ...quietFlags,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const text = await until(
    'the port of the browser',
    () => readFile(told, 'utf8'),
    (found) => found.includes('\n'),
  );
  return {
    port: Number(text.split('\n')[0]),
    async close() {
      child.kill();
      await ended;
    },
  };
}

/** The scenarios of the hostile network, played by this reader and by the policies that others use, side by side. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SET_UP, whyNoNamespace } from '../censor/namespace.ts';
import { findRecipe, recipes } from '../censor/recipes.ts';
import { POLICIES, type Run } from './peer.ts';
import { median, progress, table, tell } from './report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Played five times; the others once. */
const OFTEN = ['1', '5', '6', '10', '11', '12', '16'];
const TIMES = 5;
/** No run is longer (ms); with `--quick`, those that are played often are played once, and cut sooner. */
const LIMIT = 60_000;
const QUICK_LIMIT = 30_000;
/** Runs at a time: they wait for the network most of the time. */
const AT_ONCE = 3;
/** Not compared: what only this reader does. */
const LEFT_OUT = ['23', '25'];

const COLUMNS = ['ours', ...POLICIES] as const;
type Column = (typeof COLUMNS)[number];
const NAMES: Record<Column, string> = {
  ours: 'this reader',
  origin: 'single origin',
  'network-first': 'network first, 3 s',
  'in-turn': 'in turn, 10 s',
  race: 'race everything',
};

interface Row {
  key: string;
  runs: Record<Column, Run[]>;
}

export async function measureWalls(words: readonly string[]): Promise<string | null> {
  const isQuick = words.includes('--quick');
  const only = words.filter((word) => !word.startsWith('--'));
  const keys = (only.length > 0 ? only : isQuick ? OFTEN : Object.keys(recipes)).filter(
    (key) => !LEFT_OUT.includes(key),
  );
  const why = whyNoNamespace();
  const rows: Row[] = keys
    .filter((key) => !(why && findRecipe(key)?.isApart))
    .map((key) => ({
      key,
      runs: { ours: [], origin: [], 'network-first': [], 'in-turn': [], race: [] },
    }));
  const jobs = rows.flatMap((row) =>
    Array.from({ length: !isQuick && OFTEN.includes(row.key) ? TIMES : 1 }, (_, nth) =>
      COLUMNS.map((column) => ({ row, column, nth })),
    ).flat(),
  );
  const count = jobs.length;
  // The first run presses the editions and installs the reader: alone, so that none has to wait for another.
  const first = jobs.shift();
  if (first)
    first.row.runs[first.column].push(await runOne(first.row.key, first.column, first.nth, LIMIT, 0));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, place) => {
      for (let job = jobs.shift(); job; job = jobs.shift()) {
        const { row, column, nth } = job;
        const run = await runOne(row.key, column, nth, isQuick ? QUICK_LIMIT : LIMIT, place);
        row.runs[column].push(run);
        progress(`${count - jobs.length} of ${count}: ${row.key}, ${NAMES[column]}: ${cell([run], 'front')}`);
      }
    }),
  );
  const limit = isQuick ? QUICK_LIMIT : LIMIT;
  await mkdir(`${root}docs/bench`, { recursive: true });
  const name = isQuick ? 'walls-quick' : 'walls';
  await writeFile(`${root}docs/bench/${name}.svg`, draw(rows, limit));
  const head = ['scenario', ...COLUMNS.map((column) => NAMES[column])];
  const measure = (what: keyof Run) =>
    table(
      head,
      rows.map((row) => [titleOf(row.key), ...COLUMNS.map((column) => cell(row.runs[column], what))]),
    );
  return tell(
    name,
    'News through walls',
    [
      `Scenarios of \`e2e/censor\` in real Chromium behind the censor, mirrors over TLS 50 ms away; an older edition is held. Seconds from the opening of the app (12: from the start of a sync in an open app); ${isQuick ? 'one run each' : `medians of ${TIMES} for ${OFTEN.join(', ')}, one run for the others`}, each cut at ${limit / 1000} s (–: not within that time; ✗: something false was shown or kept: a block page, wrong bytes, an older or a stranger's edition). The others are apps in \`e2e/bench/peers\`: a plain site; a service worker that asks the network first and gives up after 3 s; one that asks all addresses in turn, 10 s each; one that asks all at once for each file. They get the same blocks, from a list of them.${why ? ` Scenarios that need dropped packets were left out: ${why}.` : ''}`,
      `![Seconds until the texts of the front page are there, by scenario](${name}.svg)`,
      '## Texts of the front page',
      measure('front'),
      '## The first article',
      measure('article'),
      ...rows.filter(({ key }) => key === '12').map(tellThrottled),
      '## The whole edition',
      measure('whole'),
      '## Stored news on screen',
      measure('stored'),
      '## ClientHellos that the censor swallowed',
      measure('swallowed'),
    ],
    words,
  );
}

/** Where a line is throttled the longest run matters as well as the middle one. */
function tellThrottled({ runs: { ours } }: Row): string {
  const seconds = (ms: number | null) => (ms === null ? '–' : (ms / 1000).toFixed(1));
  return `On the throttled line (12) this reader had the head after ${seconds(middleOf(ours, 'head'))} s and its first article after ${seconds(middleOf(ours, 'article'))} s; run by run: ${ours.map(({ head, article }) => `${seconds(head)} and ${seconds(article)}`).join(', ')} s.`;
}

const titleOf = (key: string) => `${key.split(',')[0]}: ${findRecipe(key)?.title ?? key}`;

/** The middle run, with a mark where any of them took something false. */
function cell(runs: readonly Run[], what: keyof Run): string {
  const mark = runs.some((run) => run.wrong) ? ' ✗' : '';
  const middle = middleOf(runs, what);
  if (what === 'swallowed') return String(middle);
  return (middle === null ? '–' : (middle / 1000).toFixed(1)) + mark;
}

/** The median, what never came counting as later than anything; null where that is the middle one. */
function middleOf(runs: readonly Run[], what: keyof Run): number | null {
  const middle = median(runs.map((run) => Number(run[what] ?? Number.POSITIVE_INFINITY)));
  return Number.isFinite(middle) ? Math.round(middle) : null;
}

/** `nth` decides what chance decides: each column meets the same luck in its n-th run. */
function runOne(key: string, column: Column, nth: number, forMs: number, place: number): Promise<Run> {
  const command = [
    process.execPath,
    '--import',
    'tsx',
    `${root}e2e/bench/wall-run.ts`,
    key,
    column,
    String(nth),
    String(forMs),
  ];
  // A network of its own for those that drop packets.
  const words = findRecipe(key)?.isApart
    ? ['unshare', '-n', 'sh', '-c', `${SET_UP} && exec "$0" "$@"`, ...command]
    : command;
  const child = spawn(words[0]!, words.slice(1), {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TEST_PARALLEL_INDEX: String(place) },
  });
  let said = '';
  let wailed = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes;
  });
  child.stderr.on('data', (bytes: Buffer) => {
    wailed += bytes;
  });
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(said));
      else reject(new Error(`scenario ${key} with ${column} ended with code ${code}: ${wailed.slice(-500)}`));
    });
  });
}

const COLOURS: Record<Column, string> = {
  ours: '#0b6b3a',
  origin: '#8a8a8a',
  'network-first': '#c77700',
  'in-turn': '#7a4fb5',
  race: '#c0392b',
};

/** A chart: a line a scenario, a mark a policy, seconds on a logarithmic scale; what never came stands at the right. */
function draw(rows: readonly Row[], limit: number): string {
  const left = 330;
  const width = 420;
  const lineHeight = 24;
  const top = 64;
  const height = top + rows.length * lineHeight + 36;
  const from = Math.log10(0.5);
  const to = Math.log10(limit / 1000);
  const x = (ms: number) => left + (width * (Math.log10(Math.max(500, ms) / 1000) - from)) / (to - from);
  const never = left + width + 34;
  const text = (at: number, y: number, what: string, more = '') =>
    `<text x="${at}" y="${y}" ${more}>${what.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
  const grid = [0.5, 1, 2, 5, 10, 20, 60].filter((seconds) => seconds * 1000 <= limit);
  const marks = rows.flatMap((row, i) => {
    const y = top + i * lineHeight + 8;
    return [
      `<line x1="${left}" x2="${never}" y1="${y}" y2="${y}" stroke="#ddd"/>`,
      text(left - 12, y + 4, titleOf(row.key), 'text-anchor="end"'),
      ...COLUMNS.map((column, k) => {
        const runs = row.runs[column];
        const middle = middleOf(runs, 'front');
        const at = middle === null ? never : x(middle);
        // Marks of one line stand a little apart, so that each is seen.
        const shift = (k - 2) * 2.4;
        return runs.some((run) => run.wrong)
          ? text(at, y + shift + 4, '✗', `fill="${COLOURS[column]}" text-anchor="middle" font-size="12"`)
          : `<circle cx="${at.toFixed(1)}" cy="${(y + shift).toFixed(1)}" r="${column === 'ours' ? 5.5 : 4}" fill="${COLOURS[column]}"/>`;
      }),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${never + 40} ${height}" font-family="system-ui, sans-serif" font-size="11" fill="#222" role="img" aria-label="Seconds until the texts of the front page are there">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...COLUMNS.map((column, k) => {
      const at = 14 + k * 158;
      return `<circle cx="${at}" cy="18" r="5" fill="${COLOURS[column]}"/>${text(at + 10, 22, NAMES[column])}`;
    }),
    ...grid.map((seconds) => {
      const at = x(seconds * 1000).toFixed(1);
      return `<line x1="${at}" x2="${at}" y1="${top - 10}" y2="${height - 24}" stroke="#eee"/>${text(Number(at), top - 16, `${seconds} s`, 'text-anchor="middle"')}`;
    }),
    text(never, top - 16, 'never', 'text-anchor="middle"'),
    ...marks,
    text(14, height - 8, '✗: something false was shown or kept'),
    '</svg>',
  ].join('\n');
}

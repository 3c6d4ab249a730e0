/** What pressing costs: a real feed, and archives of growing size with one new article afterwards. */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { initNewsroom, press } from '../../mirrors/press/index.ts';
import { loadEdition } from '../../mirrors/press/load.ts';
import { feedOf, makeItem, wxrOf } from '../../mirrors/press/made-newsroom.ts';
import { folderGet } from '../../mirrors/press/places.ts';
import { corpusFolder } from '../corpus-folder.ts';
import { progress, table, tell } from './report.ts';

const FEED = 'feeds/ru-served/lenta.xml';
const SIZES = [100, 1_000, 10_000, 100_000];
/** Letters of a made article; a Russian letter is two bytes, so these are 4 KB. */
const LETTERS = 2_000;
const docs = fileURLToPath(new URL('../../docs/bench/', import.meta.url));
const run = promisify(execFile);

/** What one run cost. `bytes`: of all files written. */
interface Cost {
  seconds: number;
  cpu: number;
  megabytes: number;
  added: number;
  files: number;
  bytes: number;
}

interface Row {
  count: number;
  first: Cost;
  again: Cost;
  one: Cost;
}

/** Words: sizes to measure in place of all. */
export async function measurePress(words: readonly string[]): Promise<string | null> {
  const sizes = words.length > 0 ? words.map(Number) : SIZES;
  if (!sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new Error('sizes must be whole numbers');
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await measureArchive(size));
  const parts = [
    `Archives of made articles of 4 KB in Russian, as WXR without pictures, pressed into an empty folder; the same again with nothing new; then with a feed that has one more article. Each run is a process of its own: seconds from its first line of work, seconds of processor over all cores, most memory held at a time. Changed: all files written, the page of a first visit among them where the app is built.`,
    table(
      [
        'articles',
        'first: s',
        's CPU',
        'MB',
        'nothing new: s',
        'one new: s',
        's CPU',
        'MB',
        'files',
        'changed KB',
      ],
      rows.map(({ count, first, again, one }) => [
        count,
        ...[first.seconds, first.cpu].map((n) => n.toFixed(1)),
        first.megabytes.toFixed(0),
        again.seconds.toFixed(1),
        ...[one.seconds, one.cpu].map((n) => n.toFixed(1)),
        one.megabytes.toFixed(0),
        one.files,
        (one.bytes / 1000).toFixed(1),
      ]),
    ),
    '![Seconds and memory against the number of articles](press.svg)',
    ...(await measureFeed()),
  ];
  await writeFile(join(docs, 'press.svg'), draw(rows));
  return tell('press', 'What pressing costs', parts, words);
}

async function measureArchive(count: number): Promise<Row> {
  const work = await mkdtemp(join(tmpdir(), 'press-'));
  try {
    progress(`${count} articles`);
    const newsroom = join(work, 'newsroom');
    const sources = [{ wxr: 'archive.xml' }];
    await initNewsroom(newsroom, { name: 'Bench', languages: ['ru'], more: { sources } });
    await pipeline(wxrOf(count, LETTERS), createWriteStream(join(newsroom, 'archive.xml')));
    const first = await pressOnce(newsroom);
    if (first.added !== count) throw new Error(`${first.added} of ${count} articles were pressed`);
    const again = await pressOnce(newsroom);
    await writeFile(join(newsroom, 'feed.xml'), feedOf([makeItem(count, LETTERS)]));
    const config = { name: 'Bench', languages: ['ru'], sources: [...sources, { feed: 'feed.xml' }] };
    await writeFile(join(newsroom, 'tamizdat.json'), JSON.stringify(config));
    const one = await pressOnce(newsroom);
    if (one.added !== 1) throw new Error(`${one.added} articles were new in place of one`);
    for (const [name, cost] of Object.entries({ first, again, one }))
      progress(
        `  ${name}: ${cost.seconds.toFixed(1)} s, ${cost.cpu.toFixed(1)} s CPU, ${cost.megabytes.toFixed(0)} MB`,
      );
    return { count, first, again, one };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function pressOnce(newsroom: string): Promise<Cost> {
  const script = fileURLToPath(new URL('./press-run.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, newsroom]);
  return JSON.parse(stdout) as Cost;
}

/** A feed of the corpus into a fresh folder. */
async function measureFeed(): Promise<string[]> {
  if (!corpusFolder) return [];
  const work = await mkdtemp(join(tmpdir(), 'press-'));
  try {
    const newsroom = join(work, 'newsroom');
    const sources = [{ feed: join(corpusFolder, FEED) }];
    await initNewsroom(newsroom, { name: 'Bench', languages: ['ru'], more: { sources } });
    const report = { progress() {}, warn: () => {} };
    const fresh = await press({ newsroom, report });
    const again = await press({ newsroom, report });
    const { head, entries } = await loadEdition(folderGet(fresh.site), fresh.publication);
    return [
      `A real feed of ${entries.length} articles in ${head.sections.length} sections, into an empty folder; then once more with nothing new. Pictures whose hosts cannot be reached cost no more than the tries.`,
      table(
        ['', 'seconds', 'articles added', 'files', 'bytes'],
        [
          ['first', fresh.seconds.toFixed(1), fresh.added, fresh.files, fresh.bytes],
          ['again', again.seconds.toFixed(1), again.added, again.files, again.bytes],
        ],
      ),
    ];
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Seconds and MB against the number of articles, both axes by powers of ten. */
function draw(rows: readonly Row[]): string {
  const [width, height, left, bottom] = [640, 360, 50, 320];
  const counts = rows.map(({ count }) => count);
  const [low, high] = [Math.log10(Math.min(...counts)), Math.log10(Math.max(...counts))];
  const x = (count: number) =>
    left + ((Math.log10(count) - low) / Math.max(high - low, 1)) * (width - left - 150);
  const y = (value: number) => bottom - ((Math.log10(Math.max(value, 0.1)) + 1) / 5) * (bottom - 20);
  const lines = [
    { name: 'first press, s', colour: '#1a5fb4', of: (row: Row) => row.first.seconds },
    { name: 'one new article, s', colour: '#26a269', of: (row: Row) => row.one.seconds },
    { name: 'memory, MB', colour: '#c64600', of: (row: Row) => row.first.megabytes },
  ];
  const grid = [0.1, 1, 10, 100, 1_000, 10_000].map(
    (value) =>
      `<path d="M${left} ${y(value)}H${width - 150}" stroke="#ddd"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const marks = counts.map(
    (count) => `<text x="${x(count)}" y="${bottom + 18}" text-anchor="middle">${count}</text>`,
  );
  const drawn = lines.map(({ name, colour, of }) => {
    const points = rows.map((row) => `${x(row.count).toFixed(1)},${y(of(row)).toFixed(1)}`);
    const last = rows.at(-1)!;
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points.map(
        (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" fill="${colour}"/>`,
      ),
      `<text x="${x(last.count) + 8}" y="${y(of(last)) + 4}" fill="${colour}">${name}</text>`,
    ].join('');
  });
  const label = 'Seconds and memory against the number of articles';
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11" fill="#222" role="img" aria-label="${label}">`,
    ...grid,
    ...marks,
    ...drawn,
    '</svg>',
  ].join('\n')}\n`;
}

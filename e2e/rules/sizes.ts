/** What a reader must fetch stays small: see docs/architecture.md, "Where the numbers come from". */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expectFound, expectNone, root } from './tree.ts';

/** Bytes after gzip -9. The first two pass a connection that is frozen after 14 KiB counted both ways. */
const limits = { worker: 7_100, page: 6_700, shell: 76_800, later: 20_000 };
const picture = /\.(?:png|jpe?g|avif|webp|gif|svg|ico)$/;

type Files = readonly (readonly [path: string, bytes: Uint8Array])[];
interface Row {
  what: string;
  bytes: number;
  limit: number | null;
}

const gzip = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length;

function measure(worker: Uint8Array | null, page: Uint8Array | null, groups: readonly Files[]): Row[] {
  const [first, ...later] = groups.map((files) =>
    files
      .filter(([path]) => !picture.test(path))
      .map(([path, bytes]): Row => ({ what: `  ${path}`, bytes: gzip(bytes), limit: null }))
      .sort((a, b) => b.bytes - a.bytes),
  );
  const sum = (rows: readonly Row[] | undefined) =>
    rows ? rows.reduce((all, { bytes }) => all + bytes, 0) : Number.NaN;
  const rare = later.flat();
  return [
    { what: 'sw.js', bytes: worker ? gzip(worker) : Number.NaN, limit: limits.worker },
    { what: 'index.html as pressed', bytes: page ? gzip(page) : Number.NaN, limit: limits.page },
    { what: 'shell, without pictures', bytes: sum(first), limit: limits.shell },
    ...(first ?? []),
    { what: 'rare screens, which come after it', bytes: sum(rare), limit: limits.later },
    ...rare,
    { what: 'all that a phone holds of the app', bytes: sum([...(first ?? []), ...rare]), limit: null },
  ];
}

function judge(rows: readonly Row[]): string[] {
  return rows.flatMap(({ what, bytes, limit }) => {
    if (limit === null) return [];
    if (Number.isNaN(bytes)) return [`${what} is not there to be measured`];
    return bytes > limit
      ? [`${what} is ${bytes} B after gzip -9, ${bytes - limit} B over its ${limit} B`]
      : [];
  });
}

/** The page of a first visit as it is served: the guide is pressed into a temporary folder. Null where that fails. */
function pressedPage(): Uint8Array | null {
  const newsroom = mkdtempSync(join(tmpdir(), 'tamizdat-size-'));
  try {
    const command = (...words: string[]) =>
      spawnSync(
        process.execPath,
        [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'mirrors/cli.ts'), ...words],
        {
          encoding: 'utf8',
        },
      );
    const made = command('init', newsroom);
    cpSync(join(root, 'mirrors/guide'), newsroom, { recursive: true });
    const pressed = command('press', newsroom);
    const page = join(newsroom, 'site', 'index.html');
    if (existsSync(page)) return readFileSync(page);
    process.stderr.write(`${made.stderr}${pressed.stderr}`);
    return null;
  } finally {
    rmSync(newsroom, { recursive: true, force: true });
  }
}

function print(rows: readonly Row[]): void {
  for (const { what, bytes, limit } of rows) {
    const room = limit === null ? '' : `of ${limit}`;
    process.stdout.write(`    ${what.padEnd(44)} ${String(bytes).padStart(7)} B ${room}\n`);
  }
}

export const name = 'what a reader must fetch stays small';

/** The files of the shell frame by group, as the build lists them: what the app starts with, then what it loads lazily. */
function shellGroups(): Files[] {
  const list = join(root, 'dist/app.json');
  if (!existsSync(list)) return [];
  const { groups }: { groups: string[][] } = JSON.parse(readFileSync(list, 'utf8'));
  return groups.map((group) => group.map((path) => [path, readFileSync(join(root, 'dist/app', path))]));
}

export async function check(): Promise<string[]> {
  const worker = join(root, 'dist/way-in/sw.js');
  if (!existsSync(worker)) return ['there is nothing to measure in dist: run npm run build'];
  const rows = measure(readFileSync(worker), pressedPage(), shellGroups());
  print(rows);
  return judge(rows);
}

export async function prove(): Promise<void> {
  // Bytes that no compression makes smaller, from a small generator with a fixed start.
  const noise = (length: number) => {
    let state = 1;
    return Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
  };
  const over: Files[] = [[['main.js', noise(77_000)]], [['lazy/about.js', noise(21_000)]]];
  expectFound(judge(measure(noise(7_200), noise(6_800), over)), [
    /^sw\.js is/,
    /^index\.html as pressed is/,
    /^shell, without/,
    /^rare screens/,
  ]);
  expectFound(judge(measure(null, null, [])), [
    /^sw\.js is not there/,
    /^index\.html as .* not there/,
    /^shell.* not there/,
  ]);
  const under: Files[] = [
    [
      ['main.js', noise(76_000)],
      ['icons/icon.png', noise(9_000)],
    ],
    [['lazy/about.js', noise(19_000)]],
  ];
  expectNone(judge(measure(noise(7_000), noise(6_500), under)));
}

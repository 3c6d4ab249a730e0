/** The editions that scenarios are played with: pressed once from made-up articles, and kept between runs. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { initNewsroom, press } from '../../mirrors/press/index.ts';
import { loadEdition } from '../../mirrors/press/load.ts';
import { folderGet } from '../../mirrors/press/places.ts';
import { picturesOf } from '../../src/edition/body.ts';
import { blockPath } from '../../src/edition/cid.ts';
import type { Mirror } from '../../src/edition/mirrors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');

/** The machines of a scenario: where the app was opened, and five mirrors. */
export const MACHINES = ['app', 'm1', 'm2', 'm3', 'm4', 'm5'] as const;
export type Machine = (typeof MACHINES)[number];

/**
 * `five`: five mirrors with four names each. `one`: nothing but the app's own address. `four`: the app's machine alone,
 * with four names.
 */
export type Layout = 'five' | 'one' | 'four';

/** The machines that a layout has. */
export const machinesOf = (layout: Layout): readonly Machine[] => (layout === 'five' ? MACHINES : ['app']);

/** The names of a machine. */
export function namesOf(machine: Machine): [string, ...string[]] {
  if (machine === 'app') return ['app.test', 'b.app.test', 'c.app.test', 'd.app.test'];
  // The last of them lies on a host that a white list names.
  const last = machine === 'm5' ? 'ok.test' : `d.${machine}.test`;
  return [`a.${machine}.test`, `b.${machine}.test`, `c.${machine}.test`, last];
}

/** What a site of the set is: `old` is what readers hold, `older` an edition of ten days ago, `new` has news. */
export type Site = 'older' | 'old' | 'new';

export interface EditionSet {
  folder: string;
  newsroom: string;
  publication: string;
  site(name: Site | string): string;
  /** Number of the edition, by site. */
  n: Record<Site, number>;
  /** The latest q of the old edition. */
  lastOld: number;
  /** Digests of what the new edition adds, for a reader who holds the old one. */
  fresh: string[];
  /** Paths of its pictures, list and article size. */
  pictures: string[];
  /** Their bytes together with those of the head and of new segments; and the head's alone. */
  freshBytes: number;
  headBytes: number;
}

const DAY_MS = 86_400_000;
const NEW_ARTICLES = 104;
const LETTERS = 4_900;

/** Presses the set for a layout, or takes it from the cache. Needs the built app in `dist`. */
export async function provideEditions(layout: Layout): Promise<EditionSet> {
  if (!existsSync(join(dist, 'app.json')))
    throw new Error('There is no built app in dist: run npm run build.');
  const folder = join(root, '.cache', 'censor', `${layout}-${keyOf()}`);
  if (!existsSync(folder)) {
    mkdirSync(join(root, '.cache', 'censor'), { recursive: true });
    const made = mkdtempSync(`${folder}.`);
    await pressAll(made, layout);
    try {
      renameSync(made, folder);
    } catch (error) {
      // Another run was quicker: what it made is as good.
      if (!existsSync(folder)) throw error;
      rmSync(made, { recursive: true });
    }
  }
  return readSet(folder);
}

/** Changes with the app, with this file and with the day, since heads expire. */
function keyOf(): string {
  const hash = createHash('sha256').update(`${Math.floor(Date.now() / DAY_MS)}`);
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort())
    hash.update(entry).update(readFileSync(entry));
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}

async function pressAll(folder: string, layout: Layout): Promise<void> {
  const newsroom = join(folder, 'newsroom');
  const articles = join(newsroom, 'articles');
  const now = Date.now();
  mkdirSync(articles, { recursive: true });
  const mirrors = (layout === 'five' ? MACHINES.slice(1) : (['app'] as const)).map((machine): Mirror => {
    const [first, ...more] = namesOf(machine).map((name) => `https://${name}/`);
    return [`net-${machine}`, first!, ...(layout === 'one' ? [] : more)];
  });
  await initNewsroom(newsroom, {
    name: 'Вестник',
    languages: ['ru'],
    now: () => now - 12 * DAY_MS,
    more: {
      sources: [{ folder: 'articles' }],
      mirrors: mirrors.map(([network, ...urls]) => ({ network, urls })),
    },
  });
  const stages: [Site, number, number, number][] = [
    ['older', 0, 12, now - 10 * DAY_MS],
    ['old', 12, 24, now - 2 * DAY_MS],
    ['new', 24, 24 + NEW_ARTICLES, now - 60_000],
  ];
  for (const [site, from, to, at] of stages) {
    for (let i = from; i < to; i++) {
      // A few of the new ones have a picture, the newest of them on the front page.
      await writeArticle(articles, i, at - (to - i) * 60_000, i >= 24 && i % 18 === 5);
    }
    await press({ newsroom, app: dist, now: () => at });
    cpSync(join(newsroom, 'site'), join(folder, site), { recursive: true });
  }
}

async function readSet(folder: string): Promise<EditionSet> {
  const site = (name: string) => join(folder, name);
  const [publication] = readdirSync(join(site('new'), 'ed1'));
  if (!publication) throw new Error(`no edition in ${folder}`);
  const [older, old, fresh] = await Promise.all(
    (['older', 'old', 'new'] as const).map((name) => loadEdition(folderGet(site(name)), publication)),
  );
  const blocksOf = ({ entries }: NonNullable<typeof fresh>) =>
    new Map(
      entries.flatMap(({ view, article }) => [
        ...view.packs,
        ...picturesOf(article.body).flatMap(({ list, article: size }) =>
          [list, size].flatMap((ref) => (ref ? [ref] : [])),
        ),
      ]),
    );
  const before = blocksOf(old!);
  const added = [...blocksOf(fresh!)].filter(([digest]) => !before.has(digest));
  const spans = new Set(old!.head.spans.map(([digest]) => digest));
  const segments = fresh!.head.spans.filter(([digest]) => !spans.has(digest));
  const headBytes = readFileSync(join(site('new'), 'ed1', publication, 'head')).length;
  return {
    folder,
    newsroom: join(folder, 'newsroom'),
    publication,
    site,
    n: { older: older!.head.n, old: old!.head.n, new: fresh!.head.n },
    lastOld: old!.head.last,
    pictures: fresh!.entries
      .flatMap(({ article }) => picturesOf(article.body))
      .flatMap(({ list, article }) => [list, article])
      .flatMap((ref) => (ref ? [`/${blockPath(ref[0])}`] : [])),
    fresh: added.map(([digest]) => digest),
    freshBytes: [...added, ...segments].reduce((sum, [, bytes]) => sum + bytes, headBytes),
    headBytes,
  };
}

async function writeArticle(folder: string, i: number, at: number, hasPicture: boolean): Promise<void> {
  const random = dice(i + 1);
  const name = String(i).padStart(3, '0');
  const front = [
    `title: "${words(random, 5)}"`,
    `date: ${new Date(at).toISOString()}`,
    `section: ${['Город', 'Право', 'Память'][i % 3]}`,
    `summary: "${words(random, 14)}"`,
  ];
  if (hasPicture) {
    await writePicture(join(folder, `${name}.png`), random);
    front.push(`picture: ${name}.png`, 'alt: "Пятна"', `caption: "${words(random, 6)}"`, 'credit: "Рисунок"');
  }
  let text = '';
  while (text.length < LETTERS) text += `${words(random, 60)}.\n\n`;
  writeFileSync(join(folder, `${name}.md`), `---\n${front.join('\n')}\n---\n\n${text}`);
}

/** Blots that weigh about what a press photograph weighs. */
async function writePicture(file: string, random: () => number): Promise<void> {
  const side = { width: 60, height: 40 };
  const pixels = Buffer.from(
    Array.from({ length: side.width * side.height * 3 }, () => Math.floor(random() * 256)),
  );
  await sharp(pixels, { raw: { ...side, channels: 3 } })
    .resize(480, 320, { kernel: 'cubic' })
    .png()
    .toFile(file);
}

/** Numbers from 0 to 1, the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES =
  'го род до рог мо сту ли ца ве че ра ни ко му пра во су да ре ка бе рег шко ла хле бы за вод пи сь мо но вы не'.split(
    ' ',
  );
const LEXICON = Array.from({ length: 2_400 }, (_, i) => {
  const random = dice(i + 7_000);
  return Array.from(
    { length: 2 + Math.floor(random() * 3) },
    () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
  ).join('');
});

/** Words that deflate about as well as Russian news does: common ones come often, rare ones seldom. */
function words(random: () => number, count: number): string {
  const picked = Array.from({ length: count }, () => LEXICON[Math.floor(random() ** 1.6 * LEXICON.length)]!);
  return picked.join(' ').replace(/^./, (letter) => letter.toUpperCase());
}

/** How much of real article pages is taken, by the newsroom and by the best single libraries. */
import { join } from 'node:path';
import { bodyFromHtml } from '../../mirrors/newsroom/html.ts';
import { PageError, readPage } from '../../mirrors/newsroom/page/index.ts';
import { type Block, bodyText, type Picture, picturesOf } from '../../src/edition/body.ts';
import { corpusFolder } from '../corpus-folder.ts';
import { type Fixture, readFixtures } from './extract/fixtures.ts';
import { forbiddenLines } from './extract/forbidden.ts';
import { libraries } from './extract/libraries.ts';
import { mean, wordScore } from './extract/score.ts';
import { progress, table, tell } from './report.ts';

interface Taken {
  title: string;
  body: Block[];
  pictures: Picture[];
}

interface Measured {
  set: Fixture['set'];
  f1: number;
  precision: number;
  recall: number;
  /** Null where the set does not say. */
  title: boolean | null;
  captions: [found: number, all: number];
  credits: [found: number, all: number];
  forbidden: boolean;
  ms: number;
}

/** The sets whose expected results no extractor made. */
const independent = ['fundus', 'newspaper', 'newspaper4k'] as const;

/** Prints and keeps the table; figures only, nothing of any page. */
export async function measureExtract(): Promise<string | null> {
  if (!corpusFolder) {
    progress('The bench "extract" is skipped: there is no ../shared/corpus beside the project.');
    return null;
  }
  const fixtures = readFixtures(join(corpusFolder, 'pages'));
  const ways: [string, (fixture: Fixture) => Promise<Taken>][] = [
    ['tamizdat, without profiles', async (fixture) => ours(fixture)],
    ...Object.entries(libraries).map(([name, library]): (typeof ways)[number] => [
      name,
      async ({ bytes, url }) => {
        const { html, title } = await library(bytes, url);
        const body = bodyFromHtml(html, url);
        return { title, body, pictures: picturesOf(body) };
      },
    ]),
  ];
  const rows: string[][] = [];
  for (const [name, take] of ways) {
    progress(name);
    const measured: Measured[] = [];
    for (const fixture of fixtures) measured.push(await measure(fixture, take));
    rows.push(row(name, measured));
  }
  return tell('extract', 'Articles out of pages', [
    `${fixtures.length} pages as served. Word-F1 is of the words of the text against those of the expected text, each as often as it stands there, mean over pages; “three” are the sets whose expected texts no extractor made (${independent.join(', ')}). What the libraries give goes through the same body tree as what the newsroom takes. A title is right with a word-F1 of 0.9 or more. A caption is found where a picture has its words (0.8 or more, with or without the credit), a credit is apart where that picture's credit names all that it should. “Strangers” are pages in whose text stands a line that is nothing but a link to somewhere else and not in the expected text, or a phrase of the page's machinery.`,
    table(
      [
        '',
        'three',
        ...independent,
        'precision',
        'recall',
        'readability',
        'titles',
        'captions',
        'credits apart',
        'strangers',
        'ms a page',
      ],
      rows,
    ),
  ]);
}

function row(name: string, measured: readonly Measured[]): string[] {
  const three = measured.filter(({ set }) => (independent as readonly string[]).includes(set));
  const f1 = (some: readonly Measured[]): string => mean(some.map((one) => one.f1)).toFixed(3);
  const share = (found: number, all: number): string => `${((100 * found) / Math.max(1, all)).toFixed(0)} %`;
  const counted = (key: 'captions' | 'credits'): string =>
    share(
      three.reduce((sum, one) => sum + one[key][0], 0),
      three.reduce((sum, one) => sum + one[key][1], 0),
    );
  const titled = three.filter(({ title }) => title !== null);
  return [
    name,
    f1(three),
    ...independent.map((set) => f1(measured.filter((one) => one.set === set))),
    mean(three.map((one) => one.precision)).toFixed(3),
    mean(three.map((one) => one.recall)).toFixed(3),
    f1(measured.filter(({ set }) => set === 'readability')),
    share(titled.filter(({ title }) => title).length, titled.length),
    counted('captions'),
    counted('credits'),
    share(three.filter(({ forbidden }) => forbidden).length, three.length),
    mean(measured.map(({ ms }) => ms)).toFixed(0),
  ];
}

function ours({ bytes, url }: Fixture): Taken {
  try {
    const { title, body, lead } = readPage(bytes, { url, profiles: [] });
    return { title, body, pictures: [...(lead ? [lead] : []), ...picturesOf(body)] };
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    return { title: '', body: [], pictures: [] };
  }
}

async function measure(fixture: Fixture, take: (fixture: Fixture) => Promise<Taken>): Promise<Measured> {
  const start = process.cpuUsage();
  const taken = await quietly(() => take(fixture));
  const ms = process.cpuUsage(start).user / 1000;
  const text = bodyText(taken.body);
  const lines = new Set(text.split('\n').map((line) => line.trim()));
  return {
    set: fixture.set,
    ...wordScore(text, fixture.text),
    title: fixture.title === '' ? null : wordScore(taken.title, fixture.title).f1 >= 0.9,
    ...wordsOfPictures(fixture, taken.pictures),
    forbidden: forbiddenLines(fixture).some((line) => lines.has(line)),
    ms,
  };
}

function wordsOfPictures(
  { pictures }: Fixture,
  taken: readonly Picture[],
): Pick<Measured, 'captions' | 'credits'> {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const captioned = pictures.filter(({ caption }) => caption !== '');
  const credited = pictures.filter(({ credits }) => credits.length > 0);
  const pictureOf = (caption: string): Picture | undefined =>
    taken.find(
      (one) =>
        Math.max(wordScore(one.caption, caption).f1, wordScore(`${one.caption} ${one.credit}`, caption).f1) >=
        0.8,
    );
  const isApart = ({ caption, credits }: Fixture['pictures'][number]): boolean => {
    const some = caption === '' ? taken : [pictureOf(caption)].filter((one) => one !== undefined);
    return some.some((one) => credits.every((credit) => plain(one.credit).includes(plain(credit))));
  };
  return {
    captions: [captioned.filter(({ caption }) => pictureOf(caption)).length, captioned.length],
    credits: [credited.filter(isApart).length, credited.length],
  };
}

/** Libraries tell the console of every fault of a page, which is the page's business. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const { error, warn } = console;
  console.error = console.warn = () => undefined;
  try {
    return await run();
  } finally {
    Object.assign(console, { error, warn });
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  type Asked,
  type MadeArticle,
  makeArticle,
  needCorpus,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  readMarks,
  until,
  untilEdition,
  visit,
} from './kit/index.ts';

const COUNT = 40;
const LIMIT = 70 * 1024;
const LIMIT_OF_TWO = 12 * 1024;
/** No second lane is tried sooner than this (ms): a block that is asked for twice at once is a mistake. */
const SOONEST_HEDGE = 300;

/** Prose of our own: its words are thrown dice, so that it packs worse than what people write. */
async function madeTexts(): Promise<MadeArticle[]> {
  const articles: MadeArticle[] = [];
  for (let i = 0; i < COUNT + 2; i++)
    articles.push(await makeArticle(10 + i, { letters: 2_050, picture: false }));
  return articles;
}

/** Russian news as it was printed, cut into articles of some 4 KB. */
function printedTexts(folder: string): MadeArticle[] {
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split(/\n+/));
  return Array.from({ length: COUNT + 2 }, (_, i) => {
    const title = `Новость ${i + 1}`;
    const time = Date.now() - 3_600_000 + i * 60_000;
    const paragraphs: string[] = [];
    while (Buffer.byteLength(paragraphs.join('\n')) < 3_700) paragraphs.push(lines.shift() ?? '');
    return {
      ...{ name: `printed-${i}`, title, paragraphs, time },
      ...{ section: 'Новости', language: 'ru', picture: null },
    };
  });
}

for (const source of ['made', 'printed'] as const) {
  test.describe(`What ${COUNT} Russian texts of 4 KB cost (${source})`, () => {
    test.describe.configure({ mode: 'serial' });
    const corpus = source === 'printed' ? needCorpus() : '';
    let paper: Paper;
    let phone: Phone;
    let texts: MadeArticle[];

    test.beforeAll(async () => {
      texts = source === 'made' ? await madeTexts() : printedTexts(join(corpus, 'articles', 'factrueval-ru'));
      paper = await openPaper({ articles: [await makeArticle(1, { letters: 300, picture: false })] });
      phone = await openPhone();
      await visit(phone.page, paper.main.url);
      await phone.page.goto(`${paper.main.url}#/settings`);
      await phone.page.locator('select[name=ahead]').selectOption('text');
      await untilShell(paper);
    });
    test.afterAll(async () => {
      await phone?.close();
      await paper?.close();
    });

    test('all texts come in 70 KB of bodies, and no block twice', async () => {
      const bytes = texts
        .slice(0, COUNT)
        .map((one) => Buffer.byteLength([one.title, ...one.paragraphs].join('\n')));
      const mean = bytes.reduce((sum, one) => sum + one, 0) / COUNT;
      expect(mean).toBeGreaterThan(3_600);
      expect(mean).toBeLessThan(4_500);
      const { cost } = await sync(texts.slice(0, COUNT), 1 + COUNT);
      expect(cost).toBeLessThanOrEqual(LIMIT);
    });

    test('two new texts come in 12 KB of bodies, and no block that was here before', async () => {
      const before = new Set(paper.asked.map((one) => one.url).filter(isBlock));
      const { cost, asked } = await sync(texts.slice(COUNT), 3 + COUNT);
      expect(cost).toBeLessThanOrEqual(LIMIT_OF_TWO);
      expect(asked.filter((one) => before.has(one.url))).toEqual([]);
    });

    /** Publishes articles, lets the phone get them, and counts what the servers sent for it. */
    async function sync(articles: MadeArticle[], count: number): Promise<{ cost: number; asked: Asked[] }> {
      const n = await paper.publish(articles);
      const from = paper.asked.length;
      await phone.page.reload();
      await untilEdition(phone.page, n);
      await until(
        `${count} texts`,
        () => readMarks(phone.page),
        ({ held }) => held === `${count}/${count}`,
        30_000,
      );
      const asked = paper.asked.slice(from);
      const cost = asked.reduce((sum, one) => sum + one.bytes, 0);
      test
        .info()
        .annotations.push({ type: 'bodies', description: `${cost} bytes in ${asked.length} answers` });
      expectNoneTwice(asked);
      return { cost, asked };
    }
  });
}

const isBlock = (url: string): boolean => url.startsWith('/ipfs/');

/** No address is asked for one block twice, and no other address before the first has had its chance. */
function expectNoneTwice(asked: readonly Asked[]): void {
  const first = new Map<string, Asked>();
  for (const one of asked.filter(({ url }) => isBlock(url))) {
    const before = first.get(one.url);
    if (!before) first.set(one.url, one);
    else {
      expect(one.name, one.url).not.toBe(before.name);
      expect(one.time - before.time, one.url).toBeGreaterThan(SOONEST_HEDGE);
    }
  }
}

/** Waits until the app's own files have all come: the engine looks for a newer version of them at every sync. */
async function untilShell(paper: Paper): Promise<void> {
  await until(
    'a quiet second',
    () => Date.now() - (paper.asked.at(-1)?.time ?? 0),
    (age) => age > 1_000,
  );
}

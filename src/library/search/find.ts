import type { Article } from '../../edition/body.ts';
import { ofPublication, openStore } from '../store.ts';
import { readArticles } from './articles.ts';
import { type Block, readBlock } from './block.ts';
import type { Ask, Found, Result } from './found.ts';
import { choosePassage, markWords } from './passage.ts';
import { bucketOf, type Docs, idOf, readBucket, readDocsAgain } from './postings.ts';
import { textsOf } from './texts.ts';
import { isSought, parseQuery, type Sought } from './words.ts';

/** Results that are given at a time. */
export const PAGE = 20;

/** How a word stands in an article, as a sum. */
const HIT = { text: 1, title: 2, whole: 4 } as const;
/** More minutes than any date has, and more articles than any phone holds: a place in the order is one number. */
const MINUTES = 2 ** 26;
const NUMBERS = 2 ** 20;

/**
 * The articles that have all words of a query in some form. Those with the words whole come before those with only a
 * beginning of what is being typed; then counts how many stand in the title; then the newer one is first.
 */
export async function findArticles(publication: string, ask: Ask): Promise<Found> {
  const sought = parseQuery(ask.query);
  const database = await openStore();
  const store = database.transaction('postings').store;
  const buckets = new Set(sought.flatMap(({ word, stem }) => [bucketOf(stem), bucketOf(word)]));
  // All at once: a transaction of reading has no reason to wait.
  const [docs, blocks] = await Promise.all([
    readDocsAgain(store, publication),
    Promise.all([0, ...buckets].map((bucket) => readBucket(store, publication, bucket))),
  ]);
  const searchable = docs.reduce((sum, { q }) => sum + q.filter(Boolean).length, 0);
  const none: Found = { total: 0, results: [], missing: [], searchable };
  if (sought.length === 0) return { ...none, held: await database.count('held', ofPublication(publication)) };
  const hits = gatherHits(docs, blocks.flat(), sought);
  const missing = sought.filter((_, at) => ![...hits.values()].some((words) => words[at]!.some(Boolean)));
  const order = rank(docs, hits, ask);
  const page = order.slice(ask.from, ask.from + PAGE);
  const results = await readArticles(
    publication,
    page.map(({ docs, at }) => idOf(docs, at)),
    (article, i) => show(article, page[i]!, sought),
  );
  return {
    ...none,
    total: order.length,
    missing: missing.map(({ word }) => word),
    results: results.filter((one) => one !== null),
  };
}

/** By segment, for each word sought: how it stands in each of the articles. */
function gatherHits(
  docs: readonly Docs[],
  blocks: readonly Block[],
  sought: readonly Sought[],
): Map<number, Uint8Array[]> {
  const hits = new Map(docs.map(({ segment, q }) => [segment, sought.map(() => new Uint8Array(q.length))]));
  for (const block of blocks) {
    const words = hits.get(block.segment);
    if (!words) continue;
    sought.forEach((one, at) => {
      const ofWord = words[at]!;
      readBlock(
        block,
        (stem) => isSought(one, stem),
        (posting, stem) => {
          const isWhole = stem === one.stem || stem === one.word;
          ofWord[posting >> 1]! |= HIT.text | (posting & 1 ? HIT.title : 0) | (isWhole ? HIT.whole : 0);
        },
      );
    });
  }
  return hits;
}

interface Place {
  docs: Docs;
  at: number;
}

/** The articles that fit, in the order in which they are shown. */
function rank(all: readonly Docs[], hits: ReadonlyMap<number, Uint8Array[]>, ask: Ask): Place[] {
  const places: Place[] = [];
  const keys: number[] = [];
  for (const docs of all) {
    const words = hits.get(docs.segment)!;
    const sections = ask.section === '' ? [] : docs.sections.split('\n');
    docs.q.forEach((q, at) => {
      const minutes = docs.minutes[at]!;
      if (q === 0 || words.some((word) => !word[at]) || minutes < ask.since) return;
      if (ask.section !== '' && sections[at] !== ask.section) return;
      const titles = words.filter((word) => word[at]! & HIT.title).length;
      const isWhole = words.every((word) => word[at]! & HIT.whole);
      const worth = titles + (isWhole ? words.length + 1 : 0);
      const number = places.push({ docs, at }) - 1;
      keys.push((worth * MINUTES + Math.min(minutes, MINUTES - 1)) * NUMBERS + number);
    });
  }
  // Numbers alone are sorted much quicker than by a function.
  return [...Float64Array.from(keys).sort().reverse()].map((key) => places[key % NUMBERS]!);
}

function show(article: Article, { docs, at }: Place, sought: readonly Sought[]): Result {
  const { id, title, language, dated } = article;
  return {
    ...{ id, q: docs.q[at]!, minutes: docs.minutes[at]!, section: docs.sections.split('\n')[at]! },
    ...{ language, undated: dated === false },
    title: { text: title, marks: markWords(title, sought) },
    passage: choosePassage(textsOf(article), sought),
  };
}

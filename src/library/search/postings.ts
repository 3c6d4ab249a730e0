/**
 * The index of the search, kept in the store `postings`. It grows by segments, a batch of articles each. A small
 * segment has all its words in one block; when there are many, they are joined into one whose words are split into
 * buckets by their first two letters, so that a query reads a sixty-fourth of it. Nothing is read at the start.
 *
 * Keys after the publication: `docs`, segment: its articles; `words`, bucket, segment: a block (bucket 0 of a segment
 * that is not split); `gone`: what was withdrawn, by id; `turn`: another number whenever `docs` are written.
 */
import type { Article } from '../../edition/body.ts';
import { type CardView, FLAG } from '../../edition/card.ts';
import { openStore, RELAXED } from '../store.ts';
import { type Block, type Postings, packBlock, readBlock } from './block.ts';
import { textsOf } from './texts.ts';
import { stemOf, wordsOf } from './words.ts';

/**
 * The articles of a segment by number. All of them are read with every query: as lists of strings and numbers they
 * took the browser ten times as long.
 */
export interface Docs {
  segment: number;
  split: boolean;
  /** 16 letters each. */
  ids: string;
  /** 0 where the article is to be found no more: replaced, deleted or withdrawn. */
  q: Uint32Array;
  minutes: Uint32Array;
  /** One a line. */
  sections: string;
}

export const idOf = ({ ids }: Docs, number: number): string => ids.slice(16 * number, 16 * number + 16);

type Key = [publication: string, ...rest: (string | number)[]];
/** The store `postings` in some transaction. */
export interface PostingsReader {
  get(key: Key): Promise<unknown>;
  getAll(range: IDBKeyRange): Promise<unknown[]>;
}
export interface PostingsWriter extends PostingsReader {
  put(value: unknown, key: Key): Promise<unknown>;
  delete(key: Key): Promise<void>;
}

const BUCKETS = 64;
/** Articles from which on a segment is split. */
const SPLIT_FROM = 128;
/** How many small segments, or articles in them, are joined. */
const JOIN_SEGMENTS = 16;
const JOIN_ARTICLES = 512;
/** Articles that are cut into words without a pause: a query may be waiting. */
const WITHOUT_PAUSE = 4;

/** The bucket of a stem, or of all stems that begin with these letters (two at least). */
export function bucketOf(stem: string): number {
  return 1 + ((stem.charCodeAt(0) * 31 + (stem.charCodeAt(1) || 0)) % BUCKETS);
}

/** The articles of all segments. */
export async function readDocs(store: PostingsReader, publication: string): Promise<Docs[]> {
  return (await store.getAll(below(publication, 'docs'))) as Docs[];
}

let known: { publication: string; turn: unknown; docs: Docs[] } | undefined;

/** The same for queries: nobody else is to change it. Of ten thousand articles it is a fifth of a query, so it is kept. */
export async function readDocsAgain(store: PostingsReader, publication: string): Promise<readonly Docs[]> {
  const turn = await store.get([publication, 'turn']);
  if (turn === undefined || known?.turn !== turn || known.publication !== publication)
    known = { publication, turn, docs: await readDocs(store, publication) };
  return known.docs;
}

/** What was kept of the articles of all segments, here or in another tab, is so no more. */
function turn(store: PostingsWriter, publication: string): void {
  void store.put(Math.random(), [publication, 'turn']);
}

/** The blocks of a bucket in all segments that have it. */
export async function readBucket(
  store: PostingsReader,
  publication: string,
  bucket: number,
): Promise<Block[]> {
  return (await store.getAll(below(publication, 'words', bucket))) as Block[];
}

const below = (...key: Key): IDBKeyRange => IDBKeyRange.bound(key, [...key, []]);

/** Which record of an article can be found: id to q. */
export async function readIndexed(publication: string): Promise<Map<string, number>> {
  const all = await readDocs((await openStore()).transaction('postings').store, publication);
  const found = new Map<string, number>();
  for (const docs of all) docs.q.forEach((q, i) => void (q && found.set(idOf(docs, i), q)));
  return found;
}

/** An article to be found: its record, and where lists show it. */
export interface Entry {
  q: number;
  card: Pick<CardView, 'minutes' | 'section'>;
  article: Article;
}

/** Makes articles findable. Of two records of an article the later one counts. */
export async function addArticles(publication: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const words = await postingsOf(entries.map((one) => one.article));
  const store = await open();
  const all = await readDocs(store, publication);
  const gone = await readGone(store, publication);
  const added = listDocs(
    (all.at(-1)?.segment ?? 0) + 1,
    entries.map(({ q, card: { minutes, section }, article: { id } }) => ({
      ...{ id, minutes, section },
      q: q > (gone[id] ?? 0) ? q : 0,
    })),
  );
  const numbers = new Map(entries.map(({ article }, i) => [article.id, i]));
  strike(store, publication, all, (id, q) => {
    const number = numbers.get(id);
    if (number === undefined) return false;
    if (q < added.q[number]!) return true;
    added.q[number] = 0;
    return false;
  });
  writeSegment(store, publication, added, words);
  const small = [...all.filter((docs) => !docs.split), added];
  const articles = small.reduce((sum, docs) => sum + docs.q.length, 0);
  if (small.length >= JOIN_SEGMENTS || articles >= JOIN_ARTICLES) await join(store, publication, small);
}

/** Takes articles out of the index, words and all. */
export async function dropArticles(publication: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await renewSegments(publication, await strikeFrom(await open(), publication, ids));
}

/**
 * Sees to it that articles are not found from here on, however long it takes to write their segments anew. Returns these
 * segments.
 */
export async function strikeFrom(
  store: PostingsWriter,
  publication: string,
  ids: readonly string[],
): Promise<number[]> {
  const unwanted = new Set(ids);
  const touched = strike(store, publication, await readDocs(store, publication), (id) => unwanted.has(id));
  return touched.map(({ segment }) => segment);
}

/** Writes segments anew, without the words of what is not to be found any more. */
export async function renewSegments(publication: string, segments: readonly number[]): Promise<void> {
  for (const segment of segments) {
    const store = await open();
    const docs = (await store.get([publication, 'docs', segment])) as Docs | undefined;
    if (docs) await join(store, publication, [docs]);
  }
}

/** Sees to it that withdrawn articles among these cards are not found, now or later. */
export async function withdrawFrom(
  store: PostingsWriter,
  publication: string,
  cards: readonly CardView[],
): Promise<void> {
  const withdrawn = cards.filter((card) => card.flags & FLAG.withdrawn);
  if (withdrawn.length === 0) return;
  const gone = await readGone(store, publication);
  for (const { id, q } of withdrawn) gone[id] = Math.max(q, gone[id] ?? 0);
  void store.put(gone, [publication, 'gone']);
  strike(store, publication, await readDocs(store, publication), (id, q) => q <= (gone[id] ?? 0));
}

async function readGone(store: PostingsReader, publication: string): Promise<Record<string, number>> {
  return ((await store.get([publication, 'gone'])) ?? {}) as Record<string, number>;
}

async function open(): Promise<PostingsWriter> {
  return (await openStore()).transaction('postings', 'readwrite', RELAXED).store;
}

/** Marks articles as not to be found; their words go when their segment is next written. Returns the segments. */
function strike(
  store: PostingsWriter,
  publication: string,
  all: readonly Docs[],
  isStruck: (id: string, q: number) => boolean,
): Docs[] {
  const touched = all.filter((docs) => {
    let isTouched = false;
    docs.q.forEach((q, i) => {
      if (q === 0 || !isStruck(idOf(docs, i), q)) return;
      docs.q[i] = 0;
      isTouched = true;
    });
    return isTouched;
  });
  if (touched.length > 0) turn(store, publication);
  for (const docs of touched) void store.put(docs, [publication, 'docs', docs.segment]);
  return touched;
}

/** Cuts articles into words. */
async function postingsOf(articles: readonly Article[]): Promise<Postings> {
  const postings: Postings = new Map();
  for (const [number, article] of articles.entries()) {
    if (number % WITHOUT_PAUSE === 0) await new Promise((resolve) => setTimeout(resolve));
    const titles = stemsOf([article.title]);
    for (const stem of new Set([...titles, ...stemsOf(textsOf(article))]))
      push(postings, stem, 2 * number + (titles.has(stem) ? 1 : 0));
  }
  return postings;
}

function stemsOf(texts: readonly string[]): Set<string> {
  const stems = new Set<string>();
  for (const text of texts)
    for (const { word } of wordsOf(text)) if (word.length > 1) stems.add(stemOf(word));
  return stems;
}

function push(postings: Postings, stem: string, posting: number): void {
  const list = postings.get(stem);
  if (list) list.push(posting);
  else postings.set(stem, [posting]);
}

/** Writes segments anew as one, without what is not to be found any more. */
async function join(store: PostingsWriter, publication: string, group: readonly Docs[]): Promise<void> {
  const { segment } = group[0]!;
  turn(store, publication);
  const kept: Listed[] = [];
  const postings: Postings = new Map();
  for (const old of group) {
    const sections = old.sections.split('\n');
    const numbers = [...old.q].map((q, i) =>
      q === 0 ? -1 : kept.push({ q, id: idOf(old, i), minutes: old.minutes[i]!, section: sections[i]! }) - 1,
    );
    const buckets = old.split ? Array.from({ length: BUCKETS }, (_, i) => i + 1) : [0];
    const keys = buckets.map((bucket): Key => [publication, 'words', bucket, old.segment]);
    const blocks = (await Promise.all(keys.map((key) => store.get(key)))) as (Block | undefined)[];
    for (const block of blocks) {
      if (!block) continue;
      readBlock(
        block,
        () => true,
        (posting, stem) => {
          const number = numbers[posting >> 1]!;
          if (number >= 0) push(postings, stem, 2 * number + (posting & 1));
        },
      );
    }
    for (const key of [[publication, 'docs', old.segment] as Key, ...keys]) void store.delete(key);
  }
  writeSegment(store, publication, listDocs(segment, kept), postings);
}

interface Listed extends Pick<CardView, 'id' | 'q' | 'minutes' | 'section'> {}

function listDocs(segment: number, listed: readonly Listed[]): Docs {
  return {
    segment,
    split: listed.length >= SPLIT_FROM,
    ids: listed.map((one) => one.id).join(''),
    q: Uint32Array.from(listed, (one) => one.q),
    minutes: Uint32Array.from(listed, (one) => Math.max(0, one.minutes)),
    sections: listed.map((one) => one.section.replaceAll('\n', ' ')).join('\n'),
  };
}

function writeSegment(store: PostingsWriter, publication: string, docs: Docs, postings: Postings): void {
  const { segment } = docs;
  if (docs.q.length === 0) return;
  turn(store, publication);
  void store.put(docs, [publication, 'docs', segment]);
  const buckets = new Map<number, Postings>();
  if (docs.split)
    for (const [stem, list] of postings) {
      const bucket = bucketOf(stem);
      const found = buckets.get(bucket);
      if (found) found.set(stem, list);
      else buckets.set(bucket, new Map([[stem, list]]));
    }
  else buckets.set(0, postings);
  for (const [bucket, words] of buckets)
    void store.put(packBlock(segment, words), [publication, 'words', bucket, segment]);
}

/** What a sync puts on the shelves: editions, runs of cards, packs with the articles in them. One transaction each. */
import { type Article, bodyText, picturesOf } from '../edition/body.ts';
import type { Bytes } from '../edition/bytes.ts';
import { type CardView, viewCard } from '../edition/card.ts';
import type { Head, Span } from '../edition/head.ts';
import { joinParts, type Line, openPack } from '../edition/pack.ts';
import type { TrustedRoot } from '../edition/root.ts';
import type { Segment } from '../edition/segment.ts';
import { pictureRefs, readHeld } from './library.ts';
import { makeOf } from './made.ts';
import type { Edition, Held, Past } from './records.ts';
import { withdrawFrom } from './search/postings.ts';
import { type CardRun, ofPublication, openStore, RELAXED } from './store.ts';
import { need } from './sweep.ts';

/** A run of cards is extended until it has this many: few records are quick to read. */
const RUN_SIZE = 48;
/** Earlier texts of an article that are kept. */
const PAST_SIZE = 3;

/** A head that was accepted, with where and when (ms) it came from. */
export interface AcceptedHead {
  head: Head;
  digest: string;
  frame: Bytes;
  via: string;
  checked: number;
}

/** Stores an accepted head as the edition to show, with its cards; nothing of the one before is taken away. */
export async function storeHead(trusted: TrustedRoot, accepted: AcceptedHead): Promise<Edition> {
  const { head, digest, frame, via, checked } = accepted;
  const { publication, root } = trusted;
  const views = head.cards.map((card) => viewCard(card, head.packs));
  const edition: Edition = {
    publication,
    name: root.name,
    n: head.n,
    time: head.time,
    expires: head.expires,
    sections: head.sections,
    top: head.top,
    cards: views,
    last: head.last,
    shell: head.shell,
    messages: head.messages,
    withdrawn: head.withdrawn,
  };
  const transaction = (await openStore()).transaction(['meta', 'cards', 'postings'], 'readwrite');
  const meta = transaction.objectStore('meta');
  const cards = transaction.objectStore('cards');
  void meta.put({ n: head.n, digest, checked, via, frame: frame.slice().buffer }, [publication, 'head']);
  void meta.put(edition, [publication, 'edition']);
  void meta.put(head.spans, [publication, 'spans']);
  void meta.put(trusted, [publication, 'root']);
  // What the front page last looked like is of an older edition now.
  void meta.delete([publication, 'screen']);
  const keys = await cards.getAllKeys(ofPublication(publication));
  const newest = keys.length > 0 ? await cards.get(keys[keys.length - 1]!) : undefined;
  const known = newest?.last ?? 0;
  const first = Math.max(head.from, known + 1);
  if (head.last >= first) {
    const fresh = views.filter((card) => card.q >= first).sort((a, b) => a.q - b.q);
    const joins = newest && newest.last + 1 === first && newest.cards.length + fresh.length <= RUN_SIZE;
    const run: CardRun = joins
      ? { first: newest.first, last: head.last, cards: [...newest.cards, ...fresh] }
      : { first, last: head.last, cards: fresh };
    void cards.put(run, [publication, run.first]);
  }
  await withdrawFrom(transaction.objectStore('postings'), publication, views);
  await transaction.done;
  return edition;
}

/** Stretches of q from `from` to `to` that no run covers, the newest first. */
export async function findGaps(
  publication: string,
  from: number,
  to: number,
): Promise<[first: number, last: number][]> {
  const store = (await openStore()).transaction('cards').store;
  // Only runs that touch the stretch: the first may begin before it.
  const before = await store.openKeyCursor(IDBKeyRange.bound([publication], [publication, from]), 'prev');
  const runs = await store.getAll(IDBKeyRange.bound(before?.key ?? [publication], [publication, to]));
  const gaps: [number, number][] = [];
  let next = from;
  for (const { first, last } of runs) {
    if (first > next && next <= to) gaps.push([next, Math.min(first - 1, to)]);
    next = Math.max(next, last + 1);
  }
  if (next <= to) gaps.push([next, to]);
  return gaps.reverse();
}

/** Stores what a segment says of a gap. Returns the cards that are new. */
export async function storeSegment(
  publication: string,
  segment: Segment,
  span: Span,
  gap: [first: number, last: number],
): Promise<CardView[]> {
  const first = Math.max(span[2], gap[0]);
  const last = Math.min(span[3], gap[1]);
  const cards = segment.cards
    .filter(([q]) => q >= first && q <= last)
    .map((card) => viewCard(card, segment.packs));
  const transaction = (await openStore()).transaction(['cards', 'postings'], 'readwrite');
  void transaction.objectStore('cards').put({ first, last, cards }, [publication, first]);
  await withdrawFrom(transaction.objectStore('postings'), publication, cards);
  await transaction.done;
  return cards;
}

/**
 * Stores packs (checked against their digests) and marks the articles among `cards` whose text is now held.
 * Returns those articles; a newer record of an article that is held already stays.
 */
export async function shelvePacks(
  publication: string,
  packs: ReadonlyMap<string, Bytes>,
  cards: readonly CardView[],
): Promise<Held[]> {
  const opened = new Map<string, Line[]>();
  for (const [digest, bytes] of packs) opened.set(digest, await openPack(bytes));
  // Other parts of an article may have come before.
  const database = await openStore();
  for (const digest of new Set(cards.flatMap((card) => card.packs.map(([one]) => one)))) {
    const block = opened.has(digest) ? undefined : await database.get('blocks', [publication, digest]);
    if (block) opened.set(digest, await openPack(new Uint8Array(block)));
  }
  const articles = cards.flatMap((card) => {
    const parts = card.packs.map(([digest], i) => opened.get(digest)?.[i === 0 ? card.line : 0]);
    if (!parts.every((part) => part?.id === card.id)) return [];
    const article = joinParts(parts as Line[]);
    const refs = pictureRefs(article);
    const held: Held = {
      id: card.id,
      q: card.q,
      packs: card.packs.map(([digest]) => digest),
      line: card.line,
      whole: refs.length === 0,
      pictureBytes: refs.reduce((sum, [, bytes]) => sum + bytes, 0),
      ...thumbOf(article),
      made: makeOf(article, card),
    };
    need([...held.packs, ...refs.map(([digest]) => digest)]);
    return [{ held, refs, article }];
  });
  const replaced = await findReplaced(publication, articles);
  const transaction = database.transaction(['blocks', 'held', 'past'], 'readwrite', RELAXED);
  const blocks = transaction.objectStore('blocks');
  const shelf = transaction.objectStore('held');
  const past = transaction.objectStore('past');
  for (const [digest, bytes] of packs) void blocks.put(bytes.slice().buffer, [publication, digest]);
  const stored: Held[] = [];
  for (const { held, refs } of articles) {
    const before = await shelf.get([publication, held.id]);
    // What an earlier version wrote is completed.
    if (before?.made && before.q >= held.q) continue;
    const isHere = async (digest: string) => (await blocks.getKey([publication, digest])) !== undefined;
    const here = await Promise.all(refs.map(([digest]) => isHere(digest)));
    held.whole = here.every(Boolean);
    // A pack that lay here when this began may have been removed since.
    if (!(await Promise.all(held.packs.map(isHere))).every(Boolean)) continue;
    void shelf.put(held, [publication, held.id]);
    stored.push(held);
    const old = replaced.get(held.id);
    if (!old || old.q !== before?.q) continue;
    const olds = await past.getAllKeys(ofPublication(publication, held.id));
    for (const key of olds.slice(0, Math.max(0, olds.length + 1 - PAST_SIZE))) void past.delete(key);
    void past.put(old, [publication, held.id, old.q]);
  }
  await transaction.done;
  return stored;
}

/**
 * What the articles that are about to be replaced say, where the new ones say something else. Read beforehand: a
 * transaction does not wait for a pack to be inflated.
 */
async function findReplaced(
  publication: string,
  fresh: readonly { held: Held; article: Article }[],
): Promise<Map<string, Past>> {
  const found = new Map<string, Past>();
  const store = (await openStore()).transaction('held').store;
  const olds = await Promise.all(fresh.map(({ held }) => store.get([publication, held.id])));
  for (const [i, { held, article }] of fresh.entries()) {
    const old = olds[i];
    const before = old && old.q < held.q ? await readHeld(publication, old) : null;
    if (!old || !before) continue;
    const text = bodyText(before.body);
    if (before.title === article.title && text === bodyText(article.body)) continue;
    found.set(held.id, { q: old.q, at: Date.now(), title: before.title, text });
  }
  return found;
}

/** The picture that stands for an article in lists: kept with what is held, so that a list need not open the text. */
function thumbOf(article: Article): Pick<Held, 'thumb'> {
  const picture = picturesOf(article.body).find((one) => one.list ?? one.article);
  return picture ? { thumb: [picture.list ?? null, picture.article ?? null] } : {};
}

/** Stores picture blocks and marks those of the articles that are whole with them. Returns the ones that became so. */
export async function shelvePictures(
  publication: string,
  pictures: ReadonlyMap<string, Bytes>,
  needs: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const transaction = (await openStore()).transaction(['blocks', 'held'], 'readwrite', RELAXED);
  const blocks = transaction.objectStore('blocks');
  const shelf = transaction.objectStore('held');
  need([...needs.values()].flat());
  for (const [digest, bytes] of pictures) void blocks.put(bytes.slice().buffer, [publication, digest]);
  const whole: string[] = [];
  for (const [id, digests] of needs) {
    const found = await shelf.get([publication, id]);
    if (!found || found.whole) continue;
    const { bare, ...held } = found;
    const keys = await Promise.all(digests.map((digest) => blocks.getKey([publication, digest])));
    held.whole = keys.every((key) => key !== undefined);
    if (!held.whole && !bare) continue;
    void shelf.put(held, [publication, id]);
    if (held.whole) whole.push(id);
  }
  await transaction.done;
  return whole;
}

/** Which of these blocks are held. */
export async function heldDigests(publication: string, digests: readonly string[]): Promise<Set<string>> {
  const store = (await openStore()).transaction('blocks').store;
  const keys = await Promise.all(digests.map((digest) => store.getKey([publication, digest])));
  return new Set(digests.filter((_, i) => keys[i] !== undefined));
}

/** One sync, from the cards down to the last picture, in the order of worth. */
import { type Courier, MirrorError } from '../courier/courier.ts';
import type { Bytes } from '../edition/bytes.ts';
import { type CardView, FLAG } from '../edition/card.ts';
import type { Span } from '../edition/head.ts';
import { openMessages } from '../edition/message.ts';
import { isRefusal } from '../edition/refusal.ts';
import { openDirectory, openSegment } from '../edition/segment.ts';
import { openWithdrawn } from '../edition/withdrawn.ts';
import { PICTURES_AHEAD, TEXTS_AHEAD } from '../library/ahead.ts';
import { getGone, isKept, savedIds } from '../library/forget.ts';
import { openLibrary } from '../library/library.ts';
import { complete } from '../library/made.ts';
import type { Edition } from '../library/records.ts';
import { findGaps, heldDigests, shelvePacks, shelvePictures, storeSegment } from '../library/shelve.ts';
import { getBlocks, getMeta, openStore, putBlocks, putMeta } from '../library/store.ts';
import { forgetWithdrawn, renewCards, storeWithdrawn } from '../library/withdrawn.ts';
import { createBatch, findUnwritten } from './batch.ts';
import { completeShell, fetchShell } from './new-shell.ts';
import { PRIORITY, type Sync } from './state.ts';

/** Fewest cards that the front page has to go on with, whatever is fetched ahead. */
export const CARDS_AT_LEAST = 50;

/** Fetches what `ahead` asks for and is not held: cards, texts, the app's new version, pictures. */
export async function fetchAhead(sync: Sync): Promise<void> {
  const { publication, ahead } = sync;
  const edition = await getMeta(publication, 'edition');
  if (!edition) return fetchShell(sync);
  sync.progress({ phase: 'texts' });
  // Rare, and first: packs of its neighbours have left the mirrors.
  await settled(sync, [fetchWithdrawn(sync, edition)]);
  const front = settled(sync, [fetchFront(sync), fetchMessages(sync, edition)]);
  const rest = fetchCards(sync, edition, ahead === 'none' ? CARDS_AT_LEAST : TEXTS_AHEAD).then(async () => {
    if (ahead !== 'none')
      await fetchTexts(sync, await keptOf(sync, await newestCards(TEXTS_AHEAD)), PRIORITY.texts);
  });
  await front;
  // A first visit's app is made whole before the bulk of the texts: only then does it open with no network.
  await settled(sync, [completeShell(sync), rest, fetchSaved(sync)]);
  await count(sync);
  await fetchShell(sync);
  // Never under throttling: pictures would stand in the way of the next news.
  if ((ahead === 'all' || ahead === 'small') && !sync.courier.isSlow())
    await fetchPictures(sync, await pictured(sync), { list: PRIORITY.list, only: ahead });
}

/** Fetches the texts of the front page, if anything is fetched ahead. */
export async function fetchFront(sync: Sync): Promise<void> {
  const edition = await getMeta(sync.publication, 'edition');
  if (edition && sync.ahead !== 'none')
    await fetchTexts(sync, await keptOf(sync, edition.cards), PRIORITY.front);
}

/** Those of the cards that the reader did not delete and wants to keep. */
async function keptOf(
  { publication, keep, now }: Pick<Sync, 'publication' | 'keep' | 'now'>,
  cards: readonly CardView[],
): Promise<CardView[]> {
  const [gone, saved] = await Promise.all([getGone(publication), savedIds(publication)]);
  return cards.filter((card) => isKept(card, { gone, saved, keep, now: now() }));
}

/** The newest articles whose pictures are fetched ahead. */
async function pictured(sync: Sync): Promise<CardView[]> {
  const { pictures } = await getGone(sync.publication);
  return (await keptOf(sync, await newestCards(PICTURES_AHEAD))).filter((card) => card.q > pictures);
}

/** What the reader saved is fetched whole, with its pictures, whatever is fetched ahead. */
async function fetchSaved(sync: Sync): Promise<void> {
  const library = await openLibrary();
  const places = await library.saved();
  const held = await library.held(places.map(({ id }) => id));
  const cards: CardView[] = [];
  for (const { id, q } of places) {
    const one = held.get(id);
    const card = one?.whole ? null : await findCard(sync, id, q);
    // One that was withdrawn stays as it is held.
    if (card && !(card.flags & FLAG.withdrawn)) cards.push(card);
  }
  if (cards.length === 0) return;
  await fetchTexts(sync, cards, PRIORITY.front);
  if (!sync.courier.isSlow()) await fetchPictures(sync, cards, { list: PRIORITY.list });
}

/**
 * Fetches what the publication says to its readers, one small block as a rule, whatever is fetched ahead: legal
 * warnings are among it. All of its packs or none take the place of those before.
 */
async function fetchMessages(sync: Sync, { messages: refs = [] }: Edition): Promise<void> {
  const { publication, courier } = sync;
  const digests = refs.map(([digest]) => digest);
  const known = (await getMeta(publication, 'messages'))?.digests ?? [];
  if (digests.join() === known.join()) return;
  const packs = await Promise.all(
    refs.map(async ([digest, bytes]) =>
      openMessages(await courier.block(digest, bytes, 'text', PRIORITY.front)).catch((error) => {
        // Signed, but not to be read by this version: what it does know is shown.
        if (!isRefusal(error)) throw error;
        return [];
      }),
    ),
  );
  await putMeta(publication, 'messages', { digests, messages: packs.flat() });
  sync.changed('messages');
}

/** Fetches what the publication took back, whatever is fetched ahead; a list that cannot be read changes nothing. */
async function fetchWithdrawn(sync: Sync, { withdrawn: ref }: Edition): Promise<void> {
  const { publication, courier, now } = sync;
  const digest = ref?.[0] ?? '';
  const known = await getMeta(publication, 'withdrawn');
  if (digest !== (known?.digest ?? '')) {
    const block = ref && (await courier.block(...ref, 'text', PRIORITY.front));
    const list = block
      ? await openWithdrawn(block).catch((error) => {
          // Signed, but not to be read by this version.
          if (!isRefusal(error)) throw error;
          return null;
        })
      : [];
    if (!list) return;
    const stale = await storeWithdrawn(publication, list, now());
    sync.changed('cards');
    const spans = (await getMeta(publication, 'spans')) ?? [];
    const segments = new Map<string, Span>();
    for (const q of stale)
      for (const span of await segmentsOf(sync, spans, [q, q])) segments.set(span[0], span);
    for (const span of segments.values())
      await renewCards(publication, await openSegment(await held(sync, span, 'cards', PRIORITY.cards), span));
    const { articles } = (await getMeta(publication, 'withdrawn'))!;
    await putMeta(publication, 'withdrawn', { digest, articles });
  }
  await forgetWithdrawn(publication, now());
}

/** Counts what is held of what is wanted. */
export async function count(
  sync: Pick<Sync, 'publication' | 'ahead' | 'keep' | 'now' | 'progress'>,
): Promise<void> {
  const edition = await getMeta(sync.publication, 'edition');
  if (!edition) return;
  const all = sync.ahead === 'none' ? edition.cards : await newestCards(TEXTS_AHEAD);
  const held = await heldOf(sync.publication, all);
  const kept = new Set(await keptOf(sync, all));
  // What the reader deleted is not waited for; if it is here all the same it counts.
  const cards = all.filter((card) => kept.has(card) || held.get(card.id) === card.q);
  // Records whose cards are not here yet are wanted too.
  const from = Math.max(1, edition.last - TEXTS_AHEAD + 1);
  const gaps = sync.ahead === 'none' ? [] : await findGaps(sync.publication, from, edition.last);
  const unknown = gaps.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  sync.progress({
    held: cards.filter((card) => held.get(card.id) === card.q).length,
    wanted: cards.length + unknown,
  });
}

async function newestCards(limit: number): Promise<CardView[]> {
  return (await openLibrary()).cards({ limit });
}

/** Id to the q that is held. */
async function heldOf(publication: string, cards: readonly CardView[]): Promise<Map<string, number>> {
  const store = (await openStore()).transaction('held').store;
  const records = await Promise.all(cards.map(({ id }) => store.get([publication, id])));
  // One of an earlier version is shelved anew, from what is here.
  return new Map(records.flatMap((record) => (record?.made ? [[record.id, record.q]] : [])));
}

/** Fetches segments until the newest `wanted` cards are known. */
async function fetchCards(sync: Sync, edition: Edition, wanted: number): Promise<void> {
  await fetchSegments(sync, edition.last - wanted + 1, edition.last, PRIORITY.cards);
}

/** Fetches the cards of a stretch of q, as far as they are not known. */
export async function fetchSegments(sync: Sync, from: number, to: number, priority: number): Promise<void> {
  const { publication } = sync;
  const spans = (await getMeta(publication, 'spans')) ?? [];
  for (const gap of await findGaps(publication, Math.max(1, from), to)) {
    const segments = await segmentsOf(sync, spans, gap);
    await settled(
      sync,
      segments.map(async (span) => {
        const segment = await openSegment(await held(sync, span, 'cards', priority), span);
        await storeSegment(publication, segment, span, gap);
        sync.changed('cards');
      }),
    );
  }
}

/** Level-0 spans that touch a stretch of q, directories opened on the way; the newest first. */
async function segmentsOf(
  sync: Sync,
  spans: readonly Span[],
  [first, last]: [number, number],
): Promise<Span[]> {
  const touching = spans.filter((span) => span[2] <= last && span[3] >= first).reverse();
  const found = await Promise.all(
    touching.map(async (span) => {
      if (span[4] === 0) return [span];
      const directory = await openDirectory(await held(sync, span, 'cards', PRIORITY.cards), span);
      return segmentsOf(sync, directory.spans, [first, last]);
    }),
  );
  return found.flat();
}

/** A block from the shelf, or through the courier and then onto the shelf. */
export async function held(
  sync: Sync,
  [digest, bytes]: readonly [string, number, ...unknown[]],
  what: 'cards' | 'shell' | 'picture',
  priority: number,
): Promise<Bytes> {
  const [block] = await getBlocks(sync.publication, [digest]);
  if (block) return new Uint8Array(block);
  const fetched = await sync.courier.block(digest, bytes, what, priority);
  if (what === 'cards') await putBlocks(sync.publication, [{ digest, bytes: fetched }]);
  return fetched;
}

/** A block that is not on the shelf: it may have come a moment ago and only wait to be written. */
async function bring(courier: Courier, ...job: Parameters<Courier['block']>): Promise<Bytes> {
  return findUnwritten(job[0]) ?? courier.block(...job);
}

/** Fetches the packs of those cards whose articles are not held, and shelves them as they come. */
export async function fetchTexts(sync: Sync, cards: readonly CardView[], priority: number): Promise<void> {
  const { publication, courier } = sync;
  const have = await heldOf(publication, cards);
  const missing = cards.filter((card) => (have.get(card.id) ?? 0) < card.q);
  const packs = new Map(missing.flatMap((card) => card.packs));
  const here = await heldDigests(publication, [...packs.keys()]);
  const batch = createBatch(async (blocks: Map<string, Bytes>) => {
    const touched = missing.filter((card) => card.packs.some(([digest]) => blocks.has(digest)));
    const shelved = await shelvePacks(publication, blocks, touched);
    sync.shelved += blocks.size;
    sync.changed(
      'articles',
      shelved.map((one) => one.id),
    );
    await count(sync);
  });
  // A pack that is here but whose article was not marked: its other parts or its card came later.
  const already = missing.filter((card) => card.packs.every(([digest]) => here.has(digest)));
  if (already.length > 0) await shelvePacks(publication, new Map(), already);
  const wanted = [...packs].filter(([digest]) => !here.has(digest));
  await settled(
    sync,
    // Shuffled, so that a mirror does not learn what is read first.
    shuffled(wanted, sync.random).map(async ([digest, bytes]) => {
      batch.add(digest, await bring(courier, digest, bytes, 'text', priority));
    }),
  );
  await batch.end();
}

/**
 * Fetches list pictures, then article pictures (or the former only), of held articles; marks those that are whole
 * with them. `list` is the priority of the list pictures.
 */
export async function fetchPictures(
  sync: Sync,
  cards: readonly CardView[],
  { list, only = 'all' }: { list: number; only?: 'small' | 'all' },
): Promise<void> {
  const { publication, courier } = sync;
  const needs = new Map<string, string[]>();
  const lists = new Map<string, number>();
  const articles = new Map<string, number>();
  const library = await openLibrary();
  const held = await library.held(cards.map((card) => card.id));
  for (const one of held.values()) {
    if (one.whole) continue;
    const { small, large } = complete(one).made;
    needs.set(
      one.id,
      [...small, ...large].map(([digest]) => digest),
    );
    for (const [digest, bytes] of small) lists.set(digest, bytes);
    for (const [digest, bytes] of only === 'all' ? large : []) articles.set(digest, bytes);
  }
  const here = await heldDigests(publication, [...lists.keys(), ...articles.keys()]);
  const left = (refs: Map<string, number>) =>
    shuffled(
      [...refs].filter(([digest]) => !here.has(digest)),
      sync.random,
    );
  const jobs = [
    ...left(lists).map((ref) => [...ref, list] as const),
    ...left(articles).map((ref) => [...ref, Math.min(list + 1, PRIORITY.article)] as const),
  ];
  let picturesLeft = jobs.length;
  sync.progress({ phase: 'pictures', picturesLeft });
  const batch = createBatch(async (blocks: Map<string, Bytes>) => {
    const touched = new Map([...needs].filter(([, digests]) => digests.some((digest) => blocks.has(digest))));
    await shelvePictures(publication, blocks, touched);
    sync.shelved += blocks.size;
    sync.changed('articles', [...touched.keys()]);
    sync.progress({ picturesLeft });
  });
  await settled(
    sync,
    jobs.map(async ([digest, bytes, priority]) => {
      try {
        batch.add(digest, await bring(courier, digest, bytes, 'picture', priority));
      } finally {
        picturesLeft--;
      }
    }),
  );
  await batch.end();
  // Articles whose pictures were all here before: shared with others, or left by a sync that was cut short.
  await shelvePictures(publication, new Map(), needs);
}

/** The card of an id; an old one that is not known is looked up by its q through the directory. */
export async function findCard(sync: Sync, id: string, q: number | undefined): Promise<CardView | null> {
  const library = await openLibrary();
  const known = await library.card(id, q);
  if (known || q === undefined) return known;
  const spans = (await getMeta(sync.publication, 'spans')) ?? [];
  for (const span of await segmentsOf(sync, spans, [q, q]))
    await fetchSegments(sync, span[2], span[3], PRIORITY.wanted);
  return library.card(id, q);
}

/** Waits for all; a block that no mirror has is left for the next sync, anything else is thrown on. */
async function settled(sync: Sync, work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === 'rejected') sync.missed++;
    if (result.status === 'rejected' && !(result.reason instanceof MirrorError) && !isRefusal(result.reason))
      throw result.reason;
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}

/** The log of records: what is new gets the next q; what no longer fits in a head is sealed. */
import type { Article, Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { Head, Span } from '../../src/edition/head.ts';
import { makeView } from './cards.ts';
import type { Entry } from './load.ts';
import { blockStore, fillPacks } from './packs.ts';
import { addSpans, groupCards, sealGroups } from './spans.ts';

/** What an edition holds of its log. */
export interface Log {
  /** Newest record of each id, oldest first. */
  entries: Entry[];
  /** Those of them that stand in the head alone. */
  tail: Entry[];
  spans: Span[];
  last: number;
}

export interface Before {
  head: Head;
  entries: Entry[];
  directories: ReadonlyMap<string, Span[]>;
}

/** So many small packs of earlier presses may lie in the tail before they are merged: each costs a connection. */
const SMALL_PACKS = 4;

/**
 * The log after these articles, oldest first, all of them new or changed.
 * @param options.fitsHead whether a head has room for all cards of such a tail
 * @param options.put takes the blocks that the new edition needs
 */
export function growLog(
  before: Before | null,
  fresh: readonly Article[],
  options: { object: number; fitsHead(log: Log): boolean; put(block: Bytes): Ref },
): Log {
  const { object, fitsHead, put } = options;
  const last = (before?.head.last ?? 0) + fresh.length;
  const spans = before?.head.spans ?? [];
  const sealed = spans.at(-1)?.[3] ?? 0;
  const replaced = new Set(fresh.map(({ id }) => id));
  const kept = (before?.entries ?? []).filter(({ view }) => !replaced.has(view.id));
  const isSealed = (entry: Entry) => entry.view.q <= sealed;
  const oldTail = kept.filter((entry) => !isSealed(entry));
  const fixed = kept.filter(isSealed);
  if (fresh.length === 0) return { entries: kept, tail: oldTail, spans, last };

  const first = last - fresh.length + 1;
  const records = fresh.map((article, i) => ({ q: first + i, article }));
  const [mergedStore, addedStore] = [blockStore(), blockStore()];
  const merged = needsMerging(oldTail, object)
    ? pack(oldTail.map(recordOf), object, mergedStore.put)
    : oldTail;
  const added = pack(records, object, addedStore.put);
  const keep = (store: { blocks: Map<string, Bytes> }) => {
    for (const block of store.blocks.values()) put(block);
  };
  const tail = [...merged, ...added];
  const open: Log = { entries: [...fixed, ...tail], tail, spans, last };
  if (fitsHead(open)) {
    keep(mergedStore);
    keep(addedStore);
    return open;
  }

  // Few new ones stay in packs of their own: whoever was here last time needs nothing else beside the head.
  const isFew = fresh.length <= oldTail.length && fitsHead({ ...open, tail: added });
  if (isFew) keep(addedStore);
  const fresher = isFew ? added : [];
  const all = pack([...oldTail.map(recordOf), ...(isFew ? [] : records)], object, put);
  const groups = groupCards(
    all.map(({ view }) => view),
    object,
  );
  const rest = groups.at(-1)!;
  const remains = [...all.slice(all.length - rest.length), ...fresher];
  // A handful that would make a thin segment waits in the head for more.
  const waits =
    groups.length > 1 && rest.length * 2 <= groups[0]!.length && fitsHead({ ...open, tail: remains });
  const segments = sealGroups(waits ? groups.slice(0, -1) : groups, sealed + 1, put);
  return {
    entries: [...fixed, ...all, ...fresher],
    tail: waits ? remains : fresher,
    spans: addSpans(spans, segments, before?.directories ?? new Map(), put),
    last,
  };
}

const recordOf = ({ view, article }: Entry) => ({ q: view.q, article });

function pack(
  records: readonly { q: number; article: Article }[],
  limit: number,
  put: (block: Bytes) => Ref,
): Entry[] {
  const places = fillPacks(
    records.map(({ article }) => article),
    limit,
    put,
  );
  return records.map(({ q, article }, i) => ({ view: makeView(q, article, places[i]!), article }));
}

function needsMerging(tail: readonly Entry[], object: number): boolean {
  const small = new Set<string>();
  for (const { view } of tail) {
    for (const [digest, bytes] of view.packs) if (bytes * 2 < object) small.add(digest);
  }
  return small.size > SMALL_PACKS;
}

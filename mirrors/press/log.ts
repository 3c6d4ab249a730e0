/** The log of records: what is new gets the next q; what no longer fits in a head is sealed. */
import type { Article, Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { CardView } from '../../src/edition/card.ts';
import type { Head, Span } from '../../src/edition/head.ts';
import { MOST_CARDS } from './head.ts';
import { packRecords, type Waiting } from './packing.ts';
import { blockStore } from './packs.ts';
import { addSpans, groupCards, sealGroups } from './spans.ts';
import type { Slip, Spill } from './spill.ts';

/** What an edition holds of its log. */
export interface Log {
  /** Newest record of each id, oldest first. */
  views: CardView[];
  /** Those of them that stand in the head alone. */
  tail: CardView[];
  spans: Span[];
  /** Content of each directory, by digest; older ones may be among them. */
  directories: Map<string, Span[]>;
  last: number;
}

export interface Before {
  head: Pick<Head, 'last' | 'spans'>;
  views: CardView[];
  directories: ReadonlyMap<string, Span[]>;
  article(view: CardView): Promise<Article>;
}

/** An article that is new or changed; its JSON lies in the spill. */
export interface Fresh {
  id: string;
  slip: Slip;
}

/** So many small packs of earlier presses may lie in the tail before they are merged: each costs a connection. */
const SMALL_PACKS = 4;

export interface LogOptions {
  /** Size of a block (bytes). */
  object: number;
  spill: Spill;
  /** Whether a head has room for all cards of such a tail. */
  fitsHead(log: Log): boolean;
  /** Takes the blocks that the new edition needs. */
  put(block: Bytes): Ref;
}

/** The log after these articles, oldest first, all of them new or changed. */
export async function growLog(
  before: Before | null,
  fresh: readonly Fresh[],
  options: LogOptions,
): Promise<Log> {
  const { object, spill, fitsHead, put } = options;
  const last = (before?.head.last ?? 0) + fresh.length;
  const spans = before?.head.spans ?? [];
  const sealed = spans.at(-1)?.[3] ?? 0;
  const replaced = new Set(fresh.map(({ id }) => id));
  const kept = (before?.views ?? []).filter(({ id }) => !replaced.has(id));
  const oldTail = kept.filter(({ q }) => q > sealed);
  const fixed = kept.filter(({ q }) => q <= sealed);
  const directories = new Map(before?.directories);
  const open: Log = { views: kept, tail: oldTail, spans, directories, last };
  if (fresh.length === 0 && (oldTail.length === 0 || fitsHead(open))) return open;

  const first = last - fresh.length + 1;
  const records = fresh.map(({ slip }, i): Waiting => ({ q: first + i, slip }));
  const pack = (list: readonly Waiting[], to: (block: Bytes) => unknown) =>
    packRecords(list, { spill, limit: object, put: to });
  const waiting = async (views: readonly CardView[]) => {
    const list: Waiting[] = [];
    for (const view of views)
      list.push({ q: view.q, slip: spill.add(JSON.stringify(await before!.article(view))) });
    return list;
  };
  const [mergedStore, addedStore] = [blockStore(), blockStore()];
  const keep = (store: { blocks: Map<string, Bytes> }) => {
    for (const block of store.blocks.values()) put(block);
  };
  let fresher: CardView[] = [];
  if (oldTail.length + fresh.length <= MOST_CARDS) {
    const merged = needsMerging(oldTail, object)
      ? await pack(await waiting(oldTail), mergedStore.put)
      : oldTail;
    const added = await pack(records, addedStore.put);
    const tail = [...merged, ...added];
    const opened: Log = { ...open, views: [...fixed, ...tail], tail };
    if (fitsHead(opened)) {
      keep(mergedStore);
      keep(addedStore);
      return opened;
    }
    // Few new ones stay in packs of their own: whoever was here last time needs nothing else beside the head.
    if (fresh.length <= oldTail.length && fitsHead({ ...opened, tail: added })) {
      keep(addedStore);
      fresher = added;
    }
  }

  const all = await pack([...(await waiting(oldTail)), ...(fresher.length > 0 ? [] : records)], put);
  const groups = groupCards(all, object);
  const rest = groups.at(-1)!;
  const remains = [...all.slice(all.length - rest.length), ...fresher];
  const views = [...fixed, ...all, ...fresher];
  // A handful that would make a thin segment waits in the head for more.
  const waits =
    groups.length > 1 && rest.length * 2 <= groups[0]!.length && fitsHead({ ...open, views, tail: remains });
  const segments = sealGroups(waits ? groups.slice(0, -1) : groups, sealed + 1, put);
  const tail = waits ? remains : fresher;
  return { views, tail, spans: addSpans(spans, segments, directories, put), directories, last };
}

function needsMerging(tail: readonly CardView[], object: number): boolean {
  const small = new Set<string>();
  for (const { packs } of tail) {
    for (const [digest, bytes] of packs) if (bytes * 2 < object) small.add(digest);
  }
  return small.size > SMALL_PACKS;
}

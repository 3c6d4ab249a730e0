/** Records into packs: in runs of a fixed number, so that both cores can fill packs and the bytes stay the same. */
import { closeSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Article } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { CardView } from '../../src/edition/card.ts';
import { makeView } from './cards.ts';
import { blockStore, fillPacks } from './packs.ts';
import { runInThreads } from './pool.ts';
import { readSlip, type Slip, type Spill } from './spill.ts';

/** A record whose article lies in a spill as JSON. */
export interface Waiting {
  q: number;
  slip: Slip;
}

/** So many records are packed by themselves: their last pack may stay half empty, one in some forty. */
const RUN = 256;
/** A thread costs about as much as it takes to pack so many. */
const WORTH_THREADS = 4 * RUN;

/** What one run is made of, for this thread or another. */
export interface Run {
  file: string;
  records: Waiting[];
  /** Size of a pack (bytes). */
  limit: number;
}

export interface Packed {
  views: CardView[];
  blocks: Bytes[];
}

/** Packs records, in their order, and hands every block to `put`. Returns the card of each. */
export async function packRecords(
  records: readonly Waiting[],
  options: { spill: Spill; limit: number; put(block: Bytes): unknown },
): Promise<CardView[]> {
  const { spill, limit, put } = options;
  spill.flush();
  const runs: Run[] = [];
  for (let at = 0; at < records.length; at += RUN)
    runs.push({ file: spill.file, records: records.slice(at, at + RUN), limit });
  const views: CardView[] = [];
  const take = (packed: Packed) => {
    for (const block of packed.blocks) put(block);
    for (const view of packed.views) views.push(view);
  };
  if (records.length < WORTH_THREADS) for (const run of runs) take(packRun(run));
  else {
    const worker = new URL('./packing-worker.ts', import.meta.url);
    await runInThreads<Run, Packed>(worker, runs, { threads: availableParallelism(), take });
  }
  return views;
}

/** Packs one run. */
export function packRun({ file, records, limit }: Run): Packed {
  const handle = openSync(file, 'r');
  try {
    const articles = records.map(({ slip }) => JSON.parse(readSlip(handle, slip)) as Article);
    const { blocks, put } = blockStore();
    const places = fillPacks(articles, limit, put);
    const views = records.map(({ q }, i) => makeView(q, articles[i]!, places[i]!));
    return { views, blocks: [...blocks.values()] };
  } finally {
    closeSync(handle);
  }
}

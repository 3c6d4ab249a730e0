/** Removes blocks of deleted articles that no other article needs. Packs and pictures are shared: users are counted. */
import type { Bytes } from '../edition/bytes.ts';
import { digestsIn } from './library.ts';
import { heldInRuns, neededBy } from './made.ts';
import type { Gone } from './records.ts';
import { getBlocks, getMeta, openStore, RELAXED } from './store.ts';

export const NOTHING_GONE: Gone = { floor: 0, pictures: 0, ids: {} };
/** Blocks removed in one transaction: whoever reads in between waits for no more than these. */
const BATCH = 200;
/** In the list of loose blocks, before the digest of a block that names chunks. */
export const LIST = '=';

/** Blocks that some article needs; kept up to date while a sweep is under way, by whoever shelves. */
let needed: Set<string> | undefined;

/** What there was no space to write when articles were deleted: it is made good once their blocks are gone. */
interface Note {
  loose: readonly string[];
  change(gone: Gone): Gone;
}
const aside: Note[] = [];

/** Keeps a note in memory until the next sweep. */
export function setAside(note: Note): void {
  aside.push(note);
}

/** Says that these blocks are about to be needed. Who shelves and who sweeps hold the same Web Lock: one thread. */
export function need(digests: readonly string[]): void {
  for (const digest of needed ? digests : []) needed!.add(digest);
}

/**
 * Removes loose blocks that nobody needs, a batch at a time; `pause` is waited for in between. Cut short it goes on
 * at the next call. Returns how many were removed.
 */
export async function sweep(publication: string, pause: () => Promise<unknown>): Promise<number> {
  const written = (await getMeta(publication, 'loose')) ?? [];
  const notes = [...aside];
  const loose = [...written, ...notes.flatMap((note) => note.loose)];
  if (loose.length === 0 || needed) return 0;
  let removed = 0;
  needed = new Set();
  try {
    for await (const run of heldInRuns(publication)) for (const held of run) need(neededBy(held));
    for (let at = 0; at < loose.length; at += BATCH) {
      if (at > 0) await pause();
      removed += await removeBlocks(publication, loose.slice(at, at + BATCH));
    }
    const transaction = (await openStore()).transaction('meta', 'readwrite', RELAXED);
    const { store } = transaction;
    const now = ((await store.get([publication, 'loose'])) ?? []) as string[];
    // More have come meanwhile: then all are looked at again.
    if (now.length === written.length) void store.put([], [publication, 'loose']);
    let gone = (await store.get([publication, 'gone'])) as Gone | undefined;
    for (const note of notes) gone = note.change(gone ?? NOTHING_GONE);
    if (gone && notes.length > 0) void store.put(gone, [publication, 'gone']);
    await transaction.done;
    aside.splice(0, notes.length);
  } finally {
    needed = undefined;
  }
  return removed;
}

async function removeBlocks(publication: string, entries: readonly string[]): Promise<number> {
  const useless = (digest: string): boolean => !needed?.has(digest);
  const lists = entries.flatMap((entry) => (entry.startsWith(LIST) ? [entry.slice(1)] : []));
  const chunks = await getBlocks(publication, lists.filter(useless));
  const digests = [
    ...entries.map((entry) => entry.replace(LIST, '')),
    ...chunks.flatMap((list) => (list ? digestsIn(new Uint8Array(list) as Bytes) : [])),
  ];
  const transaction = (await openStore()).transaction('blocks', 'readwrite', RELAXED);
  // Asked again here: an article may have been shelved while the lists were read.
  const removed = digests.filter(useless);
  for (const digest of removed) void transaction.store.delete([publication, digest]);
  await transaction.done;
  return removed.length;
}

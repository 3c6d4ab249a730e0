/**
 * What the press remembers of its last run, to save time: cards, and by which drafts articles were made. It belongs
 * to one head; without it, or with another's, everything is read from the site again. It lies in two files: a large one,
 * and a small one with what has changed since that was written, since a hundred thousand articles take a second.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ref } from '../../src/edition/body.ts';
import { type Card, type CardView, viewCard } from '../../src/edition/card.ts';
import type { Span } from '../../src/edition/head.ts';
import { tableOf } from './cards.ts';
import { folderWriter } from './files.ts';

export interface Memory {
  /** Digest of the head that this is true of. */
  digest: string;
  /** Newest record of each id, oldest first. */
  views: CardView[];
  directories: Map<string, Span[]>;
  /** Id to the hash of the drafts that the published article was made of. */
  prints: ReadonlyMap<string, string>;
}

/** A memory as it was read. */
export interface ReadMemory extends Memory {
  /** What the large file holds, and its own name. */
  base: Memory & { stamp: string };
}

/** Grows whenever the same drafts would make another article, or these files look different. */
const VERSION = 4;

const BASE_FILE = 'memory';
const CHANGES_FILE = 'memory-changes';
/** As the engine holds texts: of a hundred thousand articles UTF-8 takes it half a second. */
const ENCODING = 'utf16le';
/** The large file is written anew once so many things have changed, and one in so many of what it holds. */
const MANY_CHANGES = 1_000;
const LARGE_SHARE = 20;

/** As it is written: JSON, which is read several times as fast as what `node:v8` writes. */
interface Written {
  version: number;
  /** A name that no other writing of a file has. */
  stamp: string;
  digest: string;
  packs: Ref[];
  cards: Card[];
  directories: [string, Span[]][];
  prints: [string, string][];
}

/** Changes as they are written: `cards` and `prints` are new or other ones, `directories` all. */
interface Changes extends Written {
  /** Stamp of the large file. */
  since: string;
  /** q of cards that are no more. */
  gone: number[];
}

/** The memory in a folder, or null where it is missing, damaged, or another head's. */
export async function readMemory(folder: string, digest: string): Promise<ReadMemory | null> {
  try {
    const large = await read<Written>(join(folder, BASE_FILE));
    const base = { ...opened(large), stamp: large.stamp };
    const changes = await read<Changes>(join(folder, CHANGES_FILE)).catch(() => null);
    if (changes?.since === base.stamp && changes.digest === digest) {
      const { directories, prints, views } = opened(changes);
      const gone = new Set(changes.gone);
      const kept = base.views.filter(({ q }) => !gone.has(q));
      return {
        ...{ digest, base, directories },
        views: [...kept, ...views].sort((a, b) => a.q - b.q),
        prints: new Map([...base.prints, ...prints]),
      };
    }
    return base.digest === digest ? { ...base, base } : null;
  } catch {
    return null; // It only saves time.
  }
}

async function read<T extends Written>(file: string): Promise<T> {
  const written = JSON.parse((await readFile(file)).toString(ENCODING)) as T;
  if (written.version !== VERSION) throw new Error('another version wrote it');
  return written;
}

function opened({ digest, packs, cards, directories, prints }: Written): Memory {
  const views = cards.map((card) => viewCard(card, packs));
  return { digest, views, directories: new Map(directories), prints: new Map(prints) };
}

/** Keeps a memory; `was` is what this run read there. */
export async function keepMemory(folder: string, memory: Memory, was: ReadMemory | null): Promise<void> {
  const writer = folderWriter(folder);
  const write = (name: string, written: Written) =>
    writer.write(name, Buffer.from(JSON.stringify(written), ENCODING));
  const changes = was && changesSince(was.base, memory);
  const count = changes ? changes.cards.length + changes.gone.length + changes.prints.length : 0;
  const isFew = was !== null && count <= MANY_CHANGES + was.base.views.length / LARGE_SHARE;
  if (changes && isFew) await write(CHANGES_FILE, changes);
  else await write(BASE_FILE, writtenOf(memory, memory.views, memory.prints));
}

function changesSince(base: ReadMemory['base'], memory: Memory): Changes {
  const [gone, added] = differing(base.views, memory.views);
  const prints = [...memory.prints].filter(([id, print]) => base.prints.get(id) !== print);
  return { ...writtenOf(memory, added, prints), since: base.stamp, gone: gone.map(({ q }) => q) };
}

function writtenOf(
  { digest, directories }: Memory,
  views: readonly CardView[],
  prints: Iterable<[string, string]>,
): Written {
  const stamp = randomUUID();
  const lists = { directories: [...directories], prints: [...prints] };
  return { version: VERSION, stamp, digest, ...tableOf(views), ...lists };
}

/** What only the one list has and what only the other; both are in the order of q, and share what stayed as it was. */
function differing(before: readonly CardView[], after: readonly CardView[]): [CardView[], CardView[]] {
  const [gone, added]: [CardView[], CardView[]] = [[], []];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const [old, now] = [before[one], after[other]];
    if (old && old === now) {
      one++;
      other++;
    } else if (old && (!now || old.q <= now.q)) {
      gone.push(old);
      one++;
    } else {
      added.push(now!);
      other++;
    }
  }
  return [gone, added];
}

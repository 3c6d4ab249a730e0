/**
 * What the press remembers of its last run, to save time: cards, and by which drafts articles were made. It belongs
 * to one head; without it, or with another's, everything is read from the site again.
 */
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { CardView } from '../../src/edition/card.ts';
import type { Span } from '../../src/edition/head.ts';

export interface Memory {
  /** Digest of the head that this is true of. */
  digest: string;
  /** Newest record of each id, oldest first. */
  views: CardView[];
  directories: Map<string, Span[]>;
  /** Id to the hash of the drafts that the published article was made of. */
  prints: Map<string, string>;
}

/** Grows whenever the same drafts would make another article, or this file looks different. */
const VERSION = 1;

export const MEMORY_FILE = 'memory';

/** The memory in a file, or null where it is missing, damaged, or another head's. */
export async function readMemory(file: string, digest: string): Promise<Memory | null> {
  try {
    const { version, ...memory } = deserialize(await readFile(file)) as Memory & { version: number };
    return version === VERSION && memory.digest === digest ? memory : null;
  } catch {
    return null; // It only saves time.
  }
}

/** Bytes of a memory, as `readMemory` reads them. */
export const memoryBytes = (memory: Memory): Uint8Array => serialize({ version: VERSION, ...memory });

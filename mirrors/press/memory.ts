/**
 * What the press remembers of its last run, to save time: cards, and by which drafts articles were made. It belongs
 * to one head; without it, or with another's, everything is read from the site again.
 */
import { readFile } from 'node:fs/promises';
import type { Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { type Card, type CardView, viewCard } from '../../src/edition/card.ts';
import type { Span } from '../../src/edition/head.ts';
import { tableOf } from './cards.ts';

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
const VERSION = 3;

export const MEMORY_FILE = 'memory';
/** As the engine holds texts: of a hundred thousand articles UTF-8 takes it half a second. */
const ENCODING = 'utf16le';

/** As it is written: JSON, which is read several times as fast as what `node:v8` writes. */
interface Written {
  version: number;
  digest: string;
  packs: Ref[];
  cards: Card[];
  directories: [string, Span[]][];
  prints: [string, string][];
}

/** The memory in a file, or null where it is missing, damaged, or another head's. */
export async function readMemory(file: string, digest: string): Promise<Memory | null> {
  try {
    const written = JSON.parse((await readFile(file)).toString(ENCODING)) as Written;
    if (written.version !== VERSION || written.digest !== digest) return null;
    const { packs, cards, directories, prints } = written;
    const views = cards.map((card) => viewCard(card, packs));
    return { digest, views, directories: new Map(directories), prints: new Map(prints) };
  } catch {
    return null; // It only saves time.
  }
}

/** Bytes of a memory, as `readMemory` reads them. */
export function memoryBytes({ digest, views, directories, prints }: Memory): Bytes {
  const { packs, cards } = tableOf(views);
  const lists = { directories: [...directories], prints: [...prints] };
  const text = JSON.stringify({ version: VERSION, digest, packs, cards, ...lists } satisfies Written);
  return new Uint8Array(Buffer.from(text, ENCODING));
}

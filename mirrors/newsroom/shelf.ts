/**
 * What a source gave, kept between runs: a source that has not changed is not read again, and what it gave can still
 * be joined with what others give. It only saves time: without it everything is read anew.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { base32 } from '../../src/edition/bytes.ts';
import type { Draft } from './draft.ts';
import { draftFrom, draftText } from './draft-text.ts';
import type { State } from './source.ts';

/** Grows whenever the same source would be read as other drafts, or the files look different. */
const VERSION = 4;

/** What is known of a draft without reading it. */
export interface Entry {
  key: string;
  /** What an article of that key is called (docs/format.md section 6): of many thousands the hashes take time. */
  id: string;
  url: string;
  title: string;
  published: number | null;
  language: string;
  order?: number;
  translations?: Record<string, string>;
  names?: string[];
  embargo?: number;
  hasFiles: boolean;
  /** SHA-256 of the draft as text. */
  hash: string;
  /** The source no longer has it. */
  isGone?: true;
  /** Where the text lies (bytes). */
  at: number;
  bytes: number;
}

interface Index {
  version: number;
  /** Name of the file with the texts. */
  file: string;
  state: State;
  entries: Entry[];
}

/** The drafts of one source. */
export interface Shelf {
  readonly entries: readonly Entry[];
  readonly state: State;
  has(key: string): boolean;
  /** @throws where the file was taken away meanwhile */
  read(entry: Entry): Draft;
  /** The draft's text as it lies there. */
  raw(entry: Entry): Buffer;
  close(): void;
}

/** The drafts that are being read. */
export interface Filling {
  put(draft: Draft): Promise<void>;
  /** Takes an entry of the shelf before, as it is. */
  keep(entry: Entry): Promise<void>;
  /** Makes what was put the shelf's content. */
  finish(state: State): Promise<Shelf>;
  /** Leaves the shelf as it was. */
  drop(): Promise<void>;
}

export interface Shelves {
  /** The shelf of a source; empty where it was never filled. `name` says everything that decides on its drafts. */
  open(name: string): Promise<Shelf>;
  /** Begins to fill a shelf anew, `from` the one that was opened. */
  fill(name: string, from: Shelf): Promise<Filling>;
}

/** Shelves in a folder of their own. */
export function openShelves(folder: string): Shelves {
  const pathOf = (name: string): string => join(folder, print(`${VERSION} ${name}`));
  return {
    async open(name) {
      const index = await readIndex(`${pathOf(name)}.index`);
      if (!index) return emptyShelf();
      try {
        return shelfOf(index, openSync(join(folder, index.file), 'r'));
      } catch {
        // It only saves time.
        return emptyShelf();
      }
    },
    async fill(name, from) {
      await mkdir(folder, { recursive: true });
      const path = pathOf(name);
      const file = `${print(name)}-${randomBytes(6).toString('hex')}.drafts`;
      const handle = await open(join(folder, file), 'w+');
      return filling({ folder, file, index: `${path}.index`, handle, from });
    },
  };
}

function filling(place: {
  folder: string;
  file: string;
  index: string;
  handle: FileHandle;
  from: Shelf;
}): Filling {
  const { folder, file, index, handle, from } = place;
  const entries = new Map<string, Entry>();
  let waiting: Buffer[] = [];
  let [size, held] = [0, 0];
  const add = async (entry: Omit<Entry, 'at' | 'bytes'>, text: Buffer): Promise<void> => {
    entries.set(entry.key, { ...entry, at: size, bytes: text.length });
    size += text.length;
    held += text.length;
    waiting.push(text);
    if (held > 1 << 20) await flush();
  };
  const flush = async (): Promise<void> => {
    const chunk = Buffer.concat(waiting);
    [waiting, held] = [[], 0];
    if (chunk.length > 0) await handle.write(chunk);
  };
  return {
    async put(draft) {
      const text = Buffer.from(draftText(draft));
      const { key, url, title, published, language, order, files } = draft;
      const hash = createHash('sha256').update(text).digest('base64url');
      const about = {
        key,
        id: idOf(key),
        url,
        title,
        published,
        language,
        hash,
        hasFiles: files !== undefined,
      };
      const { translations, names, embargo } = draft;
      const more = {
        ...(order !== undefined && { order }),
        ...(translations && { translations }),
        ...(names && { names }),
        ...(embargo !== undefined && { embargo }),
      };
      await add({ ...about, ...more }, text);
    },
    async keep(entry) {
      if (entries.has(entry.key)) return;
      const { at: _at, bytes: _bytes, ...about } = entry;
      await add(about, from.raw(entry));
    },
    async finish(state) {
      await flush();
      await handle.close();
      const made: Index = { version: VERSION, file, state, entries: [...entries.values()] };
      await writeFile(`${index}.new`, serialize(made));
      await rename(`${index}.new`, index);
      from.close();
      const start = file.slice(0, file.indexOf('-') + 1);
      for (const other of await readdir(folder))
        if (other.startsWith(start) && other !== file) await rm(join(folder, other), { force: true });
      return shelfOf(made, openSync(join(folder, file), 'r'));
    },
    async drop() {
      await handle.close();
      await rm(join(folder, file), { force: true });
    },
  };
}

/** `articleId` (docs/format.md section 6) at once: of many thousands each wait counts. */
export const idOf = (key: string): string =>
  base32(createHash('sha256').update(key).digest().subarray(0, 10));

function shelfOf(index: Index, handle: number): Shelf {
  const keys = new Set(index.entries.map(({ key }) => key));
  let isOpen = true;
  const raw = ({ at, bytes }: Entry): Buffer => {
    const buffer = Buffer.allocUnsafe(bytes);
    for (let done = 0; done < bytes; ) {
      const got = readSync(handle, buffer, done, bytes - done, at + done);
      if (got === 0) throw new Error('what a source gave was cut off while it was read');
      done += got;
    }
    return buffer;
  };
  return {
    entries: index.entries,
    state: index.state,
    has: (key) => keys.has(key),
    read: (entry) => draftFrom(raw(entry).toString('utf8')),
    raw,
    close() {
      if (isOpen) closeSync(handle);
      isOpen = false;
    },
  };
}

function emptyShelf(): Shelf {
  const read = (): never => {
    throw new Error('an empty shelf has no drafts');
  };
  return { entries: [], state: {}, has: () => false, read, raw: read, close() {} };
}

async function readIndex(path: string): Promise<Index | null> {
  try {
    const index = deserialize(await readFile(path)) as Index;
    return index.version === VERSION ? index : null;
  } catch {
    // It only saves time: a missing or damaged one means that the source is read again.
    return null;
  }
}

function print(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

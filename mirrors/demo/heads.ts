/** The heads of a site, and those of the edition before the newest one. */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readFrame } from '../../src/edition/frame.ts';
import type { Head } from '../../src/edition/head.ts';
import { headPath, type PublicationCard } from '../../src/edition/paths.ts';
import { parseJson, unpackText } from '../../src/edition/text.ts';

/** Heads by their path on a mirror. */
type Heads = Map<string, Uint8Array<ArrayBuffer>>;

/** The earlier edition of a site: kept in a folder of its own, so that a later start has it too. */
export interface Earlier {
  /** The earlier head that lay at a path, or null. */
  head(path: string): Uint8Array | null;
  exists(): boolean;
  /** Does something that may put a newer edition in the place of the present one, which then is the earlier. */
  around<T>(work: () => Promise<T>): Promise<T>;
}

/** Remembers the earlier heads of `site` in `folder`. */
export async function openEarlier(site: string, folder: string): Promise<Earlier> {
  let kept = await readHeads(folder);
  return {
    head: (path) => kept.get(path) ?? null,
    exists: () => kept.size > 0,
    async around(work) {
      const before = kept;
      const present = await readHeads(site);
      // From now on, not afterwards: between the two a reader would get tomorrow's head from yesterday's address.
      kept = new Map([...before, ...present]);
      try {
        return await work();
      } finally {
        const after = await readHeads(site);
        for (const [path, bytes] of present) {
          if (Buffer.from(bytes).equals(after.get(path) ?? new Uint8Array())) restore(kept, before, path);
          else await save(join(folder, path), bytes);
        }
      }
    },
  };
}

/** The newest head in a site of our own making; its signature is not looked at. Null where there is none. */
export async function newestHead(site: string): Promise<Head | null> {
  const card = await readOrNull(join(site, 'publication.json'));
  if (!card) return null;
  const { id } = JSON.parse(card.toString()) as PublicationCard;
  const bytes = await readOrNull(join(site, headPath(id)));
  if (!bytes) return null;
  return parseJson(await unpackText(readFrame(new Uint8Array(bytes), 'head').body, 131_072)) as Head;
}

async function readHeads(site: string): Promise<Heads> {
  const heads: Heads = new Map();
  for (const publication of await list(join(site, 'ed1'))) {
    const path = headPath(publication);
    const bytes = await readOrNull(join(site, path));
    if (bytes) heads.set(path, new Uint8Array(bytes));
  }
  return heads;
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function restore(kept: Heads, before: Heads, path: string): void {
  const old = before.get(path);
  if (old) kept.set(path, old);
  else kept.delete(path);
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

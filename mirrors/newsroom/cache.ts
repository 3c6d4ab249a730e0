import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EncodedPicture } from './draft.ts';

/** Pictures that were encoded before, by what they were made of; and what an address gave, so that it is asked once. */
export interface PictureCache {
  encoded(source: string): Promise<EncodedPicture | undefined>;
  keep(source: string, picture: EncodedPicture): Promise<void>;
  /** SHA-256 of what an address gave before, hexadecimal. */
  seen(url: string): Promise<string | undefined>;
  sawAt(url: string, source: string): Promise<void>;
}

interface Record {
  width: number;
  height: number;
  hash: string;
  /** Lengths of the three files that follow in the same order; the last is 0 where there is none. */
  sizes: [list: number, article: number, full: number];
  isStill?: true;
}

/**
 * A cache in a folder. What is damaged in it counts as missing.
 * @param settings everything besides the source that decides on the bytes.
 */
export function openCache(folder: string, settings: string): PictureCache {
  const pathOf = (kind: string, name: string): string => join(folder, kind, name.slice(0, 2), name);
  const pictureName = (source: string): string => sha256(Buffer.from(`${source} ${settings}`));
  return {
    async encoded(source) {
      const bytes = await readIfThere(pathOf('pictures', pictureName(source)));
      return bytes && unpack(bytes);
    },
    keep: (source, picture) => write(pathOf('pictures', pictureName(source)), pack(picture)),
    async seen(url) {
      const text = (await readIfThere(pathOf('addresses', sha256(Buffer.from(url)))))?.toString('latin1');
      return text && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
    },
    sawAt: (url, source) => write(pathOf('addresses', sha256(Buffer.from(url))), Buffer.from(source)),
  };
}

/** SHA-256, hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function pack(picture: EncodedPicture): Buffer {
  const { width, height, hash, list, article, full, isStill } = picture;
  const sizes: Record['sizes'] = [list.length, article.length, full?.length ?? 0];
  const record: Record = { width, height, hash, sizes, ...(isStill && { isStill }) };
  const body = Buffer.concat([
    Buffer.from(`${JSON.stringify(record)}\n`),
    list,
    article,
    full ?? new Uint8Array(),
  ]);
  return Buffer.concat([Buffer.from(`${sha256(body)}\n`), body]);
}

function unpack(bytes: Buffer): EncodedPicture | undefined {
  const body = bytes.subarray(65);
  // A disk that was full or a machine that was switched off may have left anything here.
  if (bytes.length < 70 || bytes.subarray(0, 64).toString('latin1') !== sha256(body)) return undefined;
  const end = body.indexOf(10);
  const record = JSON.parse(body.subarray(0, end).toString('utf8')) as Record;
  let at = end + 1;
  const [list, article, full] = record.sizes.map((size) => {
    at += size;
    return new Uint8Array(body.subarray(at - size, at));
  });
  const { width, height, hash, isStill } = record;
  return {
    ...{ width, height, hash, list: list!, article: article! },
    ...(full!.length > 0 && { full: full! }),
    ...(isStill && { isStill }),
  };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

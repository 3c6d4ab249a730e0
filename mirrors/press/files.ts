/** Writing files so that whoever looks at any moment sees a whole one. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PublisherError } from '../config.ts';

/** What was written to a folder, and how. */
export interface FolderWriter {
  /**
   * Writes a file unless it is there with the very same bytes. `path` is relative, with slashes.
   * @returns whether it was written
   * @throws PublisherError where the disk is full or the folder cannot be written
   */
  write(path: string, bytes: Uint8Array, mode?: number): Promise<boolean>;
  /** Whether a file is there with these bytes. */
  isSame(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Takes a file away. */
  remove(path: string): Promise<void>;
  /** Bytes and files written so far. */
  readonly written: { bytes: number; files: number };
}

export function folderWriter(folder: string): FolderWriter {
  const written = { bytes: 0, files: 0 };
  const made = new Set<string>();
  let turn = 0;
  return {
    written,
    isSame: (path, bytes) => isSame(join(folder, path), bytes),
    remove: (path) => rm(join(folder, path), { force: true }),
    async write(path, bytes, mode = 0o644) {
      const file = join(folder, path);
      if (await isSame(file, bytes)) return false;
      const part = join(dirname(file), `.${basename(file)}.${process.pid}-${turn++}.part`);
      try {
        if (!made.has(dirname(file))) {
          await mkdir(dirname(file), { recursive: true });
          made.add(dirname(file));
        }
        await writeFile(part, bytes, { mode });
        await rename(part, file);
      } catch (error) {
        // The first error says more than one of cleaning up after it.
        await rm(part, { force: true }).catch(() => undefined);
        throw new PublisherError(writeSentence(error as NodeJS.ErrnoException, file));
      }
      written.bytes += bytes.length;
      written.files++;
      return true;
    },
  };
}

async function isSame(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    if ((await stat(file)).size !== bytes.length) return false;
    return (await readFile(file)).equals(bytes);
  } catch {
    return false; // Not there, or not readable: writing it will tell what is wrong.
  }
}

/** Why a file could not be written, and what to do. */
export function writeSentence(error: NodeJS.ErrnoException, file: string): string {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return `The disk is full, ${file} could not be written: make room and press again; what was published before is untouched.`;
  }
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') {
    return `${file} may not be written: check the rights of its folder.`;
  }
  return `${file} could not be written (${error.message}): check the folder and press again.`;
}

/** A file's bytes, or null where there is none. */
export async function readIfThere(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw new PublisherError(
      `${file} cannot be read (${(error as Error).message}): check the rights of its folder.`,
    );
  }
}

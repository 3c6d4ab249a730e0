/** The bytes of a site file as they are sent, with their ETag; text in gzip where the asker takes it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isText } from './kinds.ts';
import { findFile, type SiteFile } from './paths.ts';

const compress = promisify(gzip);

/** A body as sent: `encoding` is `gzip` where it is compressed; `tag` is a strong ETag. */
export interface Body {
  bytes: Uint8Array;
  encoding: 'gzip' | null;
  tag: string;
}

/** Takes the place of a file's bytes (null: as if it were not there). Only the demonstration uses it. */
export type Alter = (path: string, bytes: Uint8Array) => Uint8Array | null;

/** Makes a reader of bodies, which keeps what it compressed until the file changes. */
export function openBodies(site: string, alter?: Alter) {
  const zipped = new Map<string, { key: string; bytes: Uint8Array }>();

  async function gzipOf(found: SiteFile, bytes: Uint8Array): Promise<Uint8Array> {
    const twin = await findFile(site, `${found.path}.gz`);
    if (twin) return readFile(twin.file);
    const key = `${found.sizeBytes} ${found.changedMs}`;
    const kept = zipped.get(found.path);
    if (kept?.key === key) return kept.bytes;
    const made = await compress(bytes, { level: 9 });
    zipped.set(found.path, { key, bytes: made });
    return made;
  }

  /** The body of a file; null where `alter` takes it away. `takesGzip`: the asker accepts gzip. */
  return async function bodyOf(found: SiteFile, { takesGzip }: { takesGzip: boolean }): Promise<Body | null> {
    let bytes: Uint8Array | null = await readFile(found.file);
    if (alter) bytes = alter(found.path, bytes);
    if (!bytes) return null;
    if (!takesGzip || !isText(found.path)) return { bytes, encoding: null, tag: tagOf(bytes) };
    const small = await gzipOf(found, bytes);
    return small.length < bytes.length
      ? { bytes: small, encoding: 'gzip', tag: tagOf(small) }
      : { bytes, encoding: null, tag: tagOf(bytes) };
  };
}

function tagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
}

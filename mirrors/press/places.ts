/** Where a site is read from: a folder, or a mirror's address. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { PublicationCard } from '../../src/edition/paths.ts';
import { PublisherError } from '../config.ts';
import { GetError, type Getter } from '../newsroom/get.ts';
import { readIfThere } from './files.ts';
import type { SiteGet } from './load.ts';

/** No file of an edition is larger (bytes); roots grow with each rotation. */
const LARGEST_FILE = 1_000_000;

export const folderGet =
  (folder: string): SiteGet =>
  (path) =>
    readIfThere(join(folder, path));

/** Gets from a mirror. What it says it does not have is null; other trouble is a `GetError`. */
export const mirrorGet =
  (base: string, get: Getter, timeoutMs = 20_000): SiteGet =>
  async (path) => {
    try {
      const { bytes } = await get(new URL(path, base).href, {
        timeoutMs,
        capBytes: LARGEST_FILE,
        trusted: true,
      });
      return new Uint8Array(bytes);
    } catch (error) {
      if (error instanceof GetError && /^answered (404|410)/.test(error.message)) return null;
      throw error;
    }
  };

/** The publications whose editions lie in a site folder. */
export async function publicationsIn(site: string): Promise<string[]> {
  const found = await readdir(join(site, 'ed1'), { withFileTypes: true }).catch(() => []);
  return found.filter((one) => one.isDirectory() && /^[a-z2-7]{26}$/.test(one.name)).map((one) => one.name);
}

/** What a mirror says of the publication it serves. It proves nothing by itself. @throws PublisherError */
export async function publicationAt(get: SiteGet, where: string): Promise<PublicationCard> {
  const bytes = await get('publication.json');
  const card = bytes && readCard(bytes);
  if (card) return card;
  throw new PublisherError(
    `${where} has no publication.json that can be read: give the address of a mirror's own folder, ending in a slash.`,
  );
}

function readCard(bytes: Bytes): PublicationCard | null {
  try {
    const card = JSON.parse(new TextDecoder().decode(bytes)) as PublicationCard | null;
    return /^[a-z2-7]{26}$/.test(card?.id ?? '') ? card : null;
  } catch {
    return null; // Not JSON: most likely somebody else's page under this address.
  }
}

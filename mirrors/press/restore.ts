/** A lost site comes back from any mirror: nothing in it was secret, and everything can be verified. */
import { join, resolve } from 'node:path';
import type { Bytes } from '../../src/edition/bytes.ts';
import { checkBlock, digestOfCid } from '../../src/edition/cid.ts';
import { headPath } from '../../src/edition/paths.ts';
import { isRefusal } from '../../src/edition/refusal.ts';
import { splitRoots } from '../../src/edition/root.ts';
import { CONFIG_FILE, PublisherError, readConfig } from '../config.ts';
import { GetError, openGetter } from '../newsroom/get.ts';
import { folderWriter, readIfThere } from './files.ts';
import { publicationOfKeys } from './keys.ts';
import { type Edition, loadHead, type SiteGet, WrongFile } from './load.ts';
import { openEdition } from './open.ts';
import { folderGet, mirrorGet, publicationAt } from './places.ts';
import { readApp } from './shell.ts';
import { makeWayIn, publicationCard } from './way-in.ts';

export interface RestoreResult {
  publication: string;
  n: number;
  articles: number;
  site: string;
}

/**
 * Rebuilds the `site` of a newsroom from a mirror.
 * @param options.to folder of the newsroom; its keys say which publication it must be
 * @param options.tell takes a sentence that a person should know
 * @throws PublisherError, WrongFile where the mirror has something else
 */
export async function restore(options: {
  url: string;
  to: string;
  tell: (sentence: string) => void;
  progress?: (blocks: number) => void;
  /** Folder of the built app. */
  app?: string;
}): Promise<RestoreResult> {
  const { url, to, tell } = options;
  const hasConfig = (await readIfThere(join(to, CONFIG_FILE))) !== null;
  const config = hasConfig ? await readConfig(to) : null;
  const site = config?.site ?? resolve(to, 'site');
  const web = openGetter();
  try {
    const remote = mirrorGet(url, web.get);
    const own = await publicationOfKeys(config?.keys ?? resolve(to, 'keys'));
    const publication = own ?? (await publicationAt(remote, url)).id;
    if (!own) {
      tell(
        `There are no keys in ${to}, so the mirror's own word was taken that it serves the publication ${publication}: compare this id with one you know.`,
      );
    }
    return await bring({ ...options, remote, publication, site });
  } catch (error) {
    if (!(error instanceof GetError)) throw error;
    throw new PublisherError(
      `The mirror ${url} ${error.message}: try again, or restore from another mirror; what was brought already is not fetched again.`,
    );
  } finally {
    await web.close();
  }
}

async function bring(options: {
  url: string;
  remote: SiteGet;
  publication: string;
  site: string;
  progress?: (blocks: number) => void;
  app?: string;
}): Promise<RestoreResult> {
  const { url, remote, publication, site } = options;
  const writer = folderWriter(site);
  const local = folderGet(site);
  if ((await remote(headPath(publication))) === null) {
    throw new PublisherError(
      `The mirror ${url} has no edition of the publication ${publication}: give the address of a mirror that serves it.`,
    );
  }
  await refuseOlder(local, remote, publication, { url, site });

  const frames = new Map<string, Bytes>();
  let blocks = 0;
  const get: SiteGet = async (path) => {
    const digest = path.startsWith('ipfs/') ? digestOfCid(path.slice(5)) : null;
    if (!digest) {
      const bytes = await remote(path);
      if (bytes && path.startsWith('ed1/')) frames.set(path, bytes);
      return bytes;
    }
    const held = await local(path);
    if (held && (await isBlock(held, digest))) return held;
    const bytes = await remote(path);
    if (bytes && (await isBlock(bytes, digest))) await writer.write(path, bytes);
    options.progress?.(++blocks);
    return bytes;
  };
  const edition = await openEdition(get, publication);
  await writeWayIn(edition, frames, options.app, (path, bytes) => writer.write(path, bytes));
  const headAt = headPath(publication);
  for (const [path, bytes] of frames) if (path !== headAt) await writer.write(path, bytes);
  await writer.write(headAt, frames.get(headAt)!);
  return { publication, n: edition.head.n, articles: edition.entries.length, site };
}

/** What lies here may be newer than the mirror: nobody wants that undone. */
async function refuseOlder(
  local: SiteGet,
  remote: SiteGet,
  publication: string,
  { url, site }: { url: string; site: string },
): Promise<void> {
  const there = await loadHead(remote, publication);
  let here: number;
  try {
    here = (await loadHead(local, publication)).head.n;
  } catch (error) {
    if (error instanceof WrongFile) return; // Missing or damaged: that is why it is restored.
    throw error;
  }
  if (here > there.head.n) {
    throw new PublisherError(
      `${site} has edition ${here} and the mirror ${url} only ${there.head.n}: restore from a newer mirror, or move the site folder away first.`,
    );
  }
}

async function isBlock(bytes: Bytes, digest: string): Promise<boolean> {
  try {
    await checkBlock(bytes, digest);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** The way in is not signed, so it is made anew here and never taken from a mirror. */
async function writeWayIn(
  { trusted, head, mirrors }: Edition,
  frames: ReadonlyMap<string, Bytes>,
  app: string | undefined,
  write: (path: string, bytes: Bytes) => Promise<unknown>,
): Promise<void> {
  const folder = resolve(app ?? join(import.meta.dirname, '../../dist'));
  if (!(await readApp(folder))) return;
  const roots = [...frames].find(([path]) => path.endsWith('/roots'))![1];
  const card = publicationCard(trusted, splitRoots(roots)[0]!, mirrors?.mirrors ?? []);
  const languages = Object.keys(trusted.root.name);
  const content = { name: trusted.root.name[languages[0]!] ?? '', languages, cards: head.cards };
  for (const [path, bytes] of await makeWayIn(folder, card, content)) await write(path, bytes);
}

/** The site as the press finds it and leaves it: what is published, and what it remembers of it. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { blockPath } from '../../src/edition/cid.ts';
import type { Span } from '../../src/edition/head.ts';
import { headPath } from '../../src/edition/paths.ts';
import { type Config, PublisherError } from '../config.ts';
import type { Made, Published } from './edition.ts';
import type { Keys } from './keys.ts';
import { articleReader, type Cards, loadCards, loadHead, loadLists, WrongFile } from './load.ts';
import { keepMemory, type ReadMemory, readMemory } from './memory.ts';
import { folderGet, publicationsIn } from './places.ts';

export type Site = Published & Pick<ReadMemory, 'prints'> & { memory: ReadMemory | null };

/**
 * The edition that lies in the site folder, or null where none does. Files that an interrupted run left half written
 * are taken away; every pack must be there, its bytes are checked when it is read.
 */
export async function readSite(config: Config, keys: Keys): Promise<Site | null> {
  const { site, cache } = config;
  const { publication } = keys.trusted;
  const other = (await publicationsIn(site)).find((one) => one !== publication);
  if (other) {
    throw new PublisherError(
      `The keys in ${config.keys} are of the publication ${publication} and the site ${site} is of ${other}: use the key folder that belongs to this site.`,
    );
  }
  const names = await clean(site, publication);
  const get = folderGet(site);
  if (!(await get(headPath(publication)))) return null;
  try {
    const loaded = await loadHead(get, publication);
    const memory = await readMemory(cache, loaded.digest);
    const cards: Cards = memory
      ? { ...loaded, ...(await loadLists(get, loaded)), views: memory.views, directories: memory.directories }
      : await loadCards(get, publication);
    const packs = new Set<string>();
    for (const view of cards.views) for (const [digest] of view.packs) packs.add(digest);
    for (const digest of packs) {
      if (!names.has(blockPath(digest))) throw new WrongFile(blockPath(digest), 'is missing');
    }
    return { ...cards, article: articleReader(get), prints: memory?.prints ?? new Map(), memory };
  } catch (error) {
    if (!(error instanceof WrongFile)) throw error;
    throw new PublisherError(
      `The site ${site} is damaged (${error.message}): bring it back with "tamizdat restore <address of a mirror> --to ${config.folder}".`,
    );
  }
}

/** Paths of all blocks of a site, after half-written files were taken out of it. */
async function clean(site: string, publication: string): Promise<Set<string>> {
  const blocks = new Set<string>();
  for (const folder of ['', 'ipfs', 'icons', `ed1/${publication}`, `ed1/${publication}/mirrors`]) {
    for (const name of await readdir(join(site, folder)).catch((): string[] => [])) {
      if (name.startsWith('.') && name.endsWith('.part')) await rm(join(site, folder, name), { force: true });
      else if (folder === 'ipfs') blocks.add(`ipfs/${name}`);
    }
  }
  return blocks;
}

/** Keeps what the next run would otherwise read from the site again. */
export async function remember(
  config: Config,
  publication: string,
  { log }: Made,
  known: { was: ReadMemory | null; prints: ReadonlyMap<string, string> },
): Promise<void> {
  const { digest } = await loadHead(folderGet(config.site), publication);
  const { views } = log;
  const directories = new Map<string, Span[]>();
  const name = (spans: readonly Span[]) => {
    for (const [one] of spans) {
      const members = log.directories.get(one);
      if (!members) continue;
      directories.set(one, members);
      name(members);
    }
  };
  name(log.spans);
  // What is published and in no source at the moment keeps its mark.
  const { was } = known;
  const prints = new Map(was?.prints);
  let isSame = was?.digest === digest;
  for (const [id, print] of known.prints) {
    if (prints.get(id) === print) continue;
    prints.set(id, print);
    isSame = false;
  }
  if (!isSame) await keepMemory(config.cache, { digest, views, directories, prints }, was);
}

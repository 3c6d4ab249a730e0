/** A whole look at a site: every byte that somebody signed is verified, wherever the site lies. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import { type Picture, picturesOf } from '../../src/edition/body.ts';
import { type Bytes, base64url, sameBytes } from '../../src/edition/bytes.ts';
import { digestOfCid } from '../../src/edition/cid.ts';
import { rootsPath } from '../../src/edition/paths.ts';
import { splitRoots } from '../../src/edition/root.ts';
import { PublisherError } from '../config.ts';
import { sha256Of } from './deflate.ts';
import {
  type Edition,
  each,
  getBlock,
  loadEdition,
  loadFull,
  loadShell,
  loadShellFiles,
  type SiteGet,
  WrongFile,
} from './load.ts';
import { folderGet, publicationAt, publicationsIn } from './places.ts';

/**
 * Verifies everything in a site folder, blocks of earlier editions too.
 * @throws WrongFile naming the file; PublisherError where there is no edition
 */
export async function openFolder(site: string): Promise<{ edition: Edition; get: SiteGet }> {
  const get = folderGet(site);
  const found = await publicationsIn(site);
  if (found.length === 0)
    throw new PublisherError(
      `There is no edition in ${site}: give the "site" folder that "tamizdat press" wrote.`,
    );
  for (const name of await namesIn(join(site, 'ipfs'))) await checkBlockFile(site, name);
  const isOne = found.length === 1 && !(await get('publication.json'));
  const publication = isOne ? found[0]! : (await publicationAt(get, site)).id;
  const edition = await openEdition(get, publication);
  for (const path of ['index.html', 'sw.js']) await checkTwin(get, path);
  return { edition, get };
}

/**
 * Verifies the edition that a place serves: roots, head, mirror list, segments, packs, pictures, shell.
 * @throws WrongFile naming the file
 */
export async function openEdition(get: SiteGet, publication: string): Promise<Edition> {
  const edition = await loadEdition(get, publication);
  const shell = await loadShell(get, edition);
  if (shell) await loadShellFiles(get, shell.shell);
  const pictures = edition.entries.flatMap(({ article }) => picturesOf(article.body));
  await each(pictures, (picture) => checkPicture(get, picture));
  await checkPublicationCard(get, edition);
  return edition;
}

async function checkPicture(get: SiteGet, picture: Picture): Promise<void> {
  if (picture.list) await getBlock(get, picture.list[0]);
  const bytes = await loadLargest(get, picture);
  if (bytes && sha256Of(bytes).toString('base64url') !== picture.sha256) {
    throw new PublisherError(`The picture ${picture.url} is not the file that its article names.`);
  }
}

/** The largest size kept of a picture, or null where it could not be had. @throws WrongFile */
export async function loadLargest(get: SiteGet, { full, article }: Picture): Promise<Bytes | null> {
  if (full) {
    if (article) await getBlock(get, article[0]);
    return loadFull(get, full);
  }
  return article ? getBlock(get, article[0]) : null;
}

/** The way in must lead to the very publication: whoever comes by it starts from the root that it names. */
async function checkPublicationCard(get: SiteGet, { publication }: Edition): Promise<void> {
  if (!(await get('publication.json'))) return;
  const card = await publicationAt(get, 'This site').catch(() => null);
  const [first] = splitRoots((await get(rootsPath(publication))) ?? new Uint8Array());
  if (card?.id !== publication || !first || card.root !== base64url(first)) {
    throw new WrongFile('publication.json', 'names another root than the edition has');
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch((): string[] => [])).sort();
}

async function checkBlockFile(site: string, name: string): Promise<void> {
  // What a press that was ended by force has left; no mirror serves it.
  if (name.startsWith('.')) return;
  const digest = digestOfCid(name);
  if (!digest) throw new WrongFile(`ipfs/${name}`, 'is no block: its name is no CID of ours');
  await getBlock(folderGet(site), digest);
}

async function checkTwin(get: SiteGet, path: string): Promise<void> {
  const [plain, packed] = [await get(path), await get(`${path}.gz`)];
  if (!plain || !packed) return;
  let same = false;
  try {
    same = sameBytes(gunzipSync(packed), plain);
  } catch {
    // No gzip any more: said below.
  }
  if (!same) throw new WrongFile(`${path}.gz`, `is not ${path} deflated`);
}

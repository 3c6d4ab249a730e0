/** What only withdrawn articles need leaves the site: packs, segments and pictures, those of earlier editions too. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Article, picturesOf, type Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { blockPath, digestOfCid } from '../../src/edition/cid.ts';
import { parseJson, unpackText } from '../../src/edition/text.ts';
import type { Config } from '../config.ts';
import { folderWriter, readIfThere } from './files.ts';
import { each } from './load.ts';
import { folderGet } from './places.ts';

/**
 * Takes away every block that holds a withdrawn article or its card, and pictures that no other article shows. The new
 * head must lie there already: nothing that it names is touched.
 * @returns how many files went
 */
export async function sweepSite(site: string, ids: ReadonlySet<string>): Promise<number> {
  const get = folderGet(site);
  const doomed = new Set<string>();
  const pictures = new Set<string>();
  const shown = new Set<string>();
  const digests = (await readdir(join(site, 'ipfs'))).flatMap((name) => digestOfCid(name) ?? []);
  await each(digests, async (digest) => {
    const block = await get(blockPath(digest));
    const text = block && (await textOf(block));
    if (!text) return;
    for (const line of text.split('\n')) {
      const value = read(line);
      const isPart = typeof value?.id === 'string' && Array.isArray(value.body);
      const gone = isPart
        ? ids.has(value.id as string)
        : Array.isArray(value?.cards) &&
          value.cards.some((card: unknown) => Array.isArray(card) && ids.has(card[1] as string));
      if (gone) doomed.add(digest);
      // What is cut in two may name a picture where no tree shows it: whatever looks like a name is spared.
      if (isPart && gone) for (const ref of refsOf(value as unknown as Article)) pictures.add(ref);
      else if (isPart) for (const [ref] of line.matchAll(/[A-Za-z0-9_-]{43}/g)) shown.add(ref);
    }
  });
  for (const digest of await withChunks(pictures, get)) doomed.add(digest);
  for (const digest of await withChunks(shown, get)) doomed.delete(digest);
  for (const digest of doomed) await rm(join(site, blockPath(digest)), { force: true });
  return doomed.size;
}

/** Sweeps a site once for each list of withdrawn articles: a file says for which it was done. */
export async function sweepOnce(
  { site, cache }: Pick<Config, 'site' | 'cache'>,
  ids: ReadonlySet<string>,
  withdrawn: Ref | null,
): Promise<void> {
  if (!withdrawn) return;
  const done = Buffer.from((await readIfThere(join(cache, SWEPT_FILE))) ?? []).toString();
  if (done === withdrawn[0]) return;
  await sweepSite(site, ids);
  await folderWriter(cache).write(SWEPT_FILE, Buffer.from(withdrawn[0]));
}

const SWEPT_FILE = 'swept';

async function textOf(block: Bytes): Promise<string | null> {
  try {
    return await unpackText(block);
  } catch {
    return null; // A chunk of a picture or of the shell.
  }
}

function read(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return parseJson(line) as Record<string, unknown>;
  } catch {
    return null; // It only looked like text.
  }
}

const refsOf = ({ body }: Article) =>
  picturesOf(body).flatMap(({ list, article, full }) =>
    [list, article, full].flatMap((ref) => ref?.[0] ?? []),
  );

/** Blocks of pictures, and the chunks that those of full sizes name. */
async function withChunks(
  refs: ReadonlySet<string>,
  get: ReturnType<typeof folderGet>,
): Promise<Set<string>> {
  const all = new Set(refs);
  for (const digest of refs) {
    const block = await get(blockPath(digest));
    // A list of digests is no picture: AVIF says its name in its first bytes.
    if (!block || block.length % 32 !== 0 || Buffer.from(block.subarray(4, 8)).toString('latin1') === 'ftyp')
      continue;
    for (let at = 0; at < block.length; at += 32)
      all.add(Buffer.from(block.subarray(at, at + 32)).toString('base64url'));
  }
  return all;
}

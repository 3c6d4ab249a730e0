import type { Article } from '../../edition/body.ts';
import { joinParts, type Line } from '../../edition/pack.ts';
import { unpackText } from '../../edition/text.ts';
import { readRecords } from '../cards.ts';
import { getBlocks } from '../store.ts';

/** Reads held articles, each pack once; those that are not (or no more) whole are left out. */
export async function readArticles(
  publication: string,
  ids: readonly string[],
): Promise<Map<string, Article>> {
  const held = await readRecords(ids);
  const digests = [...new Set([...held.values()].flatMap((one) => one.packs))];
  const blocks = await getBlocks(publication, digests);
  const opened = await Promise.allSettled(blocks.map((block) => unpackText(new Uint8Array(block ?? []))));
  const lines = new Map(
    digests.map((digest, i) => {
      const pack = opened[i]!;
      return [digest, pack.status === 'fulfilled' ? pack.value.split('\n') : []];
    }),
  );
  const found = new Map<string, Article>();
  for (const { id, packs, line } of held.values()) {
    // The pack was looked through when it came; of its lines only those that are wanted are read again.
    const texts = packs.map((digest, i) => lines.get(digest)![i === 0 ? line : 0]);
    if (texts.includes(undefined)) continue;
    const parts = texts.map((text) => JSON.parse(text!) as Line);
    if (parts.every((part) => part.id === id)) found.set(id, joinParts(parts));
  }
  return found;
}

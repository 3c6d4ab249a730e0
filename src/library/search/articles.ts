import type { Article } from '../../edition/body.ts';
import { joinParts, type Line } from '../../edition/pack.ts';
import { unpackText } from '../../edition/text.ts';
import { openStore } from '../store.ts';

/**
 * Reads held articles, each pack once: `use` has each as soon as it is here, while others are still being read. Null
 * for those that are not (or no more) whole.
 */
export async function readArticles<T>(
  publication: string,
  ids: readonly string[],
  use: (article: Article, at: number) => T,
): Promise<(T | null)[]> {
  const transaction = (await openStore()).transaction(['held', 'blocks']);
  const [records, blocks] = [transaction.objectStore('held'), transaction.objectStore('blocks')];
  const packs = new Map<string, Promise<string[]>>();
  const linesOf = (digest: string): Promise<string[]> => {
    const lines = packs.get(digest) ?? linesIn(blocks.get([publication, digest]));
    packs.set(digest, lines);
    return lines;
  };
  const read = async (id: string, at: number): Promise<T | null> => {
    const held = await records.get([publication, id]);
    if (!held) return null;
    const lines = await Promise.all(held.packs.map(linesOf));
    // The pack was looked through when it came; of its lines only those that are wanted are read again.
    const texts = lines.map((some, i) => some[i === 0 ? held.line : 0]);
    if (texts.includes(undefined)) return null;
    const parts = texts.map((text) => JSON.parse(text!) as Line);
    return parts.every((part) => part.id === id) ? use(joinParts(parts), at) : null;
  };
  return Promise.all(ids.map(read));
}

/** The lines of a pack; none where it is gone or damaged. */
async function linesIn(asked: Promise<ArrayBuffer | undefined>): Promise<string[]> {
  const block = await asked;
  return unpackText(new Uint8Array(block ?? [])).then(
    (text) => text.split('\n'),
    () => [],
  );
}

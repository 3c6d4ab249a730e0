import type { Article } from '../../edition/body.ts';
import { joinParts, type Line } from '../../edition/pack.ts';
import { unpackText } from '../../edition/text.ts';
import { openStore } from '../store.ts';

/** Reads held articles, each pack once; those that are not (or no more) whole are left out. */
export async function readArticles(
  publication: string,
  ids: readonly string[],
): Promise<Map<string, Article>> {
  const transaction = (await openStore()).transaction(['held', 'blocks']);
  const [records, blocks] = [transaction.objectStore('held'), transaction.objectStore('blocks')];
  const packs = new Map<string, Promise<string[]>>();
  const linesOf = (digest: string): Promise<string[]> => {
    const lines = packs.get(digest) ?? linesIn(blocks.get([publication, digest]));
    packs.set(digest, lines);
    return lines;
  };
  const found = new Map<string, Article>();
  const read = async (id: string): Promise<void> => {
    const held = await records.get([publication, id]);
    if (!held) return;
    const lines = await Promise.all(held.packs.map(linesOf));
    // The pack was looked through when it came; of its lines only those that are wanted are read again.
    const texts = lines.map((some, i) => some[i === 0 ? held.line : 0]);
    if (texts.includes(undefined)) return;
    const parts = texts.map((text) => JSON.parse(text!) as Line);
    if (parts.every((part) => part.id === id)) found.set(id, joinParts(parts));
  };
  await Promise.all(ids.map(read));
  return found;
}

/** The lines of a pack; none where it is gone or damaged. */
async function linesIn(asked: Promise<ArrayBuffer | undefined>): Promise<string[]> {
  const block = await asked;
  return unpackText(new Uint8Array(block ?? [])).then(
    (text) => text.split('\n'),
    () => [],
  );
}

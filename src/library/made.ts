/** What articles are made of: their blocks and sizes, known without opening a pack. */
import { type Article, type Picture, picturesOf, type Ref } from '../edition/body.ts';
import type { CardView } from '../edition/card.ts';
import { readHeld } from './library.ts';
import type { Held, MadeOf } from './records.ts';
import { getBlocks, ofPublication, openStore, RELAXED } from './store.ts';

/** Records read at a time: a whole store at once would keep a slow phone busy for a second. */
const AT_ONCE = 400;

/** The blocks of an article. */
export function makeOf(article: Article, { minutes, packs }: Pick<CardView, 'minutes' | 'packs'>): MadeOf {
  const pictures = picturesOf(article.body);
  const refs = (size: 'list' | 'article' | 'full'): Ref[] =>
    pictures.flatMap((picture: Picture) => (picture[size] ? [picture[size]] : []));
  return { minutes, packs, small: refs('list'), large: refs('article'), full: refs('full') };
}

/** Bytes of an article that are held for certain: its text, and its pictures if it is whole. */
export function bytesOf({ made, whole, pictureBytes }: Held): number {
  const texts = made?.packs.reduce((sum, [, bytes]) => sum + bytes, 0) ?? 0;
  return texts + (whole ? pictureBytes : 0);
}

/** All articles that are held, some hundreds at a time. */
export async function* heldInRuns(publication: string): AsyncGenerator<Held[]> {
  const whole = ofPublication(publication);
  let range = whole;
  for (;;) {
    const run: Held[] = await (await openStore()).getAll('held', range, AT_ONCE);
    if (run.length > 0) yield run;
    if (run.length < AT_ONCE) return;
    range = IDBKeyRange.bound([publication, run.at(-1)!.id], whole.upper, true);
  }
}

/** The digests of all blocks that are held. */
export async function heldBlocks(publication: string): Promise<Set<string>> {
  const whole = ofPublication(publication);
  const found = new Set<string>();
  let range = whole;
  for (;;) {
    const keys = await (await openStore()).getAllKeys('blocks', range, 4 * AT_ONCE);
    for (const [, digest] of keys) found.add(digest);
    if (keys.length < 4 * AT_ONCE) return found;
    range = IDBKeyRange.bound(keys.at(-1)!, whole.upper, true);
  }
}

/** Writes into records of earlier versions what their articles are made of. One whose text is gone is not held. */
export async function amendHeld(publication: string): Promise<void> {
  for await (const run of heldInRuns(publication)) {
    for (const held of run.filter((one) => !one.made)) {
      const [article, packs] = await Promise.all([
        readHeld(publication, held),
        getBlocks(publication, held.packs),
      ]);
      const transaction = (await openStore()).transaction('held', 'readwrite', RELAXED);
      const key: [string, string] = [publication, held.id];
      const now = await transaction.store.get(key);
      if (now && !now.made && now.q === held.q) {
        const refs = held.packs.map((digest, i): Ref => [digest, packs[i]?.byteLength ?? 0]);
        if (article) {
          const made = makeOf(article, { minutes: Math.floor(article.published / 60), packs: refs });
          void transaction.store.put({ ...now, made }, key);
        } else void transaction.store.delete(key);
      }
      await transaction.done;
    }
  }
}

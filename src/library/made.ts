/** What articles are made of: their blocks and sizes, known without opening a pack. */
import { type Article, type Picture, picturesOf, type Ref } from '../edition/body.ts';
import type { CardView } from '../edition/card.ts';
import type { Held, MadeOf } from './records.ts';
import { ofPublication, openStore } from './store.ts';

/** Records read at a time: a whole store at once would keep a slow phone busy for a second. */
const AT_ONCE = 400;

/** The blocks of an article. */
export function makeOf(article: Article, { minutes, packs }: Pick<CardView, 'minutes' | 'packs'>): MadeOf {
  const pictures = picturesOf(article.body);
  const refs = (size: 'list' | 'article' | 'full'): Ref[] =>
    pictures.flatMap((picture: Picture) => (picture[size] ? [picture[size]] : []));
  return { minutes, packs, small: refs('list'), large: refs('article'), full: refs('full') };
}

/** The blocks that an article keeps from being removed: of one whose pictures were deleted, the text alone. */
export function blocksOf({ made, bare }: Held): Ref[] {
  return [made.packs, ...(bare ? [] : [made.small, made.large, made.full])].flat();
}

/** Their digests, those of the packs first. */
export const neededBy = (held: Held): string[] => blocksOf(held).map(([digest]) => digest);

/** Bytes of an article that are held for certain: its text, and its pictures if it is whole. */
export function bytesOf({ made, whole, pictureBytes }: Held): number {
  const texts = made.packs.reduce((sum, [, bytes]) => sum + bytes, 0);
  return texts + (whole ? pictureBytes : 0);
}

/** An earlier version did not write what an article is made of: the next sync does, of those that are news. */
export const complete = (held: Held): Held => ({
  ...held,
  made: held.made ?? { minutes: 0, packs: [], small: [], large: [], full: [] },
});

/** All articles that are held, some hundreds at a time. */
export async function* heldInRuns(publication: string): AsyncGenerator<Held[]> {
  const whole = ofPublication(publication);
  let range = whole;
  for (;;) {
    const run: Held[] = await (await openStore()).getAll('held', range, AT_ONCE);
    if (run.length > 0) yield run.map(complete);
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

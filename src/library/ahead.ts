/** What is fetched before it is asked for, and what it costs. */
import { FLAG } from '../edition/card.ts';
import { getGone, isKept, savedIds } from './forget.ts';
import { openLibrary } from './library.ts';
import { heldBlocks } from './made.ts';
import type { Ahead, Keep } from './records.ts';
import { getHere } from './store.ts';

/** Texts that are kept ahead, and articles whose pictures are. */
export const TEXTS_AHEAD = 1_000;
export const PICTURES_AHEAD = 100;

/** Bytes still to come for each choice, those of the choices before it included. */
export type Costs = Record<Exclude<Ahead, 'none'>, number>;

/** What an article's pictures weigh (bytes) while no article with pictures is held to go by. */
const USUAL = { small: 5_000, large: 25_000 };

/**
 * What every choice would still fetch, as far as cards tell: texts are known to the byte, pictures of articles whose
 * text is held too; the others are taken to weigh as much.
 */
export async function costsAhead(keep: Keep | undefined, now: number): Promise<Costs> {
  const costs: Costs = { text: 0, small: 0, all: 0 };
  const publication = await getHere();
  if (!publication) return costs;
  const library = await openLibrary();
  const [gone, saved] = [await getGone(publication), await savedIds(publication)];
  const cards = (await library.cards({ limit: TEXTS_AHEAD })).filter((card) =>
    isKept(card, { gone, saved, keep, now }),
  );
  const held = await library.held(cards.map((card) => card.id));
  const here = await heldBlocks(publication);
  const packs = new Map(
    cards.filter((card) => held.get(card.id)?.q !== card.q).flatMap((card) => card.packs),
  );
  for (const [digest, bytes] of packs) if (!here.has(digest)) costs.text += bytes;
  const left = { small: new Map<string, number>(), large: new Map<string, number>() };
  const seen = { small: 0, large: 0, articles: 0 };
  let unknown = 0;
  for (const card of cards.slice(0, PICTURES_AHEAD)) {
    if (!(card.flags & FLAG.pictures) || card.q <= gone.pictures) continue;
    const made = held.get(card.id)?.made;
    if (made) seen.articles++;
    else unknown++;
    for (const size of ['small', 'large'] as const)
      for (const [digest, bytes] of made?.[size] ?? []) {
        seen[size] += bytes;
        if (!here.has(digest)) left[size].set(digest, bytes);
      }
  }
  const sum = (size: 'small' | 'large'): number => {
    const each = seen.articles > 0 ? seen[size] / seen.articles : USUAL[size];
    return [...left[size].values()].reduce((all, bytes) => all + bytes, Math.round(unknown * each));
  };
  costs.small = costs.text + sum('small');
  costs.all = costs.small + sum('large');
  return costs;
}

import type { Ref } from './body.ts';

/**
 * What a list needs to show an article (docs/format.md section 6).
 * `minutes` since 1970, UTC; `summary` at most 160 characters; `pack` and `line` point into the pack table
 * that travels with the card; an article of several `parts` goes on in the first lines of the packs after it.
 */
export type Card = [
  q: number,
  id: string,
  minutes: number,
  section: string,
  language: string,
  title: string,
  summary: string,
  hash: string,
  pack: number,
  line: number,
  parts: number,
  flags: number,
];

/** Card flags. */
export const FLAG = { undated: 1, pictures: 2, withdrawn: 4, updated: 8 } as const;

/** A card on its own: names instead of positions, its packs instead of a place in a table. */
export interface CardView {
  q: number;
  id: string;
  minutes: number;
  section: string;
  language: string;
  title: string;
  summary: string;
  hash: string;
  /** The packs that hold the article's parts, in order. */
  packs: Ref[];
  line: number;
  flags: number;
}

/** Resolves a card against its pack table. */
export function viewCard(card: Card, packs: readonly Ref[]): CardView {
  const [q, id, minutes, section, language, title, summary, hash, pack, line, parts, flags] = card;
  return {
    q,
    id,
    minutes,
    section,
    language,
    title,
    summary,
    hash,
    packs: packs.slice(pack, pack + parts),
    line,
    flags,
  };
}

/** Cards and the pack tables that they point into. */
import type { Article, Picture, Ref } from '../../src/edition/body.ts';
import { picturesOf } from '../../src/edition/body.ts';
import { type Card, type CardView, FLAG } from '../../src/edition/card.ts';
import type { Place } from './packs.ts';
import { sectionId } from './sections.ts';
import { clip } from './tame.ts';

/** Letters of a title that a list shows at most: a head must hold about thirty of them. */
const TITLE_LETTERS = 200;

/** The card of an article that lies at a place. */
export function makeView(q: number, article: Article, place: Place): CardView {
  const first: Picture | undefined = picturesOf(article.body).find((picture) => picture.list);
  let flags = 0;
  if (article.dated === false) flags |= FLAG.undated;
  if (first) flags |= FLAG.pictures;
  if (article.updated !== undefined) flags |= FLAG.updated;
  return {
    q,
    id: article.id,
    minutes: Math.floor(article.published / 60),
    section: sectionId(article.section),
    language: article.language,
    title: clip(article.title, TITLE_LETTERS),
    summary: article.summary,
    hash: first?.hash ?? '',
    packs: place.packs,
    line: place.line,
    flags,
  };
}

/** Cards in the order given, with the smallest table that holds their packs. */
export function tableOf(views: readonly CardView[]): { packs: Ref[]; cards: Card[] } {
  const packs: Ref[] = [];
  const firstAt = new Map<string, number>();
  const cards = views.map((view): Card => {
    const { q, id, minutes, section, language, title, summary, hash, line, flags } = view;
    const at = placeIn(packs, firstAt, view.packs);
    return [q, id, minutes, section, language, title, summary, hash, at, line, view.packs.length, flags];
  });
  return { packs, cards };
}

/** Where a run of packs stands in the table, one after the other; appends what is missing. */
function placeIn(table: Ref[], firstAt: Map<string, number>, run: readonly Ref[]): number {
  const found = firstAt.get(run[0]![0]);
  const stands = (at: number) =>
    run.every((ref, i) => at + i >= table.length || table[at + i]![0] === ref[0]);
  const at = found !== undefined && stands(found) ? found : table.length;
  for (const ref of run.slice(table.length - at)) {
    if (!firstAt.has(ref[0])) firstAt.set(ref[0], table.length);
    table.push(ref);
  }
  return at;
}

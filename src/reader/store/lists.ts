import { signal } from '@preact/signals';
import type { CardView } from '../../edition/card.ts';
import type { Edition } from '../../library/records.ts';
import { afterPaint } from '../parts/paint.ts';
import { edition, sameLanguage, shownLanguage } from './edition.ts';
import { library, tell } from './ports.ts';

/** One list of cards: of a section, or of everything ('' as section). */
export interface CardList {
  section: string;
  cards: CardView[];
  /** Pages of 50 asked for. */
  pages: number;
  /** Nothing older is held. */
  dry: boolean;
  /** The engine has been asked for what lies before the oldest, by its q; 0 until then. */
  asked: number;
}

const PAGE = 50;

/** The list on screen, and those seen before it: going back paints at once. */
export const list = signal<CardList>({ section: '', cards: [], pages: 1, dry: false, asked: 0 });
/** False until the first screen is painted: until then a list shows no more than fits on it. */
export const whole = signal(false);

const earlier = new Map<string, CardList>();

/** Shows the list of a section ('' for everything), from what is at hand at once, then from the library. */
export function openList(section: string): void {
  if (list.value.section === section && list.value.cards.length > 0) return;
  const found = edition.value;
  list.value = earlier.get(section) ?? {
    section,
    cards: found ? arrange(found, [], section, shownLanguage.value) : [],
    pages: 1,
    dry: false,
    asked: 0,
  };
  void afterPaint().then(fillList);
}

/** Forgets the lists of the language before, and shows the one on screen in the new one. */
export function turnLists(): void {
  earlier.clear();
  const { section } = list.value;
  list.value = { ...list.value, cards: [] };
  openList(section);
}

/** Reads the list on screen anew from the library. */
export async function fillList(): Promise<void> {
  const { section, pages } = list.value;
  const found = edition.value;
  if (!found) return;
  const language = shownLanguage.value;
  const cards: CardView[] = [];
  let before: number | undefined;
  let dry = false;
  // Cards of other languages lie between: read on until enough of this one are there.
  while (!dry && cards.filter((card) => speaks(card, language)).length < pages * PAGE) {
    const page = await library().cards({
      ...(section === '' ? {} : { section }),
      ...(before === undefined ? {} : { before }),
      limit: PAGE,
    });
    cards.push(...page);
    before = page.at(-1)?.q;
    dry = page.length < PAGE;
  }
  if (list.value.section !== section || list.value.pages !== pages) return;
  list.value = { ...list.value, dry, cards: arrange(found, cards, section, language) };
  earlier.set(section, list.value);
}

/** Shows 50 more; where no more are held, the engine is asked for older ones. */
export async function showMore(): Promise<void> {
  list.value = { ...list.value, pages: list.value.pages + 1 };
  await fillList();
  const oldest = Math.min(...list.value.cards.map((card) => card.q));
  if (!list.value.dry || oldest <= 1) return;
  list.value = { ...list.value, asked: oldest };
  tell({ type: 'older', before: oldest });
}

/**
 * The order of a list: the editors' choice first, then the newest. Of two records of an article the later one
 * counts. `language` null shows all.
 */
export function arrange(
  found: Edition,
  more: readonly CardView[],
  section: string,
  language: string | null,
): CardView[] {
  const byId = new Map<string, CardView>();
  for (const card of [...found.cards, ...more]) {
    if (section !== '' && card.section !== section) continue;
    if (!speaks(card, language)) continue;
    const known = byId.get(card.id);
    if (!known || known.q < card.q) byId.set(card.id, card);
  }
  const top = section === '' ? topOf(found, language) : [];
  const first = top.flatMap((id) => byId.get(id) ?? []);
  const chosen = new Set(first.map((card) => card.id));
  const rest = [...byId.values()].filter((card) => !chosen.has(card.id));
  return [...first, ...rest.sort((one, other) => other.minutes - one.minutes || other.q - one.q)];
}

/** What comes after an article: in the list that it was chosen from, else on the front page. */
export function nextCard(id: string): CardView | null {
  const found = edition.value;
  const front = found ? arrange(found, [], '', shownLanguage.value) : [];
  for (const cards of [list.value.cards, front]) {
    const at = cards.findIndex((card) => card.id === id);
    if (at >= 0) return cards[at + 1] ?? null;
  }
  return front[0] ?? null;
}

function topOf(found: Edition, language: string | null): string[] {
  const wanted = language === null ? Object.values(found.top) : [found.top[language] ?? []];
  return wanted.flat();
}

function speaks(card: CardView, language: string | null): boolean {
  return language === null || card.language === '' || sameLanguage(card.language, language);
}

import { signal } from '@preact/signals';
import { type CardView, FLAG } from '../../edition/card.ts';
import type { Edition } from '../../library/records.ts';
import { afterPaint } from '../parts/paint.ts';
import { route } from '../router.ts';
import { edition, isListed, shownLanguages } from './edition.ts';
import { library, tell } from './ports.ts';

/** One list of cards: of a section, or of everything ('' as section). */
export interface CardList {
  section: string;
  cards: readonly CardView[];
  /** Pages of 50 asked for. */
  pages: number;
  /** The library has been read: until then these are the cards of the head alone. */
  filled: boolean;
  /** Nothing older is held. */
  dry: boolean;
  /** The engine has been asked for what lies before the oldest, by its q; 0 until then. */
  asked: number;
  /** What the list would be by now, kept back while somebody reads; null: nothing else. */
  next: readonly CardView[] | null;
  /** How many new articles are kept back. */
  waiting: number;
}

const PAGE = 50;
/** Scrolled further than this (px), somebody is reading: nothing may come in from above. */
const SCROLLED = 80;

const blank = { pages: 1, filled: false, dry: false, asked: 0, next: null, waiting: 0 };

/** The list on screen, and those seen before it: going back paints at once. */
export const list = signal<CardList>({ section: '', cards: [], ...blank });
/** Cards that the screen of a phone has room for at once. */
const SCREEN = 4;
/** So many more are rendered in one step: near the top the app is still starting, and a slow phone has much else to do. */
const STEPS = { near: 2, far: 8 };
/** Cards that are near the top. */
const NEAR = 40;
/** So many cards of a list are rendered: of the first list one, then what fits on a screen, in the end all. */
export const room = signal(1);

let isFilled = false;

/** Renders the first screen, a card a step: while the app is made beside the page, a slow phone must hear its reader. */
export async function fillScreen(): Promise<void> {
  for (; room.value < SCREEN; room.value++) await new Promise((resolve) => setTimeout(resolve));
  isFilled = true;
}

/** Renders the rest once the first screen is painted, a step a frame: a slow phone must hear its reader meanwhile. */
export async function fillRoom(): Promise<void> {
  for (; room.value < list.value.cards.length; room.value += room.value < NEAR ? STEPS.near : STEPS.far)
    await afterPaint();
  room.value = Number.POSITIVE_INFINITY;
}

/** What is at the top is rendered first: of a whole list it would come after all that nobody sees yet. */
function beginAtTop(): void {
  // The first list is filled by whoever puts the app into the page.
  if (!isFilled) return;
  room.value = SCREEN;
  void fillRoom();
}

const earlier = new Map<string, CardList>();

/**
 * Shows the list of a section ('' for everything), from what is at hand at once, then from the library. `y` is how far
 * it will be scrolled: a list that is shown from its top is shown with all that is new.
 */
export function openList(section: string, y: number): void {
  const found = edition.value;
  if (list.value.section !== section || list.value.cards.length === 0)
    list.value = earlier.get(section) ?? {
      ...{ section, ...blank },
      cards: found ? arrange(found, [], section, shownLanguages.value) : [],
    };
  if (y <= SCROLLED) {
    beginAtTop();
    showWaiting();
  }
  void afterPaint().then(fillList);
}

/** Lets in what was kept back. */
export function showWaiting(): void {
  const { next } = list.value;
  if (!next) return;
  beginAtTop();
  keep({ ...list.value, cards: next, next: null, waiting: 0 });
}

/** Forgets the lists of the languages before, and shows the one on screen in the new ones. */
export function turnLists(): void {
  earlier.clear();
  const { section } = list.value;
  list.value = { section, cards: [], ...blank };
  openList(section, 0);
}

/** Reads the list on screen anew from the library. */
export async function fillList(): Promise<void> {
  const { section, pages } = list.value;
  const found = edition.value;
  if (!found) return;
  const languages = shownLanguages.value;
  const cards = await library().cards({
    ...(section === '' ? {} : { section }),
    ...(languages === null ? {} : { languages }),
    limit: pages * PAGE,
  });
  const now = list.value;
  if (now.section !== section || now.pages !== pages || languages !== shownLanguages.value) return;
  const next = reuse(now.cards, arrange(found, cards, section, languages));
  const dry = cards.length < pages * PAGE;
  const shown = now.filled && isReading() ? keepBack(now.cards, next) : letIn(next);
  if (shown.cards[0] !== now.cards[0]) beginAtTop();
  keep({ ...now, ...shown, dry, filled: true });
}

function keep(next: CardList): void {
  list.value = next;
  earlier.set(next.section, next);
}

/** Whether somebody is in the middle of the list on screen, or will come back to where they were in it. */
function isReading(): boolean {
  const { screen } = route.value;
  return (screen !== 'front' && screen !== 'section') || scrollY > SCROLLED;
}

type Shown = Pick<CardList, 'cards' | 'next' | 'waiting'>;

const letIn = (cards: readonly CardView[]): Shown => ({ cards, next: null, waiting: 0 });

/** What is on screen stays as it is; what is older follows it, and the rest is kept back. */
export function keepBack(cards: readonly CardView[], next: readonly CardView[]): Shown {
  const last = cards.at(-1);
  if (!last) return letIn(next);
  const ids = new Set(cards.map((card) => card.id));
  const newest = Math.max(...cards.map((card) => card.q));
  const end = next.findIndex((card) => card.id === last.id) + 1;
  const above = next.slice(0, end);
  const tail = next.slice(end).filter((card) => !ids.has(card.id));
  const waiting = above.filter((card) => !ids.has(card.id) && card.q > newest).length;
  return { cards: tail.length > 0 ? [...cards, ...tail] : cards, next, waiting };
}

/** The same records as the same objects: what did not change need not be rendered anew. */
function reuse(before: readonly CardView[], next: readonly CardView[]): readonly CardView[] {
  const byQ = new Map(before.map((card) => [card.q, card]));
  return next.map((card) => byQ.get(card.q) ?? card);
}

/** Shows 50 more; where no more are held, the engine is asked for older ones. */
export async function showMore(): Promise<void> {
  list.value = { ...list.value, pages: list.value.pages + 1 };
  await fillList();
  const oldest = oldestOf(list.value.cards);
  if (!list.value.dry || oldest <= 1) return;
  list.value = { ...list.value, asked: oldest };
  tell({ type: 'older', before: oldest });
}

/** The lowest q of some cards. */
export function oldestOf(cards: readonly CardView[]): number {
  return Math.min(...cards.map((card) => card.q));
}

/**
 * The order of a list: the editors' choice first, then the newest. Of two records of an article the later one
 * counts. `languages` null shows all.
 */
export function arrange(
  found: Edition,
  more: readonly CardView[],
  section: string,
  languages: readonly string[] | null,
): CardView[] {
  const byId = new Map<string, CardView>();
  for (const card of [...found.cards, ...more]) {
    if (section !== '' && card.section !== section) continue;
    if (!isListed(card.language, languages)) continue;
    const known = byId.get(card.id);
    if (!known || known.q < card.q) byId.set(card.id, card);
  }
  for (const { id, flags } of [...byId.values()]) if (flags & FLAG.withdrawn) byId.delete(id);
  const top = section === '' ? topOf(found, languages) : [];
  const first = top.flatMap((id) => byId.get(id) ?? []);
  const chosen = new Set(first.map((card) => card.id));
  const rest = [...byId.values()].filter((card) => !chosen.has(card.id));
  return [...first, ...rest.sort((one, other) => other.minutes - one.minutes || other.q - one.q)];
}

/** What comes after an article: in the list that it was chosen from, else on the front page. */
export function nextCard(id: string): CardView | null {
  const found = edition.value;
  const front = found ? arrange(found, [], '', shownLanguages.value) : [];
  for (const cards of [list.value.cards, front]) {
    const at = cards.findIndex((card) => card.id === id);
    if (at >= 0) return cards[at + 1] ?? null;
  }
  return front[0] ?? null;
}

/** The editors' choice: of the first of these languages first. */
function topOf(found: Edition, languages: readonly string[] | null): string[] {
  return languages === null
    ? Object.values(found.top).flat()
    : languages.flatMap((tag) => found.top[tag] ?? []);
}

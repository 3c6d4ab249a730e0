/** Reads cards, and what is held of their articles. */
import { type CardView, FLAG } from '../edition/card.ts';
import type { ReadingLibrary } from './reading.ts';
import type { Held } from './records.ts';
import { getHere, ofPublication, openStore } from './store.ts';

/** Card runs read at a time: a run has some 35 cards. */
const RUNS_AT_ONCE = 8;

export const readCards: ReadingLibrary['cards'] = async ({
  section,
  languages,
  before = Number.POSITIVE_INFINITY,
  limit,
}) => {
  const found: CardView[] = [];
  const seen = new Set<string>();
  for await (const card of newestFirst()) {
    // The newest record of an id stands for it, whatever page it is on.
    if (seen.has(card.id)) continue;
    seen.add(card.id);
    if (card.q >= before || (section !== undefined && card.section !== section)) continue;
    if (card.flags & FLAG.withdrawn || !speaks(card, languages)) continue;
    found.push(card);
    if (found.length >= limit) break;
  }
  return found;
};

export const readCard: ReadingLibrary['card'] = async (id, q) => {
  const held = (await readRecords([id])).get(id);
  return (await cardAt(id, Math.max(q ?? 0, held?.q ?? 0))) ?? (await readCardsOf([id])).get(id) ?? null;
};

export const readCardsOf: ReadingLibrary['cardsOf'] = async (ids) => {
  const found = new Map<string, CardView>();
  for (const { id, q } of (await readRecords(ids)).values()) {
    const card = await cardAt(id, q);
    if (card) found.set(id, card);
  }
  const missing = new Set(ids.filter((id) => !found.has(id)));
  // One walk for all that no held text leads to.
  if (missing.size > 0)
    for await (const card of newestFirst()) {
      if (!missing.delete(card.id)) continue;
      found.set(card.id, card);
      if (missing.size === 0) break;
    }
  return found;
};

/** What is held of those of the articles that are, by id. */
export async function readRecords(ids: readonly string[]): Promise<Map<string, Held>> {
  const here = await getHere();
  const found = new Map<string, Held>();
  if (!here) return found;
  const store = (await openStore()).transaction('held').store;
  const records = await Promise.all(ids.map((id) => store.get([here, id])));
  for (const record of records) if (record) found.set(record.id, record);
  return found;
}

function speaks({ language }: CardView, languages: readonly string[] | undefined): boolean {
  return !languages || language === '' || languages.includes(language.split('-')[0]!);
}

/** The card of a record, from the one run that it can lie in. */
async function cardAt(id: string, q: number): Promise<CardView | null> {
  const here = await getHere();
  if (!here || q === 0) return null;
  const range = IDBKeyRange.bound([here], [here, q]);
  const store = (await openStore()).transaction('cards').store;
  const run = (await store.openCursor(range, 'prev'))?.value;
  return run?.cards.find((card) => card.q === q && card.id === id) ?? null;
}

/** All cards that are known, from the newest q down; a page of runs at a time. */
export async function* newestFirst(): AsyncGenerator<CardView> {
  const here = await getHere();
  if (!here) return;
  const database = await openStore();
  const keys = await database.getAllKeys('cards', ofPublication(here));
  for (let end = keys.length; end > 0; end -= RUNS_AT_ONCE) {
    const from = keys[Math.max(0, end - RUNS_AT_ONCE)]!;
    const runs = await database.getAll('cards', IDBKeyRange.bound(from, keys[end - 1]!));
    for (const run of runs.reverse()) for (const card of [...run.cards].reverse()) yield card;
  }
}

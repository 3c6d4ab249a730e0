import { signal } from '@preact/signals';
import type { Held, Place } from '../../library/records.ts';
import { askToPersist } from '../persist.ts';
import { library, tell } from './ports.ts';
import { loadUnfinished } from './shelf.ts';

/** What is held of the articles seen so far, by id. */
export const heldOf = signal<ReadonlyMap<string, Held>>(new Map());

/** What the reader did with the articles seen so far, by id. */
export const placeOf = signal<ReadonlyMap<string, Place>>(new Map());

/** Ids that have been asked for: what becomes of them later is told. */
const asked = new Set<string>();

/** Reads what is held of those of these articles that were not asked for yet. */
export function learnNew(ids: readonly string[]): Promise<void> {
  return learn(ids.filter((id) => !asked.has(id)));
}

/** Reads anew what is held of these articles, and what the reader did with them. */
export async function learn(ids: readonly string[]): Promise<void> {
  for (const id of ids) asked.add(id);
  for (let at = 0; at < ids.length; at += BATCH) await learnSome(ids.slice(at, at + BATCH));
}

/** What is asked of the store at once: the first screen's answers must not wait for those of the whole list. */
export const BATCH = 20;

async function learnSome(ids: readonly string[]): Promise<void> {
  const [held, places] = await Promise.all([library().held(ids), library().places(ids)]);
  const nextHeld = new Map(heldOf.value);
  const nextPlaces = new Map(placeOf.value);
  for (const id of ids) {
    const found = held.get(id);
    if (found) nextHeld.set(id, found);
    else nextHeld.delete(id);
    const place = places.get(id);
    if (place) nextPlaces.set(id, place);
  }
  heldOf.value = nextHeld;
  placeOf.value = nextPlaces;
}

/** Keeps what the reader did with an article; what is not named stays as it was. */
export async function mark(id: string, change: Partial<Omit<Place, 'id'>>): Promise<void> {
  const place = await library().changePlace(id, (before) => ({ ...before, ...change }));
  placeOf.value = new Map(placeOf.value).set(id, place);
  await loadUnfinished();
}

/** Saves an article, or lets it go. What is saved is fetched whole, with its pictures, and never deleted. */
export async function toggleSaved(id: string): Promise<void> {
  // The record is noted with it: by its number another phone finds the article again.
  const q = heldOf.value.get(id)?.q ?? (await library().card(id))?.q;
  const place = await library().changePlace(id, ({ saved, ...before }) =>
    saved ? before : { ...before, saved: Date.now(), ...(q !== undefined && { q }) },
  );
  placeOf.value = new Map(placeOf.value).set(id, place);
  tell({ type: 'saved', id, now: Boolean(place.saved) });
  if (place.saved) askToPersist();
}

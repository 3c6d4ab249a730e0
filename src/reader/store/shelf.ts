import { signal } from '@preact/signals';
import type { CardView } from '../../edition/card.ts';
import { library } from './ports.ts';

/** The article that was last left in the middle, to go on with; null: none. */
export const unfinished = signal<CardView | null>(null);

/** What was put away a moment ago and can be brought back: ids as they were remembered. */
export const putAway = signal<string[]>([]);

/** Looks which article was last left in the middle, of those whose text is held. */
export async function loadUnfinished(): Promise<void> {
  const ids = await library().unfinished();
  const held = ids.length > 0 ? await library().held(ids) : new Map();
  const id = ids.find((one) => held.has(one));
  if (id === unfinished.value?.id) return;
  unfinished.value = id === undefined ? null : await library().card(id);
  if (unfinished.value) putAway.value = [];
}

/** Takes the shelf away. Nobody wants to put five articles away one by one: all that are remembered go. */
export async function clearShelf(): Promise<void> {
  const ids = await library().unfinished();
  // It is said once it is so: the app may be left the next moment.
  await library().saveUnfinished([]);
  putAway.value = ids;
  unfinished.value = null;
}

/** Brings back what was put away. */
export async function restoreShelf(): Promise<void> {
  await library().saveUnfinished(putAway.value);
  putAway.value = [];
  await loadUnfinished();
}

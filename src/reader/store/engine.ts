import { signal } from '@preact/signals';
import { FLAG } from '../../edition/card.ts';
import {
  answerOf,
  type EngineState,
  type FromEngine,
  type Problem,
  PULLED,
  type ToEngine,
} from '../../engine/messages.ts';
import type { Costs } from '../../library/ahead.ts';
import type { Figures } from '../../library/figures.ts';
import type { Removal, Weighed } from '../../library/forget.ts';
import type { Edition } from '../../library/records.ts';
import type { Ask, Found } from '../../library/search/found.ts';
import { edition, isListed, loadEdition, shownLanguages } from './edition.ts';
import { announce, tell } from './ports.ts';

/** What the engine last said of itself; null until it has. */
export const engine = signal<EngineState | null>(null);

/** The newest edition was asked for by the reader, and the answer is still out. */
export const refreshing = signal(false);

/** What came of it: so many new articles, none (0), or no answer; null before the reader has asked. */
export const came = signal<number | 'failed' | null>(null);

/** State of the offered new version of the app. */
export const update = signal<'none' | 'installing'>('none');

const searches = new Map<number, (found: Found | null) => void>();
let searched = 0;

const waiting = new Map<string, (problem: Problem | null) => void>();

/** Takes a message of the engine (or of another tab's) to whom it concerns. */
export function hear(message: FromEngine): void {
  switch (message.type) {
    case 'state':
      engine.value = message.state;
      break;
    case 'changed':
      announce(message);
      break;
    case 'got':
      waiting.get(message.id)?.(message.ok ? null : (message.problem ?? 'unreachable'));
      waiting.delete(message.id);
      break;
    case 'counted':
      counting.get(message.id)?.(message.result as never);
      counting.delete(message.id);
      break;
    case 'found':
      searches.get(message.n)?.(message.found);
      searches.delete(message.n);
      break;
    case 'preconnect':
      preconnect(message.url);
      break;
    case 'shell-ready':
      // Only the tab whose reader agreed is reloaded, and once: others are in the middle of something.
      if (update.value === 'installing') location.reload();
      update.value = 'none';
      break;
  }
}

/** Asks the mirrors for a newer edition because the reader wants it; what came is told afterwards. */
export async function refresh(): Promise<void> {
  if (refreshing.value) return;
  refreshing.value = true;
  came.value = null;
  const before = edition.value;
  const problem = await answerTo(PULLED, { type: 'sync', why: 'pull' });
  await loadEdition();
  const after = edition.value;
  const isNewer = after !== null && after.n !== before?.n;
  came.value = problem !== null && !isNewer ? 'failed' : countNew(before, after);
  refreshing.value = false;
}

/** Articles that an edition adds to the one before, as far as they are listed; of what its head has no card, all. */
function countNew(before: Edition | null, after: Edition | null): number {
  const known = before?.last ?? 0;
  const added = (after?.last ?? 0) - known;
  const told = after?.cards.filter((card) => card.q > known) ?? [];
  const listed = told.filter(
    ({ flags, language }) =>
      !(flags & (FLAG.updated | FLAG.withdrawn)) && isListed(language, shownLanguages.value),
  );
  return Math.max(0, added - told.length) + listed.length;
}

/** Installs the new version of the app; the page is loaded anew once it is in place. */
export function acceptUpdate(): void {
  update.value = 'installing';
  tell({ type: 'accept-shell' });
}

/** Asks for an article or a full picture; resolves to what went wrong, or null once it is held. */
export function want(message: Extract<ToEngine, { type: 'want' | 'want-full' }>): Promise<Problem | null> {
  return answerTo(message.type === 'want' ? answerOf(message) : message.digest, message);
}

/** Sends what the engine answers with `got` and this id. */
function answerTo(id: string, message: ToEngine): Promise<Problem | null> {
  return new Promise((resolve) => {
    const earlier = waiting.get(id);
    waiting.set(id, (problem) => {
      earlier?.(problem);
      resolve(problem);
    });
    tell(message);
  });
}

const counting = new Map<number, (result: never) => void>();
let counts = 0;

/** Has something counted by the engine. */
export function count(what: 'figures'): Promise<Figures | null>;
export function count(what: 'costs'): Promise<Costs>;
export function count(what: Removal): Promise<Weighed>;
export function count(what: 'figures' | 'costs' | Removal): Promise<unknown> {
  return new Promise((resolve) => {
    counting.set(++counts, resolve);
    tell({ type: 'count', id: counts, what });
  });
}

/** Looks for words in what is held; null where that could not be done. */
export function search(ask: Ask): Promise<Found | null> {
  const n = ++searched;
  return new Promise((resolve) => {
    searches.set(n, resolve);
    tell({ type: 'search', n, ask });
  });
}

/** A worker cannot open a connection beforehand; the page can (measured: it saves the second handshake on slow lines). */
function preconnect(url: string): void {
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.crossOrigin = 'anonymous';
  link.href = url;
  document.head.append(link);
  tell({ type: 'preconnected', url });
  // The hint has done its work by then; a second one for the same name needs a new element.
  setTimeout(() => link.remove(), 10_000);
}

import { signal } from '@preact/signals';
import type { EngineState, FromEngine, Problem } from '../../engine/messages.ts';
import type { Ask, Found } from '../../library/search/found.ts';
import { announce, tell } from './ports.ts';

/** What the engine last said of itself; null until it has. */
export const engine = signal<EngineState | null>(null);

/** The newest edition was asked for by the reader, and the answer is still out. */
export const refreshing = signal(false);

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
      if (message.state.phase !== 'asking') refreshing.value = false;
      break;
    case 'changed':
      announce(message);
      break;
    case 'got':
      waiting.get(message.id)?.(message.ok ? null : (message.problem ?? 'unreachable'));
      waiting.delete(message.id);
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

/** Asks the mirrors for a newer edition because the reader wants it. */
export function refresh(): void {
  refreshing.value = true;
  tell({ type: 'sync', why: 'pull' });
}

/** Installs the new version of the app; the page is loaded anew once it is in place. */
export function acceptUpdate(): void {
  update.value = 'installing';
  tell({ type: 'accept-shell' });
}

/** Asks for an article or a full picture; resolves to what went wrong, or null once it is held. */
export function want(
  message: { type: 'want'; id: string; q?: number } | { type: 'want-full'; digest: string; bytes: number },
): Promise<Problem | null> {
  const key = message.type === 'want' ? message.id : message.digest;
  return new Promise((resolve) => {
    const earlier = waiting.get(key);
    waiting.set(key, (problem) => {
      earlier?.(problem);
      resolve(problem);
    });
    tell(message);
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

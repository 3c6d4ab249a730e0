import { effect, signal } from '@preact/signals';

/** `ready`: a service worker controls the page and holds the whole shell. */
export const worker = signal<'none' | 'installing' | 'ready'>('none');

/** Resolves when all files of the app are on this phone; at once where they came with the page. */
export function wholeShell(): Promise<void> {
  if (!navigator.serviceWorker || import.meta.url.startsWith('blob:')) return Promise.resolve();
  return new Promise((resolve) => {
    effect(() => {
      if (worker.value === 'ready') resolve();
    });
  });
}

/** What browsers and disks do to a database, done on purpose. */
import type { Page } from '@playwright/test';
import { inLibrary } from './library.ts';

/** Deletes the database, as a browser does that needs space. No page of the app may have it open. */
export async function emptyDatabase(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('reader');
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      }),
  );
}

/** Makes the database anew in another version, with what was in it, and keeps it open against all who ask. */
export async function rebuildDatabase(
  page: Page,
  version: number,
  keeps: (store: string) => boolean,
): Promise<void> {
  const names = await inLibrary(page, async (database) => [...database.objectStoreNames]);
  await page.evaluate(
    async ({ version, stores }) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const old = await done(indexedDB.open('reader'));
      const entries = new Map<string, [IDBValidKey[], unknown[]]>();
      for (const name of stores) {
        const store = old.transaction(name).objectStore(name);
        entries.set(name, await Promise.all([done(store.getAllKeys()), done(store.getAll())]));
      }
      old.close();
      await done(indexedDB.deleteDatabase('reader'));
      const request = indexedDB.open('reader', version);
      request.onupgradeneeded = () => {
        for (const [name, [keys, values]] of entries) {
          const store = request.result.createObjectStore(name);
          for (const [i, key] of keys.entries()) store.put(values[i], key);
        }
      };
      // Nobody listens to `versionchange`: the connection stays open until the page is gone.
      (window as unknown as { kept: IDBDatabase }).kept = await done(request);
    },
    { version, stores: names.filter(keeps) },
  );
}

/** Deletes what a store has under keys that match: what is lost to a browser or a bad disk. */
export async function loseEntries(page: Page, store: string, keys: RegExp): Promise<void> {
  await inLibrary(
    page,
    async (database, done, { store, source }) => {
      const found = database.transaction(store, 'readwrite').objectStore(store);
      for (const key of await done(found.getAllKeys()))
        if (new RegExp(source).test([key].flat().join(' '))) await done(found.delete(key));
    },
    { store, source: keys.source },
  );
}

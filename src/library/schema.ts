/** The database that the page, its engine and the service worker share. Its name says nothing to whoever looks. */
export const DATABASE = 'reader';
/**
 * Grows with every store that is added. Versions only ever add stores: an older shell that was put back, or a worker
 * whose blocked origin can never replace it, goes on reading a database that a newer shell has widened.
 */
export const VERSION = 2;
export const STORES = [
  'meta',
  'blocks',
  'cards',
  'held',
  'places',
  'lanes',
  'files',
  'here',
  // Since version 2: postings of the search; articles as they were before they were replaced.
  'postings',
  'past',
] as const;
export type StoreName = (typeof STORES)[number];

/** Makes the stores that are missing. */
export function widen(database: {
  objectStoreNames: { contains(name: string): boolean };
  createObjectStore(name: never): unknown;
}): void {
  for (const name of STORES)
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name as never);
}

/** The few operations that the service worker and the shell's installation need. Keys begin with the publication. */
export interface Shelf {
  get(store: StoreName, key: IDBValidKey): Promise<unknown>;
  /** All values of a publication. */
  all(store: StoreName, publication: string): Promise<unknown[]>;
  /** Puts all in one transaction. */
  put(store: StoreName, entries: readonly (readonly [key: IDBValidKey, value: unknown])[]): Promise<void>;
}

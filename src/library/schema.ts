/** The database that the page, its engine and the service worker share. Its name says nothing to whoever looks. */
export const DATABASE = 'reader';
export const VERSION = 1;
export const STORES = ['meta', 'blocks', 'cards', 'held', 'places', 'lanes', 'files', 'here'] as const;
export type StoreName = (typeof STORES)[number];

/** The few operations that the service worker and the shell's installation need. Keys begin with the publication. */
export interface Shelf {
  get(store: StoreName, key: IDBValidKey): Promise<unknown>;
  /** All values of a publication. */
  all(store: StoreName, publication: string): Promise<unknown[]>;
  /** Puts all in one transaction. */
  put(store: StoreName, entries: readonly (readonly [key: IDBValidKey, value: unknown])[]): Promise<void>;
}

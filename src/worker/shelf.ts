import { DATABASE, type Shelf, widen } from '../library/schema.ts';

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The shared database by hand: `idb` would take a fifth of what a service worker may weigh. */
let opening: Promise<IDBDatabase> | undefined;
const forget = () => {
  opening = undefined;
};

async function openAnew(): Promise<IDBDatabase> {
  // Whatever version it has: this file must read what a shell of years later has made of it.
  const request = indexedDB.open(DATABASE);
  request.onupgradeneeded = () => widen(request.result);
  const database = await done(request);
  database.onclose = forget;
  database.onversionchange = () => {
    database.close();
    forget();
  };
  return database;
}

function open(): Promise<IDBDatabase> {
  opening ??= openAnew().catch((error) => {
    forget();
    throw error;
  });
  return opening;
}

export const shelf: Shelf = {
  get: async (store, key) => done((await open()).transaction(store).objectStore(store).get(key)),
  all: async (store, publication) =>
    done(
      (await open())
        .transaction(store)
        .objectStore(store)
        .getAll(IDBKeyRange.bound([publication], [publication, []])),
    ),
  put: async (store, entries) => {
    const transaction = (await open()).transaction(store, 'readwrite');
    for (const [key, value] of entries) transaction.objectStore(store).put(value, key);
    return new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  },
};

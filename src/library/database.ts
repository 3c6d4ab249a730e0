/** IndexedDB with promises, as much of it as is used here. (A library for it costs 1.3 KB in each of the app's two files.) */
import type { IDBPDatabase } from 'idb';

/** A cursor stands on the first record that it finds: none here goes further. */
const READ = ['get', 'getKey', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor'] as const;
const WRITE = ['put', 'delete', 'clear'] as const;
const METHODS = [...READ, ...WRITE] as const;

/** Settles with a request. One that nobody waits for fails with its transaction, and is not told of by itself. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return unheard(
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }),
  );
}

function unheard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function promised(store: IDBObjectStore): object {
  const methods = METHODS.map((name) => [
    name,
    (...options: never[]) => settled((store[name] as (...options: never[]) => IDBRequest)(...options)),
  ]);
  return Object.fromEntries(methods);
}

function begun(transaction: IDBTransaction): object {
  const done = unheard(
    new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('undone', 'AbortError'));
    }),
  );
  const objectStore = (name: string) => promised(transaction.objectStore(name));
  return {
    raw: transaction,
    done,
    objectStore,
    abort: () => transaction.abort(),
    // Asked of transactions on a single store only.
    get store() {
      return objectStore(transaction.objectStoreNames[0]!);
    },
  };
}

/** An open database; the types are those of idb, whose ways these are. */
export function opened<Schema>(raw: IDBDatabase): IDBPDatabase<Schema> & { raw: IDBDatabase } {
  const shortcuts = METHODS.map((name) => {
    const mode = (WRITE as readonly string[]).includes(name) ? 'readwrite' : 'readonly';
    const run = async (store: string, ...options: never[]) => {
      const transaction = raw.transaction(store, mode);
      const done = mode === 'readwrite' && (begun(transaction) as { done: Promise<void> }).done;
      const result = await (promised(transaction.objectStore(store)) as Record<string, Method>)[name]!(
        ...options,
      );
      await done;
      return result;
    };
    return [name, run];
  });
  return Object.assign(Object.fromEntries(shortcuts), {
    raw,
    version: raw.version,
    objectStoreNames: raw.objectStoreNames,
    close: () => raw.close(),
    transaction: (...options: Parameters<IDBDatabase['transaction']>) => begun(raw.transaction(...options)),
  });
}

type Method = (...options: never[]) => Promise<unknown>;

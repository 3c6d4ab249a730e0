import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { DATABASE, STORES, VERSION } from './schema.ts';
import { closeStore, openStore } from './store.ts';

afterEach(async () => {
  await closeStore();
  await settled(indexedDB.deleteDatabase(DATABASE));
});

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The database as another version of the app left it. */
async function leave(version: number, stores: readonly string[]): Promise<void> {
  const request = indexedDB.open(DATABASE, version);
  request.onupgradeneeded = () => {
    for (const name of stores) request.result.createObjectStore(name).put('kept', ['paper', 'name']);
  };
  const blocked = new Promise<never>((_, reject) => {
    request.onblocked = () => reject(new Error('the old version does not let go'));
  });
  (await Promise.race([settled(request), blocked])).close();
}

it('widens the database of an older version and keeps what is in it', async () => {
  await leave(1, ['meta', 'blocks']);
  const database = await openStore();
  expect(database.version).toBe(VERSION);
  expect([...database.objectStoreNames].sort()).toEqual([...STORES].sort());
  expect(await database.get('meta', ['paper', 'name'])).toBe('kept');
});

it('reads on in a database that a newer version has widened', async () => {
  await leave(VERSION + 7, [...STORES, 'something']);
  const database = await openStore();
  expect(database.version).toBe(VERSION + 7);
  expect(await database.get('meta', ['paper', 'name'])).toBe('kept');
});

it('lets a newer version widen the database while it has it open, and reads on after that', async () => {
  await openStore();
  await leave(VERSION + 1, ['something']);
  expect((await openStore()).version).toBe(VERSION + 1);
});

/** A database that fails as databases on phones do: connections that died, silence, a full disk, another tab's lock. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viewCard } from '../edition/card.ts';
import { openLibrary } from './library.ts';
import { makePaper } from './made.test-helper.ts';
import { DATABASE } from './schema.ts';
import { shelvePacks, shelvePictures, storeHead } from './shelve.ts';
import { closeStore, openStore } from './store.ts';
import { causeOf, LIMITS, StorageError } from './sturdy.ts';

const usual = { ...LIMITS };
const { get, put } = IDBObjectStore.prototype;

beforeEach(async () => {
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', 'paper', '');
});
afterEach(() => {
  Object.assign(LIMITS, usual);
  Object.assign(IDBObjectStore.prototype, { get, put });
});

/** Lets so many calls of a function of object stores fail; returns how often it was called since. */
function fail(name: 'get' | 'put', times: number, how: (this: IDBObjectStore) => IDBRequest): () => number {
  const before = { get, put }[name] as (...options: unknown[]) => IDBRequest;
  let calls = 0;
  IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...options: unknown[]) {
    return ++calls <= times ? how.call(this) : before.apply(this, options);
  } as never;
  return () => calls;
}

const unknown = (): never => {
  throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
};
const never = () => Object.create(IDBRequest.prototype, { addEventListener: { value: () => undefined } });

describe('a connection that died', () => {
  it('is replaced once, and nobody notices', async () => {
    const library = await openLibrary();
    await library.saveSettings({ theme: 'dark' });
    // Closed without an event, as WebKit does it in the background: everything on it is an InvalidStateError.
    ((await openStore()) as unknown as { raw: IDBDatabase }).raw.close();
    expect((await library.settings()).theme).toBe('dark');
    expect(await library.held(['a'])).toEqual(new Map());
  });

  it('is replaced when requests fail on it, and writing works again', async () => {
    const library = await openLibrary();
    const calls = fail('put', 1, unknown);
    await library.saveSettings({ theme: 'dark' });
    expect(calls()).toBe(2);
    expect((await library.settings()).theme).toBe('dark');
  });

  it('that fails for ever is told of after one more try', async () => {
    const library = await openLibrary();
    const calls = fail('put', 99, unknown);
    await expect(library.saveSettings({ theme: 'dark' })).rejects.toThrow('server lost');
    expect(calls()).toBe(2);
  });
});

describe('a database that is silent', () => {
  it('is asked once more on a new connection', async () => {
    const library = await openLibrary();
    await library.savePlace({ id: 'a', read: 1, paragraph: 2, paragraphs: 3 });
    LIMITS.answer = 60;
    const before = await openStore();
    fail('get', 1, never);
    expect(await library.place('a')).toMatchObject({ paragraph: 2 });
    expect(await openStore()).not.toBe(before);
  });

  it('for ever is an error, not a screen that waits without end', async () => {
    const library = await openLibrary();
    LIMITS.answer = 60;
    fail('get', 99, never);
    await expect(library.place('a')).rejects.toThrow(StorageError);
  });

  it('does not keep a transaction open for ever: it is given up, and the next has a new connection', async () => {
    LIMITS.transaction = 60;
    const database = await openStore();
    const transaction = database.transaction('held', 'readwrite');
    const { raw } = transaction as unknown as { raw: IDBTransaction };
    const spin = (): void => {
      raw.objectStore('held').get('x').onsuccess = spin;
    };
    spin();
    const error = await transaction.done.catch((found: unknown) => found);
    expect((causeOf(error) as Error).name).toBe('UnknownError');
    expect(await openStore()).not.toBe(database);
  });

  it('because another tab keeps it from being opened is told of soon, and opens once that tab is gone', async () => {
    await closeStore();
    await settled(indexedDB.deleteDatabase(DATABASE));
    const old = await settled(indexedDB.open(DATABASE, 1));
    LIMITS.blocked = 40;
    await expect(openStore()).rejects.toThrow('another tab');
    old.close();
    expect([...(await openStore()).objectStoreNames]).toContain('blocks');
    // Nor does the connection that came too late stand in anybody's way.
    await closeStore();
    const removal = indexedDB.deleteDatabase(DATABASE);
    const blocked = new Promise<never>((_, reject) => {
      removal.onblocked = () => reject(new Error('somebody does not let go'));
    });
    await Promise.race([settled(removal), blocked]);
  });
});

describe('a full disk', () => {
  it('leaves everything as it was at whichever write it strikes, and nothing is called held that is not', async () => {
    const paper = await makePaper();
    const database = await openStore();
    await database.put('here', paper.publication, '');
    const made = [await paper.article('a', { pictures: 1 }), await paper.article('b', { pictures: 1 })];
    const { head, digest, frame } = await paper.head(1, 1, made);
    const views = head.cards.map((card) => viewCard(card, head.packs));
    const bytesOf = (refs: readonly [string, number][]) =>
      new Map(refs.map(([one]) => [one, paper.blocks.get(one)!] as const));
    const steps = [
      () => storeHead(paper.trusted, { head, digest, frame, via: 'https://a/', checked: 1 }),
      () => shelvePacks(paper.publication, bytesOf(made.map(({ pack }) => pack)), views),
      () =>
        shelvePictures(
          paper.publication,
          bytesOf(made.flatMap(({ pictures }) => pictures)),
          new Map(made.map(({ article, pictures }) => [article.id, pictures.map(([one]) => one)])),
        ),
    ];
    const dump = async () =>
      JSON.stringify(
        await Promise.all([...database.objectStoreNames].map((name) => database.getAllKeys(name))),
      ) + JSON.stringify(await database.getAll('held'));
    for (const step of steps) {
      for (let strikes = 1; ; strikes++) {
        const before = await dump();
        const calls = failAt(strikes);
        const error = await step().then(
          () => null,
          (found: unknown) => found,
        );
        Object.assign(IDBObjectStore.prototype, { put });
        if (calls() < strikes) break;
        expect((causeOf(error) as Error).name).toBe('QuotaExceededError');
        expect(await dump()).toBe(before);
      }
    }
    const held = await (await openLibrary()).held(made.map(({ article }) => article.id));
    expect([...held.values()].map((one) => one.whole)).toEqual([true, true]);
  });
});

it('bytes lie in records as buffers of their own: WebKit loses Blobs, and views drag other bytes along', async () => {
  const paper = await makePaper();
  const made = [await paper.article('a', { pictures: 1 })];
  const { head, digest, frame } = await paper.head(1, 1, made);
  const { publication, root } = paper.trusted;
  await storeHead({ publication, root }, { head, digest, frame, via: 'https://a/', checked: 1 });
  const views = head.cards.map((card) => viewCard(card, head.packs));
  const [pack] = made[0]!.pack;
  await shelvePacks(paper.publication, new Map([[pack, paper.blocks.get(pack)!]]), views);
  // The pictures alone: what the pack became is what it was stored as.
  const pictures = new Map([...paper.blocks].filter(([digest]) => digest !== pack));
  await shelvePictures(paper.publication, pictures, new Map());
  const database = await openStore();
  let buffers = 0;
  const look = (value: unknown): void => {
    expect(value instanceof Blob || ArrayBuffer.isView(value)).toBe(false);
    if (value instanceof ArrayBuffer) buffers++;
    else if (typeof value === 'object' && value) for (const one of Object.values(value)) look(one);
  };
  for (const name of [...database.objectStoreNames]) look(await database.getAll(name));
  expect(buffers).toBeGreaterThan(3);
});

/** The n-th write finds the disk full, and its transaction is undone. */
function failAt(n: number): () => number {
  let calls = 0;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...options: Parameters<typeof put>) {
    const request = put.apply(this, options);
    if (++calls === n) {
      const transaction = this.transaction as unknown as { _abort(name: string): void };
      request.addEventListener('success', () => transaction._abort('QuotaExceededError'));
    }
    return request;
  };
  return () => calls;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Everything that a browser keeps for the reader, taken out and verified by the format's own code. */

import { isDeepStrictEqual } from 'node:util';
import type { Page } from '@playwright/test';
import type { Edition } from '../../mirrors/press/load.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { fromBase64url } from '../../src/edition/bytes.ts';
import { type CardView, viewCard } from '../../src/edition/card.ts';
import { digestOf } from '../../src/edition/cid.ts';
import { openHead } from '../../src/edition/head.ts';
import { openPack } from '../../src/edition/pack.ts';
import { openFirstRoot, type TrustedRoot } from '../../src/edition/root.ts';
import { openGroup, openShell } from '../../src/edition/shell.ts';
import type { Held, Edition as HeldEdition, Place } from '../../src/library/records.ts';
import type { CardRun, Meta, ShellFileRecord } from '../../src/library/store.ts';
import type { Looked } from './engines.ts';

/** Entries of each store: key and value, with bytes as `Uint8Array`. */
export type Dump = Record<string, [key: IDBValidKey, value: unknown][]>;

/** Dumps the IndexedDB database `reader` of the page's origin. */
export async function dumpLibrary(page: Looked): Promise<Dump> {
  const text = await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const pack = (_: string, value: unknown): unknown => {
      if (!(value instanceof ArrayBuffer) && !ArrayBuffer.isView(value)) return value;
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer);
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return { $bytes: btoa(binary) };
    };
    const database = await done(indexedDB.open('reader'));
    // In one transaction: what is written meanwhile is in all stores of the dump or in none.
    const names = [...database.objectStoreNames];
    const all = database.transaction(names);
    const entries = names.map(async (name): Promise<[string, [IDBValidKey, unknown][]]> => {
      const store = all.objectStore(name);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return [name, keys.map((key, i) => [key, values[i]])];
    });
    const dump = Object.fromEntries(await Promise.all(entries));
    database.close();
    return JSON.stringify(dump, pack);
  });
  return JSON.parse(text, (_, value: { $bytes?: unknown } | null) =>
    typeof value?.$bytes === 'string' ? new Uint8Array(Buffer.from(value.$bytes, 'base64')) : value,
  ) as Dump;
}

const textKey = (key: IDBValidKey): string => (Array.isArray(key) ? key.join(' ') : String(key));

/**
 * Verifies a dump down to the last byte. Returns a sentence for each thing that does not verify, or that does not
 * stand in any of the `truths` (editions as the publisher made them).
 */
export async function verifyLibrary(dump: Dump, truths: readonly Edition[]): Promise<string[]> {
  const faults: string[] = [];
  const check = async (what: string, work: () => Promise<unknown> | unknown): Promise<void> => {
    try {
      if ((await work()) === false) faults.push(`${what} is not what it should be`);
    } catch (error) {
      faults.push(`${what}: ${error}`);
    }
  };
  const store = (name: string) => dump[name] ?? [];
  const meta = new Map(store('meta').map(([key, value]) => [(key as string[])[1], value])) as Map<
    keyof Meta,
    unknown
  >;
  const get = <N extends keyof Meta>(name: N) => meta.get(name) as Meta[N] | undefined;
  const trusted = get('root');
  const card = get('card');
  if (!trusted || !card) return ['no root is held'];
  const { publication } = trusted;
  await check('the root', async () => {
    const first = await openFirstRoot(fromBase64url(card.root)!, card.id);
    return truths.some((one) => isDeepStrictEqual(one.trusted, trusted)) && first.publication === publication;
  });

  const blocks = new Map<string, Bytes>();
  for (const [key, value] of store('blocks')) {
    const digest = (key as string[])[1]!;
    blocks.set(digest, value as Bytes);
    await check(`block ${digest}`, async () => (await digestOf(value as Bytes)) === digest);
  }
  const head = get('head');
  if (head) await check('the head', () => checkHead(head, trusted, get('edition')));
  const pending = get('pending');
  if (pending) {
    const role = trusted.root.roles.head;
    const frame = pending.frame as unknown as Bytes;
    await check('the head laid by', () => openHead(frame, { publication, role, known: null }));
  }
  const known = new Set(
    truths.flatMap(({ entries, head: { cards, packs } }) =>
      [...entries.map((entry) => entry.view), ...cards.map((one) => viewCard(one, packs))].map((one) =>
        JSON.stringify(one),
      ),
    ),
  );
  const isTrue = (one: CardView) => known.has(JSON.stringify(one));
  for (const [key, run] of store('cards')) {
    await check(`cards ${textKey(key)}`, () => (run as CardRun).cards.every(isTrue));
  }
  for (const [key, held] of store('held')) {
    await check(`article ${textKey(key)}`, async () => {
      const { id, packs, line } = held as Held;
      const lines = await openPack(blocks.get(packs[0]!)!);
      return lines[line]?.id === id && packs.every((digest) => blocks.has(digest));
    });
  }
  await checkShells(dump, { shell: get('shell'), trusted, blocks, check });
  const mirrors = get('mirrors');
  await check(
    'the mirrors',
    () => !mirrors || truths.some((one) => isDeepStrictEqual(one.mirrors?.mirrors, mirrors.mirrors)),
  );
  return faults;
}

async function checkHead(
  held: Meta['head'],
  { publication, root }: TrustedRoot,
  edition: HeldEdition | undefined,
): Promise<boolean> {
  const frame = held.frame as unknown as Bytes;
  const { head, digest } = await openHead(frame, { publication, role: root.roles.head, known: null });
  return (
    head.n === held.n &&
    digest === held.digest &&
    edition?.n === head.n &&
    edition.time === head.time &&
    isDeepStrictEqual(
      edition.cards,
      head.cards.map((one) => viewCard(one, head.packs)),
    )
  );
}

/** Makes every kept shell again from its signed frame and compares the stored files with it. */
async function checkShells(
  dump: Dump,
  context: {
    shell: Meta['shell'] | undefined;
    trusted: TrustedRoot;
    blocks: ReadonlyMap<string, Bytes>;
    check(what: string, work: () => Promise<unknown> | unknown): Promise<void>;
  },
): Promise<void> {
  const { shell, trusted, blocks, check } = context;
  const files = new Map((dump.files ?? []).map(([key, value]) => [textKey(key), value as ShellFileRecord]));
  for (const kept of [shell?.current, shell?.previous, shell?.next]) {
    if (!kept) continue;
    await check(`shell ${kept.version}`, async () => {
      const made = await openShell(blocks.get(kept.frame[0])!, trusted.root.roles.shell, null);
      for (const group of made.groups) {
        const chunks = group[0].map((digest) => blocks.get(digest)!);
        for (const { path, bytes } of await openGroup(group, chunks)) {
          const key = `${trusted.publication} ${kept.version} ${path}`;
          const file = files.get(key);
          files.delete(key);
          if (!file || !Buffer.from(bytes).equals(new Uint8Array(file.bytes))) return false;
        }
      }
      return true;
    });
  }
  for (const key of files.keys()) await check(`file ${key}`, () => false);
}

/** Waits for what was asked of the database. */
export type Done = <T>(request: IDBRequest<T>) => Promise<T>;

/**
 * Does something to the library in the page: a function that leans on nothing but what it is given, as it goes there in
 * writing. Whoever must have the database open for longer, or in other browsers, opens it there.
 */
export function inLibrary<Result, Given = undefined>(
  page: Page,
  work: (database: IDBDatabase, done: Done, given: Given) => Promise<Result>,
  given?: Given,
): Promise<Result> {
  return page.evaluate(`(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('reader'));
    try {
      return await (${work})(database, done, ${JSON.stringify(given)});
    } finally {
      database.close();
    }
  })()`);
}

/** What the library keeps of the articles that were opened: read, places, saved. */
export function placesOf(page: Page): Promise<Place[]> {
  return inLibrary(page, (database, done) =>
    done<Place[]>(database.transaction('places').objectStore('places').getAll()),
  );
}

import type { DBSchema, IDBPDatabase } from 'idb';
import type { Ref } from '../edition/body.ts';
import type { CardView } from '../edition/card.ts';
import type { KnownHead, Span } from '../edition/head.ts';
import type { Message } from '../edition/message.ts';
import type { Mirror } from '../edition/mirrors.ts';
import type { PublicationCard } from '../edition/paths.ts';
import type { TrustedRoot } from '../edition/root.ts';
import { opened, settled } from './database.ts';
import type {
  Edition,
  Gone,
  Held,
  LaneRecord,
  Past,
  Place,
  Settings,
  TrafficDay,
  Withdrawn,
} from './records.ts';
import { DATABASE, type Shelf, type StoreName, VERSION, widen } from './schema.ts';
import { LIMITS, StorageError, watch, within } from './sturdy.ts';

/** Cards of consecutive q, oldest first; every q from `first` to `last` is covered. */
export interface CardRun {
  first: number;
  last: number;
  cards: CardView[];
}

/** A file of an installed shell. `digest` tells damage from truth when it is served. */
export interface ShellFileRecord {
  path: string;
  type: string;
  bytes: ArrayBuffer;
  digest: string;
}

/** Which shells are kept. The frame's block, from which all can be made again, lies among the blocks. */
export interface ShellRecord {
  current: InstalledShell | null;
  /** One step back. */
  previous: InstalledShell | null;
  /** Whole and verified, waiting for the reader's word. */
  next: InstalledShell | null;
  /** Version that was put back because it did not paint: it is not offered again. */
  rejected?: number;
}

export interface InstalledShell {
  version: number;
  /** Lowest version that may be installed after it. */
  lowest: number;
  /** Block of the signed frame. */
  frame: Ref;
  /** The script that starts the app. */
  entry: string;
  /** How often it was served since it was put in charge, until the app says that it painted. */
  trial?: number;
  /** All groups are here; the first alone is enough to start. */
  whole: boolean;
}

/** What the front page last looked like, for the worker to put into the page: it is painted before the app is there. */
export interface Screen {
  /** Head version of the edition that it shows. */
  edition: number;
  /** As HTML: attributes of the root element, each with a space before it, and what the app's element holds. */
  parts: [root: string, app: string];
}

/** Single records of a publication, by name. */
export interface Meta {
  card: PublicationCard;
  root: TrustedRoot;
  head: KnownHead & { checked: number; via: string; frame: ArrayBuffer };
  edition: Edition;
  spans: Span[];
  mirrors: { n: number; mirrors: Mirror[] };
  /** Mirrors that the reader added. */
  added: string[];
  shell: ShellRecord;
  /** A head that the service worker got: not looked into yet beyond its signature. */
  pending: { frame: ArrayBuffer; via: string; at: number };
  settings: Settings;
  /** What was searched for, while the reader wants it kept. */
  queries: string[];
  screen: Screen;
  /** What the publication says to its readers, out of these packs. */
  messages: { digests: string[]; messages: Message[] };
  /** Until when (ms since 1970) a message is not shown, by its id, or by its kind where that was put off. */
  hushed: Record<string, number>;
  /** What the publication took back, by id, out of that block; the digest is empty until all of it is done. */
  withdrawn: { digest: string; articles: Record<string, Withdrawn> };
  /** Ids of articles that were left in the middle, the last one first. */
  unfinished: string[];
  gone: Gone;
  /** Blocks of deleted articles, to be removed once nobody needs them; with `=` before it, a list of chunks. */
  loose: string[];
  /** The last 30 days, oldest first. */
  traffic: TrafficDay[];
}

interface Schema extends DBSchema {
  meta: { key: [publication: string, name: string]; value: Meta[keyof Meta] };
  blocks: { key: [publication: string, digest: string]; value: ArrayBuffer };
  cards: { key: [publication: string, first: number]; value: CardRun };
  held: { key: [publication: string, id: string]; value: Held };
  places: { key: [publication: string, id: string]; value: Place };
  lanes: { key: [publication: string, url: string]; value: LaneRecord };
  files: { key: [publication: string, version: number, path: string]; value: ShellFileRecord };
  /** The publication that this app reads, under the one key ''. */
  here: { key: string; value: string };
  /** For the search (search/postings.ts): articles of a segment of the index, and which of them hold which words. */
  postings: { key: [publication: string, ...rest: (string | number)[]]; value: unknown };
  past: { key: [publication: string, id: string, q: number]; value: Past };
}

export type Database = IDBPDatabase<Schema>;
/** Everything written here can be had again or is tiny: relaxed durability is 8 times as quick. */
export const RELAXED = { durability: 'relaxed' } as const;

let opening: Promise<Database> | undefined;

/** Opens the database once; a connection that the browser closed is opened anew at the next call. */
export function openStore(): Promise<Database> {
  opening ??= open(VERSION)
    // A newer shell has widened it before this one was put back: everything that this one reads is still there.
    .catch((error) => {
      if (error?.name !== 'VersionError') throw error;
      return open();
    })
    .catch((error) => {
      opening = undefined;
      throw error;
    });
  return opening;
}

async function open(version?: number): Promise<Database> {
  const request = indexedDB.open(DATABASE, version);
  request.onupgradeneeded = () => widen(request.result);
  const asked = settled(request);
  const blocked = new Promise<never>((_, reject) => {
    // Another tab has been asked to let go of the old database, and does not.
    request.onblocked = () =>
      setTimeout(() => reject(new StorageError('blocked by another tab')), LIMITS.blocked);
  });
  try {
    const database = await within(Promise.race([asked, blocked]), LIMITS.opening);
    const forget = () => {
      opening = undefined;
    };
    database.onclose = forget;
    database.onversionchange = () => {
      // A newer version of the app wants to upgrade: let it.
      database.close();
      forget();
    };
    watch(database, dropStore);
    return opened<Schema>(database);
  } catch (error) {
    // Should it open after all, nobody waits for it any more, and it would stand in the way of others.
    asked.then((late) => late.close()).catch(() => undefined);
    throw error;
  }
}

/** Gives the connection up: it is dead. The next call opens a new one. */
export function dropStore(): void {
  opening?.then((database) => database.close()).catch(() => undefined); // told to whoever waited for it
  opening = undefined;
}

/** Closes the connection, so that the database can be deleted. */
export async function closeStore(): Promise<void> {
  const database = await opening;
  opening = undefined;
  here = undefined;
  database?.close();
}

/** All keys of a publication in a store; only those of one article where it is named. */
export function ofPublication(...key: [publication: string, id?: string]): IDBKeyRange {
  return IDBKeyRange.bound(key, [...key, []]);
}

export async function getMeta<N extends keyof Meta>(
  publication: string,
  name: N,
): Promise<Meta[N] | undefined> {
  return (await (await openStore()).get('meta', [publication, name])) as Meta[N] | undefined;
}

export async function putMeta<N extends keyof Meta>(
  publication: string,
  name: N,
  value: Meta[N],
): Promise<void> {
  await (await openStore()).put('meta', value, [publication, name]);
}

/** The publication that this app reads, or null before the first visit. */
export async function getHere(): Promise<string | null> {
  here ??= await (await openStore()).get('here', '');
  return here ?? null;
}

/** Once there is a publication it stays the one: asked for before every reading, it is read but once. */
let here: string | undefined;

/** Held blocks by digest, read side by side in one transaction; null where one is missing. */
export async function getBlocks(
  publication: string,
  digests: readonly string[],
): Promise<(ArrayBuffer | null)[]> {
  const store = (await openStore()).transaction('blocks').store;
  return Promise.all(digests.map(async (digest) => (await store.get([publication, digest])) ?? null));
}

/** Stores blocks that were checked against their digests, in one transaction. */
export async function putBlocks(
  publication: string,
  blocks: readonly { digest: string; bytes: Uint8Array }[],
): Promise<void> {
  const transaction = (await openStore()).transaction('blocks', 'readwrite', RELAXED);
  for (const { digest, bytes } of blocks) {
    // As an ArrayBuffer of its own: WebKit loses Blobs, and a view would drag its whole buffer along.
    void transaction.store.put(bytes.slice().buffer as ArrayBuffer, [publication, digest]);
  }
  await transaction.done;
}

export async function getLanes(publication: string): Promise<LaneRecord[]> {
  return (await openStore()).getAll('lanes', ofPublication(publication));
}

export async function putLanes(publication: string, lanes: readonly LaneRecord[]): Promise<void> {
  const transaction = (await openStore()).transaction('lanes', 'readwrite', RELAXED);
  for (const lane of lanes) void transaction.store.put(lane, [publication, lane.url]);
  await transaction.done;
}

/** The database as the shell's installation sees it. */
export const shelf: Shelf = {
  get: async (store, key) => (await openStore()).get(store as 'meta', key as [string, string]),
  all: async (store, publication) => (await openStore()).getAll(store as 'meta', ofPublication(publication)),
  put: async (store: StoreName, entries) => {
    const transaction = (await openStore()).transaction(store as 'meta', 'readwrite');
    for (const [key, value] of entries)
      void transaction.store.put(value as Meta[keyof Meta], key as [string, string]);
    await transaction.done;
  },
};

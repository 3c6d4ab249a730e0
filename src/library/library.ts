/** The screens' side of the library: reads what is held, writes settings and places. */
import { type Article, picturesOf, type Ref } from '../edition/body.ts';
import type { Bytes } from '../edition/bytes.ts';
import { base64url } from '../edition/bytes.ts';
import { type CardView, FLAG } from '../edition/card.ts';
import { joinParts, openPack } from '../edition/pack.ts';
import type { ReadingLibrary } from './reading.ts';
import type { Held, Place, Settings } from './records.ts';
import {
  closeStore,
  getBlocks,
  getHere,
  getMeta,
  type Meta,
  ofPublication,
  openStore,
  putMeta,
  RELAXED,
} from './store.ts';

const DEFAULTS: Settings = { region: 'unknown', theme: 'auto', textSize: 0 };
/** Card runs read at a time: a run has some 35 cards. */
const RUNS_AT_ONCE = 8;

/** Opens the library of the publication that this app reads. */
export async function openLibrary(): Promise<ReadingLibrary> {
  await openStore();
  return library;
}

const library: ReadingLibrary = {
  publication: getHere,

  async edition() {
    const here = await getHere();
    return (here && (await getMeta(here, 'edition'))) || null;
  },

  async cards({ section, before = Number.POSITIVE_INFINITY, limit }) {
    const found: CardView[] = [];
    const seen = new Set<string>();
    for await (const card of newestFirst()) {
      // The newest record of an id stands for it, whatever page it is on.
      if (seen.has(card.id)) continue;
      seen.add(card.id);
      if (card.q >= before || (section !== undefined && card.section !== section)) continue;
      if (card.flags & FLAG.withdrawn) continue;
      found.push(card);
      if (found.length >= limit) break;
    }
    return found;
  },

  async card(id) {
    for await (const card of newestFirst()) if (card.id === id) return card;
    return null;
  },

  async article(id) {
    const here = await getHere();
    const held = here && (await (await openStore()).get('held', [here, id]));
    if (!held) return null;
    const withdrawn = (await getMeta(here, 'withdrawn'))?.articles[id];
    return withdrawn && withdrawn.state !== 'asks' ? null : readHeld(here, held);
  },

  async withdrawn() {
    const here = await getHere();
    return (here && (await getMeta(here, 'withdrawn'))?.articles) || {};
  },

  async held(ids) {
    const here = await getHere();
    const found = new Map<string, Held>();
    if (!here) return found;
    const store = (await openStore()).transaction('held').store;
    const records = await Promise.all(ids.map((id) => store.get([here, id])));
    for (const record of records) if (record) found.set(record.id, record);
    return found;
  },

  async picture([digest]) {
    const here = await getHere();
    return here ? ((await getBlocks(here, [digest]))[0] ?? null) : null;
  },

  async fullPicture([digest, size]: Ref) {
    const here = await getHere();
    const list = here && (await getBlocks(here, [digest]))[0];
    if (!here || !list) return null;
    const chunks = await getBlocks(here, digestsIn(new Uint8Array(list)));
    const whole = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      if (!chunk || at + chunk.byteLength > size) return null;
      whole.set(new Uint8Array(chunk), at);
      at += chunk.byteLength;
    }
    return at === size ? whole.buffer : null;
  },

  async settings() {
    const here = await getHere();
    return { ...DEFAULTS, ...(here ? await getMeta(here, 'settings') : {}) };
  },

  async saveSettings(change) {
    const here = await getHere();
    if (!here) return { ...DEFAULTS, ...change };
    // At one stroke: two choices at a time must not undo each other.
    const transaction = (await openStore()).transaction('meta', 'readwrite');
    const before = (await transaction.store.get([here, 'settings'])) as Partial<Settings> | undefined;
    const settings = { ...DEFAULTS, ...before, ...change };
    void transaction.store.put(settings, [here, 'settings']);
    await transaction.done;
    return settings;
  },

  async place(id) {
    const here = await getHere();
    return (here && (await (await openStore()).get('places', [here, id]))) || null;
  },

  async places(ids) {
    const here = await getHere();
    const found = new Map<string, Place>();
    if (!here) return found;
    const store = (await openStore()).transaction('places').store;
    const records = await Promise.all(ids.map((id) => store.get([here, id])));
    for (const record of records) if (record) found.set(record.id, record);
    return found;
  },

  async savePlace(place) {
    const here = await getHere();
    if (here) await (await openStore()).put('places', place, [here, place.id]);
  },

  async changePlace(id, change) {
    const before: Place = { id, read: 0, paragraph: 0, paragraphs: 0 };
    const here = await getHere();
    if (!here) return change(before);
    const transaction = (await openStore()).transaction('places', 'readwrite');
    const place = change((await transaction.store.get([here, id])) ?? before);
    void transaction.store.put(place, [here, id]);
    await transaction.done;
    return place;
  },

  async past(id) {
    const here = await getHere();
    return here ? (await (await openStore()).getAll('past', ofPublication(here, id))).reverse() : [];
  },

  async saved() {
    const here = await getHere();
    if (!here) return [];
    const places: Place[] = await (await openStore()).getAll('places', ofPublication(here));
    return places.filter((place) => place.saved).sort((a, b) => b.saved! - a.saved!);
  },

  async lanes() {
    const here = await getHere();
    return here ? (await openStore()).getAll('lanes', ofPublication(here)) : [];
  },

  async messages() {
    const here = await getHere();
    return (here && (await getMeta(here, 'messages'))?.messages) || [];
  },

  async hushed() {
    const here = await getHere();
    return (here && (await getMeta(here, 'hushed'))) || {};
  },

  async hush(key, until) {
    const hushed = { ...(await library.hushed()), [key]: until };
    const here = await getHere();
    if (here) await putMeta(here, 'hushed', hushed);
    return hushed;
  },

  async usage() {
    const usage = { texts: 0, pictures: 0, app: 0, articles: 0, whole: 0 };
    const here = await getHere();
    if (!here) return usage;
    const database = await openStore();
    const held: Held[] = await database.getAll('held', ofPublication(here));
    usage.articles = held.length;
    usage.whole = held.filter((one) => one.whole).length;
    const packs = new Set(held.flatMap((one) => one.packs));
    for (const pack of await getBlocks(here, [...packs])) usage.texts += pack?.byteLength ?? 0;
    usage.pictures = held.reduce((sum, one) => sum + (one.whole ? one.pictureBytes : 0), 0);
    for (const file of await database.getAll('files', ofPublication(here)))
      usage.app += file.bytes.byteLength;
    return usage;
  },

  async saveScreen(screen) {
    const here = await getHere();
    if (!here) return;
    const { store, done } = (await openStore()).transaction('meta', 'readwrite', RELAXED);
    const head = (await store.get([here, 'head'])) as Meta['head'] | undefined;
    // A newer edition may have come meanwhile: nothing older than what is held is drawn.
    if (head?.n === screen.edition) void store.put(screen, [here, 'screen']);
    await done;
  },

  async wipe() {
    const database = await openStore();
    const names = [...database.objectStoreNames];
    const transaction = database.transaction(names, 'readwrite');
    await Promise.all(names.map((name) => transaction.objectStore(name).clear()));
    await transaction.done;
    await closeStore();
  },
};

/** All cards that are known, from the newest q down; a page of runs at a time. */
async function* newestFirst(): AsyncGenerator<CardView> {
  const here = await getHere();
  if (!here) return;
  const database = await openStore();
  const keys = await database.getAllKeys('cards', ofPublication(here));
  for (let end = keys.length; end > 0; end -= RUNS_AT_ONCE) {
    const from = keys[Math.max(0, end - RUNS_AT_ONCE)]!;
    const runs = await database.getAll('cards', IDBKeyRange.bound(from, keys[end - 1]!));
    for (const run of runs.reverse()) for (const card of [...run.cards].reverse()) yield card;
  }
}

/** The digests that a block of digests names: 32 bytes each. */
export function digestsIn(list: Uint8Array): string[] {
  return Array.from({ length: Math.floor(list.length / 32) }, (_, i) =>
    base64url(list.subarray(32 * i, 32 * i + 32)),
  );
}

/** Reads an article from its held packs; null where one of them is gone. */
export async function readHeld(publication: string, held: Held): Promise<Article | null> {
  const blocks = await getBlocks(publication, held.packs);
  const parts = [];
  for (const [i, block] of blocks.entries()) {
    if (!block) return null;
    const lines = await openPack(new Uint8Array(block) as Bytes);
    const line = lines[i === 0 ? held.line : 0];
    if (line?.id !== held.id) return null;
    parts.push(line);
  }
  return joinParts(parts);
}

/** What a picture needs to be held for an article to be whole: its list and article sizes. */
export function pictureRefs(article: Article): Ref[] {
  return picturesOf(article.body).flatMap((picture) =>
    [picture.list, picture.article].filter((ref) => ref !== undefined),
  );
}

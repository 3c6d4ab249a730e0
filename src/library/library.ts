/** The library as screens and engine see it: reads what is held, writes settings and places. */
import { type Article, picturesOf, type Ref } from '../edition/body.ts';
import { base64url } from '../edition/bytes.ts';
import { joinParts, type Line } from '../edition/pack.ts';
import { unpackText } from '../edition/text.ts';
import { readCard, readCards, readCardsOf, readRecords } from './cards.ts';
import type { ReadingLibrary } from './reading.ts';
import type { Held, Place, Settings } from './records.ts';
import {
  closeStore,
  dropStore,
  getBlocks,
  getHere,
  getMeta,
  type Meta,
  ofPublication,
  openStore,
  putMeta,
  RELAXED,
} from './store.ts';
import { leave, retrying } from './sturdy.ts';

const DEFAULTS: Settings = { region: 'unknown', theme: 'auto', textSize: 0 };
/** How many articles that were left in the middle are remembered. */
const UNFINISHED = 5;

/** Opens the library of the publication that this app reads. */
export async function openLibrary(): Promise<ReadingLibrary> {
  await openStore();
  // Deleting everything may take as long as it takes, and leaving must not take any time.
  sturdy ??= { ...retrying(library, dropStore), wipe: library.wipe, leave };
  return sturdy;
}

let sturdy: ReadingLibrary | undefined;

/** Reads a single record of this publication; `none` stands for one that is not there. */
function read<Name extends keyof Meta, None>(name: Name, none: None) {
  return async (): Promise<Meta[Name] | None> => {
    const here = await getHere();
    return (here && (await getMeta(here, name))) || none;
  };
}

async function write<Name extends keyof Meta>(name: Name, value: Meta[Name]): Promise<void> {
  const here = await getHere();
  if (here) await putMeta(here, name, value);
}

const library: ReadingLibrary = {
  leave,
  publication: getHere,

  edition: read('edition', null),

  cards: readCards,
  card: readCard,
  cardsOf: readCardsOf,
  article: readArticle,
  held: readRecords,

  async withdrawn() {
    const here = await getHere();
    return (here && (await getMeta(here, 'withdrawn'))?.articles) || {};
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

  settings: getSettings,

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

  place: async (id) => (await library.places([id])).get(id) ?? null,

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
    await library.changePlace(place.id, () => place);
  },

  unfinished: read('unfinished', []),
  saveUnfinished: (ids) => write('unfinished', [...ids]),

  async changePlace(id, change) {
    const before: Place = { id, read: 0, paragraph: 0, paragraphs: 0 };
    const here = await getHere();
    if (!here) return change(before);
    const transaction = (await openStore()).transaction(['places', 'meta'], 'readwrite');
    const places = transaction.objectStore('places');
    const place = change((await places.get([here, id])) ?? before);
    void places.put(place, [here, id]);
    const meta = transaction.objectStore('meta');
    const known = ((await meta.get([here, 'unfinished'])) ?? []) as Meta['unfinished'];
    const next = known.filter((one) => one !== id);
    if (isUnfinished(place)) next.unshift(id);
    if (next.join() !== known.join()) void meta.put(next.slice(0, UNFINISHED), [here, 'unfinished']);
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

  queries: read('queries', []),
  saveQueries: (queries) => write('queries', queries),

  messages: async () => (await read('messages', null)())?.messages ?? [],

  hushed: read('hushed', {}),

  async hush(key, until) {
    const hushed = { ...(await library.hushed()), [key]: until };
    await write('hushed', hushed);
    return hushed;
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

/** Whether an article was left in the middle: neither at its beginning nor with its end in sight. */
function isUnfinished({ paragraph, paragraphs, finished }: Place): boolean {
  return paragraph > 1 && paragraph < paragraphs && !finished;
}

/** The whole article, if its text is held. */
async function readArticle(id: string): Promise<Article | null> {
  const here = await getHere();
  if (!here) return null;
  const store = (await openStore()).transaction(['held', 'meta']);
  const [held, meta] = await Promise.all([
    store.objectStore('held').get([here, id]),
    store.objectStore('meta').get([here, 'withdrawn']),
  ]);
  const withdrawn = (meta as Meta['withdrawn'] | undefined)?.articles[id];
  return !held || (withdrawn && withdrawn.state !== 'asks') ? null : readHeld(here, held);
}

async function getSettings(): Promise<Settings> {
  const here = await getHere();
  return { ...DEFAULTS, ...(here ? await getMeta(here, 'settings') : {}) };
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
  const parts: Line[] = [];
  for (const [i, block] of blocks.entries()) {
    if (!block) return null;
    // The pack was looked through when it came; of its lines only the one that is wanted is read again.
    const text = (await unpackText(new Uint8Array(block))).split('\n')[i === 0 ? held.line : 0];
    const line = JSON.parse(text ?? 'null') as Line | null;
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

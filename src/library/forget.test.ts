import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { viewCard } from '../edition/card.ts';
import { costsAhead } from './ahead.ts';
import { measureHeld } from './figures.ts';
import { forgetArticles, forgetPictures, getGone, isKept, weigh } from './forget.ts';
import { openLibrary } from './library.ts';
import { type Made, type MadePaper, makePaper } from './made.test-helper.ts';
import { heldBlocks } from './made.ts';
import { shelvePacks, shelvePictures, storeHead } from './shelve.ts';
import { getMeta, openStore } from './store.ts';
import { need, sweep } from './sweep.ts';

/** When the made articles were published (ms). */
const NOW = 1_763_899_200_000;
const DAY = 86_400_000;
const pause = () => Promise.resolve();

let paper: MadePaper;
let made: Record<string, Made>;

beforeEach(async () => {
  paper = await makePaper();
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', paper.publication, '');
  made = {};
});

/** Makes articles, the first of them being number 1, and puts them on the shelf with all of their pictures. */
async function hold(...some: [key: string, options?: Parameters<MadePaper['article']>[1]][]): Promise<void> {
  for (const [key, options] of some) made[key] = await paper.article(key, options);
  const all = Object.values(made);
  const { head, digest, frame } = await paper.head(1, 1, all);
  await storeHead(paper.trusted, { head, digest, frame, via: 'https://a/', checked: NOW });
  const packs = all.map(({ pack: [one] }) => [one, paper.blocks.get(one)!] as const);
  await shelvePacks(
    paper.publication,
    new Map(packs),
    head.cards.map((card) => viewCard(card, head.packs)),
  );
  const needs = all.map(({ article, pictures }) => [article.id, pictures.map(([one]) => one)] as const);
  const pictures = needs.flatMap(([, digests]) =>
    digests.map((one) => [one, paper.blocks.get(one)!] as const),
  );
  await shelvePictures(paper.publication, new Map(pictures), new Map(needs));
}

const idOf = (key: string) => made[key]!.article.id;
const place = { read: 0, paragraph: 0, paragraphs: 9 };
const save = async (key: string) => (await openLibrary()).savePlace({ ...place, id: idOf(key), saved: NOW });
const read = async (key: string) => (await openLibrary()).savePlace({ ...place, id: idOf(key), read: NOW });
const bytesOf = (key: string) =>
  [made[key]!.pack, ...made[key]!.pictures].reduce((sum, [, bytes]) => sum + bytes, 0);
const heldKeys = async () => {
  const held = await (await openLibrary()).held(Object.keys(made).map(idOf));
  return Object.keys(made).filter((key) => held.has(idOf(key)));
};

describe('deleting', () => {
  it('what was read takes what was read and not saved, and says beforehand what it comes to', async () => {
    await hold(['a', { pictures: 1 }], ['b'], ['c']);
    for (const key of ['a', 'b']) await read(key);
    await (await openLibrary()).savePlace({ ...place, id: idOf('b'), read: NOW, saved: NOW });
    const { ids, bytes } = await weigh({ what: 'read' }, NOW);
    expect(ids).toEqual([idOf('a')]);
    expect(bytes).toBe(bytesOf('a'));
    const before = (await measureHeld())!.all.bytes;
    expect(await forgetArticles(paper.publication, ids, { remember: 'ids' })).toEqual(ids);
    expect(await sweep(paper.publication, pause)).toBe(3);
    expect(await heldKeys()).toEqual(['b', 'c']);
    expect(before - (await measureHeld())!.all.bytes).toBe(bytes);
    expect(await getMeta(paper.publication, 'loose')).toEqual([]);
  });

  it('never takes a saved article, even if it is named', async () => {
    await hold(['a', { pictures: 1 }], ['b']);
    await save('a');
    const all = ['a', 'b'].map(idOf);
    expect(await forgetArticles(paper.publication, all, { remember: 'ids' })).toEqual([idOf('b')]);
    expect(await forgetPictures(paper.publication, all, { upTo: 9 })).toEqual([]);
    await sweep(paper.publication, pause);
    const held = await (await openLibrary()).held(all);
    expect([...held.values()].map((one) => one.whole)).toEqual([true]);
    expect(await (await openLibrary()).picture(made.a!.pictures[0]!)).not.toBeNull();
  });

  it('leaves blocks that another article needs, and frees them with the last that does', async () => {
    const shared = await paper.article('a', { pictures: 1 });
    await hold(['a', { pictures: 1 }], ['b', { pictures: 1 }]);
    // The second article shows the first one's picture.
    const held = (await (await openLibrary()).held([idOf('b')])).get(idOf('b'))!;
    const { small, large } = (await (await openLibrary()).held([idOf('a')])).get(idOf('a'))!.made;
    await (await openStore()).put('held', { ...held, made: { ...held.made, small, large } }, [
      paper.publication,
      held.id,
    ]);
    await read('a');
    expect((await weigh({ what: 'read' }, NOW)).bytes).toBe(shared.pack[1]);
    await forgetArticles(paper.publication, [idOf('a')], { remember: 'ids' });
    await sweep(paper.publication, pause);
    expect(await (await openLibrary()).picture(shared.pictures[0]!)).not.toBeNull();
    await forgetArticles(paper.publication, [idOf('b')], { remember: 'ids' });
    await sweep(paper.publication, pause);
    expect(await (await openLibrary()).picture(shared.pictures[0]!)).toBeNull();
  });

  it('pictures leaves the texts, which are no longer called whole', async () => {
    await hold(['a', { pictures: 2 }], ['b']);
    const { ids, bytes } = await weigh({ what: 'pictures' }, NOW);
    expect(ids).toEqual([idOf('a')]);
    expect(bytes).toBe(bytesOf('a') - made.a!.pack[1]);
    await forgetPictures(paper.publication, ids, { upTo: 2 });
    expect(await sweep(paper.publication, pause)).toBe(4);
    const held = await (await openLibrary()).held(['a', 'b'].map(idOf));
    expect([...held.values()].map((one) => one.whole).sort()).toEqual([false, true]);
    expect(await (await openLibrary()).article(idOf('a'))).not.toBeNull();
    expect((await weigh({ what: 'pictures' }, NOW)).ids).toEqual([]);
  });

  it('does not take a block that an article which comes meanwhile needs', async () => {
    await hold(['a'], ['b']);
    await forgetArticles(paper.publication, [idOf('a'), idOf('b')], { remember: 'ids' });
    // Both blocks are loose; while the sweep reads, the first is needed again.
    const [one] = made.a!.pack;
    const getAll = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (...args: Parameters<typeof getAll>) {
      need([one]);
      return getAll.apply(this, args);
    };
    try {
      expect(await sweep(paper.publication, pause)).toBe(1);
    } finally {
      IDBObjectStore.prototype.getAll = getAll;
    }
    expect([...(await heldBlocks(paper.publication))]).toEqual([one]);
  });

  it('works on a full disk: what there is no space to write is written once the blocks are gone', async () => {
    await hold(['a', { pictures: 1 }], ['b']);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...options: Parameters<typeof put>) {
      const request = put.apply(this, options);
      const transaction = this.transaction as unknown as { _abort(name: string): void };
      request.addEventListener('success', () => transaction._abort('QuotaExceededError'));
      return request;
    };
    try {
      expect(await forgetArticles(paper.publication, [idOf('a')], { remember: 'ids' })).toEqual([idOf('a')]);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(await sweep(paper.publication, pause)).toBe(3);
    expect(await heldKeys()).toEqual(['b']);
    expect((await getGone(paper.publication)).ids).toEqual({ [idOf('a')]: 1 });
  });

  it('goes on where it was cut short', async () => {
    await hold(...Array.from({ length: 3 }, (_, i): [string] => [`k${i}`]));
    await forgetArticles(paper.publication, Object.keys(made).map(idOf), { remember: 'ids' });
    const remove = IDBObjectStore.prototype.delete;
    IDBObjectStore.prototype.delete = () => {
      throw new DOMException('gone', 'UnknownError');
    };
    await expect(sweep(paper.publication, pause)).rejects.toThrow('gone');
    IDBObjectStore.prototype.delete = remove;
    expect(await sweep(paper.publication, pause)).toBe(3);
    expect((await heldBlocks(paper.publication)).size).toBe(0);
  });
});

describe('a rule of what to keep', () => {
  it('by days takes what was published before', async () => {
    await hold(['a', { published: NOW - 8 * DAY }], ['b', { published: NOW - 6 * DAY }], ['c']);
    expect((await weigh({ what: 'old', keep: { days: 7 } }, NOW)).ids).toEqual([idOf('a')]);
    expect((await weigh({ what: 'old', keep: { days: 30 } }, NOW)).ids).toEqual([]);
  });

  it('by size takes the oldest until the rest fits, and what is saved never', async () => {
    await hold(['a'], ['b', { text: 'б'.repeat(900) }], ['c'], ['d']);
    await save('a');
    const sizes = Object.keys(made).map(bytesOf);
    const fits = (sizes[0]! + sizes[2]! + sizes[3]! + 10) / 1_000_000;
    const { ids, bytes } = await weigh({ what: 'old', keep: { megabytes: fits } }, NOW);
    expect(ids).toEqual([idOf('b')]);
    expect(bytes).toBe(sizes[1]);
    await forgetArticles(paper.publication, ids, { remember: 'floor' });
    expect((await getGone(paper.publication)).floor).toBe(3);
  });

  it('keeps what was deleted from being fetched again, until there is a newer record of it', () => {
    const card = { id: 'a', q: 5, minutes: NOW / 60_000 };
    const none = { floor: 0, pictures: 0, ids: {} };
    const of = (gone: object, more: object = {}) =>
      isKept(card, { gone: { ...none, ...gone }, saved: new Set(), now: NOW, ...more });
    expect(of({})).toBe(true);
    expect(of({ ids: { a: 5 } })).toBe(false);
    expect(of({ ids: { a: 4 } })).toBe(true);
    expect(of({ floor: 6 })).toBe(false);
    expect(of({}, { keep: { days: 1 }, now: NOW + 2 * DAY })).toBe(false);
    expect(of({ ids: { a: 5 }, floor: 6 }, { saved: new Set(['a']) })).toBe(true);
  });
});

describe('the figures', () => {
  it('count every block once, by kind, by day, of the edition and of what is saved', async () => {
    await hold(['a', { pictures: 1 }], ['b', { published: NOW - 3 * DAY }]);
    await save('b');
    const figures = (await measureHeld())!;
    const [a, b] = [bytesOf('a'), bytesOf('b')];
    expect(figures.texts).toBe(made.a!.pack[1] + made.b!.pack[1]);
    expect(figures.texts + figures.pictures).toBe(a + b);
    expect(figures.all).toEqual({ articles: 2, whole: 2, bytes: a + b });
    expect(figures.saved).toEqual({ articles: 1, whole: 1, bytes: b });
    expect(figures.edition).toEqual({ articles: 2, whole: 2, bytes: a + b, of: 2 });
    expect(figures.days.map(({ bytes }) => bytes)).toEqual([a, b]);
  });

  it('part what two days share, so that no day seems to weigh nothing', async () => {
    await hold(['a'], ['b', { published: NOW - 3 * DAY }]);
    const database = await openStore();
    const key: [string, string] = [paper.publication, idOf('b')];
    const held = (await database.get('held', key))!;
    await database.put('held', { ...held, made: { ...held.made, packs: [made.a!.pack] } }, key);
    const { all, days } = (await measureHeld())!;
    const half = Math.round(made.a!.pack[1] / 2);
    expect([all.bytes, ...days.map(({ bytes }) => bytes)]).toEqual([made.a!.pack[1], half, half]);
  });

  it('say before a download what it comes to', async () => {
    await hold(['a', { pictures: 1 }], ['b', { pictures: 2 }], ['c']);
    expect(await costsAhead(undefined, NOW)).toEqual({ text: 0, small: 0, all: 0 });
    await forgetArticles(paper.publication, [idOf('c')], { remember: 'nothing' });
    await forgetPictures(paper.publication, [idOf('b')], { upTo: 0 });
    await sweep(paper.publication, pause);
    const [small, large] = [0, 1].map((at) =>
      made.b!.pictures.filter((_, i) => i % 2 === at).reduce((sum, [, bytes]) => sum + bytes, 0),
    );
    const text = made.c!.pack[1];
    expect(await costsAhead(undefined, NOW)).toEqual({
      ...{ text, small: text + small!, all: text + small! + large! },
    });
    // What the reader deleted is not counted.
    await forgetPictures(paper.publication, [], { upTo: 9 });
    expect(await costsAhead(undefined, NOW)).toEqual({ text, small: text, all: text });
  });
});

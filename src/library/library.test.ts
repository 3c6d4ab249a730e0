import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { FLAG, viewCard } from '../edition/card.ts';
import { deflate, packed } from '../edition/kit.test-helper.ts';
import { packLines } from '../edition/pack.ts';
import { openSegment } from '../edition/segment.ts';
import { packText } from '../edition/text.ts';
import { openLibrary } from './library.ts';
import { type Made, type MadeHead, type MadePaper, makePaper } from './made.test-helper.ts';
import { findGaps, heldDigests, shelvePacks, shelvePictures, storeHead, storeSegment } from './shelve.ts';
import { getBlocks, getMeta, openStore, putMeta } from './store.ts';

let paper: MadePaper;
const made: Record<string, Made> = {};

beforeEach(async () => {
  paper = await makePaper();
  for (const key of ['a', 'b', 'c', 'd', 'e']) made[key] = await paper.article(key);
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', paper.publication, '');
});

const some = (...keys: string[]) => keys.map((key) => made[key]!);
const store = (head: MadeHead) => storeHead(paper.trusted, { ...head, via: 'https://a/', checked: 1 });
const titles = async (options: { section?: string; before?: number; limit?: number } = {}) =>
  (await (await openLibrary()).cards({ limit: 100, ...options }))
    .map((card) => card.title.slice(-1))
    .join('');
const viewsOf = ({ head }: MadeHead) => head.cards.map((card) => viewCard(card, head.packs));
const packsOf = (...list: Made[]) =>
  new Map(list.map(({ pack: [digest] }) => [digest, paper.blocks.get(digest)!]));

describe('the picture of the front page', () => {
  const parts: [string, string] = [' lang="ru"', '<main></main>'];
  const kept = () => getMeta(paper.publication, 'screen');

  it('is kept of the newest edition alone', async () => {
    await store(await paper.head(1, 1, some('a')));
    const library = await openLibrary();
    await library.saveScreen({ edition: 1, parts });
    expect(await kept()).toEqual({ edition: 1, parts });
    await store(await paper.head(2, 2, some('a', 'b')));
    expect(await kept()).toBeUndefined();
    await library.saveScreen({ edition: 1, parts });
    expect(await kept()).toBeUndefined();
  });
});

describe('cards', () => {
  it('of an edition are listed with the newest first', async () => {
    await store(await paper.head(1, 1, some('a', 'b', 'c')));
    expect(await titles()).toBe('cba');
    expect(await titles({ limit: 2 })).toBe('cb');
    expect(await titles({ before: 3 })).toBe('ba');
    expect(await titles({ section: 'other' })).toBe('');
  });

  it('of the next edition join the run of the last one', async () => {
    await store(await paper.head(1, 1, some('a', 'b')));
    await store(await paper.head(2, 2, some('b', 'c')));
    expect(await titles()).toBe('cba');
    expect(await (await openStore()).count('cards')).toBe(1);
  });

  it('leave a gap where an edition was missed, which a segment fills', async () => {
    await store(await paper.head(1, 1, some('a')));
    await store(await paper.head(4, 4, some('d', 'e')));
    expect(await findGaps(paper.publication, 1, 5)).toEqual([[2, 3]]);
    const span = await paper.segment(1, some('a', 'b', 'c', 'd'));
    const segment = await openSegment(paper.blocks.get(span[0])!, span);
    const fresh = await storeSegment(paper.publication, segment, span, [2, 3]);
    expect(fresh.map((card) => card.q)).toEqual([2, 3]);
    expect(await findGaps(paper.publication, 1, 5)).toEqual([]);
    expect(await titles()).toBe('edcba');
  });

  it('are missing from the first on before anything is held', async () => {
    expect(await findGaps(paper.publication, 1, 9)).toEqual([[1, 9]]);
  });

  it('show the newest record of an article and no older one', async () => {
    const edited = await paper.article('a', { text: 'Исправлено.' });
    await store(await paper.head(1, 1, [...some('a', 'b'), edited]));
    expect(await titles()).toBe('ab');
    expect((await (await openLibrary()).card(edited.article.id))?.q).toBe(3);
  });

  it('are listed in the languages that are asked for, and in none', async () => {
    const head = await paper.head(1, 1, some('a', 'b', 'c', 'd'));
    for (const [i, language] of ['en-GB', 'ru', '', 'de'].entries()) head.head.cards[i]![4] = language;
    await store(head);
    const library = await openLibrary();
    const titlesIn = async (...languages: string[]) =>
      (await library.cards({ languages, limit: 9 })).map((card) => card.title.slice(-1)).join('');
    expect(await titlesIn('en')).toBe('ca');
    expect(await titlesIn('ru', 'de')).toBe('dcb');
  });

  it('are found by id in whatever run they lie, several at a time, whether held or not', async () => {
    await store(await paper.head(1, 1, some('a')));
    await store(await paper.head(3, 3, some('c')));
    const last = await paper.head(5, 5, some('e'));
    await store(last);
    await shelvePacks(paper.publication, packsOf(...some('e')), viewsOf(last));
    const ids = some('a', 'e', 'b').map(({ article }) => article.id);
    const library = await openLibrary();
    expect([...(await library.cardsOf(ids))].map(([id, card]) => [id, card.q]).sort()).toEqual(
      [
        [ids[0], 1],
        [ids[1], 5],
      ].sort(),
    );
    expect((await library.card(ids[0]!, 1))?.q).toBe(1);
    // A number from an address that is not this article's is no more than a wrong hint.
    expect((await library.card(ids[0]!, 3))?.q).toBe(1);
    expect(await library.card(ids[2]!, 2)).toBeNull();
  });

  it('before and behind a stretch do not count as gaps of it', async () => {
    await store(await paper.head(2, 1, some('a', 'b')));
    await store(await paper.head(5, 5, some('e')));
    expect(await findGaps(paper.publication, 2, 2)).toEqual([]);
    expect(await findGaps(paper.publication, 2, 3)).toEqual([[3, 3]]);
    expect(await findGaps(paper.publication, 4, 9)).toEqual([
      [6, 9],
      [4, 4],
    ]);
  });

  it('of articles that were taken back are not listed', async () => {
    const head = await paper.head(2, 1, some('a', 'b', 'a'));
    head.head.cards[2]![11] = FLAG.withdrawn;
    await store(head);
    expect(await titles()).toBe('b');
  });
});

describe('an article', () => {
  it('is held once its pack is, and whole once its pictures are', async () => {
    const pictured = await paper.article('p', { pictures: 2 });
    const head = await paper.head(1, 1, [pictured]);
    await store(head);
    const library = await openLibrary();
    expect(await library.article(pictured.article.id)).toBeNull();
    await shelvePacks(paper.publication, packsOf(pictured), viewsOf(head));
    expect(await library.article(pictured.article.id)).toEqual(pictured.article);
    const { id } = pictured.article;
    expect((await library.held([id])).get(id)?.whole).toBe(false);
    expect((await library.held([id])).get(id)?.thumb).toEqual(pictured.pictures.slice(0, 2));

    const digests = pictured.pictures.map(([digest]) => digest);
    const needs = new Map([[id, digests]]);
    const bring = (...some: string[]) =>
      shelvePictures(paper.publication, new Map(some.map((one) => [one, paper.blocks.get(one)!])), needs);
    expect(await bring(...digests.slice(0, 3))).toEqual([]);
    expect((await library.held([id])).get(id)?.whole).toBe(false);
    expect(await bring(digests[3]!)).toEqual([id]);
    expect((await library.held([id])).get(id)?.whole).toBe(true);
    expect(await heldDigests(paper.publication, [...digests, 'other'])).toEqual(new Set(digests));
  });

  it('without pictures is whole at once', async () => {
    const head = await paper.head(1, 1, some('a'));
    const [held] = await shelvePacks(paper.publication, packsOf(...some('a')), viewsOf(head));
    expect(held).toMatchObject({ whole: true, pictureBytes: 0 });
  });

  it('in parts is held when the last of them has come, in whatever order', async () => {
    const { article } = made.a!;
    const parts = [
      { ...article, body: ['Первая часть.'] },
      { id: article.id, part: 1, body: ['Вторая часть.'] },
    ];
    const refs = await Promise.all(
      parts.map((part) => paper.put(packText(packLines([part as (typeof parts)[0]] as never), deflate))),
    );
    const views = [{ ...viewsOf(await paper.head(1, 1, some('a')))[0]!, packs: refs }];
    const bring = ([digest]: (typeof refs)[0]) =>
      shelvePacks(paper.publication, new Map([[digest, paper.blocks.get(digest)!]]), views);
    expect(await bring(refs[1]!)).toEqual([]);
    expect(await bring(refs[0]!)).toHaveLength(1);
    const read = await (await openLibrary()).article(article.id);
    expect(read?.body).toEqual(['Первая часть.', 'Вторая часть.']);
  });

  it('keeps its text until that of its newer record is here, and never goes back', async () => {
    const edited = await paper.article('a', { text: 'Исправлено.' });
    const first = await paper.head(1, 1, some('a'));
    const second = await paper.head(2, 2, [edited]);
    await store(first);
    await shelvePacks(paper.publication, packsOf(...some('a')), viewsOf(first));
    await store(second);
    const library = await openLibrary();
    const text = async () => (await library.article(edited.article.id))?.body[0];
    expect(await text()).toBe('Текст записи a.');
    await shelvePacks(paper.publication, packsOf(edited), viewsOf(second));
    expect(await text()).toBe('Исправлено.');
    expect(await shelvePacks(paper.publication, packsOf(...some('a')), viewsOf(first))).toEqual([]);
    expect(await text()).toBe('Исправлено.');
  });

  it('that is replaced leaves its text behind, of the last three at most, the latest first', async () => {
    const library = await openLibrary();
    const { id } = made.a!.article;
    for (const [i, text] of ['один', 'два', 'три', 'четыре', 'пять'].entries()) {
      const edited = await paper.article('a', { text });
      await shelvePacks(
        paper.publication,
        packsOf(edited),
        viewsOf(await paper.head(i + 1, i + 1, [edited])),
      );
      if (i === 0) expect(await library.past(id)).toEqual([]);
    }
    expect((await library.past(id)).map(({ q, text }) => [q, text])).toEqual([
      [4, 'четыре'],
      [3, 'три'],
      [2, 'два'],
    ]);
    expect((await library.past(id))[0]).toMatchObject({ title: made.a!.article.title });
    expect((await library.article(id))?.body).toEqual(['пять']);
    expect(await library.past(made.b!.article.id)).toEqual([]);
  });

  it('whose newer record says the same leaves nothing behind', async () => {
    const same = await paper.article('a', { pictures: 1, text: 'Текст записи a.' });
    await shelvePacks(paper.publication, packsOf(made.a!), viewsOf(await paper.head(1, 1, some('a'))));
    await shelvePacks(paper.publication, packsOf(same), viewsOf(await paper.head(2, 2, [same])));
    const library = await openLibrary();
    expect((await library.held([same.article.id])).get(same.article.id)?.q).toBe(2);
    expect(await library.past(same.article.id)).toEqual([]);
  });

  it('whose pack is gone reads as not held', async () => {
    const head = await paper.head(1, 1, some('a'));
    await shelvePacks(paper.publication, packsOf(...some('a')), viewsOf(head));
    const { article, pack } = made.a!;
    await (await openStore()).delete('blocks', [paper.publication, pack[0]]);
    expect(await (await openLibrary()).article(article.id)).toBeNull();
  });
});

describe('what the reader did with an article', () => {
  it('is changed at one stroke: changes at the same time do not undo each other', async () => {
    const library = await openLibrary();
    await Promise.all([
      library.changePlace('a', (before) => ({ ...before, saved: 7 })),
      library.changePlace('a', (before) => ({ ...before, paragraph: 3, within: 0.5 })),
      library.changePlace('a', (before) => ({ ...before, read: 9 })),
    ]);
    expect(await library.place('a')).toEqual({
      ...{ id: 'a', saved: 7, paragraph: 3, within: 0.5, read: 9, paragraphs: 0 },
    });
  });
});

describe('everything stored', () => {
  it('stands under the publication that it belongs to', async () => {
    const other = await makePaper(20);
    const head = await paper.head(1, 1, some('a', 'b'));
    await store(head);
    await shelvePacks(paper.publication, packsOf(...some('a', 'b')), viewsOf(head));
    await putMeta(other.publication, 'added', ['https://x/']);
    const database = await openStore();
    for (const name of ['meta', 'blocks', 'cards', 'held'] as const) {
      for (const key of await database.getAllKeys(name))
        expect([paper.publication, other.publication]).toContain(key[0]);
    }
    expect(await findGaps(other.publication, 1, 2)).toEqual([[1, 2]]);
    expect(await getBlocks(other.publication, [made.a!.pack[0]])).toEqual([null]);
  });

  it('is gone after a wipe', async () => {
    await store(await paper.head(1, 1, some('a')));
    const library = await openLibrary();
    await library.wipe();
    const database = await openStore();
    for (const name of [...database.objectStoreNames]) expect(await database.count(name)).toBe(0);
  });

  it('of settings is what was chosen over what is usual', async () => {
    const library = await openLibrary();
    expect(await library.settings()).toMatchObject({ region: 'unknown', theme: 'auto' });
    await library.saveSettings({ ahead: 'text' });
    await library.saveSettings({ theme: 'dark' });
    expect(await library.settings()).toMatchObject({ ahead: 'text', theme: 'dark', region: 'unknown' });
  });

  it('of a full picture is given when all of its chunks are here', async () => {
    const chunks = [packed('one'), packed('two')];
    const refs = await Promise.all(chunks.map((one) => paper.put(one)));
    const size = chunks.reduce((sum, one) => sum + one.length, 0);
    const digests = refs.map(([digest]) => Buffer.from(digest, 'base64url'));
    const [list] = await paper.put(Uint8Array.from(Buffer.concat(digests)));
    const library = await openLibrary();
    const put = async (digest: string) =>
      (await openStore()).put('blocks', paper.blocks.get(digest)!.slice().buffer, [
        paper.publication,
        digest,
      ]);
    await put(list);
    await put(refs[0]![0]);
    expect(await library.fullPicture([list, size])).toBeNull();
    await put(refs[1]![0]);
    expect(new Uint8Array((await library.fullPicture([list, size]))!)).toEqual(
      Uint8Array.from(Buffer.concat(chunks)),
    );
  });
});

describe('articles that were left in the middle', () => {
  const read = async (id: string, paragraph: number) =>
    (await openLibrary()).savePlace({ id, read: 1, paragraph, paragraphs: 20 });
  const unfinished = async () => (await (await openLibrary()).unfinished()).join('');

  it('are remembered with the last one first', async () => {
    await read('a', 5);
    await read('b', 9);
    expect(await unfinished()).toBe('ba');
    await read('a', 6);
    expect(await unfinished()).toBe('ab');
  });

  it('are forgotten once they are read to the end, or put away', async () => {
    for (const id of ['a', 'b', 'c']) await read(id, 5);
    await (await openLibrary()).changePlace('b', (before) => ({ ...before, finished: true }));
    expect(await unfinished()).toBe('ca');
    await (await openLibrary()).saveUnfinished(['a']);
    expect(await unfinished()).toBe('a');
  });

  it('are no more than a few, and none that were only opened', async () => {
    for (const id of 'abcdefg') await read(id, 5);
    await read('h', 0);
    expect(await unfinished()).toBe('gfedc');
  });
});

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Article } from '../edition/body.ts';
import { FLAG, viewCard } from '../edition/card.ts';
import { articleId } from '../edition/id.ts';
import { deflate } from '../edition/kit.test-helper.ts';
import { packLines } from '../edition/pack.ts';
import { packText } from '../edition/text.ts';
import { forgetArticles } from '../library/forget.ts';
import { type Made, type MadePaper, makePaper } from '../library/made.test-helper.ts';
import { findArticles } from '../library/search/find.ts';
import type { Ask } from '../library/search/found.ts';
import { shelvePacks, storeHead } from '../library/shelve.ts';
import { openStore } from '../library/store.ts';
import { createIndexer } from './indexer.ts';

const BASE: Omit<Article, 'id'> = {
  ...{ title: '', summary: '', by: [], url: '', tags: [], body: [] },
  ...{ published: 1_763_899_200, section: 'news', language: 'ru', source: 'feed' },
};
const DAY = 86_400;

let paper: MadePaper;
let n = 0;
let last = 0;

beforeEach(async () => {
  paper = await makePaper();
  [n, last] = [0, 0];
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', paper.publication, '');
});

async function make(key: string, change: Partial<Article>): Promise<Made> {
  const article: Article = { id: await articleId(key), ...BASE, ...change };
  return { article, pack: await paper.put(packText(packLines([article]), deflate)), pictures: [] };
}

/** Publishes articles and puts their texts on the shelf, as a sync does; not indexed yet. */
async function publish(made: Made[], flags = 0): Promise<void> {
  const { head, digest, frame } = await paper.head(++n, last + 1, made);
  for (const card of head.cards) card[11] = flags;
  await storeHead(paper.trusted, { head, digest, frame, via: 'https://a/', checked: 1 });
  last += made.length;
  const packs = new Map(made.map(({ pack: [one] }) => [one, paper.blocks.get(one)!]));
  if (flags & FLAG.withdrawn) return;
  await shelvePacks(
    paper.publication,
    packs,
    head.cards.map((card) => viewCard(card, head.packs)),
  );
}

const indexer = (changed = () => {}) => createIndexer(paper.publication, changed);
const find = (query: string, more: Partial<Ask> = {}) =>
  findArticles(paper.publication, { query, section: '', since: 0, from: 0, ...more });
const titles = async (query: string, more: Partial<Ask> = {}) =>
  (await find(query, more)).results.map((one) => one.title.text);
const keysOf = async () => (await openStore()).getAllKeys('postings');

describe('the search', () => {
  it('finds an article by any form of a word in its title, summary, text, captions, authors and tags', async () => {
    const made = await make('a', {
      ...{ title: 'Мосты открыты', summary: 'Краткое содержание.', by: ['Анна Речная'], tags: ['переправы'] },
      body: [
        'Ремонт продолжался три года.',
        ['quote', ['p', 'Мы ', ['em', 'надеялись'], '.']],
        [
          'img',
          { url: 'a', alt: 'Катер', caption: 'Паромы у причала', credit: 'Фотограф', width: 1, height: 1 },
        ],
        ['note', '1', 'Сноска о смете.'],
      ],
    });
    await publish([made]);
    await indexer().catchUp();
    for (const query of [
      'мост',
      'кратких',
      'ремонту',
      'надеяться',
      'катера',
      'паром',
      'сметы',
      'речной',
      'переправа',
    ])
      expect(await titles(`${query} `), query).toEqual(['Мосты открыты']);
    expect(await titles('мостик ')).toEqual([]);
    expect((await find('мост ')).results[0]).toMatchObject({
      title: { marks: [[0, 5]] },
      passage: { text: 'Краткое содержание.', marks: [] },
    });
  });

  it('wants all words, puts titles before texts and the newer before the older', async () => {
    await publish([
      await make('1', { title: 'Старый закон', published: BASE.published, body: ['О мосте.'] }),
      await make('2', { title: 'Новый закон', published: BASE.published + 2 * DAY, body: ['О мосте.'] }),
      await make('3', {
        title: 'Совсем новое',
        published: BASE.published + 3 * DAY,
        body: ['Закон о мосте.'],
      }),
      await make('4', { title: 'Закон без моста', published: BASE.published + 4 * DAY, body: ['О законе.'] }),
      await make('5', { title: 'Прочее', published: BASE.published + 5 * DAY, body: ['О законе.'] }),
    ]);
    await indexer().catchUp();
    expect(await titles('мосты законы ')).toEqual([
      'Закон без моста',
      'Новый закон',
      'Старый закон',
      'Совсем новое',
    ]);
    expect((await find('законы куздра ')).missing).toEqual(['куздра']);
    expect((await find('законы куздра ')).total).toBe(0);
  });

  it('finds by the beginning of the last word while it is typed, after those that have the word whole', async () => {
    await publish([
      await make('1', { title: 'Протестанты', published: BASE.published + DAY }),
      await make('2', { title: 'Протест' }),
    ]);
    await indexer().catchUp();
    expect(await titles('прот')).toEqual(['Протестанты', 'Протест']);
    expect(await titles('протест')).toEqual(['Протест', 'Протестанты']);
    expect(await titles('протест ')).toEqual(['Протест']);
    expect((await find('п')).total).toBe(0);
  });

  it('keeps to a section and to a time', async () => {
    await publish([
      await make('1', { title: 'Суд', section: 'law' }),
      await make('2', { title: 'Суд', section: 'city', published: BASE.published + DAY }),
    ]);
    await indexer().catchUp();
    expect((await find('суд ')).total).toBe(2);
    expect((await find('суд ', { section: 'law' })).results.map((one) => one.section)).toEqual(['law']);
    const since = (BASE.published + DAY) / 60;
    expect((await find('суд ', { since })).results.map((one) => one.section)).toEqual(['city']);
  });

  it('gives its results twenty at a time', async () => {
    await publish(
      await Promise.all(Array.from({ length: 45 }, (_, i) => make(`${i}`, { title: `Номер ${i}` }))),
    );
    await indexer().catchUp();
    const pages = await Promise.all([0, 20, 40].map((from) => titles('номера ', { from })));
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
    expect(new Set(pages.flat()).size).toBe(45);
    expect((await find('номер ')).total).toBe(45);
  });

  it('finds the latest text of an article only', async () => {
    await publish([await make('a', { title: 'Черновик' }), await make('b', { title: 'Другая запись' })]);
    await indexer().catchUp();
    await publish([await make('a', { title: 'Чистовик' })]);
    await indexer().add([await articleId('a')]);
    expect(await titles('черновик ')).toEqual([]);
    expect(await titles('чистовик ')).toEqual(['Чистовик']);
    expect((await find('')).searchable).toBe(2);
  });

  it('never finds a withdrawn article, whenever its text comes', async () => {
    const made = await make('a', { title: 'Отозванная' });
    await publish([made]);
    await indexer().catchUp();
    expect((await find('отозванная ')).total).toBe(1);
    await publish([made], FLAG.withdrawn);
    expect((await find('отозванная ')).total).toBe(0);
    await indexer().catchUp();
    await indexer().add([made.article.id]);
    expect((await find('отозванная ')).total).toBe(0);
    expect((await find('')).searchable).toBe(0);
  });

  it('keeps nothing of an article that is deleted, and the others whole', async () => {
    const kept = await Promise.all(
      Array.from({ length: 150 }, (_, i) => make(`${i}`, { title: `Обычная ${i}` })),
    );
    const secret = await make('secret', { title: 'Тайнопись' });
    await publish(kept.slice(0, 75));
    await publish([...kept.slice(75), secret]);
    // Many small ones were joined and split, as large segments are.
    for (let i = 0; i < 150; i += 10) await indexer().add(kept.slice(i, i + 10).map((one) => one.article.id));
    await indexer().catchUp();
    expect((await keysOf()).some(([, kind, bucket]) => kind === 'words' && bucket !== 0)).toBe(true);
    expect((await find('тайнопись ')).total).toBe(1);
    const doomed = [secret.article.id, kept[0]!.article.id];
    await forgetArticles(paper.publication, doomed, { remember: 'ids' });
    expect((await find('тайнопись ')).total).toBe(0);
    expect((await find('обычная ')).total).toBe(149);
    const stored = JSON.stringify(await (await openStore()).getAll('postings'));
    expect(stored).toContain('обычн');
    expect(stored).not.toContain('тайнопис');
    expect(stored).not.toContain(secret.article.id);
    await indexer().catchUp();
    expect((await find('тайнопись ')).total).toBe(0);
  });

  it('drops what was deleted while there was no space to take it out of the index', async () => {
    const [kept, secret] = [
      await make('kept', { title: 'Обычная' }),
      await make('secret', { title: 'Тайнопись' }),
    ];
    await publish([kept, secret]);
    await indexer().catchUp();
    await (await openStore()).delete('held', [paper.publication, secret.article.id]);
    await indexer().catchUp();
    expect((await find('тайнопись ')).total).toBe(0);
    expect((await find('обычная ')).total).toBe(1);
    expect(JSON.stringify(await (await openStore()).getAll('postings'))).not.toContain('тайнопис');
  });

  it('stays in few records however many syncs there are, and loses nothing on the way', async () => {
    const made = await Promise.all(
      Array.from({ length: 150 }, (_, i) => make(`${i}`, { title: `Запись слово${i}` })),
    );
    await publish(made.slice(0, 75));
    await publish(made.slice(75));
    for (const { article } of made) await indexer().add([article.id]);
    expect((await find('записи ')).total).toBe(150);
    for (const i of [0, 15, 16, 128, 149]) expect((await find(`слово${i} `)).total, `${i}`).toBe(1);
    const keys = await keysOf();
    expect(keys.filter(([, kind]) => kind === 'docs').length).toBeLessThan(20);
    expect(keys.every(([publication]) => publication === paper.publication)).toBe(true);
  });

  it('says how many of the held articles can be found so far', async () => {
    await publish([await make('a', { title: 'Запись' }), await make('b', { title: 'Запись' })]);
    await indexer().add([await articleId('a')]);
    expect(await find('')).toMatchObject({ searchable: 1, held: 2 });
    let told = 0;
    await indexer(() => told++).catchUp();
    expect(await find('')).toMatchObject({ searchable: 2, held: 2 });
    await indexer(() => told++).catchUp();
    expect(told).toBe(1);
  });
});

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Span } from '../edition/head.ts';
import { deflate, packed } from '../edition/kit.test-helper.ts';
import { packLines } from '../edition/pack.ts';
import { packText } from '../edition/text.ts';
import { forgetArticles, forgetPictures } from '../library/forget.ts';
import { openLibrary } from '../library/library.ts';
import type { Made } from '../library/made.test-helper.ts';
import type { Held } from '../library/records.ts';
import { openStore } from '../library/store.ts';
import { sweep } from '../library/sweep.ts';
import { agreeWithdrawn, forgetWithdrawn } from '../library/withdrawn.ts';
import {
  answer,
  articles,
  asked,
  changes,
  digestsOf,
  lost,
  NOW,
  openPaper,
  paper,
  syncTo,
  syncWith,
} from './mirrors.test-helper.ts';
import { PRIORITY, type Sync } from './state.ts';
import { fetchAhead } from './sync.ts';
import { createTidy } from './tidy.ts';
import { fetchWanted } from './wanted.ts';

beforeEach(openPaper);

describe('what the publication says to its readers', () => {
  const say = (id: string) => ({
    ...{ id, kind: 'strap', language: '', title: '', text: `Слово ${id}`, time: 1, hidden: [] },
  });
  const pack = (...ids: string[]) => paper.put(packed({ v: 1, messages: ids.map(say) }));
  const held = async () => (await (await openLibrary()).messages()).map((one) => one.id).join('');

  it('comes with the texts of the front page, once, whatever is fetched ahead', async () => {
    const front = await articles('p');
    const refs = [await pack('a', 'b'), await pack('c')];
    const digests = refs.map(([digest]) => digest);
    const head = await paper.head(1, 1, front, { messages: refs });
    expect(await syncTo(head, 'none')).toEqual(digests);
    expect(asked.map(([, priority]) => priority)).toEqual([PRIORITY.front, PRIORITY.front]);
    expect(await held()).toBe('abc');
    expect(changes).toContain('messages');
    expect(await syncTo(head)).toEqual(digestsOf(front));
    await syncTo(await paper.head(2, 1, front, { messages: [refs[1]!] }));
    expect(await held()).toBe('c');
    await syncTo(await paper.head(3, 1, front));
    expect(await held()).toBe('');
  });

  it('stays as it was while a pack of the newer is missing, and is asked for again', async () => {
    const front = await articles('p');
    await syncTo(await paper.head(1, 1, front, { messages: [await pack('a')] }));
    const refs = [await pack('b'), await pack('c')];
    lost.add(refs[1]![0]);
    const head = await paper.head(2, 1, front, { messages: refs });
    await syncTo(head);
    expect(await held()).toBe('a');
    lost.clear();
    await syncTo(head);
    expect(await held()).toBe('bc');
  });

  it('is passed over where this version cannot read it, and stops nothing else', async () => {
    const front = await articles('p');
    const odd = await paper.put(packed({ v: 2, said: 'in another way' }));
    const wrong = await paper.put(packed({ v: 1, messages: [{ ...say('x'), hidden: 'ru' }] }));
    await syncTo(await paper.head(1, 1, front, { messages: [odd, wrong, await pack('a')] }));
    expect(await held()).toBe('a');
    expect(await (await openLibrary()).article(front[0]!.article.id)).not.toBeNull();
  });
});

describe('what the publication took back', () => {
  const DAY = 24 * 3_600_000;
  const take = (...made: Made[]) =>
    paper.put(packed({ v: 1, withdrawn: made.map(({ article }) => [article.id, 'Ошибка', 1_763_900_000]) }));
  const library = () => openLibrary();
  const listed = async () => (await (await library()).cards({ limit: 50 })).map(({ title }) => title).sort();
  const blocksHeld = async (...made: Made[]) => {
    const database = await openStore();
    const keys = made.map(({ pack }) => database.getKey('blocks', [paper.publication, pack[0]]));
    return (await Promise.all(keys)).filter((key) => key !== undefined).length;
  };

  it('is hidden at the next sync, whatever is fetched ahead, and shown again where it comes back', async () => {
    const [bad, good] = (await articles('a', 'b')) as [Made, Made];
    await syncTo(await paper.head(1, 1, [bad, good]));
    const { id } = bad.article;
    const withdrawn = await take(bad);
    expect(await syncTo(await paper.head(2, 2, [good], { withdrawn }), 'none')).toEqual([withdrawn[0]]);
    expect(await listed()).toEqual([good.article.title]);
    expect(await (await library()).article(id)).toBeNull();
    expect(await (await library()).withdrawn()).toEqual({
      [id]: { reason: 'Ошибка', time: 1_763_900_000, at: NOW, state: 'hidden' },
    });
    await syncTo(await paper.head(3, 2, [good]));
    expect(await (await library()).article(id)).toMatchObject({ id });
    expect(await listed()).toHaveLength(2);
  });

  it('is deleted after a week, with its pictures, and nothing of its neighbours', async () => {
    const bad = await paper.article('a', { pictures: 1 });
    const good = await paper.article('b', { pictures: 1 });
    await syncTo(await paper.head(1, 1, [bad, good]));
    await syncTo(await paper.head(2, 2, [good], { withdrawn: await take(bad) }));
    await forgetWithdrawn(paper.publication, NOW + 7 * DAY - 1);
    expect(await blocksHeld(bad)).toBe(1);
    await forgetWithdrawn(paper.publication, NOW + 7 * DAY);
    await sweep(paper.publication, () => Promise.resolve());
    expect(await blocksHeld(bad)).toBe(0);
    const database = await openStore();
    const pictures = (made: Made) =>
      Promise.all(made.pictures.map(([one]) => database.getKey('blocks', [paper.publication, one])));
    expect(await pictures(bad)).toEqual([undefined, undefined]);
    expect(await pictures(good)).not.toContain(undefined);
    expect(await (await library()).card(bad.article.id)).toBeNull();
    expect(await (await library()).article(good.article.id)).not.toBeNull();
  });

  it('stays readable where it was saved, or is one of very many, until the reader agrees', async () => {
    const all = await articles('a', 'b', 'c', 'd', 'e', 'f', 'g');
    await syncTo(await paper.head(1, 1, all));
    const saved = all[0]!.article.id;
    const place = { ...{ id: saved, read: 1, paragraph: 0, paragraphs: 1 }, saved: 1 };
    await (await library()).savePlace(place);
    await syncTo(await paper.head(2, 8, await articles('h'), { withdrawn: await take(...all) }));
    const states = Object.values(await (await library()).withdrawn()).map(({ state }) => state);
    expect(states.filter((state) => state === 'hidden')).toHaveLength(5);
    expect(await (await library()).article(saved)).toMatchObject({ id: saved });
    await forgetWithdrawn(paper.publication, NOW + 30 * DAY);
    expect(await (await library()).article(saved)).toMatchObject({ id: saved });
    await agreeWithdrawn(paper.publication, saved, NOW + 30 * DAY);
    expect(await (await library()).article(saved)).toBeNull();
    expect(await (await library()).held([saved])).toEqual(new Map());
    expect(await (await library()).saved()).toEqual([]);
  });

  it('leaves its neighbours to be fetched from the packs that took the place of theirs', async () => {
    const [bad, near, front] = (await articles('a', 'b', 'c')) as [Made, Made, Made];
    // Both lie in one pack, of which only the card is known.
    const shared = await paper.put(packText(packLines([bad.article, near.article]), deflate));
    const together = [bad, near].map((made) => ({ ...made, pack: shared }));
    const before = await paper.segment(1, together);
    lost.add(shared[0]);
    await syncTo(await paper.head(1, 3, [front], { spans: [before] }));
    expect(await (await library()).article(near.article.id)).toBeNull();
    // The neighbour keeps its number in a segment sealed anew, its text lies in a pack of its own.
    const segment = await paper.segment(2, [near]);
    const after: Span = [segment[0], segment[1], 1, 2, 0];
    await syncTo(await paper.head(2, 3, [front], { spans: [after], withdrawn: await take(bad) }));
    expect(await (await library()).article(near.article.id)).toMatchObject({ id: near.article.id });
  });

  it('changes nothing where this version cannot read the list', async () => {
    const all = await articles('a');
    const withdrawn = await paper.put(packed({ v: 1, withdrawn: [['x']] }));
    await syncTo(await paper.head(1, 1, all, { withdrawn }));
    expect(await listed()).toHaveLength(1);
  });
});

describe('what is fetched ahead', () => {
  it('comes in the order of worth: front page, cards, other texts, list pictures, article pictures', async () => {
    const old = await articles('a', 'b');
    const front = [await paper.article('p', { pictures: 2 }), await paper.article('q')];
    const span = await paper.segment(1, old);
    const spans = [span];
    await syncTo(await paper.head(1, 3, front, { spans }));
    const priority = new Map(asked);
    expect(digestsOf(front).map((one) => priority.get(one))).toEqual([PRIORITY.front, PRIORITY.front]);
    expect(priority.get(span[0])).toBe(PRIORITY.cards);
    expect(digestsOf(old).map((one) => priority.get(one))).toEqual([PRIORITY.texts, PRIORITY.texts]);
    const { list, article } = PRIORITY;
    expect(front[0]!.pictures.map(([one]) => priority.get(one))).toEqual([list, article, list, article]);
    // Pictures are not even asked for before the texts are here.
    const lastText = Math.max(...asked.map(([, one], i) => (one <= PRIORITY.texts ? i : 0)));
    const firstPicture = asked.findIndex(([, one]) => one >= PRIORITY.list);
    expect(firstPicture).toBeGreaterThan(lastText);
    const held = await (await openLibrary()).held([front[0]!.article.id, old[1]!.article.id]);
    expect([...held.values()].map((one) => one.whole)).toEqual([true, true]);
  });

  it('is asked for once, and nothing that is held is asked for again', async () => {
    const made = [await paper.article('p', { pictures: 1 }), ...(await articles('a', 'b'))];
    const first = await syncTo(await paper.head(1, 1, made));
    expect(new Set(first).size).toBe(first.length);
    const [fresh] = await articles('fresh');
    expect(await syncTo(await paper.head(2, 1, [...made, fresh!]))).toEqual(digestsOf([fresh!]));
    answer();
    asked.length = 0;
    await fetchAhead(syncWith());
    expect(asked).toEqual([]);
  });

  it('is texts alone, or nothing but cards, where the reader says so', async () => {
    const front = [await paper.article('p', { pictures: 1 })];
    const old = await articles('a');
    const span = await paper.segment(1, old);
    const head = await paper.head(1, 2, front, { spans: [span] });
    expect(await syncTo(head, 'none')).toEqual([span[0]]);
    expect((await syncTo(head, 'text')).sort()).toEqual(digestsOf([...front, ...old]).sort());
  });

  it('goes on past a block that no mirror has, and asks for it again next time', async () => {
    const made = await articles('a', 'b', 'c');
    const [missing] = digestsOf(made.slice(1));
    lost.add(missing!);
    const head = await paper.head(1, 1, made);
    await syncTo(head);
    const library = await openLibrary();
    const held = async () => (await library.held(made.map((one) => one.article.id))).size;
    expect(await held()).toBe(2);
    lost.clear();
    asked.length = 0;
    await fetchAhead(syncWith());
    expect(asked.map(([digest]) => digest)).toEqual([missing]);
    expect(await held()).toBe(3);
  });

  it('puts a newer record of a held article in its place only when its text is here', async () => {
    const made = await articles('a', 'b');
    await syncTo(await paper.head(1, 1, made));
    const edited = await paper.article('a', { text: 'Исправлено.' });
    lost.add(edited.pack[0]);
    const head = await paper.head(2, 1, [...made, edited]);
    await syncTo(head);
    const text = async () => (await (await openLibrary()).article(edited.article.id))?.body[0];
    expect(await text()).toBe('Текст записи a.');
    lost.clear();
    await fetchAhead(syncWith());
    expect(await text()).toBe('Исправлено.');
  });
});

describe('what the reader chose', () => {
  const library = openLibrary;
  const heldOf = async (...ids: string[]) => [...(await (await library()).held(ids)).values()];

  it('small pictures alone are fetched where that is wanted, and the article is not called whole', async () => {
    const front = [await paper.article('p', { pictures: 2 })];
    const digests = await syncTo(await paper.head(1, 1, front), 'small');
    const small = front[0]!.pictures.filter((_, i) => i % 2 === 0).map(([digest]) => digest);
    expect(digests.slice(1).sort()).toEqual(small.sort());
    expect((await heldOf(front[0]!.article.id)).map((one) => one.whole)).toEqual([false]);
  });

  it('a saved article comes whole with its pictures even if nothing is fetched ahead, and from the archive too', async () => {
    const old = [await paper.article('o', { pictures: 1 }), ...(await articles('x'))];
    const front = [await paper.article('p', { pictures: 1 }), ...(await articles('y'))];
    const span = await paper.segment(1, old);
    const head = await paper.head(1, 3, front, { spans: [span] });
    const place = { read: 0, paragraph: 0, paragraphs: 0, saved: NOW };
    for (const [i, { article }] of [front[0]!, old[0]!].entries())
      await (await library()).savePlace({ ...place, id: article.id, q: i === 0 ? 3 : 1 });
    await syncTo(head, 'none');
    expect(
      (await heldOf(...[...old, ...front].map((one) => one.article.id))).map((one) => one.whole),
    ).toEqual([true, true]);
  });

  it('what was deleted is not fetched again, and is no longer counted as wanted', async () => {
    const made = [await paper.article('p', { pictures: 1 }), ...(await articles('a', 'b'))];
    const head = await paper.head(1, 1, made);
    await syncTo(head);
    const ids = made.slice(0, 2).map((one) => one.article.id);
    await forgetArticles(paper.publication, ids, { remember: 'ids' });
    await sweep(paper.publication, () => Promise.resolve());
    asked.length = 0;
    const progress: object[] = [];
    await fetchAhead({ ...syncWith(), progress: (change) => progress.push(change) });
    expect(asked).toEqual([]);
    expect(progress).toContainEqual({ held: 1, wanted: 1 });
    // Opened by the reader it comes, from wherever its text lies.
    expect(await fetchWanted(syncWith(), ids[0]!, undefined)).toBe('none');
    // A correction is news.
    const edited = await paper.article('a', { text: 'Исправлено.' });
    expect(await syncTo(await paper.head(2, 1, [...made, edited]))).toEqual(digestsOf([edited]));
  });

  it('deleted pictures are not fetched again, those of newer articles are', async () => {
    const made = [await paper.article('p', { pictures: 1 })];
    await syncTo(await paper.head(1, 1, made));
    await forgetPictures(paper.publication, [made[0]!.article.id], { upTo: 1 });
    await sweep(paper.publication, () => Promise.resolve());
    const fresh = await paper.article('f', { pictures: 1 });
    const digests = await syncTo(await paper.head(2, 1, [...made, fresh]));
    expect(digests.sort()).toEqual([fresh.pack, ...fresh.pictures].map(([digest]) => digest).sort());
    expect((await heldOf(made[0]!.article.id))[0]).toMatchObject({ whole: false, bare: true });
    await fetchWanted(syncWith(), made[0]!.article.id, undefined);
    const [again] = await heldOf(made[0]!.article.id);
    expect(again).toMatchObject({ whole: true });
    expect(again).not.toHaveProperty('bare');
  });

  it('a record that an earlier version wrote is completed from what is here', async () => {
    const made = [await paper.article('p', { pictures: 1 })];
    await syncTo(await paper.head(1, 1, made));
    const database = await openStore();
    const key: [string, string] = [paper.publication, made[0]!.article.id];
    const { made: _, ...old } = (await database.get('held', key))!;
    await database.put('held', old as Held, key);
    asked.length = 0;
    await fetchAhead(syncWith());
    expect(asked).toEqual([]);
    expect(await database.get('held', key)).toMatchObject({ whole: true, made: { packs: [made[0]!.pack] } });
  });

  it('what is older than the reader keeps is deleted by the next sync and stays away', async () => {
    const made = [
      await paper.article('old', { published: NOW - 9 * 86_400_000 }),
      await paper.article('saved', { published: NOW - 9 * 86_400_000 }),
      ...(await articles('a')),
    ];
    const head = await paper.head(1, 1, made);
    await syncTo(head);
    await (await library()).savePlace({
      ...{ id: made[1]!.article.id, read: 1, paragraph: 0, paragraphs: 0, saved: NOW },
    });
    const sync: Sync = { ...syncWith(), keep: { days: 7 } };
    await createTidy(sync).run();
    expect((await heldOf(...made.map((one) => one.article.id))).length).toBe(2);
    asked.length = 0;
    await fetchAhead(sync);
    expect(asked).toEqual([]);
  });
});

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeBackup, readBackup, restoreBackup } from './backup.ts';
import { openLibrary } from './library.ts';
import type { Place } from './records.ts';
import { openStore } from './store.ts';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(16)) as [string, string, string];
const place = (id: string, more: Partial<Place> = {}): Place => ({
  ...{ id, read: 10, paragraph: 3, paragraphs: 9, ...more },
});

beforeEach(async () => {
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', 'paper', '');
});

const wipe = async () => {
  const database = await openStore();
  for (const name of ['meta', 'places'] as const) await database.clear(name);
};

describe('a copy', () => {
  it('brings settings, saved articles and places to another phone', async () => {
    const library = await openLibrary();
    await library.saveSettings({ ahead: 'small', theme: 'dark', keep: { days: 30 }, seen: 7 });
    await library.savePlace(place(A, { saved: 5, q: 12 }));
    await library.savePlace(place(B));
    const text = await makeBackup();
    await wipe();
    expect(await restoreBackup(text)).toEqual({ saved: 1 });
    expect(await library.settings()).toMatchObject({ ahead: 'small', theme: 'dark', keep: { days: 30 } });
    expect((await library.settings()).seen).toBeUndefined();
    expect(await library.saved()).toEqual([place(A, { saved: 5, q: 12 })]);
    expect(await library.place(B)).toEqual(place(B));
  });

  it('is added to what is here: nothing is deleted, and the later place counts', async () => {
    const library = await openLibrary();
    await library.savePlace(place(A, { read: 20, paragraph: 8 }));
    await library.savePlace(place(B, { read: 1, saved: 2 }));
    await library.savePlace(place(C));
    const places = [place(A, { read: 5, saved: 4, q: 3 }), place(B, { read: 30, paragraph: 6 })];
    const file = { reader: 1, publication: 'paper', settings: { theme: 'dark' }, places };
    await library.saveSettings({ region: 'ru' });
    await restoreBackup(JSON.stringify(file));
    expect(await library.place(A)).toEqual(place(A, { read: 20, paragraph: 8, saved: 4, q: 3 }));
    expect(await library.place(B)).toEqual(place(B, { read: 30, paragraph: 6, saved: 2 }));
    expect(await library.place(C)).toEqual(place(C));
    expect(await library.settings()).toMatchObject({ region: 'ru', theme: 'dark' });
  });

  it('of another newspaper, or of a newer app, is told from damage', async () => {
    const file = { reader: 1, publication: 'other', settings: {}, places: [] };
    expect(await restoreBackup(JSON.stringify(file))).toBe('paper');
    expect(await restoreBackup(JSON.stringify({ ...file, reader: 2 }))).toBe('version');
  });
});

describe('a file that somebody made up', () => {
  const good = { reader: 1, publication: 'paper', settings: {}, places: [place(A)] };
  for (const [what, bad] of [
    ['no JSON', '{'],
    ['a list', []],
    ['nothing', null],
    ['a number that is none', { ...good, reader: 'one' }],
    ['no places', { ...good, places: {} }],
    ['an id that is a path', { ...good, places: [place('../../../../etc/a')] }],
    ['a place of text', { ...good, places: [{ ...place(A), paragraph: '<b>' }] }],
    ['a place before all others', { ...good, places: [{ ...place(A), paragraph: -1 }] }],
    ['more in a place than numbers', { ...good, places: [{ ...place(A), html: '<img>' }] }],
    ['an unheard-of choice', { ...good, settings: { ahead: 'everything' } }],
    ['a size of text for giants', { ...good, settings: { textSize: 4_000 } }],
    ['a rule that deletes all', { ...good, settings: { keep: { days: 0 } } }],
    ['a rule of two minds', { ...good, settings: { keep: { days: 7, megabytes: 1 } } }],
    ['too many places', { ...good, places: Array.from({ length: 20_001 }, () => place(A)) }],
    ['too much to fetch', { ...good, places: Array.from({ length: 2_001 }, () => place(A, { saved: 1 })) }],
    ['something endless', `${JSON.stringify(good).slice(0, -1)},"x":"${'x'.repeat(4_000_000)}"}`],
  ] as const)
    it(`is refused and changes nothing: ${what}`, async () => {
      const text = typeof bad === 'string' ? bad : JSON.stringify(bad);
      expect(await restoreBackup(text)).toBe('shape');
      expect(await (await openStore()).count('places')).toBe(0);
      expect(await (await openStore()).count('meta')).toBe(0);
    });

  it('brings no settings that nobody knows, under whatever name', () => {
    const text =
      '{"reader":1,"publication":"paper","settings":{"__proto__":{"x":1},"toString":1,"zoom":9},"places":[]}';
    expect(readBackup(text)).toMatchObject({ settings: {} });
    expect(Object.keys((readBackup(text) as { settings: object }).settings)).toEqual([]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

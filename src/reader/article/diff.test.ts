import { describe, expect, test } from 'vitest';
import { compareTexts, diff } from './diff.ts';

describe('a comparison', () => {
  test('keeps the longest row that both lists share', () => {
    expect(diff(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'y', 'd'])).toEqual([
      ['same', ['a']],
      ['gone', ['b']],
      ['new', ['x']],
      ['same', ['c']],
      ['new', ['y']],
      ['same', ['d']],
    ]);
    expect(diff([], ['a'])).toEqual([['new', ['a']]]);
    expect(diff(['a', 'a'], ['a'])).toEqual([
      ['same', ['a']],
      ['gone', ['a']],
    ]);
    expect(diff(['a'], ['a'])).toEqual([['same', ['a']]]);
  });

  test('gives back both lists, whatever they are', () => {
    const lists = ['', 'a', 'abc', 'cab', 'aabbcc', 'bcbcab', 'xyz'].map((text) => [...text]);
    for (const before of lists)
      for (const after of lists) {
        const stretches = diff(before, after);
        const side = (leave: string) => stretches.flatMap(([kind, items]) => (kind === leave ? [] : items));
        expect(side('new')).toEqual(before);
        expect(side('gone')).toEqual(after);
      }
  });

  test('of two texts counts paragraphs that stayed and marks words in those that did not', () => {
    const before = 'Заголовок\nВ аварии пострадали трое.\nДвижение закрыто.\nЛишнее.';
    const after = 'Заголовок\nВ аварии пострадали пятеро.\nДвижение закрыто.\nОткроют завтра.\nИ ещё.';
    expect(compareTexts(before, after)).toEqual([
      1,
      [
        ['same', ['В', 'аварии', 'пострадали']],
        ['gone', ['трое.']],
        ['new', ['пятеро.']],
      ],
      1,
      [
        ['gone', ['Лишнее.']],
        ['new', ['Откроют', 'завтра.']],
      ],
      [['new', ['И', 'ещё.']]],
    ]);
  });

  test('of very long lists that share nothing needs no large table', () => {
    const long = (letter: string) => Array.from({ length: 5_000 }, (_, i) => `${letter}${i}`);
    expect(diff(long('a'), long('b')).map(([kind, items]) => [kind, items.length])).toEqual([
      ['gone', 5_000],
      ['new', 5_000],
    ]);
  });
});

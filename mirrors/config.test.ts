import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { nearest } from './nearest.ts';

const parse = (text: string) => parseConfig(text, '/news/tamizdat.json');

test('fills in what is left out, paths being relative to the file', () => {
  const config = parse('{"name": "Весть", "languages": ["ru", "en"], "sources": [{"feed": "feed.xml"}]}');
  expect(config).toMatchObject({
    site: '/news/site',
    keys: '/news/keys',
    object: 7000,
    mirrors: [],
    home: '',
  });
});

test('names the nearest known key for one that is unknown', () => {
  expect(() => parse('{"mirors": []}')).toThrow('"mirors" is no key of it; did you mean "mirrors"?');
  expect(nearest('langauges', ['name', 'languages', 'home'])).toBe('languages');
});

test('says line and column where JSON is broken', () => {
  for (const [text, place] of [
    ['{\n  "name": "a",\n  "sources": [1,,2]\n}', 'line 3, column 17 (a value is expected)'],
    ['{"name": "a",}', 'line 1, column 14 (a name in double quotes is expected)'],
    ['{"name": "a"', 'line 1, column 13 (a comma or } is expected)'],
    ["{'name': 1}", 'line 1, column 2 (a name in double quotes is expected)'],
    ['{} x', 'line 1, column 4 (nothing more is expected)'],
    ['', 'line 1, column 1 (a value is expected)'],
  ] as const) {
    expect(() => JSON.parse(text)).toThrow();
    expect(() => parse(text), text).toThrow(place);
  }
});

test('reads a mirror as an address or as the names of one machine', () => {
  const { mirrors } = parse(
    '{"mirrors": ["https://a.news.example.org/x/", {"network": "two", "urls": ["https://b.example/", "https://c.example/"]}]}',
  );
  expect(mirrors).toEqual([
    ['example.org', 'https://a.news.example.org/x/'],
    ['two', 'https://b.example/', 'https://c.example/'],
  ]);
  expect(() => parse('{"mirrors": ["https://a.example/x"]}')).toThrow('ending in a slash');
});

test('refuses sources of kinds that are not read yet, and values of the wrong kind', () => {
  expect(() => parse('{"sources": [{"wxr": "a.xml"}]}')).toThrow('"wxr"');
  expect(() => parse('{"languages": "ru"}')).toThrow('"languages" must be a list');
  expect(() => parse('{"object": 20000}')).toThrow('"object"');
  expect(() => parse('[]')).toThrow('one object');
});

import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { nearest } from './nearest.ts';
import { usualLimits } from './newsroom/limits.ts';

const parse = (text: string) => parseConfig(text, '/news/tamizdat.json');

test('fills in what is left out, paths being relative to the file', () => {
  const config = parse('{"name": "Весть", "languages": ["ru", "en"], "sources": [{"feed": "feed.xml"}]}');
  expect(config).toMatchObject({
    site: '/news/site',
    keys: '/news/keys',
    object: 7000,
    mirrors: [],
    home: '',
    profiles: [],
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

test('reads limits, and says which of them is wrong', () => {
  const config = parse('{"limits": {"pages": 3}, "contact": "mailto:a@b.example"}');
  expect(config.limits).toEqual({ ...usualLimits, pages: 3 });
  expect(config.contact).toBe('mailto:a@b.example');
  expect(parse('{"home": "https://paper.example/"}').contact).toBe('https://paper.example/');
  expect(() => parse('{"limits": {"page": 3}}')).toThrow('did you mean "pages"');
  expect(() => parse('{"limits": {"pages": 0}}')).toThrow('from 1 to');
  expect(() => parse('{"limits": {"private": "10.0.0.1"}}')).toThrow(
    'put it into the source that may lead there',
  );
  expect(() => parse('{"limits": {"robots": 1}}')).toThrow('true or false');
});

test('reads profiles of sites, and says which of them is wrong and how', () => {
  const profile = { hosts: ['paper.example'], body: '.story > p' };
  expect(parse(JSON.stringify({ profiles: [profile] })).profiles).toEqual([profile]);
  expect(() => parse(JSON.stringify({ profiles: [profile, { ...profile, boby: 'p' }] }))).toThrow(
    '/news/tamizdat.json: number 2 of "profiles" has no key "boby"; did you mean "body"?',
  );
  expect(() => parse('{"profiles": [{"hosts": ["paper.example"], "body": "p["}]}')).toThrow(
    'number 1 of "profiles" needs a CSS selector such as ".story" as "body", not "p[".',
  );
  expect(() => parse('{"profiles": [{"hosts": ["https://paper.example/"]}]}')).toThrow('list of host names');
  expect(() => parse('{"profiles": {"hosts": ["paper.example"]}}')).toThrow('"profiles" must be a list');
});

test('refuses sources of kinds that are not known, and values of the wrong kind', () => {
  expect(() => parse('{"sources": [{"wrx": "a.xml"}]}')).toThrow('exactly one of feed');
  expect(() => parse('{"languages": "ru"}')).toThrow('"languages" must be a list');
  expect(() => parse('{"object": 20000}')).toThrow('"object"');
  expect(() => parse('[]')).toThrow('one object');
});

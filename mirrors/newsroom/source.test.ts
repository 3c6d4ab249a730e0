import { expect, it } from 'vitest';
import { validateSource } from './source.ts';

it('takes feeds and folders', () => {
  for (const source of [
    { feed: 'a.xml' },
    { feed: 'a.xml', url: 'https://a.example/' },
    { folder: 'articles' },
  ]) {
    expect(validateSource(source)).toBe(source);
  }
});

it('says in one sentence what is wrong with any other', () => {
  const wrong: [unknown, RegExp][] = [
    ['a.xml', /must be an object/],
    [{}, /exactly one/],
    [{ feed: 'a', folder: 'b' }, /exactly one/],
    [{ feed: '' }, /needs text/],
    [{ feed: 'a', url: 'b' }, /whole http/],
    [{ feed: 'a', color: 'red' }, /unknown key "color"/],
    [{ folder: 'a', url: 'https://a.example/' }, /unknown key "url"/],
    [{ wordpress: 'https://a.example/' }, /"wordpress", which is not read yet/],
  ];
  for (const [source, words] of wrong)
    expect(() => validateSource(source), JSON.stringify(source)).toThrow(words);
});

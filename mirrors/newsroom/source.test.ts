import { expect, it } from 'vitest';
import { validateSource } from './source.ts';

it('takes sources of every kind', () => {
  for (const source of [
    { feed: 'a.xml' },
    { feed: 'a.xml', url: 'https://a.example/' },
    { feed: 'https://a.example/rss', pages: true, section: 'News' },
    { folder: 'articles' },
    { wordpress: 'https://a.example/', types: ['post', 'news'] },
    { wxr: 'export.xml', private: ['intranet', '10.0.0.5', 'fd00::5'] },
    { page: 'saved.html', url: 'https://a.example/1' },
    { sitemap: 'https://a.example/sitemap.xml', only: '/news/' },
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
    [{ feed: 'ftp://a.example/rss' }, /whole http or https address, or a path/],
    [{ feed: 'http://[::1' }, /whole http or https address, or a path/],
    [{ feed: 'a', url: 'b' }, /whole http/],
    [{ feed: 'a', color: 'red' }, /unknown key "color"/],
    [{ folder: 'a', url: 'https://a.example/' }, /unknown key "url"/],
    [{ wordpress: 'export.xml' }, /whole http/],
    [{ wxr: 'a', type: ['post'] }, /did you mean "types"/],
    [{ wxr: 'a', types: 'post' }, /list of post types/],
    [{ sitemap: 'a', only: '(' }, /regular expression/],
    [{ feed: 'a', pages: 'yes' }, /true or false/],
    [{ feed: 'a', private: 'intranet' }, /list of host names or IP addresses, without a port/],
    [{ feed: 'a', private: ['intranet:8080'] }, /without a port/],
    [{ feed: 'a', section: '' }, /needs text in "section"/],
  ];
  for (const [source, words] of wrong)
    expect(() => validateSource(source), JSON.stringify(source)).toThrow(words);
});

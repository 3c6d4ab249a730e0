import { describe, expect, it } from 'vitest';
import { type Identity, keysOf } from './keys.ts';

const front = 'https://news.example/';
const item = (given: Partial<Identity>): Identity => ({
  guid: '',
  link: '',
  title: '',
  date: '',
  content: '',
  ...given,
});
const many = (count: number, make: (at: number) => Partial<Identity>): Identity[] =>
  Array.from({ length: count }, (_, at) =>
    item({ title: `title ${at}`, content: `content ${at}`, ...make(at) }),
  );
const distinct = (items: Identity[]): number => new Set(keysOf(items, front)).size;

describe('keysOf', () => {
  it('takes the guid, and the link where there is none', () => {
    expect(
      keysOf(
        [item({ guid: 'urn:1', link: `${front}a`, title: 'a' }), item({ link: `${front}b`, title: 'b' })],
        front,
      ),
    ).toEqual(['urn:1', `${front}b`]);
  });

  it('gives every article its own key where a guid or a link is shared by all, or missing', () => {
    expect(distinct(many(10, () => ({ guid: 'same:guid' })))).toBe(10);
    expect(distinct(many(10, () => ({ link: front })))).toBe(10);
    expect(distinct(many(10, () => ({ link: `${front}all` })))).toBe(10);
    expect(distinct(many(10, () => ({})))).toBe(10);
    expect(distinct(many(10, (at) => ({ guid: `urn:${at >> 1}`, link: `${front}${at}` })))).toBe(10);
    expect(distinct(many(10, () => ({ title: 'News of the day' })))).toBe(10);
  });

  it('gives an item that is repeated, or was corrected, one key', () => {
    const items = many(10, (at) => ({ guid: `urn:${at}`, link: `${front}${at}` }));
    expect(distinct([...items, items[3]!])).toBe(10);
    expect(distinct([...items, { ...items[3]!, content: 'corrected', date: 'later' }])).toBe(10);
  });

  it('hangs neither on the order of items nor on chance', () => {
    const items = many(10, (at) => ({
      guid: at < 4 ? 'twice:used' : '',
      link: at % 3 ? `${front}${at}` : front,
    }));
    const keys = keysOf(items, front);
    expect(keysOf(items, front)).toEqual(keys);
    expect(keysOf([...items].reverse(), front)).toEqual([...keys].reverse());
  });

  it('sets a bare number apart by the feed that it counts in', () => {
    const one = [item({ guid: '199', title: 'a' })];
    expect(keysOf(one, 'https://a.example/')).not.toEqual(keysOf(one, 'https://b.example/'));
  });
});

import { describe, expect, test } from 'vitest';
import type { CardView } from '../../edition/card.ts';
import type { Edition } from '../../library/records.ts';
import { arrange } from './lists.ts';

const card = (q: number, id: string, minutes: number, change: Partial<CardView> = {}): CardView => ({
  q,
  id,
  minutes,
  section: 'city',
  language: 'ru',
  title: id,
  summary: '',
  hash: '',
  packs: [],
  line: 0,
  flags: 0,
  ...change,
});
const edition = (cards: CardView[], top: Record<string, string[]> = {}) => ({ cards, top }) as Edition;
const ids = (cards: CardView[]) => cards.map(({ id, q }) => `${id}.${q}`);

describe('a list', () => {
  test('begins with the editors’ choice in their order, then goes by time', () => {
    const found = edition([card(1, 'a', 10), card(2, 'b', 30), card(3, 'c', 20), card(4, 'd', 5)], {
      ru: ['d', 'a'],
    });
    expect(ids(arrange(found, [], '', null))).toEqual(['d.4', 'a.1', 'b.2', 'c.3']);
  });

  test('shows an article once, in its latest form, wherever that lies', () => {
    const found = edition([card(1, 'a', 10), card(5, 'b', 9)]);
    expect(ids(arrange(found, [card(7, 'a', 10), card(2, 'b', 9)], '', null))).toEqual(['a.7', 'b.5']);
  });

  test('of a section has that section only, and no editors’ choice', () => {
    const found = edition([card(1, 'a', 10), card(2, 'b', 30, { section: 'science' })], { ru: ['a'] });
    expect(ids(arrange(found, [], 'science', null))).toEqual(['b.2']);
  });

  test('in one language leaves out the others, but not what has none', () => {
    const found = edition([
      card(1, 'a', 10),
      card(2, 'b', 30, { language: 'en-GB' }),
      card(3, 'c', 5, { language: '' }),
    ]);
    expect(ids(arrange(found, [], '', 'en'))).toEqual(['b.2', 'c.3']);
  });
});

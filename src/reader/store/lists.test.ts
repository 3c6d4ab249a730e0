import { describe, expect, test } from 'vitest';
import { type CardView, FLAG } from '../../edition/card.ts';
import type { Edition } from '../../library/records.ts';
import { arrange, keepBack } from './lists.ts';

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
    expect(ids(arrange(found, [], '', ['en']))).toEqual(['b.2', 'c.3']);
  });

  test('leaves out what was taken back, and does not show what it was before', () => {
    const found = edition([card(1, 'a', 10), card(2, 'b', 30), card(3, 'b', 30, { flags: FLAG.withdrawn })]);
    expect(ids(arrange(found, [], '', null))).toEqual(['a.1']);
  });
});

describe('a list that somebody reads', () => {
  const shown = [card(5, 'e', 50), card(4, 'd', 40), card(3, 'c', 30)];

  test('takes older articles at its end', () => {
    const next = [...shown, card(2, 'b', 20)];
    expect(keepBack(shown, next)).toEqual({ cards: next, next, waiting: 0 });
  });

  test('keeps back what is newer, and counts it', () => {
    const next = [card(7, 'g', 70), card(6, 'f', 60), ...shown, card(2, 'b', 20)];
    expect(ids(keepBack(shown, next).cards as CardView[])).toEqual(['e.5', 'd.4', 'c.3', 'b.2']);
    expect(keepBack(shown, next).waiting).toBe(2);
  });

  test('keeps back a correction and another order, which are no new articles', () => {
    const next = [card(3, 'c', 30), card(6, 'd', 40), card(5, 'e', 50)];
    expect(keepBack(shown, next)).toEqual({ cards: shown, next, waiting: 0 });
  });
});

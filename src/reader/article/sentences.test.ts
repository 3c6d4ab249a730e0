import { describe, expect, test } from 'vitest';
import { cutSentences } from './sentences.ts';

const cut = (text: string, language = 'ru') =>
  cutSentences(text, language).map(([from, to]) => text.slice(from, to));

describe('a text that is read aloud', () => {
  test('is cut into sentences', () => {
    expect(cut('Мост открыт. «Ждали три года», сказал мэр! Что дальше?')).toEqual([
      'Мост открыт. ',
      '«Ждали три года», сказал мэр! ',
      'Что дальше?',
    ]);
    expect(cut('One. Two.', 'en')).toEqual(['One. ', 'Two.']);
  });

  test('has no sentences of which nothing could be said', () => {
    expect(cut('… — …')).toEqual([]);
    expect(cut('')).toEqual([]);
  });

  test('is cut at a comma where a sentence is too long to be spoken at once', () => {
    const long = `${'слово '.repeat(20)}, ${'другое '.repeat(20)}, ${'третье '.repeat(20)}конец.`;
    const pieces = cut(long);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(long);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(220);
    expect(pieces[0]).toMatch(/,$/);
  });

  test('is cut somewhere even where there is neither comma nor space', () => {
    expect(cut('а'.repeat(500)).map((piece) => piece.length)).toEqual([220, 220, 60]);
  });
});

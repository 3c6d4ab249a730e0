import { expect, test } from 'vitest';
import type { Article, Block } from '../../edition/body.ts';
import { readingMinutes } from './minutes.ts';

const text = (words: number) => Array.from({ length: words }, () => 'слово').join(' ');
const minutes = (language: string, ...body: Block[]) =>
  readingMinutes({ title: '', body, language } as unknown as Article);

test('reading takes a minute for 180 words in Russian and for 220 in English', () => {
  expect(minutes('ru', text(900))).toBe(5);
  expect(minutes('ru-RU', text(900))).toBe(5);
  expect(minutes('en', text(1100))).toBe(5);
  expect(minutes('en', text(900))).toBe(4);
});

test('words of lists, quotes and tables count too, and the shortest article takes a minute', () => {
  expect(minutes('ru', ['ul', [text(180)], [text(180)]], ['quote', text(180)])).toBe(3);
  expect(minutes('ru', 'Коротко.')).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { pluralOf } from './plural.ts';
import { ru } from './ru.ts';
import { chooseLanguage } from './strings.ts';

/** Every text of a table with its path; texts that depend on something are asked with 1, 2 and 5. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [1, 2, 5].map((n) => [`${path}(${n})`, String(value(n, n))]);
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const SAME = /problem\.none|textSizeNow|licences/;

describe('words', () => {
  test('both languages have the same texts, none of them empty', () => {
    expect(texts(en).map(([path]) => path)).toEqual(texts(ru).map(([path]) => path));
    for (const [path, text] of [...texts(ru), ...texts(en)]) {
      if (!SAME.test(path)) expect(text.trim(), path).not.toBe('');
    }
  });

  test('Russian is written in Russian and English in English', () => {
    for (const [path, text] of texts(ru)) if (!SAME.test(path)) expect(text, path).toMatch(/[а-яё]/i);
    for (const [path, text] of texts(en)) if (!SAME.test(path)) expect(text, path).not.toMatch(/[а-яё]/i);
  });

  test('Russian counts as Russians do', () => {
    const said = [1, 2, 5, 11, 21, 22, 25, 111].map((n) => ru.mirrors.requests(n));
    expect(said).toEqual([
      'запрос',
      'запроса',
      'запросов',
      'запросов',
      'запрос',
      'запроса',
      'запросов',
      'запросов',
    ]);
    expect(ru.status.progress(3, 21)).toBe('На телефоне 3 из 21 статьи');
    expect(ru.status.progress(3, 22)).toBe('На телефоне 3 из 22 статей');
  });

  test('a noun without a form for its count takes the general one', () => {
    expect(pluralOf('en')(5, { one: 'article', other: 'articles' })).toBe('articles');
    expect(pluralOf('ru')(1.5, { one: 'год', few: 'года', many: 'лет' })).toBe('лет');
  });
});

describe('the language of the app', () => {
  test('is the first wanted one that it speaks', () => {
    expect(chooseLanguage(['ru-RU', 'en'])).toBe('ru');
    expect(chooseLanguage(['de-DE', 'ru', 'en'])).toBe('ru');
    expect(chooseLanguage(['auto', 'en-GB'])).toBe('en');
    expect(chooseLanguage(['fr'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });

  test('is Russian for languages whose readers mostly read it', () => {
    expect(chooseLanguage(['be-BY', 'en-US'])).toBe('ru');
  });
});

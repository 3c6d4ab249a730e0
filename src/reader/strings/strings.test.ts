import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { pluralOf } from './plural.ts';
import { ru } from './ru.ts';
import { chooseLanguage, complete, directionOf, ownName } from './strings.ts';

/** Every text of a table with its path; texts that depend on something are asked with 1, 2 and 5. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [1, 2, 5].map((n) => [`${path}(${n})`, String(value(n, n))]);
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const SAME = /problem\.none|textSizeNow|licences|storage\.of\(/;

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

describe('one more language', () => {
  test('says in English what it lacks', () => {
    const part = { app: 'قارئ', nav: { front: 'الصفحة الأولى' }, about: { principles: ['١'] } };
    const whole = complete(part, en) as typeof en;
    expect(whole.app).toBe('قارئ');
    expect(whole.nav).toEqual({ ...en.nav, front: 'الصفحة الأولى' });
    expect(whole.about.principles).toEqual(['١']);
    expect(whole.status.via('a')).toBe(en.status.via('a'));
  });

  test('has its own forms for counts, its own name and its own direction', () => {
    const forms = { zero: '0', one: '1', two: '2', few: '3', many: '11', other: '100' };
    expect([0, 1, 2, 5, 15, 100].map((n) => pluralOf('ar')(n, forms))).toEqual(Object.values(forms));
    expect(ownName('de')).toBe('Deutsch');
    expect(['ar', 'fa-IR', 'he', 'ur'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'rtl']);
    expect(['ru', 'en', 'de', 'art'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr']);
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

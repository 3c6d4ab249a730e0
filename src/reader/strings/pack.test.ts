import { readFileSync } from 'node:fs';
import { parseAst, transformWithOxc } from 'vite';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { fill, swapLetters, unswap } from './letters.ts';
import { packWords } from './pack.ts';
import { pluralOf } from './plural.ts';
import { ru } from './ru.ts';

async function short(language: 'ru' | 'en'): Promise<string> {
  const source = readFileSync(new URL(`${language}.ts`, import.meta.url), 'utf8');
  const { code } = await transformWithOxc(source, `${language}.ts`);
  return packWords(language, code, parseAst(code));
}

/** What a module of words exports once the build has written it in its short form. */
async function built(language: 'ru' | 'en'): Promise<{ table: typeof ru; code: string }> {
  const packed = await short(language);
  const body = packed.replace(/import[^;]*;/g, '').replaceAll('export ', ''); // its imports are handed in
  const names = /names="([^"]*)"/.exec(await short('ru'))![1];
  const run = new Function(
    'pluralOf',
    'unswap',
    'fill',
    'names',
    `${body.replace(/const names=.*/, '')};return ${language}`,
  );
  return { table: run(pluralOf, unswap, fill, names), code: packed };
}

/** Every text with its path; those that depend on something are asked with numbers and with names. */
function said(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [`${path}: ${value}`];
  if (typeof value === 'function')
    return [1, 2, 5, 'mirror.example', 'Весть?'].map((one) => `${path}: ${value(one, one)}`);
  return Object.entries(value as object).flatMap(([name, inner]) => said(inner, `${path}.${name}`));
}

describe('the short form of the words', () => {
  test('says the same in both languages, whatever is put into the sentences', async () => {
    expect(said((await built('ru')).table)).toEqual(said(ru));
    expect(said((await built('en')).table)).toEqual(said(en));
  });

  test('has one byte for nearly every Russian letter, and no names in English', async () => {
    const { code } = await built('ru');
    expect(code.match(/[а-яА-Я]/g)?.length ?? 0).toBeLessThan(code.length / 20);
    expect((await built('en')).code).not.toMatch(/\bputAway\b/);
  });

  test('is as it was after two swaps', () => {
    const all = String.fromCharCode(...Array.from({ length: 0x460 }, (_, code) => code));
    expect(swapLetters(swapLetters(all))).toBe(all);
    expect(swapLetters('Съешь ещё')).not.toMatch(/[а-дж-я]/i);
  });
});

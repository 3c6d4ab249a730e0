import { describe, expect, it } from 'vitest';
import { packBlock, readBlock } from './block.ts';
import { choosePassage } from './passage.ts';
import { fits, parseQuery, stemOf, wordsOf } from './words.ts';

const words = (text: string) => wordsOf(text).map((one) => one.word);

describe('the words of a text', () => {
  it('are taken without case, dots, accents and soft hyphens', () => {
    expect(words('Ещё ЁЛКА за́мок пра\u00adво Café naïve')).toEqual([
      'еще',
      'елка',
      'замок',
      'право',
      'cafe',
      'naive',
    ]);
    expect(words('Йод йод і\u0306'.normalize('NFD'))).toEqual(['йод', 'йод', 'і\u0306'.normalize('NFC')]);
  });
  it('end at hyphens, stars, quotes and brackets', () => {
    expect(words('Санкт-Петербург «Вести»* (иноагент) 24/7')).toEqual([
      'санкт',
      'петербург',
      'вести',
      'иноагент',
      '24',
      '7',
    ]);
    expect(words('Газета*, газета** и газета†')).toEqual(['газета', 'газета', 'и', 'газета']);
  });
  it('hold digits and inner apostrophes', () => {
    expect(words("covid19 2024-й д'Артаньян об’єкт newspaper's don't 'quoted'")).toEqual([
      'covid19',
      '2024',
      'й',
      'дартаньян',
      'обєкт',
      'newspaper',
      'dont',
      'quoted',
    ]);
  });
  it('are told with their places in the text as it is written', () => {
    const text = '«Ёлка»* — за́мок';
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Ёлка', 'за́мок']);
  });
});

describe('a word that is sought', () => {
  const finds = (query: string, word: string) => fits(parseQuery(`${query} `)[0]!, word);

  it('is found in forms that have a vowel more or less before their last consonant', () => {
    for (const pair of [
      'рынок рынка',
      'участок участка',
      'список списка',
      'отец отца',
      'палец пальца',
      'боец бойцов',
      'деньги денег',
      'окно окон',
      'письмо писем',
      'тюрьма тюрем',
      'копейка копеек',
      'ошибка ошибок',
      'девушка девушек',
      'сестра сестер',
      'земля земель',
      'огонь огня',
      'уровень уровня',
    ]) {
      const [one, other] = pair.split(' ') as [string, string];
      expect([finds(one, other), finds(other, one)], pair).toEqual([true, true]);
    }
  });
  it('is not taken for another that differs by such a vowel', () => {
    for (const pair of [
      'город гордый',
      'игра игорь',
      'война военный',
      'день дно',
      'номер норма',
      'совет свет',
    ]) {
      const [one, other] = pair.split(' ') as [string, string];
      expect([finds(one, other), finds(other, one)], pair).toEqual([false, false]);
    }
  });
});

describe('the stem of a word', () => {
  it('is the same for the forms of a name', () => {
    for (const forms of [
      'беларусь беларуси беларусью',
      'киев киева киеву киевом киеве',
      'саратов саратова саратове',
      'сергей сергея сергею сергеем',
      'николай николая николаю',
      'медведев медведева медведеву медведевым медведевой',
      'путин путина путиным',
      'навальный навального навальному навальным',
      'россия россии россией',
      'пермь перми пермью',
    ])
      expect(new Set(forms.split(' ').map(stemOf)).size, forms).toBe(1);
  });
  it('is the same for the forms of common nouns', () => {
    for (const forms of [
      'запись записи записью записей',
      'основа основы основ',
      'случай случая случаев',
      'статья статьи статьей статей',
      'остров острова островов',
      'суд суда судов судами',
    ])
      expect(new Set(forms.split(' ').map(stemOf)).size, forms).toBe(1);
  });
  it('leaves words of a syllable, numbers and other alphabets alone', () => {
    expect(['слов', 'лев', 'тсж', '2024', 'covid19', 'αθήνα'].map(stemOf)).toEqual([
      'слов',
      'лев',
      'тсж',
      '2024',
      'covid19',
      'αθήνα',
    ]);
  });
});

describe('a query', () => {
  it('leaves its last word open until a space follows', () => {
    expect(parseQuery('новые зак').map(({ stem, open }) => [stem, open])).toEqual([
      ['нов', false],
      ['зак', true],
    ]);
    expect(parseQuery('новые закон ').map((one) => one.open)).toEqual([false, false]);
  });
  it('asks for nothing with no word of two letters', () => {
    expect(parseQuery(' я, — 5')).toEqual([]);
    expect(parseQuery('')).toEqual([]);
  });
  it('counts forms of a word once, and is not endless', () => {
    expect(parseQuery('выборы выборов').length).toBe(1);
    const many = Array.from({ length: 30 }, (_, i) => `слово${i}`).join(' ');
    expect(parseQuery(many).length).toBe(8);
  });
});

describe('a block', () => {
  it('gives back every list, whatever the numbers', () => {
    const postings = new Map([
      ['б', [0, 1, 127, 128, 20_000, 3_000_000]],
      ['а', [5]],
    ]);
    const found = new Map<string, number[]>();
    readBlock(
      packBlock(1, postings),
      () => true,
      (posting, stem) => found.set(stem, [...(found.get(stem) ?? []), posting]),
    );
    expect(found).toEqual(postings);
  });
  it('passes over what is not wanted, and may be empty', () => {
    const taken: string[] = [];
    const block = packBlock(1, new Map([...'абв'].map((stem, i) => [stem, [i]])));
    readBlock(
      block,
      (stem) => stem === 'в',
      (posting, stem) => taken.push(`${stem}${posting}`),
    );
    expect(taken).toEqual(['в2']);
    readBlock(
      packBlock(1, new Map()),
      () => true,
      () => taken.push('more'),
    );
    expect(taken).toEqual(['в2']);
  });
});

describe('a passage', () => {
  const marked = (lines: string[], query: string) => {
    const { text, marks } = choosePassage(lines, parseQuery(query));
    return { text, marks: marks.map(([start, end]) => text.slice(start, end)) };
  };
  it('is of the line with most of the words, every form marked', () => {
    const lines = ['О погоде.', 'Суд отложил выборы.', 'Выборов в суде никто не отменял.'];
    expect(marked(lines, 'выборами судом ')).toEqual({
      text: 'Суд отложил выборы.',
      marks: ['Суд', 'выборы'],
    });
  });
  it('is cut between words, around the first that was sought', () => {
    const long = `${'слово '.repeat(60)}закон ${'ещё '.repeat(90)}конец`;
    const { text, marks } = marked([long], 'законы ');
    expect(text.startsWith('…слово')).toBe(true);
    expect(text.endsWith('ещё…')).toBe(true);
    expect(text.length).toBeLessThan(190);
    expect(marks).toEqual(['закон']);
  });
  it('is the beginning where only the title has the words', () => {
    expect(marked(['Первая строка.', 'Вторая.'], 'закон')).toEqual({ text: 'Первая строка.', marks: [] });
  });
});

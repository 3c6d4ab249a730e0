import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWithCorpus } from '../../../e2e/corpus.ts';
import { stemEnglish } from './english.ts';
import { stemRussian } from './russian.ts';

/** Forms and their stem, as the published algorithms have them. */
const RUSSIAN = `
  выбор выборы выборов выборам выборами выборах: выбор
  важная важной важную важными важном: важн
  газета газеты газете газету газетой газетами: газет
  журналистика журналистики журналистику: журналистик
  писал писала писали писать: писа
  читавший читавшая читавших: чита
  читавши читавшись: чита
  вернувшись вернувши: вернувш
  вернулся вернулась вернуться: вернул вернул вернут
  боится боятся боялась: бо бо боя
  новость новости новостей новостями: новост
  скорость скорости: скорост
  жестокость жестокости: жесток
  красивейший красивейшая красивейшего: красив
  длинный длинная длинного: длин
  общение общением общения: общен
  империя империи империй империей империями: импер
  мать матери: мат матер
  день дня днём днями: ден дня днем дням
  ещё щ в мкад: ещ щ в мкад
`;
const ENGLISH = `
  election elections elected electing: elect
  consign consigned consigning consignment: consign
  knack knackeries knaves knavish: knack knackeri knave knavish
  generate generates generated generation: generat
  caresses ponies ties cats gas this: caress poni tie cat gas this
  hopping hoped hopping hope: hop hope hop hope
  agreed feed: agre feed
  luxuriated falling fizzed: luxuri fall fizz
  happy say by enjoy: happi say by enjoy
  relational conditional rationally: relat condit ration
  vietnamization digitizer conformably: vietnam digit conform
  nationalism decisiveness hopefulness: nation decis hope
  biology biological apology: biolog biolog apolog
  triplicate formative formal electrical: triplic format formal electr
  revival allowance inference adjustment adoption: reviv allow infer adjust adopt
  probate rate cease controll roll: probat rate ceas control roll
  skies dying news inning exceed succeeding: sky die news inning exceed succeed
  youth yes sayings: youth yes say
  constructor toString: constructor tostr
`;

function eachForm(table: string, test: (form: string, stem: string) => void): void {
  for (const line of table.trim().split('\n')) {
    const [forms, stems] = line.split(':').map((part) => part.trim().split(' ')) as [string[], string[]];
    forms.forEach((form, i) => void test(form, stems.length === 1 ? stems[0]! : stems[i]!));
  }
}

describe('the stem', () => {
  it('of Russian forms is what the published algorithm says', () => {
    eachForm(RUSSIAN, (form, stem) => expect(stemRussian(form.replaceAll('ё', 'е')), form).toBe(stem));
  });
  it('of English forms is what the published algorithm says', () => {
    eachForm(ENGLISH, (form, stem) => expect(stemEnglish(form.toLowerCase()), form).toBe(stem));
  });
});

interface Oracle {
  newStemmer(language: string): { stem(word: string): string };
}

/** The words of all texts below a folder of the corpus. */
async function wordsBelow(folder: string, pattern: RegExp): Promise<Set<string>> {
  const words = new Set<string>();
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = (await readFile(join(file.parentPath, file.name), 'utf8'))
      .toLowerCase()
      .replaceAll('ё', 'е');
    for (const [word] of text.matchAll(pattern)) words.add(word);
  }
  return words;
}

describeWithCorpus('the stems of all words of real texts', (corpus) => {
  const oracle = createRequire(import.meta.url)('snowball-stemmers') as Oracle;
  for (const [language, folder, pattern, stem] of [
    ['russian', 'articles/factrueval-ru', /[а-я]{2,40}/g, stemRussian],
    ['russian', 'articles/web-standards-ru', /[а-я]{2,40}/g, stemRussian],
    // Where a y follows another the copies of the rules differ among themselves.
    ['english', 'articles/18f-en-cc0', /\b(?!\w*yy)[a-z]{2,30}\b/g, stemEnglish],
  ] as const)
    it(`are those of the published rules (${folder})`, async () => {
      const words = await wordsBelow(join(corpus, folder), pattern);
      expect(words.size).toBeGreaterThan(3_000);
      const theirs = oracle.newStemmer(language);
      expect([...words].filter((word) => stem(word) !== theirs.stem(word))).toEqual([]);
    });
});

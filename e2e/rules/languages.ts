/** Both languages are complete and clean: Russian is Russian, English is English, and neither lacks a sentence. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expectFound, expectNone, root } from './tree.ts';

type Texts = Map<string, string>;

// Names and units that are the same in every language.
const international =
  /\b(?:Wi-Fi|QR|RSS|Apache-2\.0|MIT|Chrome|Safari|Firefox|Android|iPhone|Preact|Signals|idb|Workbox|noble-ed25519|Tamizdat|English|URL|CAR)\b/g;
const cyrillic = /\p{Script=Cyrillic}/u;
const latinWords = /(?:\b[A-Za-z]{2,}\b[ ,]+){2}\b[A-Za-z]{2,}\b/;
// The one Russian word that an English speaker must meet as it is: the name of the language in its own list.
const ownName = /Русский|«[^»]*»/g;

/** What a message says: a function is called with a sample for each of its values. */
function say(message: (...values: unknown[]) => unknown): string {
  try {
    return String(message(5, 7, 9));
  } catch {
    // It wants texts where it was given numbers.
    return String(message('5', '7', '9'));
  }
}

function flatten(value: unknown, path: string, texts: Texts): Texts {
  if (typeof value === 'string') texts.set(path, value);
  else if (typeof value === 'function') texts.set(path, say(value as (...values: unknown[]) => unknown));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) flatten(child, path ? `${path}.${key}` : key, texts);
  }
  return texts;
}

function judge(ru: unknown, en: unknown): string[] {
  const russian = flatten(ru, '', new Map());
  const english = flatten(en, '', new Map());
  const faults: string[] = [];
  for (const key of new Set([...russian.keys(), ...english.keys()])) {
    const [r, e] = [russian.get(key), english.get(key)];
    if (r === undefined) faults.push(`ru lacks ${key}`);
    else {
      const rest = r.replace(international, '');
      if (/[A-Za-z]{2,}/.test(rest) && !cyrillic.test(rest)) faults.push(`ru ${key} is not Russian: ${r}`);
      else if (latinWords.test(rest)) faults.push(`ru ${key} holds an English sentence: ${r}`);
      if (!r.trim() && e?.trim()) faults.push(`ru ${key} is empty`);
    }
    if (e === undefined) faults.push(`en lacks ${key}`);
    else if (cyrillic.test(e.replace(ownName, ''))) faults.push(`en ${key} holds Russian: ${e}`);
    else if (!e.trim() && r?.trim()) faults.push(`en ${key} is empty`);
  }
  return faults;
}

export const name = 'both languages are complete';

export async function check(): Promise<string[]> {
  const tables = await Promise.all(
    ['ru', 'en'].map(async (language): Promise<unknown> => {
      const file = join(root, 'src/reader/strings', `${language}.ts`);
      if (!existsSync(file)) return null;
      const module: Record<string, unknown> = await import(pathToFileURL(file).href);
      return module[language] ?? module.default;
    }),
  );
  if (!tables[0] || !tables[1])
    return ['src/reader/strings lacks ru.ts or en.ts, or their exports `ru` and `en`'];
  return judge(tables[0], tables[1]);
}

export async function prove(): Promise<void> {
  const ru = {
    a: 'Главная',
    b: 'Try again later please',
    c: { d: 'Нажмите «Install» and then tap here' },
    e: (n: number) => `${n} статей`,
    f: '',
  };
  const en = {
    a: 'Front page',
    b: 'Try again',
    c: { d: 'Tap' },
    e: (n: number) => `${n} статей`,
    g: 'Extra',
    f: 'Full',
  };
  expectFound(judge(ru, en), [/ru b is not/, /ru c\.d holds/, /en e holds/, /ru lacks g/, /ru f is empty/]);
  expectNone(judge({ a: 'Через Wi-Fi', b: 'RSS', c: '%' }, { a: 'Over Wi-Fi', b: 'RSS', c: '%' }));
}

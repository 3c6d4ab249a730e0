import { plainText } from './words.ts';

/** Kinds of piece that some publishers write before the section: "News - Politics". */
const kinds =
  /^(?:news|opinions?|op-?ed|photos?|photo ?galler(?:y|ies)|galler(?:y|ies)|videos?|podcasts?|features?|in-?depth|articles?|stor(?:y|ies)|analysis|live|indepth|новост[ьи]|мнени[ея]|фото|видео|стать[яи]|подкасты?)$/i;
const unsorted = /^(?:uncategori[sz]ed|без рубрики|без категории|разное|general|default|all|unknown)$/i;
/** Cyrillic letters that look Latin, as they slip into English words. */
const lookalikes: Record<string, string> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
};

/** Section and tags out of an item's categories: the first is the section, the others are tags. */
export function sectionOf(categories: readonly string[]): { section: string; tags: string[] } {
  const names = [
    ...new Set(categories.map((one) => bareSection(plainText(one))).filter((one) => one !== '')),
  ];
  const at = names.findIndex((name) => !unsorted.test(name));
  if (at < 0) return { section: '', tags: [] };
  return {
    section: names[at]!,
    tags: names.filter((name, other) => other !== at && !unsorted.test(name)).slice(0, 30),
  };
}

function bareSection(name: string): string {
  const m = /^(.+?)\s+[-–—]\s+(.+)$/.exec(name);
  return m && kinds.test(unmixed(m[1]!)) ? m[2]! : unmixed(name);
}

/** A word mostly Latin with Cyrillic look-alikes in it, made Latin throughout. */
function unmixed(text: string): string {
  return text.replace(/[\p{L}]+/gu, (word) => {
    const latin = word.match(/[a-z]/gi)?.length ?? 0;
    const made = word.replace(/[А-я]/g, (letter) => lookalikes[letter] ?? letter);
    return latin > word.length / 2 && /^[a-z]+$/i.test(made) ? made : word;
  });
}

/** A byline's names, e-mail addresses dropped. */
export function authorsOf(written: readonly string[]): string[] {
  const names = written.map((one) => {
    const text = plainText(one);
    // RSS 2.0: mail@host (Name). Others: Name <mail@host>.
    const inside = /^\S+@\S+\s*\((.+)\)$/.exec(text)?.[1];
    return (inside ?? text.replace(/<?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+\.[a-z]{2,}>?/gi, ''))
      .replace(/^[\s,;(]+|[\s,;)]+$/g, (edge) =>
        edge.includes(')') && text.includes('(') && !inside ? ')' : '',
      )
      .trim();
  });
  return [
    ...new Set(names.filter((name) => name !== '' && name.length <= 200 && !/^https?:\/\//i.test(name))),
  ];
}

const cyrillicLanguages = new Set(
  'ru uk be bg sr mk kk ky tg mn tt ba cv ce os av sah tyv bua uz'.split(' '),
);

/**
 * The two- or three-letter language of a tag such as `en-GB`, if the text's script does not deny it: content systems
 * call everything English unless somebody changes a setting. Without a tag, the fallback under the same condition.
 */
export function languageOf(tags: readonly string[], text: string, fallback: string): string {
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  let cyrillic = 0;
  let latin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x400 && code <= 0x4ff) cyrillic += 1;
    else if ((code | 32) >= 97 && (code | 32) <= 122) latin += 1;
  }
  const fits = (language: string): boolean =>
    cyrillicLanguages.has(language) ? cyrillic > 0 || latin < 12 : cyrillic <= latin || cyrillic < 10;
  for (const tag of tags) {
    const language = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag.trim())?.[1]?.toLowerCase();
    if (language && fits(language)) return language;
  }
  if (cyrillic > latin) {
    const russian = count(/[ыэъё]/gi);
    if (count(/[їєґ]/gi) > russian) return 'uk';
    if (count(/ў/gi) > 0 && count(/і/gi) > 0 && count(/и/gi) === 0) return 'be';
  }
  if (fits(fallback)) return fallback;
  return cyrillic > latin ? 'ru' : 'en';
}

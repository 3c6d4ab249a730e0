/// <reference types="vite/client" />
import { computed, signal } from '@preact/signals';
import { en } from './en.ts';
import { ru, type Strings } from './ru.ts';

export type { Strings };

/**
 * The words of one more language, as the default export of one file beside this one, named by its tag (`de.ts`).
 * It is found by its name alone and loaded when it is chosen; what it does not say (yet) is said in English.
 */
export type Translation = Partly<Strings>;
type Partly<Words> = Words extends string | readonly string[] | ((...values: never[]) => string)
  ? Words
  : { [Key in keyof Words]?: Partly<Words[Key]> };

const MORE = import.meta.glob<Translation>(['./*.ts', '!./{ru,en,plural,strings}.ts', '!./*.test.ts'], {
  import: 'default',
});
const fileOf = (tag: string): string => `./${tag}.ts`;

/** The words that are here, by language: these two are part of the app. */
const table = signal<Readonly<Record<string, Strings>>>({ ru, en });

/** Languages of the app, each by its own name. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  ru: 'Русский',
  en: 'English',
  ...Object.fromEntries(Object.keys(MORE).map((file) => named(file.slice(2, -3)))),
};

function named(tag: string): [tag: string, name: string] {
  return [tag, ownName(tag)];
}

/** What the speakers of a language call it. */
export function ownName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

/** The first of the wanted languages (BCP 47 tags, best first) that the app speaks, else English. */
export function chooseLanguage(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(LANGUAGES, base)) return base;
    // Readers of these languages mostly read Russian, and hardly ever English, when neither is theirs.
    if (['be', 'uk', 'kk', 'ky', 'tg', 'uz'].includes(base)) return 'ru';
  }
  return 'en';
}

/** Whether the words of a language are here. */
export function isHere(tag: string): boolean {
  return tag in table.value;
}

/** Gets the words of a language, unless they are here; where they cannot be had the app stays in the one it speaks. */
export async function bring(tag: string): Promise<void> {
  if (tag in table.peek()) return;
  try {
    const found = await MORE[fileOf(tag)]?.();
    if (found) table.value = { ...table.peek(), [tag]: complete(found, en) as Strings };
  } catch (error) {
    // Its file is not on this phone yet.
    console.warn(error);
  }
}

/** Fills what a translation lacks from a whole one. */
export function complete(part: unknown, whole: unknown): unknown {
  if (part === undefined) return whole;
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return part;
  const some = part as Record<string, unknown>;
  return Object.fromEntries(Object.entries(whole).map(([key, inner]) => [key, complete(some[key], inner)]));
}

/** Which way a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(tag) ? 'rtl' : 'ltr';
}

/** The language of the app; set from the settings. */
export const language = signal('en');

/** The words of the app in its language. */
export const words = computed<Strings>(() => table.value[language.value] ?? en);

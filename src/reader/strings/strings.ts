import { computed, signal } from '@preact/signals';
import { en } from './en.ts';
import { ru, type Strings } from './ru.ts';

export type { Strings };

/** Languages of the app. */
export const LANGUAGES = { ru: 'Русский', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;

const TABLE: Record<Language, Strings> = { ru, en };

/** The first of the wanted languages (BCP 47 tags, best first) that the app speaks, else English. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0] ?? '';
    if (base in TABLE) return base as Language;
    // Readers of these languages mostly read Russian, and hardly ever English, when neither is theirs.
    if (['be', 'uk', 'kk', 'ky', 'tg', 'uz'].includes(base)) return 'ru';
  }
  return 'en';
}

/** The language of the app; set from the settings. */
export const language = signal<Language>('en');

/** The words of the app in its language. */
export const words = computed<Strings>(() => TABLE[language.value]);

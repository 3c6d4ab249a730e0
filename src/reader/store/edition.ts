import { computed, signal } from '@preact/signals';
import type { Edition } from '../../library/records.ts';
import { language } from '../strings/strings.ts';
import { library } from './ports.ts';
import { settings } from './settings.ts';
import { loadUnfinished } from './shelf.ts';

/** The edition whose front page is held; null until there is one. */
export const edition = signal<Edition | null>(null);

/** Cards with a higher q have come since the reader last had the app open. */
export const seenUpTo = signal(Number.POSITIVE_INFINITY);

/** Reads the edition anew, and what its reader left in the middle: the front page shows both from the start. */
export async function loadEdition(): Promise<void> {
  const [found] = await Promise.all([library().edition(), loadUnfinished()]);
  if (found && (found.n !== edition.value?.n || found.publication !== edition.value.publication))
    edition.value = found;
}

/** Fixes for this session what counts as new. Nothing does at the very first opening. */
export function beginSession(): void {
  seenUpTo.value = settings.value.seen ?? Number.POSITIVE_INFINITY;
}

/** Remembers what the reader has had before their eyes, for the next session. */
export async function endSession(): Promise<void> {
  const last = edition.value?.last;
  if (last !== undefined && last !== settings.value.seen) await library().saveSettings({ seen: last });
}

/** The name of something in the reader's language, else in whichever it has. */
export function nameOf(names: Record<string, string> | undefined, fallback = ''): string {
  return names?.[language.value] ?? Object.values(names ?? {})[0] ?? fallback;
}

/** Languages that the publication has something in, as base tags. */
export const publicationLanguages = computed<string[]>(() => {
  const found = edition.value;
  if (!found) return [];
  const tags = [
    ...Object.keys(found.top),
    ...Object.keys(found.name),
    ...found.cards.map((card) => card.language),
  ];
  return [...new Set(tags.filter((tag) => tag !== '').map(baseOf))];
});

let shown: readonly string[] | null = null;

/** Languages (base tags) whose articles are listed; null: all. Stays the same object while it says the same. */
export const shownLanguages = computed<readonly string[] | null>(() => {
  const chosen = chosenLanguages();
  const next = chosen === undefined ? usualLanguages() : chosen;
  if (next?.join() !== shown?.join()) shown = next;
  return shown;
});

/** What the reader chose, of what the publication has; undefined: nothing, null: all. */
function chosenLanguages(): string[] | null | undefined {
  const has = publicationLanguages.value;
  const chosen = settings.value.reading?.filter((tag) => has.includes(tag)) ?? [];
  if (chosen.length === 0) return undefined;
  return chosen.length === has.length ? null : chosen;
}

/** The language of the app, if the publication has articles in it and others; else all. */
function usualLanguages(): string[] | null {
  const tags = edition.value?.cards.map((card) => card.language).filter((tag) => tag !== '') ?? [];
  const inLanguage = tags.some((tag) => sameLanguage(tag, language.value));
  const inOthers = tags.some((tag) => !sameLanguage(tag, language.value));
  return inLanguage && inOthers ? [language.value] : null;
}

/** Whether articles in a language (or in none that is known) are listed where only these are. */
export function isListed(tag: string, languages: readonly string[] | null): boolean {
  return languages === null || tag === '' || languages.includes(baseOf(tag));
}

/** The sections worth a tab: where not all languages are shown, those that have a name or an article in one of them. */
export const shownSections = computed<Edition['sections']>(() => {
  const found = edition.value;
  const only = shownLanguages.value;
  if (!found || only === null) return found?.sections ?? [];
  const used = new Set(
    found.cards.filter((card) => isListed(card.language, only)).map((card) => card.section),
  );
  return found.sections.filter(([id, names]) => only.some((tag) => tag in names) || used.has(id));
});

const baseOf = (tag: string): string => tag.split('-')[0] ?? '';

/** Whether two language tags name the same language, regions aside. */
export function sameLanguage(one: string, other: string): boolean {
  return baseOf(one) === baseOf(other);
}

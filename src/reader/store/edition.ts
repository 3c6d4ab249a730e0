import { computed, signal } from '@preact/signals';
import type { Edition } from '../../library/records.ts';
import { language } from '../strings/strings.ts';
import { library } from './ports.ts';
import { settings } from './settings.ts';

/** The edition whose front page is held; null until there is one. */
export const edition = signal<Edition | null>(null);

/** Cards with a higher q have come since the reader last had the app open. */
export const seenUpTo = signal(Number.POSITIVE_INFINITY);

/** Reads the edition anew. */
export async function loadEdition(): Promise<void> {
  const found = await library().edition();
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

/** The language whose cards are shown; null: all, since the publication has none in the reader's language. */
export const shownLanguage = computed<string | null>(() => {
  const found = edition.value;
  if (!found) return null;
  const inLanguage = found.cards.some((card) => sameLanguage(card.language, language.value));
  const inOthers = found.cards.some(
    (card) => card.language !== '' && !sameLanguage(card.language, language.value),
  );
  return inLanguage && inOthers ? language.value : null;
});

/** The sections worth a tab: where only one language is shown, those that have a name or an article in it. */
export const shownSections = computed<Edition['sections']>(() => {
  const found = edition.value;
  const only = shownLanguage.value;
  if (!found || only === null) return found?.sections ?? [];
  const used = new Set(
    found.cards.filter((card) => sameLanguage(card.language, only)).map((card) => card.section),
  );
  return found.sections.filter(([id, names]) => only in names || used.has(id));
});

/** Whether two language tags name the same language, regions aside. */
export function sameLanguage(one: string, other: string): boolean {
  return one.split('-')[0] === other.split('-')[0];
}

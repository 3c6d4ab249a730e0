import { computed, signal } from '@preact/signals';
import type { Found, Result } from '../../library/search/found.ts';
import { search } from '../store/engine.ts';
import { library } from '../store/ports.ts';
import { settings } from '../store/settings.ts';

/** Days back; 0 for any time. */
export const SPANS = { any: 0, day: 1, week: 7, month: 31 } as const;
export type Span = keyof typeof SPANS;

/** What is asked. It lives in this page's memory alone, so that going back finds the results again. */
export const query = signal('');
export const section = signal('');
export const span = signal<Span>('any');

/** What came of it; null until the first answer. */
export const found = signal<Found | null>(null);
export const results = signal<Result[]>([]);
/** Articles whose text is held, as of the last time that it was told. */
export const held = signal(0);
/** The library could not be searched. */
export const failed = signal(false);
/** An answer is still out. */
export const asking = signal(false);
export const isFiltered = computed(() => section.value !== '' || span.value !== 'any');

/** Queries that are kept, the latest first. */
export const queries = signal<string[]>([]);
const QUERIES_AT_MOST = 10;

let isAskedAgain = false;

/** Asks anew with what is in the field now. While an answer is out, what is typed meanwhile is asked once it is here. */
export async function ask(): Promise<void> {
  isAskedAgain = true;
  if (asking.value) return;
  asking.value = true;
  while (isAskedAgain) {
    isAskedAgain = false;
    take(await search(askOf(0)), 0);
  }
  asking.value = false;
}

/** The next results of the same query. */
export async function askMore(): Promise<void> {
  const from = results.value.length;
  const asked = query.value;
  const more = await search(askOf(from));
  if (asked === query.value && from === results.value.length) take(more, from);
}

/** Begins anew, as when the screen is opened by somebody else. */
export function forgetQuery(): void {
  query.value = '';
  section.value = '';
  span.value = 'any';
  found.value = null;
  results.value = [];
}

/** Keeps the query, if the reader wants that. */
export async function keepQuery(): Promise<void> {
  const text = query.value.trim();
  if (!settings.value.searchHistory || text === '') return;
  queries.value = [text, ...queries.value.filter((one) => one !== text)].slice(0, QUERIES_AT_MOST);
  await library().saveQueries(queries.value);
}

export async function loadQueries(): Promise<void> {
  queries.value = await library().queries();
}

export async function forgetQueries(): Promise<void> {
  queries.value = [];
  await library().saveQueries([]);
}

function askOf(from: number) {
  const days = SPANS[span.value];
  const since = days === 0 ? 0 : Math.floor(Date.now() / 60_000) - days * 1440;
  return { query: query.value, section: section.value, since, from };
}

function take(answer: Found | null, from: number): void {
  failed.value = answer === null;
  if (!answer) return;
  found.value = answer;
  held.value = answer.held ?? held.value;
  results.value = [...results.value.slice(0, from), ...answer.results];
}

import type { EntryPicture } from './entry.ts';

/** Feeds have hundreds of optional fields; they are read by path, and what has another shape is passed over. */
export type Loose = { [key: string]: unknown } | undefined;

/** What is no feed at all. The message says what it seems to be. */
export class NoFeedError extends Error {
  override name = 'NoFeedError';
}

/** A picture of which the feed says no more than where it is. */
export function picture(url: string, alt = ''): EntryPicture {
  return { url, alt, caption: '', credit: '', width: 0 };
}

/** A list as it is, one value as a list of it, nothing as an empty one. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** Text or a number as text; empty for all else. */
export function str(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

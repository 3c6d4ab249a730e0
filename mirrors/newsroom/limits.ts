import { nearest } from '../nearest.ts';

/** How much a newsroom takes, how long it waits and how hard it asks: `limits` in `tamizdat.json`. */
export interface Limits {
  /** Seconds that one address may take, from the request to the last byte. */
  timeout: number;
  /** MB of one download; WXR files on the disk may be as long as they are. */
  download: number;
  /** MB of one picture, and millions of its pixels: what says that it has more is not decoded. */
  picture: number;
  pixels: number;
  /** Pages of one paged feed or of one list of posts that are followed in a run. */
  pages: number;
  /** Articles taken of one source. */
  articles: number;
  /** Article pages fetched in a run, for one sitemap or one feed with `"pages": true`. */
  fetches: number;
  /** How often an address that failed through its host's fault is asked again. */
  retries: number;
  /** Milliseconds between two article pages of one host. */
  pause: number;
  /** Longest wait, in seconds, that a host may ask for within a run (Retry-After, Crawl-delay). */
  wait: number;
  /** Whether robots.txt is obeyed for addresses that the publisher did not write himself. */
  robots: boolean;
}

export const usualLimits: Limits = {
  timeout: 30,
  download: 64,
  picture: 30,
  pixels: 60,
  pages: 10,
  articles: 100_000,
  fetches: 500,
  retries: 2,
  pause: 300,
  wait: 60,
  robots: true,
};

/** Smallest and largest of each number. */
const ranges: Partial<Record<keyof Limits, [number, number]>> = {
  timeout: [1, 600],
  download: [1, 1000],
  picture: [1, 200],
  pixels: [1, 250],
  pages: [1, 10_000],
  articles: [1, 1_000_000],
  fetches: [0, 100_000],
  retries: [0, 10],
  pause: [0, 60_000],
  wait: [0, 3600],
};

/**
 * Limits as written in `tamizdat.json`, the usual ones where it says nothing.
 * @param wrong takes what is wrong with them, in a sentence.
 */
export function readLimits(value: unknown, wrong: (sentence: string) => never): Limits {
  if (value === undefined) return usualLimits;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('"limits" must be an object such as {"timeout": 30}.');
  const written = value as Record<string, unknown>;
  const names = Object.keys(usualLimits);
  for (const [name, one] of Object.entries(written)) {
    if (name === 'private')
      wrong(
        '"private" is no longer said for all sources in "limits": put it into the source that may lead there, such as {"feed": "https://…", "private": ["intranet"]}.',
      );
    if (!names.includes(name)) wrong(`"limits" has no "${name}"; did you mean "${nearest(name, names)}"?`);
    const range = ranges[name as keyof Limits];
    if (range) {
      const [least, most] = range;
      if (!Number.isInteger(one) || (one as number) < least || (one as number) > most)
        wrong(`"${name}" in "limits" must be a whole number from ${least} to ${most}.`);
    } else if (typeof one !== 'boolean') wrong('"robots" in "limits" must be true or false.');
  }
  return { ...usualLimits, ...(written as Partial<Limits>) };
}

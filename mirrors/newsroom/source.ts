import { isIP } from 'node:net';
import { nearest } from '../nearest.ts';
import type { Draft } from './draft.ts';
import type { Getter } from './get.ts';
import type { LeftOut } from './left-out.ts';
import type { Limits } from './limits.ts';
import type { Profile } from './page/profile.ts';

/** What any source may say of its articles. */
interface Common {
  /** Section of all its articles, in place of what they say themselves. */
  section?: string;
  /** Hosts inside private networks that it may lead to: names or IP addresses. */
  private?: string[];
}

export type FeedSource = Common & {
  /** An address or a path. */
  feed: string;
  /** Base of relative links, where the feed is a file. */
  url?: string;
  /** Whether the page of every item is fetched too. */
  pages?: boolean;
};
export type FolderSource = Common & { folder: string };
/** `types` are names of post types; without it posts only. */
export type WordPressSource = Common & { wordpress: string; types?: string[] };
export type WxrSource = Common & { wxr: string; types?: string[] };
export type PageSource = Common & { page: string; url?: string };
/** `only` is a regular expression that addresses must match. */
export type SitemapSource = Common & { sitemap: string; only?: string };

/** One member of `sources` in `tamizdat.json`. */
export type Source = FeedSource | FolderSource | WordPressSource | WxrSource | PageSource | SitemapSource;

/** What a reader of sources is given besides the source itself. */
export interface SourceContext {
  /** Folder of `tamizdat.json`; relative paths start there. */
  folder: string;
  /** Language of articles that name none. */
  language: string;
  /** Takes one line for every thing worth a person's knowing that costs no article. */
  report: (line: string) => void;
  /** Takes what gives no article. */
  leave: (what: LeftOut) => void;
  get?: Getter;
  /** Hosts inside private networks that this source may lead to; `loopback` is this machine. */
  inside?: readonly string[];
  limits?: Limits;
  /** How pages of particular sites are read, before those that are built in. */
  profiles?: readonly Profile[];
  signal?: AbortSignal;
  /** What the last reading of this source left for this one. */
  before?: State;
  /** Whether an article of this key came out of an earlier reading of this source. */
  knows?: (key: string) => boolean;
  /** Whether readers have an article of this key, whatever is known of earlier readings. */
  isPublished?: (key: string) => boolean;
}

/** What a reading of a source leaves for the next one. */
export type State = Record<string, string>;

/** What a source gives. */
export interface Reading {
  /** All that it has, or what is new or changed since last time, or nothing since it has not changed. */
  kind: 'whole' | 'more' | 'same';
  drafts: AsyncIterable<Draft> | Iterable<Draft>;
  /** Complete once all drafts were taken. */
  state: State;
}

/** A source that cannot be had or read. The message is one sentence: what, where, what to do. */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** What a source that has not changed gives. */
export const same = (state: State = {}): Reading => ({ kind: 'same', drafts: [], state });

/** Keys that each kind takes besides its own. */
const takes = {
  feed: ['url', 'pages', 'section', 'private'],
  folder: ['section', 'private'],
  wordpress: ['types', 'section', 'private'],
  wxr: ['types', 'section', 'private'],
  page: ['url', 'section', 'private'],
  sitemap: ['only', 'section', 'private'],
};
type Kind = keyof typeof takes;
const kinds = Object.keys(takes) as Kind[];

/**
 * Checks one member of `sources`.
 * @throws SourceError naming the member and what is wrong with it.
 */
export function validateSource(value: unknown): Source {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SourceError(
      `A source must be an object such as {"feed": "https://…"}, not ${JSON.stringify(value)}.`,
    );
  }
  const source = value as Record<string, unknown>;
  const shown = JSON.stringify(source);
  const found = kinds.filter((name) => name in source);
  if (found.length !== 1)
    throw new SourceError(`The source ${shown} must have exactly one of ${kinds.join(', ')}.`);
  const kind = found[0]!;
  const wrong = (what: string): never => {
    throw new SourceError(`The source ${shown} ${what}`);
  };
  const where = source[kind];
  if (typeof where !== 'string' || where.trim() === '')
    wrong(`needs text in "${kind}": an address or a path.`);
  if (isOddAddress(where as string)) wrong(`needs a whole http or https address, or a path, in "${kind}".`);
  for (const key of Object.keys(source)) {
    if (key === kind || takes[kind].includes(key)) continue;
    const known = takes[kind];
    wrong(
      `has the unknown key "${key}"; did you mean "${nearest(key, known)}"? A ${kind} takes ${known.map((one) => `"${one}"`).join(', ')}.`,
    );
  }
  if (kind === 'wordpress' && !isWebAddress(where))
    wrong(`needs a whole http or https address in "${kind}".`);
  if (source.url !== undefined && !isWebAddress(source.url))
    wrong('needs a whole http or https address in "url".');
  if (source.pages !== undefined && typeof source.pages !== 'boolean')
    wrong('needs true or false in "pages".');
  if (source.section !== undefined && (typeof source.section !== 'string' || source.section.trim() === ''))
    wrong('needs text in "section".');
  if (source.private !== undefined && !isHosts(source.private))
    wrong('needs a list of host names or IP addresses, without a port, in "private".');
  if (source.types !== undefined && !isWords(source.types))
    wrong('needs a list of post types in "types", such as ["post", "news"].');
  if (source.only !== undefined && (typeof source.only !== 'string' || !isPattern(source.only)))
    wrong('needs a regular expression in "only", such as "/news/".');
  return value as Source;
}

/** Where a source is, as written in `tamizdat.json`. */
export function nameOf(source: Source): string {
  const kind = kinds.find((name) => name in source)!;
  return (source as unknown as Record<Kind, string>)[kind];
}

function isHosts(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (one) => typeof one === 'string' && (isIP(one) > 0 || /^(?:[\p{L}\d.-]+|\[[\da-f:.]+\])$/iu.test(one)),
    )
  );
}

function isWords(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => /^[\w-]+$/.test(String(one)));
}

/** Whether a text is an address by its letters, and none that anything can be had from. */
function isOddAddress(where: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(where) && !/^file:/i.test(where) && !isWebAddress(where);
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value is a whole http or https address. */
export function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}

/** `tamizdat.json`: what a newsroom says about its publication (docs/publishing.md). */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { MAX_BLOCK } from '../src/edition/cid.ts';
import type { Mirror } from '../src/edition/mirrors.ts';
import { readMessage, type Said } from './messages.ts';
import { nearest } from './nearest.ts';
import { type Limits, readLimits } from './newsroom/limits.ts';
import type { Profile } from './newsroom/page/profile.ts';
import { readProfile } from './newsroom/page/profile-check.ts';
import { isWebAddress, type Source, SourceError, validateSource } from './newsroom/source.ts';
import { jsonFault } from './press/json-fault.ts';

/** A validated `tamizdat.json`, with defaults filled in and paths absolute. */
export interface Config {
  /** Folder of `tamizdat.json`. */
  folder: string;
  /** By language, all of `languages`. */
  names: Record<string, string>;
  /** At least one; the first is that of articles which name none. */
  languages: [string, ...string[]];
  home: string;
  sources: Source[];
  mirrors: Mirror[];
  /** What the paper says to its readers, in the order of weight. */
  messages: Said[];
  /** The editors' order: ids or addresses of articles, or the pages whose order is followed; absent: as articles say. */
  top?: string[] | { pages: string[] };
  site: string;
  keys: string;
  /** What the press keeps only to save time: it may be deleted. */
  cache: string;
  /** No block is made larger than this where it can be helped (bytes). */
  object: number;
  /** How those whose hosts are asked can reach the newsroom; empty where nobody said. */
  contact: string;
  limits: Limits;
  /** How pages of particular sites are read; they come before those that are built in. */
  profiles: Profile[];
}

/** Something wrong with what the publisher wrote or keeps. The message is one sentence for the terminal. */
export class PublisherError extends Error {
  override name = 'PublisherError';
}

export const CONFIG_FILE = 'tamizdat.json';

const KEYS = [
  'name',
  'languages',
  'home',
  'sources',
  'mirrors',
  'hosts',
  'site',
  'keys',
  'object',
  'pictures',
  'messages',
  'contact',
  'limits',
  'top',
  'profiles',
];
const SMALLEST_OBJECT = 2_000;

/** Reads and validates `<folder>/tamizdat.json`. @throws PublisherError */
export async function readConfig(folder: string): Promise<Config> {
  const file = resolve(folder, CONFIG_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new PublisherError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `No ${CONFIG_FILE} in ${folder}: make a newsroom there with "tamizdat init ${folder}".`
        : `${file} cannot be read (${message}): check its rights.`,
    );
  }
  return parseConfig(text.replace(/^\uFEFF/, ''), file);
}

/** Validates the text of a `tamizdat.json`; `file` is its absolute path. @throws PublisherError */
export function parseConfig(text: string, file: string): Config {
  const fault = jsonFault(text);
  if (fault) {
    throw new PublisherError(
      `${file} is not valid JSON at line ${fault.line}, column ${fault.column} (${fault.what}): mend it there.`,
    );
  }
  const wrong = (what: string): never => {
    throw new PublisherError(`${file}: ${what}`);
  };
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('it must hold one object: { "name": …, "sources": [ … ] }.');
  }
  const raw = value as Record<string, unknown>;
  for (const key of Object.keys(raw)) {
    if (!KEYS.includes(key)) wrong(`"${key}" is no key of it; did you mean "${nearest(key, KEYS)}"?`);
  }
  const folder = resolve(file, '..');
  const text1 = (key: string, fallback: string): string => {
    const found = raw[key] ?? fallback;
    return typeof found === 'string' && found !== '' ? found : wrong(`"${key}" must be text.`);
  };
  const list = (key: string): unknown[] => {
    const found = raw[key] ?? [];
    return Array.isArray(found) ? found : wrong(`"${key}" must be a list.`);
  };
  const languages = raw.languages === undefined ? ['ru'] : list('languages');
  if (languages.length === 0 || !languages.every((one) => typeof one === 'string' && isLanguage(one))) {
    wrong('"languages" must be a list of codes such as "ru" or "en".');
  }
  const object = raw.object ?? 7_000;
  if (!Number.isInteger(object) || (object as number) < SMALLEST_OBJECT || (object as number) > MAX_BLOCK) {
    wrong(`"object" must be a whole number of bytes from ${SMALLEST_OBJECT} to ${MAX_BLOCK}.`);
  }
  const home = raw.home ?? '';
  if (typeof home !== 'string' || (home !== '' && !isBase(home, /^https?:$/)))
    wrong('"home" must be an address.');
  const sources = list('sources').map((source) => {
    try {
      return validateSource(source);
    } catch (error) {
      if (error instanceof SourceError) return wrong(error.message);
      throw error;
    }
  });
  return {
    folder,
    names:
      readNames(raw.name ?? basename(folder), languages as string[]) ??
      wrong('"name" must be text, or text by language.'),
    languages: languages as [string, ...string[]],
    home: home as string,
    sources,
    mirrors: list('mirrors').map(
      (mirror) =>
        readMirror(mirror) ??
        wrong(
          `the mirror ${JSON.stringify(mirror)} must be an address such as "https://a.example/", or {"network": "a word", "urls": [addresses]}, each ending in a slash.`,
        ),
    ),
    messages: list('messages').map((message, at) => readMessage(message, at, wrong)),
    ...(raw.top !== undefined && {
      top:
        readTop(raw.top) ??
        wrong(
          '"top" must be a list of ids or addresses of articles, or {"page": "https://…"}, or {"page": [addresses]}.',
        ),
    }),
    site: resolve(folder, text1('site', 'site')),
    keys: resolve(folder, text1('keys', 'keys')),
    cache: resolve(folder, '.cache'),
    object: object as number,
    contact: (raw.contact === undefined ? '' : text1('contact', '')) || (home as string),
    limits: readLimits(raw.limits, wrong),
    profiles: list('profiles').map((profile, at) =>
      readProfile(profile, (what) =>
        wrong(`number ${at + 1} of "profiles" ${what}${what.endsWith('?') ? '' : '.'}`),
      ),
    ),
  };
}

/** The mirror that a member of `mirrors` describes, or null where it describes none. */
function readMirror(value: unknown): Mirror | null {
  const { network, urls } = (typeof value === 'string' ? { urls: [value] } : (value ?? {})) as {
    network?: unknown;
    urls?: unknown;
  };
  if (!Array.isArray(urls) || urls.length === 0) return null;
  if (!urls.every((url): url is string => typeof url === 'string' && isBase(url, /^https?:$/, true)))
    return null;
  if (network !== undefined && (typeof network !== 'string' || network === '')) return null;
  const [base, ...more] = urls as [string, ...string[]];
  return [network ?? networkOf(base), base, ...more];
}

/** What `top` says, or null where it says nothing. */
function readTop(value: unknown): NonNullable<Config['top']> | null {
  if (Array.isArray(value))
    return value.every((one): one is string => typeof one === 'string' && one !== '') ? value : null;
  const { page, ...rest } = (typeof value === 'object' && value !== null ? value : {}) as { page?: unknown };
  const pages = Array.isArray(page) ? page : [page];
  return pages.length > 0 && pages.every(isWebAddress) && Object.keys(rest).length === 0 ? { pages } : null;
}

/** The publication's name in each of its languages, from one text or from texts by language; null for anything else. */
export function readNames(name: unknown, languages: readonly string[]): Record<string, string> | null {
  if (typeof name === 'string')
    return name === '' ? null : Object.fromEntries(languages.map((one) => [one, name]));
  if (typeof name !== 'object' || name === null || Array.isArray(name)) return null;
  const texts = Object.values(name);
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string' && text !== '')) return null;
  return { ...Object.fromEntries(languages.map((one) => [one, texts[0]])), ...name };
}

/** A word for the network that a host stands in, where its owner gave none: the part of the name that is registered. */
function networkOf(url: string): string {
  const host = new URL(url).hostname;
  if (/^[\d.]+$/.test(host) || host.startsWith('[') || host.endsWith('localhost')) return host;
  const parts = host.split('.');
  const isShortSecond = parts.length > 2 && /^(com|co|net|org|gov|edu|ac|in|msk|spb)$/.test(parts.at(-2)!);
  return parts.slice(isShortSecond ? -3 : -2).join('.');
}

function isBase(url: string, protocol: RegExp, isFolder = false): boolean {
  if (!URL.canParse(url)) return false;
  const parts = new URL(url);
  return protocol.test(parts.protocol) && !parts.search && !parts.hash && (!isFolder || url.endsWith('/'));
}

function isLanguage(code: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(code);
}

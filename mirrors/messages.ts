/** `messages` of `tamizdat.json`: what a newsroom says to its readers, validated (docs/publishing.md). */
import { PERIODS, type Period } from '../src/edition/message.ts';
import { nearest } from './nearest.ts';
import { isWebAddress } from './newsroom/source.ts';

/** A member of `messages`, as it goes into an edition but for its id and time. Times in seconds since 1970. */
export interface Said {
  kind: Kind;
  language: string;
  title: string;
  text: string;
  hidden: string[];
  url?: string;
  preview?: string;
  privacy?: string;
  amounts?: Partial<Record<Period, number[]>>;
  currency?: string;
  about?: string;
  from?: number;
  until?: number;
}

const KINDS = ['strap', 'banner', 'appeal', 'newsletter', 'notice', 'law'] as const;
type Kind = (typeof KINDS)[number];

const EVERY = ['kind', 'language', 'title', 'text', 'hidden', 'from', 'until'];
/** What a kind takes besides. */
const MORE: Readonly<Record<Kind, readonly string[]>> = {
  strap: [],
  banner: ['url'],
  appeal: ['url', 'amounts', 'currency'],
  newsletter: ['url', 'preview', 'privacy'],
  notice: ['url'],
  law: ['about'],
};
const REGIONS = ['ru', 'by', 'unknown', 'elsewhere'];
/** Asking these of readers in such places could bring them to court: no setting changes that. */
const GUARDED: readonly Kind[] = ['appeal', 'newsletter'];
const ALWAYS_HIDDEN = ['ru', 'by', 'unknown'];
const SUBJECTS = ['appeal', 'newsletter', 'public', 'private'];

/** What is wrong with a message, without the words for where it stands. */
class Fault extends Error {}

/**
 * Checks one member of `messages`.
 * @param wrong takes what is wrong, one sentence, and throws
 */
export function readMessage(value: unknown, at: number, wrong: (what: string) => never): Said {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const kind = (value as { kind?: unknown } | null)?.kind;
    const named = typeof kind === 'string' ? ` ("${kind}")` : '';
    return wrong(`message ${at + 1}${named} ${error.message}.`);
  }
}

function read(value: unknown): Said {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault('must be an object such as {"kind": "strap", "text": "…"}');
  const raw = value as Record<string, unknown>;
  const kind = oneOf(raw, 'kind', KINDS);
  const known = [...EVERY, ...MORE[kind]];
  for (const key of Object.keys(raw)) {
    if (known.includes(key)) continue;
    const isOthers = Object.values(MORE).flat().includes(key);
    throw new Fault(
      isOthers ? `takes no "${key}"` : `has no key "${key}"; did you mean "${nearest(key, known)}"?`,
    );
  }
  const language = text(raw, 'language');
  if (!/^([a-z]{2,3}(-[A-Za-z0-9]+)*)?$/.test(language))
    throw new Fault('needs a code such as "ru" or "en" as "language"');
  const said: Said = {
    ...{ kind, language, title: text(raw, 'title'), text: text(raw, 'text') },
    hidden: readHidden(raw.hidden, kind),
  };
  if (said.text === '' && (said.title === '' || kind === 'strap' || kind === 'law'))
    throw new Fault('needs a "text"');
  const url = readUrl(raw, kind);
  if (url) said.url = url;
  for (const key of ['preview', 'privacy'] as const) {
    const found = text(raw, key);
    if (found) said[key] = found;
  }
  if (kind === 'law') said.about = oneOf(raw, 'about', SUBJECTS);
  if (kind === 'appeal') Object.assign(said, readAmounts(raw));
  return Object.assign(said, readTimes(raw));
}

function text(raw: Record<string, unknown>, key: string): string {
  const found = raw[key] ?? '';
  if (typeof found !== 'string') throw new Fault(`needs text as "${key}"`);
  return found.trim();
}

function oneOf<T extends string>(raw: Record<string, unknown>, key: string, known: readonly T[]): T {
  const found = raw[key];
  const list = known.map((one) => `"${one}"`).join(', ');
  if (found === undefined) throw new Fault(`needs a "${key}": one of ${list}`);
  if (typeof found !== 'string') throw new Fault(`needs one of ${list} as "${key}"`);
  if (!known.includes(found as T))
    throw new Fault(`has the unknown ${key} "${found}"; did you mean "${nearest(found, known)}"?`);
  return found as T;
}

function readHidden(value: unknown, kind: Kind): string[] {
  const found = value ?? [];
  if (!Array.isArray(found)) throw new Fault('needs a list of regions as "hidden"');
  for (const one of found) {
    if (typeof one !== 'string' || !REGIONS.includes(one))
      throw new Fault(
        `is hidden in the unknown region ${JSON.stringify(one)}; did you mean "${nearest(String(one), REGIONS)}"?`,
      );
  }
  const always = GUARDED.includes(kind) ? ALWAYS_HIDDEN : [];
  return REGIONS.filter((region) => always.includes(region) || found.includes(region));
}

function readUrl(raw: Record<string, unknown>, kind: Kind): string {
  const url = text(raw, 'url');
  if (url === '' && GUARDED.includes(kind)) throw new Fault('needs a "url", the page that it leads to');
  const bare = url.replace(/\{(period|amount)\}/g, '1');
  if (url !== '' && !isWebAddress(bare) && !/^mailto:\S+@\S+$/.test(bare))
    throw new Fault('needs a whole https or mailto address as "url"');
  return url;
}

function readAmounts(raw: Record<string, unknown>): Pick<Said, 'amounts' | 'currency'> {
  const currency = text(raw, 'currency');
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency))
    throw new Fault('needs the three letters of a currency, such as "USD", as "currency"');
  const { amounts } = raw;
  if (amounts === undefined) return {};
  if (typeof amounts !== 'object' || amounts === null || Array.isArray(amounts))
    throw new Fault('needs {"once": […], "monthly": […], "annual": […]} as "amounts"');
  for (const [period, list] of Object.entries(amounts)) {
    if (!PERIODS.includes(period as Period))
      throw new Fault(
        `has the unknown period "${period}" in "amounts"; did you mean "${nearest(period, PERIODS)}"?`,
      );
    if (!Array.isArray(list) || !list.every((one) => typeof one === 'number' && one > 0 && one < 1e9))
      throw new Fault(`needs a list of sums above 0 as "${period}" in "amounts"`);
  }
  const offered = Object.entries(amounts as Record<Period, number[]>);
  if (currency === '' && offered.some(([, list]) => list.length > 0))
    throw new Fault('names sums and needs their "currency"');
  return { amounts: Object.fromEntries(offered), ...(currency === '' ? {} : { currency }) };
}

const DAY_S = 86_400;

/** A date alone as `from` begins with that day, as `until` ends with it (UTC). */
function readTimes(raw: Record<string, unknown>): Pick<Said, 'from' | 'until'> {
  const times: Pick<Said, 'from' | 'until'> = {};
  for (const key of ['from', 'until'] as const) {
    const found = text(raw, key);
    if (found === '') continue;
    const at = /^\d{4}-\d\d-\d\d/.test(found) ? Date.parse(found) / 1000 : Number.NaN;
    if (!Number.isFinite(at) || at < 0) throw new Fault(`needs a date such as "2026-11-20" as "${key}"`);
    times[key] = Math.floor(at) + (key === 'until' && found.length === 10 ? DAY_S - 1 : 0);
  }
  if (times.from !== undefined && times.until !== undefined && times.until <= times.from)
    throw new Fault('ends before it begins');
  return times;
}

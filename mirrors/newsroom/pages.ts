/** Articles out of their pages: a live page, all that a sitemap names, those behind a feed's items. */
import { bodyText } from '../../src/edition/body.ts';
import { leadsInside } from './address.ts';
import { sha256 } from './cache.ts';
import { decodeText } from './charset.ts';
import type { Draft } from './draft.ts';
import { Forbidden, GetError, type Got } from './get.ts';
import { isClosed } from './inside.ts';
import { withLead, without } from './lead.ts';
import { type Limits, usualLimits } from './limits.ts';
import { type PageArticle, PageError, type Profile, readPage } from './page/index.ts';
import { knownProfiles } from './page/profiles.ts';
import { authorsOf, sectionOf } from './section.ts';
import { listSitemap, type Mention } from './sitemap.ts';
import {
  type PageSource,
  type Reading,
  type SitemapSource,
  type SourceContext,
  SourceError,
  type State,
  same,
} from './source.ts';
import { translationsIn } from './translations.ts';
import { claimsArticle, countWords, wallOf } from './wall.ts';
import { cutAtWord, plainText, summaryOf } from './words.ts';

const atOnce = 3;
/** A site that answers so often in a row with a captcha or a notice is not asked further. */
const mostWalls = 3;
/** A page without a date of change is looked at again as long as it is younger than this (seconds). */
const freshS = 3 * 86_400;

const limitsOf = (context: SourceContext): Limits => context.limits ?? usualLimits;

/** The article of one live page. @throws SourceError */
export async function readPageSource(source: PageSource, context: SourceContext): Promise<Reading> {
  const before = context.before ?? {};
  const got = await getPage(source.page, context, before);
  if (got.unchanged) return same(before);
  const state = { digest: sha256(got.bytes), ...versionOf(got) };
  if (state.digest === before.digest) return same(state);
  try {
    const about = { name: source.page, section: source.section ?? '' };
    const said = new Set<string>();
    const draft = draftOf(got, source.url ?? got.url, about, context, said);
    tellMessages(source.page, said, context);
    return { kind: 'whole', drafts: [draft], state };
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    throw new SourceError(
      `The page ${source.page} ${error.message}; give the page of one article, or name its feed as "feed".`,
    );
  }
}

async function getPage(where: string, context: SourceContext, since: State): Promise<Got> {
  try {
    return await fetchPage(where, context, since, { trusted: true, manners: 'source' });
  } catch (error) {
    if (!(error instanceof GetError)) throw error;
    throw new SourceError(`The page ${where} ${error.message}; check the address, or try again later.`);
  }
}

function fetchPage(
  url: string,
  context: SourceContext,
  since: State,
  how: { trusted?: true; manners: 'source' | 'page' },
): Promise<Got> {
  if (!context.get) throw new SourceError(`${url} is an address, and nothing here can fetch one.`);
  const { timeout, download } = limitsOf(context);
  const known = since.etag || since.modified;
  return context.get(url, {
    accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
    timeoutMs: timeout * 1000,
    capBytes: download * 1e6,
    ...how,
    ...(context.signal && { signal: context.signal }),
    ...(known && { since: { etag: since.etag, modified: since.modified } }),
  });
}

/** The articles that a sitemap names, newest first, as many as may be fetched in a run. @throws SourceError */
export async function readSitemap(source: SitemapSource, context: SourceContext): Promise<Reading> {
  const only = source.only ? new RegExp(source.only) : null;
  const mentions = (await listSitemap(source.sitemap, context)).filter(
    ({ url }) => new URL(url).pathname !== '/' && (!only || only.test(url)),
  );
  if (mentions.length === 0 && Object.keys(context.before ?? {}).length > 0)
    context.report(`${source.sitemap} names no page now; what was published stays.`);
  return readPages(mentions, { name: source.sitemap, section: source.section ?? '' }, context);
}

/** What is said of pages besides themselves. */
interface About {
  /** The source as written in `tamizdat.json`. */
  name: string;
  section: string;
}

/**
 * The articles of pages that a source names, those that are not known in this version.
 * State: for each address a JSON text of what was known of it.
 */
export function readPages(mentions: readonly Mention[], about: About, context: SourceContext): Reading {
  const before = context.before ?? {};
  const state: State = { ...before };
  const wanted = mentions.filter((mention) => isWanted(mention, before[mention.url]));
  const { fetches } = limitsOf(context);
  if (wanted.length > fetches) {
    context.report(
      `${about.name}: ${wanted.length} pages are new or changed, and ${fetches} of them are fetched in this run ("fetches" in "limits"); the next goes on.`,
    );
  }
  if (wanted.length === 0) return same(state);
  return { kind: 'more', drafts: drafts(wanted.slice(0, fetches), about, context, state), state };
}

interface Known {
  version?: string;
  etag?: string;
  modified?: string;
  /** When it was fetched first; seconds. */
  since?: number;
}

function knownOf(text: string | undefined): Known {
  return text ? (JSON.parse(text) as Known) : {};
}

function isWanted(mention: Mention, text: string | undefined): boolean {
  if (text === undefined) return true;
  const known = knownOf(text);
  if (mention.version !== '' || known.version) return known.version !== mention.version;
  return (known.since ?? 0) > Date.now() / 1000 - freshS;
}

async function* drafts(
  wanted: readonly Mention[],
  about: About,
  context: SourceContext,
  state: State,
): AsyncGenerator<Draft> {
  const empty: string[] = [];
  const forbidden = new Map<string, number>();
  const said = new Set<string>();
  let walls = 0;
  for (let at = 0; at < wanted.length; at += atOnce) {
    const some = await Promise.all(
      wanted.slice(at, at + atOnce).map((mention) => pageOf(mention, about, context, { state, said })),
    );
    for (const one of some) {
      if ('draft' in one) walls = 0;
      if (one.draft) yield one.draft;
      if (one.empty) empty.push(one.empty);
      if (one.fault) context.leave({ title: '', url: one.url, reason: one.fault });
      if (one.forbidden) forbidden.set(one.forbidden, (forbidden.get(one.forbidden) ?? 0) + 1);
      if (one.isWall) walls += 1;
    }
    if (walls >= mostWalls) {
      context.report(`${about.name}: ${walls} pages in a row were walls, so that no more were asked for.`);
      break;
    }
  }
  for (const [file, count] of forbidden)
    context.report(
      `${about.name}: ${count === 1 ? '1 page is' : `${count} pages are`} not for robots (${file}), and not asked for.`,
    );
  for (const sentence of empty.slice(0, 5)) context.report(sentence);
  tellMessages(about.name, said, context);
  if (empty.length > 5) context.report(`${about.name}: ${empty.length - 5} more pages hold no article.`);
}

interface One {
  url: string;
  draft?: Draft;
  /** Why it could not be had, following its address in a sentence. */
  fault?: string;
  /** A sentence that says that it holds no article. */
  empty?: string;
  /** The robots.txt that forbids to ask for it. */
  forbidden?: string;
  isWall?: true;
}

async function pageOf(
  mention: Mention,
  about: About,
  context: SourceContext,
  { state, said }: { state: State; said: Set<string> },
): Promise<One> {
  const { url } = mention;
  const known = knownOf(state[url]);
  const note = (got?: Got): void => {
    const since = known.since ?? Math.floor(Date.now() / 1000);
    const version = mention.version === '' ? {} : { version: mention.version };
    state[url] = JSON.stringify({ ...version, ...(got ? versionOf(got) : known), since });
  };
  try {
    const since: State = {
      ...(known.etag && { etag: known.etag }),
      ...(known.modified && { modified: known.modified }),
    };
    const got = await fetchPage(url, context, since, { manners: 'page' });
    if (got.unchanged) {
      note();
      return { url };
    }
    const draft = draftOf(got, url, about, context, said);
    note(got);
    return { url, draft: withMention(draft, mention) };
  } catch (error) {
    if (error instanceof WallError)
      return { url, fault: `${error.message}, which is not published`, isWall: true };
    if (error instanceof PageError) {
      // No article today is none tomorrow, unless the sitemap says that the page has changed.
      note();
      return { url, empty: `The page ${url} ${error.message}.` };
    }
    if (!(error instanceof GetError)) throw error;
    if (error instanceof Forbidden) return { url, forbidden: error.file };
    if (error.status === 404 || error.status === 410) note();
    return {
      ...{ url, fault: error.message },
      ...(/ with a /.test(error.message) && { isWall: true }),
    };
  }
}

function withMention(draft: Draft, { title, published, tags, alternates }: Mention): Draft {
  const { translations } = translationsIn(alternates ?? [], draft.url);
  return {
    ...draft,
    title: draft.title || title,
    published: draft.published ?? published,
    tags: draft.tags.length > 0 ? draft.tags : tags,
    ...(translations && { translations: { ...translations, ...draft.translations } }),
  };
}

function versionOf(got: Got): State {
  const etag = got.header?.('etag') ?? '';
  const modified = got.header?.('last-modified') ?? '';
  return { ...(etag && { etag }), ...(modified && { modified }) };
}

/** A page that stands where an article should be. */
class WallError extends PageError {}

/** A page that does not say that it is an article is one only if it is about as long as one (words). */
const fewWords = 120;

/**
 * The article of a page, if there is any reason to think that it is one.
 * @throws PageError where it is a captcha, a notice, or something of a few words
 */
export function articleOf(
  got: Got,
  url: string,
  language: string,
  profiles: readonly Profile[] = [],
): PageArticle {
  const html = decodeText(got.bytes, got.type);
  const wall = wallOf(html, got.url);
  if (wall) throw new WallError(`gave ${wall}`);
  if (!claimsArticle(html) && countWords(html) < fewWords) throw new PageError('holds no article');
  return readPage(got.bytes, { url, type: got.type, language, profiles: [...profiles, ...knownProfiles] });
}

/**
 * The article of a page as a draft.
 * @param url where it was had from
 * @throws PageError where there is no article in it
 */
export function draftOf(
  got: Got,
  url: string,
  about: About,
  context: SourceContext,
  said: Set<string>,
): Draft {
  const page = articleOf(got, url, context.language, context.profiles);
  for (const { kind, title, text } of page.messages) said.add(`${kind} "${cutAtWord(title || text, 60)}"`);
  const own = page.canonical && !isFront(page.canonical) ? page.canonical : url;
  const isPublic = url !== '' && !leadsInside(url);
  let body = page.lead ? withLead(page.body, page.lead) : page.body;
  if (isPublic) body = without(body, (picture) => isClosed(picture.url, context.inside));
  const by = authorsOf(page.authors);
  const title = plainText(page.title) || cutAtWord(bodyText(body).split('\n')[0] ?? '', 100);
  const { section } = sectionOf(page.section ? [page.section] : []);
  const { published, updated } = page;
  return {
    key: own || about.name,
    source: about.name,
    title,
    summary: summaryOf(plainText(page.description), body, title, by),
    by,
    url: own,
    published,
    ...(updated !== null && published !== null && updated > published && { updated }),
    section: about.section || section,
    tags: page.tags.slice(0, 30),
    language: page.language || context.language,
    ...translationsIn(page.alternates, own),
    body,
  };
}

/** What pages say to their readers is no part of an article; the publisher hears that it is there. */
export function tellMessages(name: string, said: ReadonlySet<string>, { report }: SourceContext): void {
  if (said.size === 0) return;
  const some = [...said].slice(0, 5).join(', ');
  report(
    `${name}: beside the articles, pages say to their readers: ${some}; "messages" in tamizdat.json can say it to yours.`,
  );
}

/** Whether an address is a site's front page, which is no article's. */
export function isFront(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname === '/' && new URL(url).search === '';
}

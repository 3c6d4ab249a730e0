import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Block, bodyText } from '../../src/edition/body.ts';
import { leadsInside } from './address.ts';
import { sha256 } from './cache.ts';
import { decodeText } from './charset.ts';
import { parseDate } from './dates.ts';
import type { Draft } from './draft.ts';
import type { Entry, Feed } from './entry.ts';
import { GetError, type Got, isAddress } from './get.ts';
import { bodyFromHtml } from './html.ts';
import { isClosed } from './inside.ts';
import { type Identity, keysOf } from './keys.ts';
import { without, withPictures } from './lead.ts';
import { itemsLeftOut } from './left-out.ts';
import { type Limits, usualLimits } from './limits.ts';
import { readLocal } from './local.ts';
import { NoFeedError } from './loose.ts';
import { webAddress } from './node.ts';
import { readFeed } from './parse.ts';
import { authorsOf, languageOf, sectionOf } from './section.ts';
import {
  type FeedSource,
  type Reading,
  type SourceContext,
  SourceError,
  type State,
  same,
} from './source.ts';
import { withoutTail } from './tail.ts';
import { translationsIn } from './translations.ts';
import { wallOf } from './wall.ts';
import { mendPrinted } from './wordpress-html.ts';
import { asHtml, cutAtWord, plainText, summaryOf } from './words.ts';

const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';

/**
 * The articles of a feed, as many as it has items that differ. Pages of older items that it names are followed until
 * one has an item that was known before.
 * @throws SourceError where it cannot be had or is no feed.
 */
export async function readFeedSource(source: FeedSource, context: SourceContext): Promise<Reading> {
  const where = source.feed;
  const before = context.before ?? {};
  const got = await fetchFeed(where, context, before);
  const state: State = { digest: sha256(got.bytes), ...versionOf(got) };
  if (got.unchanged) return same(before);
  if (state.digest === before.digest && !before.from) return same(state);
  const first = parsePage(where, got, context);
  // What was cut off is to be had whole next time, whatever its host says of changes.
  if (first.entries.some(({ isCut }) => isCut)) for (const name of Object.keys(state)) delete state[name];
  const place = { name: where, base: source.url ?? '', address: got.url, ...context };
  const followed = got.url ? await followPages(first, { place, state, before }) : [];
  const feed = { ...first, entries: [first, ...followed].flatMap((page) => page.entries) };
  const drafts = draftsOf(feed, place);
  if (source.section) for (const draft of drafts) draft.section = source.section;
  const isWhole = followed.length === 0 && nextOf(first, got.url, 1) === '';
  return { kind: isWhole ? 'whole' : 'more', drafts: drafts.slice(0, limitsOf(context).articles), state };
}

const limitsOf = (context: SourceContext): Limits => context.limits ?? usualLimits;

function versionOf(got: Got): State {
  const etag = got.header?.('etag') ?? '';
  const modified = got.header?.('last-modified') ?? '';
  return { ...(etag && { etag }), ...(modified && { modified }) };
}

/** @throws SourceError where it is no feed */
function parsePage(where: string, got: Got, context: SourceContext): Feed {
  const text = decodeText(got.bytes, got.type);
  try {
    const { feed, broken } = readFeed(text);
    const last = feed.entries.at(-1);
    if (last && isCutOff(text)) last.isCut = true;
    if (broken > 0) context.leave(itemsLeftOut(broken, where, 'broken'));
    return feed;
  } catch (error) {
    if (!(error instanceof NoFeedError)) throw error;
    const wall = wallOf(text, got.url);
    throw new SourceError(
      wall
        ? `The feed ${where} gave ${wall} in place of its items; open it in a browser from here.`
        : `The feed ${where} ${error.message}; give the address of an RSS, Atom or JSON feed.`,
    );
  }
}

/** Whether the text of a feed ends within an item. */
function isCutOff(text: string): boolean {
  const lastOf = (mark: RegExp): number => {
    let last = -1;
    for (const { index } of text.matchAll(mark)) last = index;
    return last;
  };
  return lastOf(/<(?:\w+:)?(?:item|entry)[\s>]/g) > lastOf(/<\/(?:\w+:)?(?:item|entry)\s*>/g);
}

/** Pages of older items, as far as they are needed; one that cannot be had is begun with next time. */
async function followPages(
  first: Feed,
  { place, state, before }: { place: FeedPlace; state: State; before: State },
): Promise<Feed[]> {
  const pages: Feed[] = [];
  const visited = new Set([place.address]);
  const isKnown = (feed: Feed, address: string): boolean =>
    place.knows !== undefined &&
    draftsOf(feed, { ...place, address, report: () => {}, leave: () => {} }).some(
      ({ key }) => place.knows?.(key) === true,
    );
  let page = first;
  let url = isKnown(first, place.address) ? (before.from ?? '') : nextOf(first, place.address, 1);
  for (let number = 2; url !== '' && !visited.has(url) && number <= limitsOf(place).pages; number += 1) {
    visited.add(url);
    try {
      const got = await place.get!(url, { ...manners(place), manners: 'page' });
      page = parsePage(place.name, got, place);
    } catch (error) {
      if (!(error instanceof GetError || error instanceof SourceError)) throw error;
      // How a list without a number of its pages ends.
      if (error instanceof GetError && error.status === 404) break;
      place.report(
        error instanceof GetError
          ? `The page ${url} of the feed ${place.name} ${error.message}.`
          : error.message,
      );
      state.from = url;
      break;
    }
    if (page.entries.length === 0) break;
    pages.push(page);
    url = isKnown(page, url) ? '' : nextOf(page, url, number);
  }
  return pages;
}

/** The address of the page after one, or empty: what the feed names, or what WordPress has without naming it. */
function nextOf(feed: Feed, address: string, number: number): string {
  const named = webAddress(feed.next || feed.archive, address);
  if (named !== '' || !/wordpress\.(?:org|com)|^wordpress/i.test(feed.generator)) return named;
  if (!URL.canParse(address) || feed.entries.length === 0) return '';
  const next = new URL(address);
  next.searchParams.set('paged', String(number + 1));
  return next.href;
}

function manners(context: SourceContext) {
  const { timeout, download } = limitsOf(context);
  const { signal } = context;
  return { accept, timeoutMs: timeout * 1000, capBytes: download * 1e6, ...(signal && { signal }) };
}

async function fetchFeed(where: string, context: SourceContext, since: State): Promise<Got> {
  if (isAddress(where)) {
    if (!context.get)
      throw new SourceError(`The feed ${where} is an address, and nothing here can fetch one.`);
    try {
      const about = { etag: since.etag, modified: since.modified };
      // What could not be had last time is to be had now, whatever the first page says.
      const isAsking = (since.etag ?? since.modified) !== undefined && !since.from;
      return await context.get(where, {
        ...manners(context),
        ...{ trusted: true, manners: 'source', ...(isAsking && { since: about }) },
      });
    } catch (error) {
      if (!(error instanceof GetError)) throw error;
      throw new SourceError(`The feed ${where} ${error.message}; check the address, or try again later.`);
    }
  }
  const path = where.startsWith('file:') ? fileURLToPath(where) : resolve(context.folder, where);
  return { bytes: await readLocal(path, 'feed', limitsOf(context).download), type: '', url: '' };
}

/** What is known of a feed besides its text. */
export interface FeedPlace extends SourceContext {
  /** As written in `tamizdat.json`. */
  name: string;
  /** Given by the publisher, or empty. */
  base: string;
  /** Where the feed was fetched, or empty. */
  address: string;
}

/** Drafts out of a feed that was read; items that are the same article are one, the newest version of it. */
export function draftsOf(feed: Feed, place: FeedPlace): Draft[] {
  const outer = place.base || place.address;
  const home =
    webAddress(feed.link, outer) ||
    (URL.canParse(feed.base, outer || undefined) ? new URL(feed.base, outer || undefined).href : outer);
  const feedBase =
    feed.base && URL.canParse(feed.base, outer || home || undefined)
      ? new URL(feed.base, outer || home || undefined).href
      : place.base || home;
  const drafts: Draft[] = [];
  const identities: Identity[] = [];
  let empty = 0;
  let cut: Draft | undefined;
  for (const entry of feed.entries) {
    let draft: Draft | undefined;
    try {
      draft = draftOf(entry, feed, place, feedBase);
    } catch (error) {
      // Whatever somebody's markup does to a parser costs this item, never the others.
      const title = cutAtWord(plainText(entry.title), 100) || '—';
      place.leave({
        title,
        url: entry.link,
        reason: `of ${place.name} could not be read (${String(error)})`,
      });
      continue;
    }
    if (!draft) {
      empty += 1;
      continue;
    }
    drafts.push(draft);
    if (entry.isCut) cut = draft;
    const content = `${entry.content}\n${entry.description}\n${entry.pictures.map((one) => one.url).join(' ')}`;
    identities.push({
      guid: entry.guid.trim(),
      link: draft.url,
      title: plainText(entry.title),
      date: entry.published.join(' '),
      content,
    });
  }
  if (empty > 0) place.leave(itemsLeftOut(empty, place.name, 'without anything to read'));
  const keys = keysOf(identities, home);
  const kept = new Map<string, Draft>();
  drafts.forEach((draft, at) => {
    draft.key = keys[at]!;
    // Half an article is better than none, but not than the whole one that is published.
    if (draft === cut && (place.knows?.(draft.key) || place.isPublished?.(draft.key))) {
      const { title, url } = draft;
      place.leave({
        title,
        url,
        reason: `was cut off at the end of ${place.name}; what was published stays`,
      });
      return;
    }
    const other = kept.get(draft.key);
    if (!other || isNewer(draft, other)) kept.set(draft.key, draft);
  });
  return [...kept.values()];
}

function isNewer(one: Draft, other: Draft): boolean {
  const time = (draft: Draft): number => draft.updated ?? draft.published ?? 0;
  if (time(one) !== time(other)) return time(one) > time(other);
  const [a, b] = [JSON.stringify(one.body), JSON.stringify(other.body)];
  return a.length === b.length ? a > b : a.length > b.length;
}

function draftOf(entry: Entry, feed: Feed, place: FeedPlace, feedBase: string): Draft | undefined {
  const entryBase =
    entry.base && URL.canParse(entry.base, feedBase || undefined)
      ? new URL(entry.base, feedBase || undefined).href
      : feedBase;
  const url = webAddress(entry.link, entryBase);
  const base = entry.base || feed.base ? entryBase : url || entryBase;
  const hasContent = entry.content.trim() !== '';
  const source = hasContent
    ? asHtml(entry.content, entry.contentIsText)
    : asHtml(entry.description, entry.descriptionIsText);
  let body = withoutTail(bodyFromHtml(mendPrinted(source), base));
  const described = hasContent
    ? withoutTail(bodyFromHtml(asHtml(entry.description, entry.descriptionIsText), base))
    : [];
  const description = bodyText(described);
  if (bodyText(body) === '' && description !== '') body = [...body, ...described];
  const inside = place.address !== '' && !leadsInside(place.address);
  body = withPictures(body, entry, base, plainText(entry.title));
  if (inside) body = withoutInside(body, place);
  const by = authorsOf(entry.authors.length > 0 ? entry.authors : feed.authors);
  const text = bodyText(body);
  const title = plainText(entry.title) || cutAtWord(text.split('\n')[0] ?? '', 100);
  if (title === '' && text === '' && body.length === 0) return undefined;
  const dates = entry.published.map(parseDate);
  const published = dates.find((date) => date !== null) ?? null;
  const updated = entry.updated.map(parseDate).find((date) => date !== null) ?? null;
  const { section, tags } = sectionOf(entry.categories);
  return {
    key: '',
    source: place.name,
    title: title || url || '—',
    summary: summaryOf(description, body, title, by),
    by,
    url,
    published,
    ...(updated !== null && published !== null && updated > published && { updated }),
    section,
    tags,
    language: languageOf([entry.language, feed.language], `${title} ${text.slice(0, 1000)}`, place.language),
    ...translationsIn(
      entry.alternates.map((one) => ({ ...one, url: webAddress(one.url, entryBase) })),
      url,
    ),
    body,
  };
}

/** A body without the pictures by which a feed from outside would have us look around inside our network. */
function withoutInside(body: Block[], place: FeedPlace): Block[] {
  return without(body, (picture) => {
    const refused = isClosed(picture.url, place.inside);
    if (refused)
      place.report(
        `${picture.url}: not fetched, since ${place.name} is a public feed and this address is private.`,
      );
    return refused;
  });
}

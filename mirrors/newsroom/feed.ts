import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Block, bodyText } from '../../src/edition/body.ts';
import { leadsInside } from './address.ts';
import { decodeText } from './charset.ts';
import { parseDate } from './dates.ts';
import type { Draft } from './draft.ts';
import type { Entry, Feed } from './entry.ts';
import { GetError, isAddress } from './get.ts';
import { bodyFromHtml } from './html.ts';
import { type Identity, keysOf } from './keys.ts';
import { without, withPictures } from './lead.ts';
import { NoFeedError } from './loose.ts';
import { webAddress } from './node.ts';
import { readFeed } from './parse.ts';
import { authorsOf, languageOf, sectionOf } from './section.ts';
import { type SourceContext, SourceError } from './source.ts';
import { asHtml, cutAtWord, plainText, summaryOf } from './words.ts';

const capBytes = 64e6;

/**
 * The articles of a feed, as many as it has items that differ.
 * @param base address that the publisher names as the feed's own, for relative links.
 * @throws SourceError where it cannot be had or is no feed.
 */
export async function readFeedSource(
  where: string,
  base: string | undefined,
  context: SourceContext,
): Promise<Draft[]> {
  const got = await fetchFeed(where, context);
  let read: ReturnType<typeof readFeed>;
  try {
    read = readFeed(decodeText(got.bytes, got.type));
  } catch (error) {
    if (!(error instanceof NoFeedError)) throw error;
    throw new SourceError(
      `The feed ${where} ${error.message}; give the address of an RSS, Atom or JSON feed.`,
    );
  }
  if (read.broken > 0) context.report(`${where}: ${read.broken} items are broken and were left out.`);
  return draftsOf(read.feed, { name: where, base: base ?? '', address: got.url, ...context });
}

async function fetchFeed(
  where: string,
  context: SourceContext,
): Promise<{ bytes: Uint8Array; type: string; url: string }> {
  if (isAddress(where)) {
    if (!context.get)
      throw new SourceError(`The feed ${where} is an address, and nothing here can fetch one.`);
    try {
      return await context.get(where, {
        accept:
          'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
        timeoutMs: 30_000,
        capBytes,
        trusted: true,
        ...(context.signal && { signal: context.signal }),
      });
    } catch (error) {
      if (!(error instanceof GetError)) throw error;
      throw new SourceError(`The feed ${where} ${error.message}; check the address, or try again later.`);
    }
  }
  const path = where.startsWith('file:') ? fileURLToPath(where) : resolve(context.folder, where);
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new SourceError(`The feed ${path} is no file; give a file or an address.`);
    if (about.size > capBytes)
      throw new SourceError(`The feed ${path} is longer than ${capBytes / 1e6} MB; give a shorter one.`);
    return { bytes: await readFile(path), type: '', url: '' };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new SourceError(
      code === 'ENOENT'
        ? `The feed ${path} does not exist; check the path in tamizdat.json.`
        : `The feed ${path} cannot be read (${code ?? String(error)}); check its permissions.`,
    );
  }
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
  for (const entry of feed.entries) {
    let draft: Draft | undefined;
    try {
      draft = draftOf(entry, feed, place, feedBase);
    } catch (error) {
      // Whatever somebody's markup does to a parser costs this item, never the others.
      place.report(`${place.name}: "${cutAtWord(entry.title, 60)}" was left out (${String(error)}).`);
    }
    if (!draft) continue;
    drafts.push(draft);
    const content = `${entry.content}\n${entry.description}\n${entry.pictures.map((one) => one.url).join(' ')}`;
    identities.push({
      guid: entry.guid.trim(),
      link: draft.url,
      title: plainText(entry.title),
      date: entry.published.join(' '),
      content,
    });
  }
  const keys = keysOf(identities, home);
  const kept = new Map<string, Draft>();
  drafts.forEach((draft, at) => {
    draft.key = keys[at]!;
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
  let body = bodyFromHtml(source, base);
  const description = hasContent
    ? bodyText(bodyFromHtml(asHtml(entry.description, entry.descriptionIsText), base))
    : '';
  if (bodyText(body) === '' && description !== '')
    body = [...body, ...bodyFromHtml(asHtml(entry.description, entry.descriptionIsText), base)];
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
    body,
  };
}

/** A body without the pictures by which a feed from outside would have us look around inside our network. */
function withoutInside(body: Block[], place: FeedPlace): Block[] {
  return without(body, (picture) => {
    const refused = leadsInside(picture.url);
    if (refused)
      place.report(
        `${picture.url}: not fetched, since ${place.name} is a public feed and this address is private.`,
      );
    return refused;
  });
}

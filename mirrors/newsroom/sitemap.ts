import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { XMLParser } from 'fast-xml-parser';
import { decodeText } from './charset.ts';
import { parseDate } from './dates.ts';
import { GetError, isAddress } from './get.ts';
import { usualLimits } from './limits.ts';
import { readLocal } from './local.ts';
import { type Loose, list, str } from './loose.ts';
import { webAddress } from './node.ts';
import { cleanXml } from './repair.ts';
import { type SourceContext, SourceError } from './source.ts';
import type { Alternate } from './translations.ts';
import { wallOf } from './wall.ts';
import { plainText } from './words.ts';

/** A page that a source names, and what it says of it. */
export interface Mention {
  url: string;
  /** Changes when the page does; empty where nobody says. */
  version: string;
  title: string;
  /** Seconds since 1970. */
  published: number | null;
  tags: string[];
  /** The same page in other languages. */
  alternates?: Alternate[];
}

const parser = new XMLParser({
  ...{ removeNSPrefix: true, parseTagValue: false, processEntities: true },
  // Of attributes only those of `xhtml:link` say anything.
  ...{ attributeNamePrefix: '', ignoreAttributes: (name: string) => !/^(?:rel|hreflang|href)$/.test(name) },
});

/**
 * The pages that a sitemap names, newest first; an index is followed into its newest parts, as many as `pages` allows.
 * XML, news sitemaps, lists of addresses, and all of these compressed.
 * @throws SourceError where it cannot be had or is no sitemap
 */
export async function listSitemap(where: string, context: SourceContext): Promise<Mention[]> {
  const limits = context.limits ?? usualLimits;
  const waiting = [where];
  const seen = new Set<string>();
  const found = new Map<string, Mention>();
  while (waiting.length > 0 && seen.size <= limits.pages) {
    const next = waiting.shift()!;
    if (seen.has(next)) continue;
    seen.add(next);
    try {
      const map = parseSitemap(await readMap(next, where, context), next);
      for (const page of map.pages) if (!found.has(page.url)) found.set(page.url, page);
      waiting.push(...map.parts);
    } catch (error) {
      if (next === where || !(error instanceof SourceError)) throw error;
      context.report(error.message);
    }
  }
  if (waiting.length > 0)
    context.report(`${where}: its newest ${limits.pages} parts were read ("pages" in "limits").`);
  const time = (page: Mention): number => parseDate(page.version) ?? page.published ?? 0;
  return [...found.values()].sort((a, b) => time(b) - time(a)).slice(0, limits.articles);
}

async function readMap(where: string, first: string, context: SourceContext): Promise<string> {
  const limits = context.limits ?? usualLimits;
  let bytes: Uint8Array;
  let type = '';
  if (isAddress(where)) {
    if (!context.get)
      throw new SourceError(`The sitemap ${where} is an address, and nothing here can fetch one.`);
    try {
      const got = await context.get(where, {
        accept: 'application/xml, text/xml, text/plain;q=0.5, */*;q=0.1',
        timeoutMs: limits.timeout * 1000,
        capBytes: limits.download * 1e6,
        ...(where === first ? { trusted: true, manners: 'source' } : { manners: 'page' }),
        ...(context.signal && { signal: context.signal }),
      });
      ({ bytes, type } = got);
    } catch (error) {
      if (!(error instanceof GetError)) throw error;
      throw new SourceError(`The sitemap ${where} ${error.message}; check the address, or try again later.`);
    }
  } else bytes = await readLocal(resolve(context.folder, where), 'sitemap', limits.download);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return decodeText(bytes, type);
  try {
    return decodeText(gunzipSync(bytes, { maxOutputLength: limits.download * 1e6 }), type);
  } catch {
    throw new SourceError(
      `The sitemap ${where} is compressed and broken, or longer than ${limits.download} MB ("download" in "limits").`,
    );
  }
}

interface Sitemap {
  pages: Mention[];
  /** Sitemaps that an index names, newest first. */
  parts: string[];
}

/** @throws SourceError */
function parseSitemap(text: string, where: string): Sitemap {
  const base = isAddress(where) ? where : '';
  const lines = text.trim().split(/\s*\n\s*/);
  if (lines.length > 0 && lines.every((line) => /^https?:\/\/\S+$/.test(line)))
    return {
      pages: lines.map((url) => ({ url, version: '', title: '', published: null, tags: [] })),
      parts: [],
    };
  let root: Loose;
  try {
    root = parser.parse(cleanXml(text)) as Loose;
  } catch {
    root = undefined;
  }
  const index = root?.sitemapindex as Loose;
  const set = root?.urlset as Loose;
  if (index === undefined && set === undefined) {
    const wall = wallOf(text, base);
    throw new SourceError(
      wall
        ? `The sitemap ${where} gave ${wall}; open it in a browser from here.`
        : `What ${where} gives is no sitemap; give the address of one, such as https://a.example/sitemap.xml.`,
    );
  }
  const parts = list(index?.sitemap)
    .map((one) => one as Loose)
    .map((one) => ({ url: webAddress(str(one?.loc), base), time: parseDate(str(one?.lastmod)) ?? 0 }))
    .filter(({ url }) => url !== '')
    .sort((a, b) => b.time - a.time);
  const pages = list(set?.url)
    .map((one) => mentionOf(one as Loose, base))
    .filter(({ url }) => url !== '');
  return { pages, parts: parts.map(({ url }) => url) };
}

function mentionOf(one: Loose, base: string): Mention {
  const news = one?.news as Loose;
  const date = str(news?.publication_date);
  const alternates = list(one?.link)
    .map((link) => link as Loose)
    .filter((link) => str(link?.rel) === 'alternate' && str(link?.hreflang) !== '')
    .map((link) => ({ language: str(link?.hreflang), url: webAddress(str(link?.href), base) }));
  return {
    url: webAddress(str(one?.loc), base),
    version: str(one?.lastmod) || date,
    title: plainText(str(news?.title)),
    published: parseDate(date),
    tags: str(news?.keywords)
      .split(/\s*,\s*/)
      .filter((tag) => tag !== ''),
    ...(alternates.length > 0 && { alternates }),
  };
}

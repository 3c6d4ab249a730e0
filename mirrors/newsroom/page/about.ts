import { parseDate } from '../dates.ts';
import { webAddress } from '../node.ts';
import { authorsOf, sectionOf } from '../section.ts';
import type { Alternate } from '../translations.ts';
import { plainText } from '../words.ts';
import { allSaid, articleThing, said } from './schema.ts';

/** What a page says of its article outside the text. Times in seconds since 1970, UTC; empty or null where unsaid. */
export interface About {
  authors: string[];
  section: string;
  tags: string[];
  published: number | null;
  updated: number | null;
  canonical: string;
  /** Address of the picture that stands for the article where it is shared. */
  picture: string;
  description: string;
  /** The same article in other languages. */
  alternates: Alternate[];
  /** Language tags as written, the surest first. */
  languages: string[];
}

/**
 * Gathers what the page's head says.
 * @param base address of the page, or empty
 */
export function aboutPage(document: Document, base: string): About {
  const thing = articleThing(document);
  const meta = (...names: string[]): string[] => names.flatMap((name) => metaOf(document, name));
  const date = (written: readonly string[]): number | null => {
    for (const one of written) {
      const found = parseDate(one);
      if (found !== null) return found;
    }
    return null;
  };
  const published = date([
    said(thing, 'datePublished'),
    ...meta('article:published_time', 'datepublished', 'date', 'pubdate', 'dc.date', 'dcterms.created'),
    ...timesOf(document),
  ]);
  const updated = date([
    said(thing, 'dateModified'),
    ...meta('article:modified_time', 'og:updated_time', 'datemodified', 'last-modified', 'dcterms.modified'),
  ]);
  const { section, tags } = sectionOf([...allSaid(thing, 'articleSection'), ...meta('article:section')]);
  return {
    authors: authorsIn(document, thing, meta),
    section,
    tags: [...new Set([...tags, ...meta('article:tag').map(plainText)])].filter((tag) => tag !== section),
    published,
    updated: updated !== null && updated > (published ?? 0) ? updated : null,
    canonical: canonicalOf(document, base),
    picture: webAddress(meta('og:image', 'twitter:image')[0] ?? said(thing, 'image'), base),
    description: plainText(meta('og:description', 'description')[0] ?? said(thing, 'description')),
    alternates: [...document.querySelectorAll('link[rel~="alternate"][hreflang]')].map((one) => ({
      language: one.getAttribute('hreflang') ?? '',
      url: webAddress(one.getAttribute('href') ?? '', base),
    })),
    languages: [
      document.documentElement.getAttribute('lang') ?? '',
      said(thing, 'inLanguage'),
      ...meta('og:locale', 'content-language'),
    ],
  };
}

/** The address that a page names as its own, absolute; empty where it names none. */
export function canonicalOf(document: Document, base: string): string {
  return (
    webAddress(document.querySelector('link[rel~="canonical"]')?.getAttribute('href') ?? '', base) ||
    webAddress(metaOf(document, 'og:url')[0] ?? '', base)
  );
}

/** Contents of the meta tags of a name, whichever attribute names them. */
export function metaOf(document: Document, name: string): string[] {
  const found: string[] = [];
  for (const tag of document.querySelectorAll('meta')) {
    const named = ['property', 'name', 'itemprop', 'http-equiv'].some(
      (attribute) => tag.getAttribute(attribute)?.trim().toLowerCase() === name,
    );
    const content = tag.getAttribute('content')?.trim() ?? '';
    if (named && content !== '') found.push(content);
  }
  return found;
}

function timesOf(document: Document): string[] {
  return [
    ...document.querySelectorAll(
      '[itemprop="datePublished"], time[pubdate], article time, header time, main time, time',
    ),
  ]
    .slice(0, 5)
    .map((one) => one.getAttribute('content') ?? one.getAttribute('datetime') ?? one.textContent ?? '');
}

function authorsIn(
  document: Document,
  thing: ReturnType<typeof articleThing>,
  meta: (...names: string[]) => string[],
): string[] {
  const textsOf = (selector: string): string[] =>
    [...document.querySelectorAll(selector)].map((one) => one.textContent ?? '');
  const marked = textsOf('[itemprop="author"] [itemprop="name"], [rel~="author"], [itemprop="author"]');
  const looks = textsOf(
    '[class*="author__name"], [class*="author-name"], [class*="authorName"], [class*="byline-name"], [class*="byline__name"]',
  ).slice(0, 4);
  for (const written of [
    allSaid(thing, 'author'),
    meta('author', 'article:author', 'dc.creator'),
    marked,
    looks,
  ]) {
    const names = authorsOf(written).filter((name) => name.length < 80);
    if (names.length > 0) return names;
  }
  return [];
}

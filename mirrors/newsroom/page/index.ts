import { Readability } from '@mozilla/readability';
import { type Block, bodyText, type Picture, picturesOf } from '../../../src/edition/body.ts';
import { decodeText } from '../charset.ts';
import { bodyFromHtml } from '../html.ts';
import { emptyPicture } from '../picture.ts';
import { aboutPage } from './about.ts';
import { normalisePage, openDocument } from './document.ts';
import type { Profile } from './profile.ts';

export type { Profile } from './profile.ts';

/** An article as its own page shows it. Times in seconds since 1970, UTC; null where the page does not say. */
export interface PageArticle {
  title: string;
  /** The text without its lead picture; pictures in it have url, alt, caption and credit only. */
  body: Block[];
  /** The picture that opens the article, or null. */
  lead: Picture | null;
  /** The line under the headline as the page words it; empty where there is none. */
  description: string;
  authors: string[];
  section: string;
  tags: string[];
  published: number | null;
  updated: number | null;
  /** Labels that a law demands, as typed; they stand in the body too. */
  labels: string[];
  /** Absolute address that the page names as its own, else the one it was had from; empty where neither is known. */
  canonical: string;
  language: string;
  /** What the page says to its readers; members fit for `messages` in `tamizdat.json` once somebody has read them. */
  messages: PageMessage[];
}

/** Something that a page says to its readers about itself and not in the article. */
export interface PageMessage {
  kind: 'strap' | 'banner' | 'notice' | 'newsletter' | 'appeal';
  title: string;
  text: string;
  /** Where it leads, or empty. */
  url: string;
}

/** What is known of a page besides its bytes. */
export interface PageOptions {
  /** Where it was had from, absolute; empty for a file that does not say. */
  url: string;
  /** The Content-Type that it came with. */
  type?: string;
  /** What is known of particular sites; the first that names the page's host is followed. Default: those built in. */
  profiles?: readonly Profile[];
  /** Language where neither the page nor its letters tell. */
  language?: string;
}

/** A page that holds no article. The message says what it seems to be, without the page's name. */
export class PageError extends Error {
  override name = 'PageError';
}

/**
 * Reads the article of a page: right text and nothing but the text. It stops at the first article of a page that
 * loads the next one into itself.
 * @throws PageError where there is no article in it
 */
export function readPage(bytes: Uint8Array, { url, type = '', language = 'en' }: PageOptions): PageArticle {
  const page = normalisePage(decodeText(bytes, type));
  const found = new Readability(openDocument(page)).parse();
  const body = bodyFromHtml(found?.content ?? '', url);
  const text = bodyText(body);
  if (text === '') throw new PageError('holds no article');
  const about = aboutPage(openDocument(page), url, text, language);
  const lead = picturesOf(body)[0] ?? (about.picture ? emptyPicture(about.picture) : null);
  return {
    title: found?.title ?? '',
    body: body.filter((block) => !(Array.isArray(block) && block[0] === 'img' && block[1] === lead)),
    lead,
    description: about.description,
    authors: about.authors,
    section: about.section,
    tags: about.tags,
    published: about.published,
    updated: about.updated,
    labels: [],
    canonical: about.canonical || url,
    language: about.language,
    messages: [],
  };
}

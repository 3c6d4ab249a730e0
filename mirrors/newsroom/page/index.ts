import { type Block, bodyText, inlineText, type Picture, picturesOf } from '../../../src/edition/body.ts';
import { decodeText } from '../charset.ts';
import { bodyFromHtml } from '../html.ts';
import { without } from '../lead.ts';
import { webAddress } from '../node.ts';
import { emptyPicture } from '../picture.ts';
import { languageOf } from '../section.ts';
import { aboutPage } from './about.ts';
import { normalisePage, openDocument } from './document.ts';
import { shapeFigures } from './figures.ts';
import { htmlOfKept } from './keep.ts';
import { picturesOfText } from './pictures.ts';
import type { Profile } from './profile.ts';
import { isText, judgeBlocks } from './text.ts';
import { titleOf } from './title.ts';
import { votesOf } from './votes.ts';

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
  const document = openDocument(page);
  const base = webAddress(document.querySelector('base[href]')?.getAttribute('href') ?? '', url) || url;
  const about = aboutPage(document, base);
  const votes = votesOf(page, url);
  shapeFigures(document);
  const { blocks, root } = judgeBlocks(document, votes, about.description);
  const kept = new Set(blocks.filter(isText).map((block) => block.node));
  if (kept.size === 0) throw new PageError('holds no article');
  const title = titleOf(document, blocks.find(isText)?.node, [votes.readability.title, votes.defuddle.title]);
  for (const node of picturesOfText(document.body, root, kept, base)) kept.add(node);
  const body = bodyFromHtml(htmlOfKept(document.body, kept), base);
  const lead = leadOf(body, about.picture);
  return {
    title,
    body: lead ? without(body, (picture) => picture === lead) : body,
    lead,
    description: about.description,
    authors: about.authors,
    section: about.section,
    tags: about.tags,
    published: about.published,
    updated: about.updated,
    labels: body.flatMap((block) => (block[0] === 'label' ? [inlineText(['p', ...block.slice(1)])] : [])),
    canonical: about.canonical || url,
    language: languageOf(about.languages, bodyText(body), language),
    messages: [],
  };
}

/** The picture that stands before the text, else the one that the page is shared with. */
function leadOf(body: readonly Block[], shared: string): Picture | null {
  const first = body.find((block) => Array.isArray(block) && (block[0] === 'img' || block[0] === 'gallery'));
  const opens = first && body.indexOf(first) < 2 ? picturesOf([first])[0] : undefined;
  if (opens) return opens;
  const name = nameOf(shared);
  const same = picturesOf(body).find((picture) => name !== '' && nameOf(picture.url) === name);
  return same ?? (shared === '' ? null : emptyPicture(shared));
}

function nameOf(address: string): string {
  return (
    address
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}

import { type Block, bodyText, inlineText, type Picture, picturesOf } from '../../../src/edition/body.ts';
import { decodeText } from '../charset.ts';
import { bodyFromHtml } from '../html.ts';
import { without } from '../lead.ts';
import { webAddress } from '../node.ts';
import { emptyPicture } from '../picture.ts';
import { languageOf } from '../section.ts';
import type { Alternate } from '../translations.ts';
import { aboutPage, canonicalOf } from './about.ts';
import { blocksOf } from './blocks.ts';
import { firstArticle, normalisePage, openDocument, PageError } from './document.ts';
import { shapeFigures } from './figures.ts';
import { htmlOfKept } from './keep.ts';
import { blocksInMessages, messagesOf, type PageMessage } from './messages.ts';
import { picturesOfText } from './pictures.ts';
import { markByProfile, markEntries, type Profile, profileOf, saidByProfile } from './profile.ts';
import { knownProfiles } from './profiles.ts';
import { isText, type Judged, judgeBlocks, takeBlocks } from './text.ts';
import { titleOf } from './title.ts';
import { votesOf } from './votes.ts';

export { PageError } from './document.ts';
export type { PageMessage } from './messages.ts';
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
  /** The same article in other languages, as the page's head names them. */
  alternates: Alternate[];
  /** What the page says to its readers; members fit for `messages` in `tamizdat.json` once somebody has read them. */
  messages: PageMessage[];
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

/**
 * Reads the article of a page: right text and nothing but the text. It stops at the first article of a page that
 * loads the next one into itself.
 * @throws PageError where there is no article in it
 */
export function readPage(bytes: Uint8Array, options: PageOptions): PageArticle {
  const { url, type = '', language = 'en', profiles = knownProfiles } = options;
  const page = firstArticle(normalisePage(decodeText(bytes, type)));
  const profile = profileOf(profiles, url);
  const known = profile && readWith(page, url, language, profile);
  const read = known ?? readWith(page, url, language);
  if (!read) throw new PageError('holds no article');
  return read.article;
}

/** Where a saved page was: what browsers and SingleFile note, else what it names as its own; empty for neither. */
export function addressIn(bytes: Uint8Array): string {
  const html = decodeText(bytes, '');
  const noted = /<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?:\S+)/i.exec(
    html,
  );
  return webAddress(noted?.[1] ?? '', '') || canonicalOf(openDocument(normalisePage(html)), '');
}

/** A page as it was read: the article, and all blocks of the page that it was chosen from. */
export interface Reading {
  article: PageArticle;
  document: Document;
  blocks: Judged[];
  /** Those that are the text. */
  texts: Judged[];
}

/**
 * Reads a page by a profile, or without one by votes; undefined where that finds no text.
 * @param page as `normalisePage` writes it
 */
export function readWith(
  page: string,
  url: string,
  language: string,
  profile?: Profile,
): Reading | undefined {
  const document = openDocument(page);
  const base = webAddress(document.querySelector('base[href]')?.getAttribute('href') ?? '', url) || url;
  const about = aboutPage(document, base);
  const votes = profile ? undefined : votesOf(page, url);
  markByProfile(document, profile);
  markEntries(document, profile);
  shapeFigures(document);
  const { blocks, root } = votes
    ? judgeBlocks(document, votes, about.description)
    : takeBlocks(document, profile ?? { hosts: [] });
  const chosen = blocks.filter(isText);
  const strangers = blocksInMessages(blocks, new Set(chosen.map((block) => block.node)));
  const texts = chosen.filter(({ node }) => !strangers.has(node));
  if (texts.length === 0) return undefined;
  const kept = new Set(texts.map((block) => block.node));
  const messages = messagesOf(document.body, blocks, kept, base);
  const said = profile ? saidByProfile(root, profile) : {};
  const title =
    said.title ||
    titleOf(document, texts[0]!.node, votes ? [votes.readability.title, votes.defuddle.title] : []);
  for (const node of picturesOfText(document.body, root, kept, base)) kept.add(node);
  const body = withLabels(bodyFromHtml(htmlOfKept(document.body, kept), base), labelsOf(document));
  const picture = leadOf(body, about.picture);
  const article: PageArticle = {
    title,
    body: picture ? without(body, (one) => one === picture) : body,
    lead: picture,
    description: about.description,
    authors: said.authors ?? about.authors,
    section: said.section || about.section,
    tags: about.tags,
    published: about.published ?? said.published ?? null,
    updated: about.updated ?? said.updated ?? null,
    labels: body.flatMap((block) => (block[0] === 'label' ? [inlineText(['p', ...block.slice(1)])] : [])),
    canonical: about.canonical || url,
    language: languageOf(about.languages, bodyText(body), language),
    alternates: about.alternates,
    messages,
  };
  return { article, document, blocks, texts };
}

/** Texts of what a profile calls a label. */
function labelsOf(document: Document): Set<string> {
  return new Set(
    [...document.querySelectorAll('[data-label]')].flatMap((one) => blocksOf(one).map(({ text }) => text)),
  );
}

function withLabels(body: readonly Block[], labels: ReadonlySet<string>): Block[] {
  return body.map((block): Block => {
    if (typeof block === 'string') return labels.has(block) ? ['label', block] : block;
    return block[0] === 'p' && labels.has(inlineText(block))
      ? (['label', ...block.slice(1)] as Block)
      : block;
  });
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

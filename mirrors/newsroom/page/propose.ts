import { picturesOf } from '../../../src/edition/body.ts';
import { decodeText } from '../charset.ts';
import { collapse } from './blocks.ts';
import { firstArticle, normalisePage, openDocument, PageError } from './document.ts';
import { type PageArticle, type PageOptions, type Reading, readWith } from './index.ts';
import { type Profile, profileOf } from './profile.ts';
import { knownProfiles } from './profiles.ts';
import { homeOf } from './text.ts';

/** A profile for pages like one, and what it takes of that page and leaves. */
export interface Proposal {
  profile: Profile;
  /** Whether the profile is one that is known already; else it was made of this page. */
  isKnown: boolean;
  article: PageArticle;
  /** Blocks of text in the order of the page. */
  lines: { text: string; isTaken: boolean }[];
}

/**
 * Proposes a profile for a site by one of its pages: what was found without a profile, said in selectors.
 * @throws PageError where there is no article in the page
 */
export function proposeProfile(
  bytes: Uint8Array,
  { url, type = '', language = 'en' }: PageOptions,
): Proposal {
  const page = firstArticle(normalisePage(decodeText(bytes, type)));
  const known = profileOf(knownProfiles, url);
  const free = readWith(page, url, language);
  if (!free) throw new PageError('holds no article');
  const profile = known ?? made(free, page, url);
  const read = readWith(page, url, language, profile) ?? free;
  const taken = new Set(read.texts.map(({ order }) => order));
  const words = wordsBeside(read.article);
  return {
    profile,
    isKnown: known !== undefined,
    article: read.article,
    lines: read.blocks.map(({ text, order }) => ({ text, isTaken: taken.has(order) || words.has(text) })),
  };
}

/** What is taken beside the text: headline and authors, captions and credits as they stand there, together or apart. */
function wordsBeside({ title, authors, lead, body }: PageArticle): Set<string> {
  const pictures = [...(lead ? [lead] : []), ...picturesOf(body)];
  const words = pictures.flatMap(({ caption, credit }) => [
    caption,
    credit,
    `${caption} ${credit}`,
    `${caption}${credit}`,
  ]);
  return new Set([title, ...authors, ...words].filter((one) => one.trim() !== ''));
}

function made({ document, texts, article }: Reading, page: string, url: string): Profile {
  const home = homeOf(texts);
  const box = home?.closest('article') ?? undefined;
  // As it came: in the one that was read, pictures have been given one shape.
  const fresh = openDocument(page);
  const saying = (text: string | undefined, within: string): Element | undefined =>
    [...fresh.querySelectorAll(within)].find((one) => text && collapse(one.textContent ?? '') === text);
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : 'paper.example';
  const profile: Profile = { hosts: [host] };
  const parts: [Exclude<keyof Profile, 'hosts'>, Document, Element | undefined][] = [
    ['article', document, box],
    ['headline', fresh, saying(article.title, 'h1, h2')],
    ['author', fresh, saying(article.authors[0], 'article *, main *, [class*="author"]')],
    ['published', fresh, fresh.querySelector('article time[datetime], time[datetime]') ?? undefined],
    [
      'lead',
      fresh,
      saying(article.lead?.caption, 'figcaption *, figcaption')?.closest('figure') ?? undefined,
    ],
    ['caption', fresh, saying(article.lead?.caption, 'figure *')],
    ['credit', fresh, saying(article.lead?.credit, 'figure *')],
    ['body', document, home],
  ];
  for (const [part, tree, node] of parts) {
    const selector = node && selectorOf(tree, node);
    if (selector) profile[part] = selector;
  }
  return profile;
}

/** A short selector whose first finding is the element; its tag alone where it has no name of its own. */
function selectorOf(document: Document, node: Element): string | undefined {
  const tag = node.tagName.toLowerCase();
  const names = (node.getAttribute('class') ?? '')
    .split(/\s+/)
    .filter((name) => /^[a-z][a-z_-]{3,40}$/i.test(name));
  const id = node.getAttribute('id') ?? '';
  const tries = [
    ...names.map((name) => `.${name}`),
    ...(/^[a-z][a-z_-]{2,40}$/i.test(id) ? [`#${id}`] : []),
    ...names.map((name) => `${tag}.${name}`),
    ...(node.hasAttribute('itemprop') ? [`[itemprop="${node.getAttribute('itemprop')}"]`] : []),
    tag,
  ];
  return tries.find((one) => document.querySelectorAll(one)[0] === node);
}

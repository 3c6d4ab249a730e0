/** An edition as JSON Lines, for programs (docs/publishing.md). */
import { type Article, bodyText, inlineText, type Picture, picturesOf } from '../../src/edition/body.ts';

/** One article as `open --json` prints it. Times are ISO 8601, UTC. */
export interface Shown {
  id: string;
  title: string;
  summary: string;
  authors: string[];
  published: string;
  dated: boolean;
  updated: string | null;
  section: string;
  tags: string[];
  language: string;
  url: string;
  source: string;
  text: string;
  links: string[];
  labels: string[];
  pictures: ShownPicture[];
}

/** Of the largest size kept; `bytes` 0 and no `sha256` where the picture could not be had. */
export interface ShownPicture {
  url: string;
  alt: string;
  caption: string;
  credit: string;
  width: number;
  height: number;
  bytes: number;
  /** Hexadecimal. */
  sha256: string | null;
}

export function showArticle(article: Article): Shown {
  const { id, title, summary, by, published, dated, updated, section, tags, language, url, source, body } =
    article;
  return {
    ...{ id, title, summary, authors: by, published: isoTime(published), dated: dated !== false },
    updated: updated === undefined ? null : isoTime(updated),
    ...{ section, tags, language, url, source, text: bodyText(body), links: linksOf(body) },
    labels: labelsOf(body),
    pictures: picturesOf(body).map(showPicture),
  };
}

function showPicture({ url, alt, caption, credit, width, height, ...stored }: Picture): ShownPicture {
  const [, bytes] = stored.full ?? stored.article ?? ['', 0];
  return { url, alt, caption, credit, width, height, bytes, sha256: hexOf(stored.sha256) };
}

/** A digest in hexadecimal, as file names and other tools have it. */
export function hexOf(digest: string | undefined): string | null {
  return digest === undefined ? null : Buffer.from(digest, 'base64url').toString('hex');
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** Addresses of all links, in order. */
function linksOf(body: unknown): string[] {
  const links: string[] = [];
  visit(body, (node) => {
    if (node[0] === 'a' && typeof node[1] === 'string') links.push(node[1]);
  });
  return links;
}

function labelsOf(body: unknown): string[] {
  const labels: string[] = [];
  visit(body, (node) => {
    if (node[0] === 'label') labels.push(inlineText(node));
  });
  return labels;
}

function visit(node: unknown, meet: (node: unknown[]) => void): void {
  if (!Array.isArray(node)) return;
  meet(node);
  for (const child of node) visit(child, meet);
}

import { Readability } from '@mozilla/readability';
import { DefuddleClass } from 'defuddle/node';
import { blocksOf, keyOf, type TextBlock, wrapLooseText } from './blocks.ts';
import { openDocument } from './document.ts';

/** What one extractor takes of a page. */
export interface Vote {
  title: string;
  /** All its letters and digits. */
  key: string;
  /** Those of each block by itself. */
  blocks: Set<string>;
}

/** Asks the two extractors that are best kept; each has faults where the other has none. */
export function votesOf(page: string, url: string): { readability: Vote; defuddle: Vote } {
  return { readability: askReadability(page), defuddle: askDefuddle(page, url) };
}

/** Whether an extractor took a block. Short ones must stand there by themselves: any page holds "News" somewhere. */
export function isFor(vote: Vote, block: TextBlock): boolean {
  if (block.key === '') return false;
  return block.key.length < 25 ? vote.blocks.has(block.key) : vote.key.includes(block.key);
}

function askReadability(page: string): Vote {
  const found = new Readability(openDocument(page)).parse();
  return vote(found?.title ?? '', found?.content ?? '');
}

function askDefuddle(page: string, url: string): Vote {
  const document = openDocument(page);
  // It tells the console of every broken one.
  for (const script of [...document.querySelectorAll('script')])
    if (!isJson(script.textContent ?? '')) script.remove();
  const found = new DefuddleClass(document, { url, useAsync: false }).parse();
  return vote(found.title, found.content);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function vote(title: string, html: string): Vote {
  const document = openDocument(`<!doctype html><html><body>${html}</body></html>`);
  wrapLooseText(document, document.body);
  const blocks = blocksOf(document.body);
  return {
    title,
    key: keyOf(document.body.textContent ?? ''),
    blocks: new Set(blocks.map(({ key }) => key)),
  };
}

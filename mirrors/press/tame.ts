/** What an article must be before it can be packed: within the depths and numbers that a reader takes. */
import { type Article, type Block, bodyText, inlineText, picturesOf } from '../../src/edition/body.ts';

/** Values in one pack; a reader refuses 20,000 (docs/format.md section 11). */
export const MOST_NODES = 18_000;
/** A node stands four brackets deep in a pack, and a reader refuses the thirteenth. */
const MOST_DEPTH = 9;
const NODES_A_BLOCK = 12_000;

/** How many values JSON text of it holds, as a reader counts them. */
export function countNodes(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, child) => sum + countNodes(child), 1);
  if (typeof value === 'object' && value !== null) return countNodes(Object.values(value));
  return 1;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const child of Object.values(value)) deepest = Math.max(deepest, depthOf(child));
  return deepest + 1;
}

/** The article with what no reader would take made simpler: too deep, too many, too long. Nothing of its text is lost. */
export function tame(article: Article): Article {
  const kept = { ...article, title: clip(article.title, 2_000), summary: clip(article.summary, 160) };
  if (kept.url.length > 2_000) kept.url = '';
  kept.by = few(kept.by, 600);
  kept.tags = few(kept.tags, 1_500);
  if (kept.related) kept.related = kept.related.slice(0, 40);
  kept.body = article.body.flatMap(tameBlock);
  return kept;
}

/** At most so many letters, the last an ellipsis where some were left out. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters = Array.from(text);
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

function few(words: readonly string[], letters: number): string[] {
  let room = letters;
  return words.filter((word) => {
    room -= word.length;
    return room >= 0;
  });
}

function tameBlock(block: Block): Block[] {
  if (typeof block === 'string') return [block];
  if (depthOf(block) > MOST_DEPTH) return flatten(block);
  if (countNodes(block) <= NODES_A_BLOCK) return [block];
  const fixed = block[0] === 'table' || block[0] === 'ol' ? 2 : 1;
  if (block[0] !== 'table' && block[0] !== 'ol' && block[0] !== 'ul' && block[0] !== 'gallery')
    return flatten(block);
  const members = block.slice(fixed);
  const half = Math.ceil(members.length / 2);
  if (half === members.length) return flatten(block);
  const head: unknown[] = block.slice(0, fixed);
  const second: unknown[] =
    block[0] === 'ol' ? ['ol', block[1] + half] : block[0] === 'table' ? ['table', 0] : head;
  return [
    [...head, ...members.slice(0, half)] as Block,
    [...second, ...members.slice(half)] as Block,
  ].flatMap(tameBlock);
}

/** Paragraphs, labels and pictures of a block, without its structure. */
function flatten(block: Block): Block[] {
  const text = bodyText([block])
    .split('\n')
    .filter((line) => line !== '');
  const labels: Block[] = [];
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    if (node[0] === 'label') labels.push(['label', inlineText(node)]);
    else node.forEach(walk);
  };
  walk(block);
  return [...text, ...labels, ...picturesOf([block]).map((picture): Block => ['img', picture])];
}

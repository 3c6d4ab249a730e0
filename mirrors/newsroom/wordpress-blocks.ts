/** Blocks as WordPress stores them: comments around what they hold, and blocks that are kept elsewhere. */
import { escapeAttribute as attribute } from './escape.ts';

/** A block that is shared by posts may hold others; hostile ones hold each other without end. */
const deepestShared = 3;
/** No more of a post is made by putting shared blocks into it (letters). */
const longest = 3_000_000;

const shared = /<!--\s*wp:block\s+\{(?:(?!-->)[\s\S])*?"ref"\s*:\s*(\d+)(?:(?!-->)[\s\S])*?-->/g;
const footnotes = /<!--\s*wp:footnotes\b(?:(?!-->)[\s\S])*?-->/;

/**
 * A post with what its blocks only name in their place: blocks that several posts share, and its footnotes.
 * @param notes the post's footnotes as WordPress keeps them: JSON, a list of {id, content}; or empty
 */
export function fillBlocks(content: string, blockOf: (id: string) => string | undefined, notes = ''): string {
  let text = content;
  for (let depth = 0; depth < deepestShared && text.length < longest; depth += 1) {
    const filled = text.replace(shared, (_, id: string) => `\n\n${blockOf(id) ?? ''}\n\n`);
    if (filled === text) break;
    text = filled;
  }
  return text.replace(footnotes, () => listOf(notes));
}

function listOf(notes: string): string {
  const items = read(notes).flatMap(({ id, content }) =>
    typeof id === 'string' && typeof content === 'string'
      ? [`<li id="${attribute(id)}">${content}</li>`]
      : [],
  );
  return items.length > 0 ? `<!-- wp:list --><ol>${items.join('')}</ol><!-- /wp:list -->` : '';
}

function read(notes: string): { id?: unknown; content?: unknown }[] {
  try {
    const list = JSON.parse(notes || '[]') as unknown;
    return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    // A post without its footnotes is still a post.
    return [];
  }
}

/** Applies a change to what stands outside of all blocks: what was written before there were any. */
export function outsideBlocks(html: string, change: (classic: string) => string): string {
  const parts: string[] = [];
  let [depth, at] = [0, 0];
  // What is called `freeform` is a block of what was written without any.
  for (const mark of html.matchAll(/<!--\s*(\/?)wp:(?!(?:core\/)?freeform\b)(?:(?!-->)[\s\S])*?(\/?)-->/g)) {
    const [whole, closes, isEmpty] = mark;
    if (depth === 0) {
      parts.push(change(html.slice(at, mark.index)));
      at = mark.index;
    }
    if (closes) depth = Math.max(0, depth - 1);
    else if (!isEmpty) depth += 1;
    if (depth > 0) continue;
    const end = mark.index + whole.length;
    parts.push(html.slice(at, end));
    at = end;
  }
  parts.push(depth > 0 ? html.slice(at) : change(html.slice(at)));
  return parts.join('\n');
}

/** Blocks as WordPress stores them: comments around what they hold, and blocks that are kept elsewhere. */
import { escapeAttribute as attribute } from './escape.ts';

/** A block that is shared by posts may hold others; hostile ones hold each other without end. */
const deepestShared = 3;
/** No more of a post is made by putting shared blocks into it (letters). */
const longest = 3_000_000;

/**
 * A post with what its blocks only name in their place: blocks that several posts share, and its footnotes.
 * @param notes the post's footnotes as WordPress keeps them: JSON, a list of {id, content}; or empty
 */
export function fillBlocks(content: string, blockOf: (id: string) => string | undefined, notes = ''): string {
  let text = content;
  for (let depth = 0; depth < deepestShared && text.length < longest; depth += 1) {
    const filled = withComments(text, (comment) => {
      const [, id] = (/^<!--\s*wp:block\s+\{/.test(comment) && /"ref"\s*:\s*(\d+)/.exec(comment)) || [];
      return id === undefined ? comment : `\n\n${blockOf(id) ?? ''}\n\n`;
    });
    if (filled === text) break;
    text = filled;
  }
  let isListed = false;
  return withComments(text, (comment) => {
    if (isListed || !/^<!--\s*wp:footnotes\b/.test(comment)) return comment;
    isListed = true;
    return listOf(notes);
  });
}

interface Comment {
  index: number;
  whole: string;
}

/** Comments one after another, by their ends alone: hostile ones without an end cost no more than others. */
function* commentsIn(html: string): Generator<Comment> {
  for (let index = html.indexOf('<!--'); index >= 0; ) {
    const end = html.indexOf('-->', index) + 3;
    if (end < 3) return;
    yield { index, whole: html.slice(index, end) };
    index = html.indexOf('<!--', end);
  }
}

function withComments(html: string, change: (comment: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { index, whole } of commentsIn(html)) {
    parts.push(html.slice(at, index), change(whole));
    at = index + whole.length;
  }
  return parts.join('') + html.slice(at);
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
  for (const { index, whole } of commentsIn(html)) {
    // What is called `freeform` is a block of what was written without any.
    const [mark, closes] = /^<!--\s*(\/?)wp:(?!(?:core\/)?freeform\b)/.exec(whole) ?? [];
    if (mark === undefined) continue;
    if (depth === 0) {
      parts.push(change(html.slice(at, index)));
      at = index;
    }
    if (closes) depth = Math.max(0, depth - 1);
    else if (!whole.endsWith('/-->')) depth += 1;
    if (depth > 0) continue;
    const end = index + whole.length;
    parts.push(html.slice(at, end));
    at = end;
  }
  parts.push(depth > 0 ? html.slice(at) : change(html.slice(at)));
  return parts.join('\n');
}

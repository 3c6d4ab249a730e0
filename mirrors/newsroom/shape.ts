import type { DefaultTreeAdapterMap } from 'parse5';
import { isTiny } from './node.ts';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

/** Elements that end the line that they stand in. */
export const blockTags = new Set(
  'p div section article main aside header footer figure figcaption ul ol li dl dt dd blockquote table pre hr img picture h1 h2 h3 h4 h5 h6 iframe video audio object embed address details summary center body html fieldset'.split(
    ' ',
  ),
);

/** Whether anything below an element is as asked. By a list and not by recursion: hostile HTML nests without end. */
function holds(node: Element, asked: (inner: Element) => boolean): boolean {
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!('tagName' in next)) continue;
    if (next !== node && asked(next)) return true;
    for (const child of next.childNodes) waiting.push(child);
  }
  return false;
}

/** Whether a stretch of the source holds anything that is a block of its own. */
export function holdsBlock(node: Element): boolean {
  return holds(node, (inner) => blockTags.has(inner.tagName));
}

/** Whether a figure's caption is somewhere in an element. */
export function holdsCaption(node: Element): boolean {
  return holds(node, (inner) => inner.tagName === 'figcaption');
}

/** The cells of a table that is not inside another, row by row. */
export function rowsOf(node: Element): Element[][] {
  const rows: Element[][] = [];
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    if (child.tagName === 'tr') {
      rows.push(
        child.childNodes.filter((one): one is Element => 'tagName' in one && /^t[dh]$/.test(one.tagName)),
      );
    } else if (/^(thead|tbody|tfoot)$/.test(child.tagName)) for (const row of rowsOf(child)) rows.push(row);
  }
  return rows.filter((row) => row.length > 0);
}

/** Whether a cell holds what no cell of figures and words does: the table is there for the sake of layout. */
export function isLayout(cell: Element): boolean {
  return holds(
    cell,
    (inner) =>
      /^(?:table|ul|ol|blockquote|iframe|pre|figure|h[1-6])$/.test(inner.tagName) ||
      (inner.tagName === 'img' && !isTiny(inner)),
  );
}

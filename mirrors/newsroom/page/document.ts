import { parseHTML } from 'linkedom';
import { type DefaultTreeAdapterMap, parse, serialize } from 'parse5';

type Parent = DefaultTreeAdapterMap['parentNode'];
type Child = DefaultTreeAdapterMap['childNode'];

/** Browsers nest no deeper either (512 in Blink); what is deeper was made to break programs. */
const deepest = 400;
/** Never any use to a reader, and heavy; `script` is kept where it holds data. */
const useless = /^(?:style|template|canvas|#comment|#documentType)$/;

/**
 * A page as a browser would understand it, in HTML that any parser understands in one way: tags closed, no comments,
 * styles and programs, nothing nested without end.
 */
export function normalisePage(html: string): string {
  const tree = parse(html, { scriptingEnabled: false });
  const waiting: [Parent, number][] = [[tree, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [parent, depth] = next;
    parent.childNodes = parent.childNodes.filter((child) => !isUseless(child));
    for (const child of parent.childNodes) {
      if (!('childNodes' in child)) continue;
      if (depth < deepest) waiting.push([child, depth + 1]);
      else child.childNodes = [];
    }
  }
  return `<!doctype html>${serialize(tree)}`;
}

function isUseless(node: Child): boolean {
  if (useless.test(node.nodeName)) return true;
  if (node.nodeName !== 'script' || !('attrs' in node)) return false;
  return !node.attrs.some(({ name, value }) => name === 'type' && /ld\+json/i.test(value));
}

/** A document of its own, free to be changed. */
export function openDocument(normalised: string): Document {
  return parseHTML(normalised).document;
}

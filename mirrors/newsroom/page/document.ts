import { parseHTML } from 'linkedom';
import { type DefaultTreeAdapterMap, parse, serialize } from 'parse5';
import { textOf } from '../node.ts';
import { textInScripts } from './hidden.ts';

type Parent = DefaultTreeAdapterMap['parentNode'];
type Child = DefaultTreeAdapterMap['childNode'];

/** Browsers nest no deeper either (512 in Blink); what is deeper was made to break programs. */
const deepest = 400;
/** Extractors take time that grows faster than a page: the longest of a few hundred real ones has 2,800 elements. */
const mostElements = 50_000;
/** Never any use to a reader, and heavy; `script` is kept where it holds data. */
const useless = /^(?:style|template|canvas|#comment|#documentType)$/;

/** A page that holds no article. The message says what it seems to be, without the page's name. */
export class PageError extends Error {
  override name = 'PageError';
}

/**
 * A page as a browser would understand it, in HTML that any parser understands in one way: tags closed, no comments,
 * styles and programs, nothing nested without end. A text that only the programs would show is put at its end.
 * @throws PageError where it has more elements than any article
 */
export function normalisePage(html: string): string {
  const tree = parse(html, { scriptingEnabled: false });
  const scripts: string[] = [];
  let shown = 0;
  let elements = 0;
  const waiting: [Parent, number][] = [[tree, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [parent, depth] = next;
    if (parent.nodeName === 'p') shown += textOf(parent as Child).trim().length;
    parent.childNodes = parent.childNodes.filter((child) => {
      if (child.nodeName === 'script' && isUseless(child)) scripts.push(textIn(child));
      return !isUseless(child);
    });
    for (const child of parent.childNodes) {
      if (!('childNodes' in child)) continue;
      if (++elements > mostElements)
        throw new PageError(
          `has more than ${mostElements.toLocaleString('en')} elements: no article is that long`,
        );
      if (depth < deepest) waiting.push([child, depth + 1]);
      else child.childNodes = [];
    }
  }
  const page = `<!doctype html>${serialize(tree)}`;
  const kept = textInScripts(scripts);
  if (kept === '' || kept.replace(/<[^>]*>/g, '').length < shown * 2) return page;
  return normalisePage(page.replace(/<\/body><\/html>$/, () => `<article>${kept}</article></body></html>`));
}

function textIn(script: Child): string {
  const [text] = 'childNodes' in script ? script.childNodes : [];
  return text && 'value' in text ? text.value : '';
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

/** A page that has loaded the next article into itself, without that: only the first is what it was asked for. */
export function firstArticle(normalised: string): string {
  if ((normalised.match(/<h1[\s>]/g)?.length ?? 0) < 2) return normalised;
  const document = openDocument(normalised);
  const whole = [...document.querySelectorAll('article, [data-article-url], [itemtype$="Article"]')].filter(
    (one) => one.querySelectorAll('h1').length === 1 && textLength(one) > shortest,
  );
  const known = new Set(whole);
  const isWithin = (node: Element | null): boolean =>
    node !== null && (known.has(node) || isWithin(node.parentElement));
  const [first, ...others] = whole.filter((one) => !isWithin(one.parentElement));
  if (!first || others.length === 0) return normalised;
  for (const one of others) one.remove();
  return document.toString();
}

/** Text of paragraphs that an article has at the least, in characters; a teaser has less. */
const shortest = 500;

function textLength(node: Element): number {
  let sum = 0;
  for (const one of node.querySelectorAll('p')) sum += (one.textContent ?? '').trim().length;
  return sum;
}

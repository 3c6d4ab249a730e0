import type { DefaultTreeAdapterMap } from 'parse5';
import { attributeOf, textOf } from './node.ts';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];
type Fragment = DefaultTreeAdapterMap['documentFragment'];

/** The footnotes of a stretch of HTML: what marks them, what they are, and the links that lead back. */
export interface Notes {
  /** Marks in the text, with the id of their footnote. */
  marks: Map<Element, string>;
  /** Elements that are footnotes, with their ids. */
  texts: Map<Element, string>;
  /** Links from a footnote to its mark: a reader has its own. */
  back: Set<Element>;
}

const mark = /^[[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¹²³⁰-⁹]{1,3})[\])]?$/iu;
const holder = /^(?:li|p|dd|div|aside|td|section)$/;

/** Finds pairs of a short link such as "1" or "[2]" to a place in the same text and what stands at that place. */
export function findNotes(root: Fragment, base: string): Notes {
  const byId = new Map<string, Element>();
  const links: Element[] = [];
  const waiting: Node[] = [...root.childNodes].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!('tagName' in next)) continue;
    const id = attributeOf(next, 'id') || (next.tagName === 'a' ? attributeOf(next, 'name') : '');
    if (id !== '' && !byId.has(id)) byId.set(id, next);
    if (next.tagName === 'a' && attributeOf(next, 'href').includes('#')) links.push(next);
    for (let at = next.childNodes.length - 1; at >= 0; at -= 1) waiting.push(next.childNodes[at]!);
  }
  const notes: Notes = { marks: new Map(), texts: new Map(), back: new Set() };
  const targets = links.map((link) => {
    const place = byId.get(placeNamed(link, base));
    return [link, place && holderOf(place)] as const;
  });
  for (const [link, target] of targets) {
    if (!target || isWithin(link, target) || !mark.test(textOf(link).trim())) continue;
    // The link back from a footnote is as short as the mark, but what it leads to is the text above.
    if ([...notes.texts.keys()].some((text) => isWithin(link, text))) continue;
    const id = notes.texts.get(target) ?? `n${notes.texts.size + 1}`;
    notes.texts.set(target, id);
    notes.marks.set(link, id);
  }
  for (const [link, target] of targets) {
    if (!notes.marks.has(link) && target && [...notes.texts.keys()].some((text) => isWithin(link, text)))
      if (textOf(link).trim().length <= 3) notes.back.add(link);
  }
  return notes;
}

function placeNamed(link: Element, base: string): string {
  const [address = '', place = ''] = attributeOf(link, 'href').split('#');
  if (address !== '' && address !== base && !base.startsWith(`${address}#`)) return '';
  try {
    return decodeURIComponent(place);
  } catch {
    return place;
  }
}

/** The block that a named place stands in; a whole text is no footnote. */
function holderOf(place: Element): Element | undefined {
  let at: Element | undefined = place;
  for (let level = 0; at && level < 4; level += 1) {
    if (holder.test(at.tagName)) return textOf(at).length < 5_000 ? at : undefined;
    at = at.parentNode && 'tagName' in at.parentNode ? at.parentNode : undefined;
  }
  return undefined;
}

function isWithin(node: Element, outer: Element): boolean {
  for (let at: Element['parentNode'] = node; at; at = 'parentNode' in at ? at.parentNode : null)
    if (at === outer) return true;
  return false;
}

import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { decodeText } from './charset.ts';
import { webAddress } from './node.ts';

type Node = DefaultTreeAdapterMap['node'];

/** The addresses that a page links to, in the order in which they stand in it, each once. */
export function linksOf(bytes: Uint8Array, base: string, type = ''): string[] {
  const found = new Set<string>();
  // By a list and not by recursion: hostile HTML nests without end.
  const waiting: Node[] = [parse(decodeText(bytes, type))];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if ('tagName' in node && node.tagName === 'a') {
      const href = node.attrs.find(({ name }) => name === 'href')?.value;
      const address = href && webAddress(href, base);
      if (address) found.add(address);
    }
    if ('childNodes' in node) waiting.push(...[...node.childNodes].reverse());
  }
  return [...found];
}

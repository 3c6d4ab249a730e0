/** A second opinion on feeds for tests: what an eye would find in one, by patterns, without any parser of feeds. */
import { parseFragment } from 'parse5';
import { textOf } from './node.ts';

export interface CrudeItem {
  /** Letters and digits only, in lower case. */
  title: string;
  /** Seconds since 1970; null where there is none, or none that the language itself can read. */
  published: number | null;
  /** What tells it from others. */
  face: string;
}

const itemPattern = /<((?:[\w-]+:)?(?:item|entry))(?:\s[^>]*)?>([\s\S]*?)<\/\1\s*>/gi;

/** The items of a feed that have anything to read or see: a title, a text, a picture. */
export function crudeItems(text: string): CrudeItem[] {
  if (/^\s*\{/.test(text)) return jsonItems(text);
  return [...text.matchAll(itemPattern)]
    .map(([, , inside = '']) => inside)
    .filter((inside) => hasContent(inside))
    .map((inside) => {
      const written = /<(?:pubDate|published|dc:date|issued|dcterms:issued)(?:\s[^>]*)?>([^<]+)</i.exec(
        inside,
      )?.[1];
      return {
        title: bare(elementOf(inside, 'title')),
        published: timeOf(written),
        face: inside.replace(/\s+/g, ' '),
      };
    });
}

/** The same feed, its items in the opposite order. */
export function reversed(text: string): string {
  if (/^\s*\{/.test(text)) {
    const feed = JSON.parse(text) as { items: unknown[] };
    return JSON.stringify({ ...feed, items: [...feed.items].reverse() });
  }
  const items = [...text.matchAll(itemPattern)];
  let at = 0;
  let made = '';
  items.forEach((item, place) => {
    made += text.slice(at, item.index) + items.at(-1 - place)![0];
    at = item.index + item[0].length;
  });
  // Bytes are UTF-8 from here on.
  return (made + text.slice(at)).replace(/(<\?xml[^>]*\bencoding\s*=\s*["'])[^"']*/i, '$1utf-8');
}

/** Letters and digits of a text, however it is escaped. */
export function bare(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, '');
}

/** A text without marks, however often it is escaped. */
export function plain(text: string): string {
  let bared = text.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1');
  for (let round = 0; round < 3; round += 1) bared = textOf(parseFragment(bared));
  return bared;
}

function jsonItems(text: string): CrudeItem[] {
  const { items } = JSON.parse(text) as { items: Record<string, unknown>[] };
  return items.map((item) => ({
    title: bare(String(item.title ?? '')),
    published: timeOf(item.date_published === undefined ? undefined : String(item.date_published)),
    face: JSON.stringify(item),
  }));
}

function elementOf(inside: string, name: string): string {
  return new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}\\s*>`, 'i').exec(inside)?.[1] ?? '';
}

function hasContent(inside: string): boolean {
  const named =
    /<(?:[\w-]+:)?(?:title|description|summary|encoded|content|body|div|p|full-text)(?:\s[^>]*)?>\s*(?!<\/)\S/i;
  return (
    named.test(inside) ||
    /<(?:enclosure|media:content|media:thumbnail|itunes:image)\b[^>]*(?:image|\.jpe?g|\.png)/i.test(inside)
  );
}

function timeOf(text: string | undefined): number | null {
  // A day and month in numbers, and a time without a zone, mean different things to different eyes.
  if (!text || !/(?:Z|[+-]\d\d:?\d\d|GMT|UTC)\s*$/.test(text.trim())) return null;
  const time = Date.parse(text.trim()) / 1000;
  return Number.isNaN(time) || time < Date.UTC(1990, 0) / 1000 ? null : Math.floor(time);
}

/** What a page says of itself in JSON-LD (schema.org), read by path: its shape is never to be trusted. */
type Thing = { readonly [key: string]: unknown };

const articleType = /(?:^|[:/])(?:\w*Article|\w*News\w*|BlogPosting|LiveBlogPosting|Report|Review)$/;

/** The thing that is the article itself, or undefined. Broken JSON is passed over. */
export function articleThing(document: Document): Thing | undefined {
  const found: Thing[] = [];
  for (const script of document.querySelectorAll('script')) {
    if (!/ld\+json/i.test(script.getAttribute('type') ?? '')) continue;
    gather(parseLoosely(script.textContent ?? ''), found, 0);
  }
  return found.find((thing) => typesOf(thing).some((type) => articleType.test(type)));
}

function gather(value: unknown, into: Thing[], depth: number): void {
  if (depth > 4 || into.length > 200) return;
  if (Array.isArray(value)) for (const one of value) gather(one, into, depth + 1);
  else if (isThing(value)) {
    into.push(value);
    gather(value['@graph'], into, depth + 1);
    gather(value.mainEntity, into, depth + 1);
    gather(value.mainEntityOfPage, into, depth + 1);
  }
}

function parseLoosely(text: string): unknown {
  // Line breaks within strings, CDATA and a semicolon at the end are the common faults.
  const bare = text
    .replace(/^\s*(?:\/\/|\/\*)?\s*<!\[CDATA\[(?:\*\/)?|(?:\/\/|\/\*)?\s*\]\]>(?:\*\/)?\s*$/g, '')
    .replace(/;\s*$/, '');
  for (const attempt of [bare, bare.replace(/\p{Cc}+/gu, ' ')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // Tried again with the faults mended; what stays broken tells nothing.
    }
  }
  return undefined;
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typesOf(thing: Thing): string[] {
  return texts(thing['@type']);
}

/** A member of a thing as text: itself, or the name or address in it; empty where it has none. */
export function said(thing: Thing | undefined, key: string): string {
  return texts(thing?.[key])[0] ?? '';
}

/** As `said`, for members that may have several values. */
export function allSaid(thing: Thing | undefined, key: string): string[] {
  return texts(thing?.[key]);
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (!isThing(value)) return [];
  return [value.name, value.url, value['@id'], value['@value']].flatMap(texts).slice(0, 1);
}

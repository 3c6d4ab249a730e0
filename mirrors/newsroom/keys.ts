import { createHash } from 'node:crypto';

/** What tells one item of a feed from another. Empty where the feed has none. */
export interface Identity {
  guid: string;
  /** Absolute where it can be. */
  link: string;
  title: string;
  /** As written. */
  date: string;
  /** Everything that a reader sees of it. */
  content: string;
}

/**
 * The key of every item, in their order; items with equal keys are one article.
 * A guid counts unless most items share it, a link unless it is the front page or most items share it, else the words
 * count. Where different articles still meet in one key, what tells them apart is added to each of them, so that keys
 * hang neither on the order of items nor on the machine.
 * @param front the feed's own page: no article's address.
 */
export function keysOf(items: readonly Identity[], front: string): string[] {
  const whole = items.map((item) => digest(item.guid, item.link, item.title, item.date, item.content));
  // A repeated item says nothing about how well its guid tells articles apart.
  const firsts = new Set(new Map(whole.map((one, at) => [one, at])).values());
  const distinct = items.filter((_, at) => firsts.has(at));
  const sharedGuids = shared(distinct.map((item) => item.guid));
  const sharedLinks = shared(distinct.map((item) => item.link));
  const host = URL.canParse(front) ? new URL(front).host : '';
  const base = items.map((item) => {
    if (item.guid !== '' && !sharedGuids.has(item.guid)) {
      // A bare number is somebody's own count and needs his name to be one of its kind.
      return /[:/]/.test(item.guid) || host === '' ? item.guid : `${host} ${item.guid}`;
    }
    if (item.link !== '' && !isFront(item.link, front) && !sharedLinks.has(item.link)) return item.link;
    return `words:${digest(item.title || item.content)}`;
  });
  const parts = new Map<string, number[]>();
  base.forEach((key, at) => {
    const part = parts.get(key);
    if (part) part.push(at);
    else parts.set(key, [at]);
  });
  const keys = [...base];
  for (const [key, members] of parts) if (members.length > 1) tellApart(key, members, items, keys);
  return keys;
}

/** Items that meet in one key: the same article again where link and title agree, else told apart. */
function tellApart(
  key: string,
  members: readonly number[],
  items: readonly Identity[],
  keys: string[],
): void {
  const spoken = key.startsWith('words:');
  const face = (at: number): string => {
    const item = items[at]!;
    return digest(
      spoken ? '' : item.link,
      item.title || item.content,
      spoken ? item.date + item.content : '',
    );
  };
  const faces = new Set(members.map(face));
  if (faces.size === 1) return;
  const links = new Set(members.map((at) => items[at]!.link));
  for (const at of members) {
    const item = items[at]!;
    keys[at] = `${key} ${!spoken && links.size === faces.size && item.link !== '' ? item.link : face(at)}`;
  }
}

/** Values that most items share and that hence tell nothing. */
function shared(values: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Set(
    [...counts].filter(([, count]) => count > 1 && count > values.length / 2).map(([value]) => value),
  );
}

function isFront(link: string, front: string): boolean {
  if (!URL.canParse(link)) return false;
  const bare = (text: string): string =>
    text
      .replace(/^https?:\/\/(?:www\.)?/i, '')
      .replace(/[#].*$/, '')
      .replace(/\/+$/, '');
  const address = new URL(link);
  return (address.pathname === '/' && address.search === '') || bare(link) === bare(front);
}

function digest(...parts: string[]): string {
  return createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest('base64url')
    .slice(0, 22);
}

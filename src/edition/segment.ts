import type { Ref } from './body.ts';
import type { Card } from './card.ts';
import type { Span } from './head.ts';
import { Refusal } from './refusal.ts';
import { asObject, demand, isCount, isDigest, isText, parseJson, unpackText } from './text.ts';

/** A sealed part of the log of cards: records q0…q1, oldest first, with the packs they point into. */
export interface Segment {
  v: 1;
  packs: Ref[];
  cards: Card[];
}

/** A directory: spans of segments or of directories one level below, oldest first. */
export interface Directory {
  v: 1;
  spans: Span[];
}

/** Opens a segment block. Throws `WrongOrder` unless its q grow within the span that named it. */
export async function openSegment(block: Uint8Array, span: Span): Promise<Segment> {
  const segment = asObject(parseJson(await unpackText(block)));
  demand(segment.v === 1 && Array.isArray(segment.packs) && segment.packs.every(isDigestRef), 'segment');
  const cards = checkCards(segment.cards, segment.packs.length);
  let before = span[2] - 1;
  for (const [q] of cards) {
    if (q <= before || q > span[3]) throw new Refusal('WrongOrder', `q ${q}`);
    before = q;
  }
  return segment as unknown as Segment;
}

/** Opens a directory block. Throws `WrongOrder` unless its spans lie one after the other within the one that named it. */
export async function openDirectory(block: Uint8Array, span: Span): Promise<Directory> {
  const directory = asObject(parseJson(await unpackText(block)));
  demand(directory.v === 1 && Array.isArray(directory.spans), 'directory');
  let next = span[2];
  for (const one of directory.spans) {
    demand(isSpan(one), 'span');
    const [, , first, last, level] = one;
    if (first < next || last < first || last > span[3])
      throw new Refusal('WrongOrder', `span ${first}…${last}`);
    demand(level < span[4], 'level');
    next = last + 1;
  }
  return directory as unknown as Directory;
}

/** Whether a value is a digest with a size, and whatever follows. */
export function isDigestRef(value: unknown): value is Ref {
  return Array.isArray(value) && isDigest(value[0]) && isCount(value[1]);
}

/** Whether a value is a whole span: digest, bytes, first q, last q, level. */
export function isSpan(value: unknown): value is Span {
  return Array.isArray(value) && isDigestRef(value) && value.slice(2, 5).filter(isCount).length === 3;
}

/** Cards in the shape that `viewCard` relies on. */
export function checkCards(cards: unknown, packs: number): Card[] {
  demand(Array.isArray(cards), 'cards');
  for (const card of cards) {
    demand(Array.isArray(card), 'card');
    const [q, id, minutes, section, language, title, summary, hash, pack, line, parts, flags] = card;
    demand(
      [q, minutes, pack, line, parts, flags].every((value) => Number.isSafeInteger(value)),
      'card numbers',
    );
    demand(
      [id, section, language, title, summary, hash].every(isText) && /^[a-z2-7]{16}$/.test(id),
      'card texts',
    );
    demand(q >= 1 && pack >= 0 && parts >= 1 && pack + parts <= packs && line >= 0, 'card place');
  }
  return cards as Card[];
}

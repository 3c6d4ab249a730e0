/** How the press makes blocks small: one deflate for all, the same bytes on every machine. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'fflate';
import type { Ref } from '../../src/edition/body.ts';
import { type Bytes, utf8 } from '../../src/edition/bytes.ts';
import { packText, toCp1251 } from '../../src/edition/text.ts';

/** Raw deflate by fflate: what zlib writes differs between versions and processors. */
export const deflate = (bytes: Uint8Array): Bytes => deflateSync(bytes, { level: 9 }) as Bytes;

/** JSON text as a text block. */
export const packJson = (json: string): Bytes => packText(json, deflate);

/** More than this inflated is too near to what a reader refuses (bytes; docs/format.md section 11). */
const MOST_INFLATED = 200_000;
const RATIO_FROM = 65_536;
const MOST_RATIO = 58;

/**
 * How large a text block will be at most (bytes), by the codec that its letters call for;
 * infinite where a reader would refuse it for what it inflates to.
 */
export function sizeOfText(json: string): number {
  if (json.length > MOST_INFLATED) return Number.POSITIVE_INFINITY;
  const text = isCyrillic(json) ? toCp1251(json) : utf8(json);
  if (text.length > MOST_INFLATED) return Number.POSITIVE_INFINITY;
  const size = deflate(text).length;
  if (text.length > RATIO_FROM && text.length > size * MOST_RATIO) return Number.POSITIVE_INFINITY;
  return size + 1;
}

function isCyrillic(text: string): boolean {
  const letters = text.match(/[\u0400-\u045f]/g)?.length ?? 0;
  return letters * 8 > text.length;
}

/**
 * The largest count from 1 to `most` whose `size` is within `limit`, or 0 where not even 1 is.
 * Sizes may be dear to find: each tells where to look next, beginning at `guess`.
 */
export function mostThatFit(
  most: number,
  guess: number,
  limit: number,
  size: (count: number) => number,
): number {
  let fits = 0;
  let tooMany = most + 1;
  let next = guess;
  for (let tries = 0; tooMany - fits > 1; tries++) {
    next = Math.min(Math.max(Math.floor(next), fits + 1), tooMany - 1);
    const found = size(next);
    const estimate = Number.isFinite(found) ? (next * limit) / found : (fits + next) / 2;
    if (found <= limit) fits = next;
    else tooMany = next;
    // The estimate finds the neighbourhood at once; past that, halving is sure to end.
    next = tries < 4 ? estimate : (fits + tooMany) / 2;
  }
  return fits;
}

export function sha256Of(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The reference of a block: its digest and size. */
export function refOf(block: Uint8Array): Ref {
  return [sha256Of(block).toString('base64url'), block.length];
}

/** How the press makes blocks small: one deflate for all, the same bytes on every machine. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'fflate';
import type { Ref } from '../../src/edition/body.ts';
import { type Bytes, concat, utf8 } from '../../src/edition/bytes.ts';
import { CODEC, packText, toCp1251 } from '../../src/edition/text.ts';

/** Raw deflate by fflate: what zlib writes differs between versions and processors. */
export const deflate = (bytes: Uint8Array): Bytes => deflateSync(bytes, { level: 9 }) as Bytes;

/** JSON text as a text block. */
export const packJson = (json: string): Bytes => sized.get(json) ?? packText(json, deflate);

/** The last texts whose size was asked for, as blocks: one of them is what will be packed. */
const sized = new Map<string, Bytes>();
const SIZED = 4;
/** Below this (letters) a text may be smaller as it is. */
const SURELY_DEFLATES = 2_000;

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
  const share = shareOfCyrillic(json);
  const codec = share > 1 / 8 ? CODEC.cp1251 : CODEC.utf8;
  const text = codec === CODEC.cp1251 ? quickCp1251(json) : utf8(json);
  if (text.length > MOST_INFLATED) return Number.POSITIVE_INFINITY;
  const packed = deflate(text);
  if (text.length > RATIO_FROM && text.length > packed.length * MOST_RATIO) return Number.POSITIVE_INFINITY;
  // Where the other codec cannot win, this is the block itself.
  const isSure = codec === CODEC.cp1251 ? share > 1 / 4 : text.length === json.length;
  if (isSure && json.length > SURELY_DEFLATES) {
    for (const oldest of sized.keys()) {
      if (sized.size < SIZED) break;
      sized.delete(oldest);
    }
    sized.set(json, concat(Uint8Array.of(codec), packed));
  }
  return packed.length + 1;
}

/** How many of the letters are Cyrillic (0 to 1), judged by some of them. */
function shareOfCyrillic(text: string): number {
  const step = Math.ceil(text.length / 2_000);
  let [letters, looked] = [0, 0];
  for (let i = 0; i < text.length; i += step, looked++) {
    const code = text.charCodeAt(i);
    if (code >= 0x400 && code < 0x460) letters++;
  }
  return letters / Math.max(looked, 1);
}

let byteOf: Uint8Array | undefined;

/** What `toCp1251` gives; the press asks so often that a table for every code unit pays. */
function quickCp1251(json: string): Uint8Array {
  if (!byteOf) {
    byteOf = new Uint8Array(0x10000);
    for (let code = 0; code < 0x10000; code++) {
      const bytes = toCp1251(String.fromCharCode(code));
      if (bytes.length === 1) byteOf[code] = bytes[0]!;
    }
  }
  const bytes = new Uint8Array(json.length);
  for (let i = 0; i < json.length; i++) {
    const byte = byteOf[json.charCodeAt(i)]!;
    if (byte === 0) return toCp1251(json);
    bytes[i] = byte;
  }
  return bytes;
}

/**
 * The largest count from 1 to `most` whose `size` is within `limit`, or 0 where not even 1 is.
 * Sizes may be dear to find: each tells where to look next, beginning at `guess`.
 * A count whose size is at least `enough` ends the search: for what need not be the largest.
 */
export function mostThatFit(
  most: number,
  guess: number,
  limit: number,
  size: (count: number) => number,
  enough = Number.POSITIVE_INFINITY,
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
    if (found <= limit && found >= enough) break;
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

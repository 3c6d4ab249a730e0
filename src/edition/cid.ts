import { type Bytes, base32, base64url, concat, fromBase32, fromBase64url } from './bytes.ts';
import { Refusal } from './refusal.ts';

/** CIDv1, raw codec, sha2-256, 32 bytes (docs/format.md section 2). */
const PREFIX = Uint8Array.of(0x01, 0x55, 0x12, 0x20);

/** No block is larger on the wire (bytes); a publisher aims at less. */
export const MAX_BLOCK = 10_240;

export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes));
}

/** The digest of a block as the edition writes it: base64url of its SHA-256, 43 characters. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  return base64url(await sha256(bytes));
}

/** The CID of a digest: `bafkrei…`, 59 characters. */
export function cidOf(digest: string): string {
  const bytes = fromBase64url(digest);
  if (bytes?.length !== 32) throw new Refusal('WrongShape');
  return `b${base32(concat(PREFIX, bytes))}`;
}

/** The digest in a CID of ours; null for any other text. */
export function digestOfCid(cid: string): string | null {
  const bytes = cid.startsWith('b') ? fromBase32(cid.slice(1)) : null;
  if (bytes?.length !== 36 || PREFIX.some((byte, i) => bytes[i] !== byte)) return null;
  return base64url(bytes.subarray(4));
}

/** Where a block lies below a mirror's base. */
export function blockPath(digest: string): string {
  return `ipfs/${cidOf(digest)}`;
}

/** Passes the bytes on if they are the block of that digest; throws `TooLarge` or `WrongHash` otherwise. */
export async function checkBlock(bytes: Bytes, digest: string): Promise<Bytes> {
  if (bytes.length > MAX_BLOCK) throw new Refusal('TooLarge');
  if ((await digestOf(bytes)) !== digest) throw new Refusal('WrongHash');
  return bytes;
}

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';
import { expect } from 'vitest';
import { type Bytes, base64url, concat } from './bytes.ts';
import type { Card } from './card.ts';
import { digestOf } from './cid.ts';
import { type Kind, keyIdOf, readFrame, signedBytes, writeFrame } from './frame.ts';
import type { Head } from './head.ts';
import { isRefusal, type RefusalName } from './refusal.ts';
import { openFirstRoot, publicationOf, type Root, type TrustedRoot } from './root.ts';
import { packText } from './text.ts';

/** A publisher in memory for the tests: real keys, real signatures, real deflate. Never part of what is shipped. */
export interface Key {
  /** base64url of the 32-byte public key, as roles list it. */
  text: string;
  public: Bytes;
  id: Bytes;
  sign: (message: Uint8Array) => Bytes;
}

/** What RFC 8410 puts before the 32 bytes of a private key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key whose 32-byte seed is that byte over and over: the same on every machine. */
export async function keyOf(seed: number): Promise<Key> {
  const secret = createPrivateKey({
    key: Buffer.concat([PKCS8, Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  });
  const bytes = Uint8Array.from(
    createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32),
  );
  return {
    text: base64url(bytes),
    public: bytes,
    id: await keyIdOf(bytes),
    sign: (message) => Uint8Array.from(sign(null, message, secret)),
  };
}

export const keysOf = <const S extends readonly number[]>(...seeds: S) =>
  Promise.all(seeds.map(keyOf)) as Promise<{ -readonly [I in keyof S]: Key }>;

export const deflate = (bytes: Uint8Array): Bytes => Uint8Array.from(deflateSync(bytes, { level: 9 }));

/** Any value as a packed block or body. */
export const packed = (value: unknown): Bytes => packText(JSON.stringify(value), deflate);

/** A frame over that body (bytes as they are, any other value packed), signed by those keys in that order. */
export function signed(kind: Kind, body: unknown, keys: readonly Key[]): Bytes {
  const bytes = body instanceof Uint8Array ? Uint8Array.from(body) : packed(body);
  const message = signedBytes(kind, bytes);
  const signatures = keys.map((key) => ({ keyId: key.id, signature: key.sign(message) }));
  return writeFrame({ kind, signatures, body: bytes });
}

/** Bytes of raw deflate that become `size` zeros, about a thousandth of it. */
export function zeros(size: number): Bytes {
  const MIB = 1 << 20;
  if (size <= MIB) return deflate(new Uint8Array(size));
  // Deflating a gigabyte takes seconds, so one stretch is deflated, left open at a byte's border, and repeated.
  const stretch = deflateRawSync(new Uint8Array(MIB), { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
  return concat(...Array.from({ length: size / MIB }, () => stretch), deflate(new Uint8Array()));
}

/** The expectation that something is refused under that very name. */
export async function refused(what: Promise<unknown> | (() => unknown), name: RefusalName): Promise<void> {
  let outcome: unknown = 'taken';
  try {
    await (typeof what === 'function' ? what() : what);
  } catch (error) {
    outcome = error;
  }
  expect(isRefusal(outcome) ? outcome.name : outcome).toBe(name);
}

export function rootOf(
  n: number,
  roles: { root: Key[]; head?: Key[]; shell?: Key[]; threshold?: number },
  more: object = {},
): Root {
  const role = (keys: Key[], threshold = 1) => ({ threshold, keys: keys.map((key) => key.text) });
  const { root, head = root, shell = root, threshold = 1 } = roles;
  return {
    v: 1,
    n,
    expires: 1_800_000_000,
    name: { en: 'The Example', ru: 'Пример' },
    roles: { root: role(root, threshold), head: role(head), shell: role(shell) },
    ...more,
  };
}

/** A publication with its first root accepted. */
export async function publish(root: Root, keys: readonly Key[]): Promise<TrustedRoot & { frame: Bytes }> {
  const frame = signed('root', root, keys);
  const publication = await publicationOf(readFrame(frame, 'root'));
  return { ...(await openFirstRoot(frame, publication)), frame };
}

/** A digest of nothing in particular, for places where only its shape counts. */
export const someDigest = (word = 'nothing'): Promise<string> => digestOf(Buffer.from(word));

export const someCard = (q: number, more: Partial<Record<number, unknown>> = {}): Card =>
  Object.assign(
    [q, 'abcdefghijklmnop', 29_000_000, 'news', 'ru', `Заголовок ${q}`, 'Кратко', '', 0, 0, 1, 0],
    more,
  ) as Card;

export function headOf(publication: string, more: object = {}): Head {
  return {
    v: 1,
    publication,
    root: 1,
    n: 1,
    time: 1_763_900_000,
    expires: 1_764_500_000,
    sections: [['news', { en: 'News', ru: 'Новости' }]],
    top: {},
    cards: [],
    packs: [],
    from: 1,
    last: 0,
    spans: [],
    withdrawn: null,
    mirrors: 1,
    shell: null,
    messages: [],
    x: {},
    ...more,
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { describeWithCorpus } from '../../e2e/corpus.ts';
import { type Bytes, utf8 } from './bytes.ts';
import { forgetNativeEd25519, hasNativeEd25519, type Verify, verifyEd25519 } from './ed25519.ts';
import { keyOf } from './kit.test-helper.ts';

interface Vector {
  name: string;
  key: Bytes;
  signature: Bytes;
  message: Bytes;
  valid: boolean;
}

const hex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'hex'));

const page = globalThis as { ed25519?: Verify };
// What a service worker imports where WebCrypto lacks the algorithm: it leaves the pure verifier there.
await import('../worker/ed.ts');
const pure = page.ed25519!;
const { subtle } = crypto;
const own = { importKey: subtle.importKey, verify: subtle.verify };

/** Makes WebCrypto what it is in a browser that has no Ed25519. */
function takeAwayEd25519(): void {
  forgetNativeEd25519();
  const refuse = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
  Object.assign(subtle, { importKey: refuse, verify: refuse });
}

afterEach(() => {
  Object.assign(subtle, own);
  delete page.ed25519;
  forgetNativeEd25519();
});

describe('Ed25519', () => {
  it('is done by WebCrypto where that has it', async () => {
    page.ed25519 = () => Promise.reject(new Error('asked for nothing'));
    const key = await keyOf(1);
    expect(await hasNativeEd25519()).toBe(true);
    expect(await verifyEd25519(key.public, key.sign(utf8('text')), utf8('text'))).toBe(true);
    expect(await verifyEd25519(key.public, key.sign(utf8('text')), utf8('next'))).toBe(false);
  });

  it('is done by the pure verifier where WebCrypto lacks it', async () => {
    takeAwayEd25519();
    page.ed25519 = pure;
    const key = await keyOf(1);
    expect(await hasNativeEd25519()).toBe(false);
    expect(await verifyEd25519(key.public, key.sign(utf8('text')), utf8('text'))).toBe(true);
    expect(await verifyEd25519(key.public, key.sign(utf8('text')), utf8('next'))).toBe(false);
  });

  it('takes nothing where there is neither', async () => {
    takeAwayEd25519();
    const key = await keyOf(1);
    expect(await verifyEd25519(key.public, key.sign(utf8('text')), utf8('text'))).toBe(false);
  });

  it('answers no, and does not throw, on keys and signatures of any length', async () => {
    const key = await keyOf(1);
    for (const size of [0, 31, 33, 64])
      expect(await verifyEd25519(new Uint8Array(size), new Uint8Array(64), utf8(''))).toBe(false);
    for (const size of [0, 63, 65])
      expect(await verifyEd25519(key.public, new Uint8Array(size), utf8(''))).toBe(false);
    expect(await verifyEd25519(new Uint8Array(32).fill(255), new Uint8Array(64), utf8(''))).toBe(false);
  });
});

describeWithCorpus('the Ed25519 vectors of Wycheproof and RFC 8032', (folder) => {
  const vectors = [...wycheproof(folder), ...rfc8032(folder)];
  const outcomes = (verify: Verify) =>
    Promise.all(
      vectors.map(async ({ name, key, signature, message }) => [name, await verify(key, signature, message)]),
    );
  const expected = vectors.map(({ name, valid }) => [name, valid]);

  it('are many and of both outcomes', () => {
    expect(vectors.length).toBeGreaterThan(150);
    expect(new Set(vectors.map(({ valid }) => valid)).size).toBe(2);
  });

  it('come out right by WebCrypto', async () => {
    expect(await hasNativeEd25519()).toBe(true);
    expect(await outcomes(verifyEd25519)).toEqual(expected);
  });

  it('come out right by the pure verifier', async () => {
    expect(await outcomes(pure)).toEqual(expected);
  });

  it('come out right by the pure verifier when WebCrypto has none', async () => {
    takeAwayEd25519();
    page.ed25519 = pure;
    expect(await outcomes(verifyEd25519)).toEqual(expected);
  });
});

function wycheproof(folder: string): Vector[] {
  const { testGroups } = read(folder, 'wycheproof/ed25519_test.json') as {
    testGroups: {
      publicKey: { pk: string };
      tests: { tcId: number; comment: string; msg: string; sig: string; result: string }[];
    }[];
  };
  return testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ tcId, comment, msg, sig, result }) => ({
      name: `${tcId} ${comment}`,
      key: hex(publicKey.pk),
      signature: hex(sig),
      message: hex(msg),
      valid: result === 'valid',
    })),
  );
}

function rfc8032(folder: string): Vector[] {
  const vectors = read(folder, 'ed25519-noble/rfc8032-ed25519.json') as Record<
    'pub' | 'msg' | 'sig',
    string
  >[];
  return vectors.map(({ pub, msg, sig }, i) => ({
    name: `RFC 8032, ${i + 1}`,
    key: hex(pub),
    signature: hex(sig),
    message: hex(msg),
    valid: true,
  }));
}

function read(folder: string, path: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'vectors', path), 'utf8'));
}

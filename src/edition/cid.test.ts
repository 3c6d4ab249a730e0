import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32, base64url, concat, utf8 } from './bytes.ts';
import { blockPath, checkBlock, cidOf, digestOf, digestOfCid, MAX_BLOCK } from './cid.ts';
import { articleId } from './id.ts';
import { refused } from './kit.test-helper.ts';

describe('a CID', () => {
  it('is the one that every IPFS tool gives to these bytes', async () => {
    const digest = await digestOf(utf8('hello world'));
    expect(cidOf(digest)).toBe('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
    expect(blockPath(digest)).toBe(`ipfs/${cidOf(digest)}`);
  });

  it('goes to a digest and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const digest = base64url(bytes);
        expect(cidOf(digest)).toHaveLength(59);
        expect(digestOfCid(cidOf(digest))).toBe(digest);
      }),
    );
  });

  it('of another codec, hash, length, base or case is none of ours', () => {
    const hash = createHash('sha256').update('x').digest();
    const made = (...prefix: number[]) => `b${base32(concat(Uint8Array.from(prefix), hash))}`;
    expect(digestOfCid(made(1, 0x55, 0x12, 0x20))).toBe(hash.toString('base64url'));
    for (const cid of [
      made(1, 0x70, 0x12, 0x20),
      made(1, 0x55, 0x13, 0x20),
      made(1, 0x55, 0x12, 0x1f),
      made(0, 0x55, 0x12, 0x20),
      made(1, 0x55, 0x12, 0x20, 0),
      made(1, 0x55, 0x12, 0x20).toUpperCase(),
      `${made(1, 0x55, 0x12, 0x20)}a`,
      'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG',
      '',
    ])
      expect(digestOfCid(cid)).toBeNull();
  });

  it('is refused as WrongShape for what is no digest', async () => {
    for (const text of ['', 'short', 'A'.repeat(42), `${'A'.repeat(42)}B`, '='.repeat(43)])
      await refused(() => cidOf(text), 'WrongShape');
  });
});

describe('a block', () => {
  it('passes when its hash is the one asked for', async () => {
    const block = utf8('some bytes');
    expect(await checkBlock(block, await digestOf(block))).toBe(block);
  });

  it('is refused as WrongHash when one bit of it differs: arbitrary content from a mirror', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), async (bytes, at) => {
        const digest = await digestOf(bytes);
        const bad = Uint8Array.from(bytes);
        bad[at % bad.length]! ^= 1 << (at % 8);
        await refused(checkBlock(bad, digest), 'WrongHash');
      }),
      { numRuns: 30 },
    );
  });

  it('is refused as TooLarge past the hard limit, even with the right hash', async () => {
    const largest = new Uint8Array(MAX_BLOCK);
    await checkBlock(largest, await digestOf(largest));
    const larger = new Uint8Array(MAX_BLOCK + 1);
    await refused(checkBlock(larger, await digestOf(larger)), 'TooLarge');
  });
});

describe('an article id', () => {
  it('hangs on the source’s own id alone', async () => {
    const hash = createHash('sha256').update('https://example.org/?p=7').digest().subarray(0, 10);
    expect(await articleId('https://example.org/?p=7')).toBe(base32(hash));
    expect(await articleId('https://example.org/?p=8')).not.toBe(base32(hash));
  });
});

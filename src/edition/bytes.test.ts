import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32, base64url, fromBase32, fromBase64url } from './bytes.ts';

describe('base32', () => {
  it('gives back every run of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase32(base32(bytes))).toEqual(bytes);
      }),
    );
  });

  it('writes the vectors of RFC 4648 without padding, in small letters', () => {
    const written = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) =>
      base32(Buffer.from(text)),
    );
    expect(written).toEqual(['', 'my', 'mzxq', 'mzxw6', 'mzxw6yq', 'mzxw6ytb', 'mzxw6ytboi']);
  });

  it('reads one spelling only', () => {
    for (const text of ['MY', 'my======', 'mz', 'm', 'm1', 'mzxw6yqa0', 'mé'])
      expect(fromBase32(text)).toBeNull();
  });
});

describe('base64url', () => {
  it('gives back every run of bytes and agrees with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(base64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('reads one spelling only', () => {
    for (const text of ['AB', 'AA==', 'A', 'A+', 'A/', ' AA', 'AA\n', 'Ж'])
      expect(fromBase64url(text)).toBeNull();
  });

  it('takes a text or gives null, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = fromBase64url(text);
        if (bytes) expect(base64url(bytes)).toBe(text);
      }),
    );
  });
});

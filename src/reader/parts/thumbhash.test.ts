import { rgbaToThumbHash, thumbHashToRGBA } from 'thumbhash';
import { describe, expect, test } from 'vitest';
import { decodeThumbhash } from './thumbhash.ts';

function painted(width: number, height: number, opaque: (x: number, y: number) => number): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      pixels.set([(255 * x) / width, (255 * y) / height, 255 - (200 * x) / width, opaque(x, y)], at);
    }
  }
  return pixels;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

describe('thumbhash', () => {
  for (const [name, width, height, opaque] of [
    ['landscape', 96, 64, () => 255],
    ['portrait', 50, 90, () => 255],
    ['square', 64, 64, () => 255],
    ['transparent', 80, 60, (x: number) => (x < 40 ? 255 : 80)],
  ] as const) {
    test(`a ${name} picture decodes as the encoder's own decoder does`, () => {
      const hash = rgbaToThumbHash(width, height, painted(width, height, opaque));
      const expected = thumbHashToRGBA(hash);
      const found = decodeThumbhash(base64(hash), 32);
      expect([found?.width, found?.height]).toEqual([expected.w, expected.h]);
      const worst = Math.max(
        ...Array.from(found?.pixels ?? [], (v, i) => Math.abs(v - (expected.rgba[i] ?? -99))),
      );
      expect(worst).toBeLessThanOrEqual(1);
    });
  }

  test('what is no thumbhash gives no placeholder', () => {
    expect(decodeThumbhash('')).toBeNull();
    expect(decodeThumbhash('не base64')).toBeNull();
    expect(decodeThumbhash('AAAA')).toBeNull();
  });
});

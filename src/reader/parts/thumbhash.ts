/**
 * Decodes a thumbhash: a picture of about 25 bytes, kept as a few cosine waves of lightness (L), yellow-blue (P),
 * red-green (Q) and, where there is any, transparency (A). The layout, least significant bit first:
 * 24 bits: L average 6, P average 6, Q average 6, L scale 5, has transparency 1;
 * 16 bits: number of L waves along the shorter side 3, P scale 6, Q scale 6, landscape 1;
 * with transparency 8 bits more: average 4, scale 4; then 4 bits a wave: L, P, Q, A.
 */
export interface Placeholder {
  width: number;
  height: number;
  /** Red, green, blue, opacity of each pixel, row by row. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Reads base64 (padding or not) and paints a picture whose longer side has `side` pixels: 16 are enough under a blur,
 * and cost a quarter of 32. Null if the text is no thumbhash.
 */
export function decodeThumbhash(base64: string, side = 16): Placeholder | null {
  const bytes = bytesOf(base64);
  if (!bytes || bytes.length < 5) return null;
  const first = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16);
  const second = bytes[3]! | (bytes[4]! << 8);
  const transparent = first >> 23 === 1;
  const landscape = second >> 15 === 1;
  const waves = Math.max(1, second & 7);
  const most = transparent ? 5 : 7;
  const across = landscape ? most : waves;
  const down = landscape ? waves : most;
  if (transparent && bytes.length < 6) return null;

  let nibble = (transparent ? 6 : 5) * 2;
  const next = (): number => {
    const byte = bytes[nibble >> 1] ?? 0x77;
    const value = nibble & 1 ? byte >> 4 : byte & 15;
    nibble++;
    return value / 7.5 - 1;
  };
  const channel = (average: number, nx: number, ny: number, scale: number): Channel => {
    const terms: Term[] = [];
    for (let y = 0; y < ny; y++) {
      for (let x = y === 0 ? 1 : 0; x * ny < nx * (ny - y); x++) terms.push([x, y, next() * scale]);
    }
    return { average, terms };
  };
  const lightness = channel(
    (first & 63) / 63,
    Math.max(3, across),
    Math.max(3, down),
    ((first >> 18) & 31) / 31,
  );
  const yellow = channel(((first >> 6) & 63) / 31.5 - 1, 3, 3, (((second >> 3) & 63) / 63) * 1.25);
  const red = channel(((first >> 12) & 63) / 31.5 - 1, 3, 3, (((second >> 9) & 63) / 63) * 1.25);
  const alphaByte = bytes[5] ?? 0;
  const opacity = transparent
    ? channel((alphaByte & 15) / 15, 5, 5, (alphaByte >> 4) / 15)
    : { average: 1, terms: [] };

  const ratio = across / down;
  const width = Math.round(ratio > 1 ? side : side * ratio);
  const height = Math.round(ratio > 1 ? side / ratio : side);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const u = (Math.PI * (x + 0.5)) / width;
      const v = (Math.PI * (y + 0.5)) / height;
      const l = valueAt(lightness, u, v);
      const p = valueAt(yellow, u, v);
      const q = valueAt(red, u, v);
      const blue = l - (2 / 3) * p;
      const r = (3 * l - blue + q) / 2;
      pixels.set([r * 255, (r - q) * 255, blue * 255, valueAt(opacity, u, v) * 255], at);
    }
  }
  return { width, height, pixels };
}

type Term = [x: number, y: number, weight: number];
interface Channel {
  average: number;
  terms: Term[];
}

function valueAt({ average, terms }: Channel, u: number, v: number): number {
  let sum = average;
  for (const [x, y, weight] of terms) sum += 2 * weight * Math.cos(u * x) * Math.cos(v * y);
  return sum;
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    // Not base64: the picture goes without a placeholder.
    return null;
  }
}

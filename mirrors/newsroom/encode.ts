import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { EncodedPicture } from './draft.ts';
import { PictureError, type PictureLimits } from './picture-limits.ts';

// One thread a picture: two pictures at once keep two cores busier than two threads on one.
sharp.concurrency(1);
sharp.cache(false);

/** Part of the cache's key: changes whenever the same source would give other bytes. */
export const encoderVersion = `3 sharp ${sharp.versions.sharp} vips ${sharp.versions.vips} aom ${sharp.versions.aom ?? ''}`;

const qualities = [45, 40, 35, 30, 25, 20, 15];
/** About how much more a step of quality weighs. */
const stepWeight = 1.17;
/** libaom's own steps. For small sizes 2 costs a tenth of the time of 4 and nothing in size. */
const effort = 2;
/** Of the full size, where time goes with the pixels: a seventh of the time of 2, and hardly more bytes. */
const fullEffort = 0;
/** Pictures taller than this, by width, are shrunk to fit: nobody scrolls a list for one. */
const tallest = 1.6;

interface Raw {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/**
 * A picture in the edition's sizes: AVIF, upright, without any metadata.
 * @throws PictureError where it is no picture, is of a refused kind, or is too large to decode.
 */
export async function encodePicture(bytes: Uint8Array, limits: PictureLimits): Promise<EncodedPicture> {
  refuseByBytes(bytes);
  const open = (): Sharp =>
    sharp(bytes, { limitInputPixels: limits.sourcePixels, failOn: 'error', pages: 1, sequentialRead: true });
  const about = await metadata(open(), limits);
  const turned = (about.orientation ?? 1) >= 5;
  const width = turned ? about.height : about.width;
  const height = turned ? about.width : about.height;
  if (width < 8 || height < 8) throw new PictureError(`is only ${width}×${height} pixels`);
  let largest: Raw;
  try {
    largest = await raw(
      open()
        .rotate()
        .resize({
          width: limits.fullWidth,
          height: limits.fullWidth * 2,
          fit: 'inside',
          withoutEnlargement: true,
        }),
    );
  } catch (error) {
    throw new PictureError(`cannot be decoded (${firstLine(error)})`);
  }
  const [article, list, hash] = [
    await sized(largest, limits.articleWidth, limits.articleBytes),
    await sized(largest, limits.listWidth, limits.listBytes),
    await thumbhash(largest),
  ];
  const larger = largest.width > article.width;
  const full = larger ? await sized(largest, limits.fullWidth, limits.fullBytes, 2, fullEffort) : undefined;
  return {
    width: full?.width ?? article.width,
    height: full?.height ?? article.height,
    hash,
    list: list.bytes,
    article: article.bytes,
    ...(full && { full: full.bytes }),
    ...((about.pages ?? 1) > 1 && isMoving(about) && { isStill: true as const }),
  };
}

/** Whether its pages are images of an animation; those of a TIFF are not. */
const isMoving = ({ format }: Metadata) => format === 'gif' || format === 'webp';

/** What is refused by its first bytes, before any decoder sees it. */
function refuseByBytes(bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, 1024));
  const text = head.toString('latin1');
  if (bytes.length === 0) throw new PictureError('is empty');
  if (/^[\s\u00ef\u00bb\u00bf]*<(?:\?xml|svg|!--|!doctype svg)/i.test(text) && /<svg|<\?xml|<!/i.test(text)) {
    throw new PictureError('is SVG, which can hold scripts; give it as PNG or JPEG');
  }
  if (/^\s*<(?:!doctype html|html|head)/i.test(text)) throw new PictureError('is a web page, not a picture');
  if (
    text.slice(4, 8) === 'ftyp' &&
    /^(?:heic|heix|hevc|hevx|heim|heis|mif1|msf1)/.test(text.slice(8, 12)) &&
    !/avif/.test(text.slice(8, 40))
  ) {
    throw new PictureError('is HEIC, which is not read here; give it as JPEG');
  }
  const known = [
    text.startsWith('\u00ff\u00d8\u00ff'),
    text.startsWith('\u0089PNG'),
    text.startsWith('GIF8'),
    text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP',
    text.slice(4, 8) === 'ftyp' && /avi[fs]/.test(text.slice(8, 40)),
    text.startsWith('II*\0') || text.startsWith('MM\0*'),
  ];
  if (!known.includes(true))
    throw new PictureError('is of no kind that is read here: JPEG, PNG, GIF, WebP, AVIF, TIFF');
}

async function metadata(image: Sharp, limits: PictureLimits): Promise<Metadata> {
  let about: Metadata;
  try {
    about = await image.metadata();
  } catch (error) {
    if (/pixel limit/i.test(String(error))) throw tooLarge(limits);
    throw new PictureError(`cannot be read (${firstLine(error)})`);
  }
  if (!about.width || !about.height) throw new PictureError('has no size');
  if (about.width * about.height > limits.sourcePixels) throw tooLarge(limits);
  return about;
}

function tooLarge(limits: PictureLimits): PictureError {
  return new PictureError(`has more than ${Math.round(limits.sourcePixels / 1e6)} million pixels`);
}

/** Pixels in sRGB, transparency laid on white: AVIF with it costs twice, and nothing here is drawn over anything. */
async function raw(image: Sharp): Promise<Raw> {
  const { data, info } = await image
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { data, width: info.width, height: info.height, channels: 3 };
  const rgb = Buffer.alloc(info.width * info.height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += info.channels, to += 3)
    rgb.fill(data[from]!, to, to + 3);
  return { data: rgb, width: info.width, height: info.height, channels: 3 };
}

function from(pixels: Raw): Sharp {
  return sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: pixels.channels },
  });
}

/** Encodes within a width and a weight: quality is stepped down first, then the width. */
async function sized(
  source: Raw,
  maxWidth: number,
  maxBytes: number,
  tall = tallest,
  at = effort,
): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  let width = maxWidth;
  for (;;) {
    const pixels = await raw(
      from(source).resize({
        width,
        height: Math.round(width * tall),
        fit: 'inside',
        withoutEnlargement: true,
      }),
    );
    const done = await bestQuality(pixels, maxBytes, at);
    if ('bytes' in done) return { bytes: done.bytes, width: pixels.width, height: pixels.height };
    if (width <= 24) throw new PictureError(`cannot be made smaller than ${maxBytes} bytes`);
    // Weight goes about with the area; a little less, so that one more step is enough.
    const ratio = Math.sqrt(maxBytes / done.tooHeavy) * 0.95;
    width = Math.max(24, Math.floor(Math.min(pixels.width, width) * Math.min(0.9, Math.max(0.4, ratio))));
  }
}

/**
 * The highest quality that fits, found with few tries: a cheap encoding foretells which, and each dear one foretells
 * the weight of the others.
 */
async function bestQuality(
  pixels: Raw,
  maxBytes: number,
  at: number,
): Promise<{ bytes: Uint8Array } | { tooHeavy: number }> {
  const encode = (step: number, pace: number): Promise<Buffer> =>
    from(pixels).avif({ quality: qualities[step]!, effort: pace, chromaSubsampling: '4:2:0' }).toBuffer();
  const stepsOver = (bytes: Buffer): number => Math.log(bytes.length / maxBytes) / Math.log(stepWeight);
  const clamp = (step: number): number => Math.min(qualities.length - 1, Math.max(0, step));
  let step = at === fullEffort ? 0 : clamp(4 + Math.ceil(stepsOver(await encode(4, fullEffort))));
  let fits: { step: number; bytes: Buffer } | undefined;
  let over = -1;
  let lightest = 0;
  while (step > over && (!fits || step < fits.step)) {
    const bytes = await encode(step, at);
    if (bytes.length <= maxBytes) {
      fits = { step, bytes };
      // Close enough: the next step up would be too heavy.
      if (bytes.length * stepWeight > maxBytes) break;
      step = Math.max(over + 1, Math.min(step - 1, step + Math.ceil(stepsOver(bytes))));
    } else {
      over = step;
      lightest = bytes.length;
      if (step === qualities.length - 1) break;
      step = clamp(Math.max(step + 1, step + Math.ceil(stepsOver(bytes))));
      if (fits) step = Math.min(step, fits.step - 1);
    }
  }
  return fits ? { bytes: new Uint8Array(fits.bytes) } : { tooHeavy: lightest };
}

async function thumbhash(source: Raw): Promise<string> {
  const small = await raw(
    from(source).resize({ width: 100, height: 100, fit: 'inside', withoutEnlargement: true }),
  );
  const rgba = new Uint8Array(small.width * small.height * 4);
  for (let pixel = 0; pixel < small.width * small.height; pixel += 1) {
    rgba.set(small.data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    rgba[pixel * 4 + 3] = 255;
  }
  return Buffer.from(rgbaToThumbHash(small.width, small.height, rgba))
    .toString('base64')
    .replace(/=+$/, '');
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 120);
}

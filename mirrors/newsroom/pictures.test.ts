import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { GetError, type Getter, openGetter, openPictures, PictureError, type Pictures } from './index.ts';
import { makeSite } from './made-site.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'pictures-'));
const never: Getter = () => Promise.reject(new GetError('must not be asked', false));

/** Something as hard to press as a photograph. */
async function photo(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = (at * 7919 + ((at * at) >> 5)) & 255;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .blur(2)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A PNG that says how large it is, and holds nothing. */
function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  size.set([8, 2], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([
    start,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync('')),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function serving(
  bytes: Uint8Array,
): Promise<{ pictures: Pictures; cacheFolder: string; asked: string[] }> {
  const asked: string[] = [];
  const cacheFolder = await folder();
  const get: Getter = async (url) => {
    asked.push(url);
    return { bytes, type: '', url };
  };
  return { pictures: openPictures({ get, cacheFolder }), cacheFolder, asked };
}

describe('pictures', { timeout: 30_000 }, () => {
  it('come in three sizes within their weights, as AVIF without metadata, upright', async () => {
    const source = await sharp(await photo(1200, 800))
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: 'secret' } })
      .toBuffer();
    const { pictures } = await serving(source);
    const made = await pictures.picture('http://a.example/p.jpg');
    expect(made.list.length).toBeLessThanOrEqual(2500);
    expect(made.article.length).toBeLessThanOrEqual(7000);
    expect(made.full!.length).toBeLessThanOrEqual(200_000);
    expect([made.width, made.height]).toEqual([800, 1200]);
    expect(made.hash).toMatch(/^[A-Za-z0-9+/]{20,}$/);
    const widths: number[] = [];
    for (const bytes of [made.list, made.article, made.full!]) {
      const about = await sharp(bytes).metadata();
      expect(about).toMatchObject({ format: 'heif', compression: 'av1' });
      expect(about.orientation ?? 1).toBe(1);
      expect(about.exif ?? about.xmp ?? about.iptc).toBeUndefined();
      expect(Buffer.from(bytes).toString('latin1')).not.toContain('secret');
      expect(about.height).toBeGreaterThan(about.width!);
      widths.push(about.width!);
    }
    expect(widths[0]).toBeLessThanOrEqual(192);
    expect(widths[1]).toBeLessThanOrEqual(480);
  });

  it('stand upright in all eight orientations that a camera writes', async () => {
    // Four corners of their own, as they are to be seen.
    const seen = ['#ff0000', '#00ff00', '#0000ff', '#ffffff'];
    const corners = (width: number, height: number) =>
      seen.map((background, i) => ({
        input: { create: { width: width / 2, height: height / 2, channels: 3 as const, background } },
        left: i % 2 === 0 ? 0 : width / 2,
        top: i < 2 ? 0 : height / 2,
      }));
    const upright = await sharp({ create: { width: 240, height: 160, channels: 3, background: '#000' } })
      .composite(corners(240, 160))
      .png()
      .toBuffer();
    // What the sensor has, for each word of the camera: undone by the turn that the word asks for.
    const sensor: Record<number, (image: Sharp) => Sharp> = {
      1: (image) => image,
      2: (image) => image.flop(),
      3: (image) => image.rotate(180),
      4: (image) => image.flip(),
      5: (image) => image.rotate(270).flop(),
      6: (image) => image.rotate(270),
      7: (image) => image.rotate(90).flop(),
      8: (image) => image.rotate(90),
    };
    for (const [orientation, turn] of Object.entries(sensor)) {
      const turned = await turn(sharp(upright)).png().toBuffer();
      const source = await sharp(turned)
        .withMetadata({ orientation: Number(orientation) })
        .jpeg({ quality: 95 })
        .toBuffer();
      const { pictures } = await serving(source);
      const { article, width, height } = await pictures.picture('http://a.example/p.jpg');
      expect([width, height], orientation).toEqual([240, 160]);
      const { data } = await sharp(article).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const at = (x: number, y: number) =>
        [0, 1, 2].map((c) => (data[(y * 240 + x) * 3 + c]! > 128 ? 'ff' : '00')).join('');
      expect(
        [at(30, 30), at(210, 30), at(30, 130), at(210, 130)].map((one) => `#${one}`),
        orientation,
      ).toEqual(seen);
    }
  });

  it('that move are a still, which is said', async () => {
    const frames = await Promise.all(
      ['#900', '#090'].map((background) =>
        sharp({ create: { width: 60, height: 40, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const source = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { pictures, cacheFolder } = await serving(source);
    const made = await pictures.picture('http://a.example/p.gif');
    expect(made).toMatchObject({ width: 60, height: 40, isStill: true });
    expect((await sharp(made.article).metadata()).pages ?? 1).toBe(1);
    await pictures.close();
    const again = await openPictures({ get: never, cacheFolder }).picture('http://a.example/p.gif');
    expect(again).toEqual(made);
  });

  it('have no full size where the article size is all there is', async () => {
    const { pictures } = await serving(
      await sharp({ create: { width: 300, height: 200, channels: 4, background: '#08f8' } })
        .png()
        .toBuffer(),
    );
    const made = await pictures.picture('http://a.example/p.png');
    expect(made.full).toBeUndefined();
    expect([made.width, made.height]).toEqual([300, 200]);
  });

  it('are made once, and pressing again asks no network', async () => {
    const { pictures, cacheFolder, asked } = await serving(await photo(400, 300));
    const [first, second] = await Promise.all([
      pictures.picture('http://a.example/1'),
      pictures.picture('http://a.example/1'),
    ]);
    expect(second).toBe(first);
    expect(asked).toHaveLength(1);
    await pictures.close();
    const again = await openPictures({ get: never, cacheFolder }).picture('http://a.example/1');
    expect(again).toEqual(first);
  });

  it('are made anew where the cache is damaged', async () => {
    const { pictures, cacheFolder } = await serving(await photo(400, 300));
    const first = await pictures.picture('http://a.example/1');
    const kept = (await readdir(join(cacheFolder, 'pictures'), { recursive: true })).filter(
      (name) => name.length > 10,
    );
    await writeFile(join(cacheFolder, 'pictures', kept[0]!), 'half a fi');
    await expect(openPictures({ get: never, cacheFolder }).picture('http://a.example/1')).rejects.toThrow(
      PictureError,
    );
    expect(kept).toHaveLength(1);
    expect(first.list.length).toBeGreaterThan(0);
  });

  it('that are bombs, SVG, HEIC, web pages or broken cost themselves, with a reason', async () => {
    const bomb = pngHeader(50_000, 50_000);
    const wrong: [Uint8Array, RegExp][] = [
      [bomb, /million pixels/],
      [Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
      [Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), /HEIC/],
      [Buffer.from('<!doctype html><html>'), /web page/],
      [Buffer.from('BM what'), /no kind/],
      [new Uint8Array(), /empty/],
      [(await photo(400, 300)).subarray(0, 2000), /decoded|read/],
    ];
    for (const [bytes, reason] of wrong) {
      const { pictures } = await serving(bytes);
      const error = await pictures.picture('http://a.example/p').catch((caught: unknown) => caught);
      expect(error, String(reason)).toBeInstanceOf(PictureError);
      expect((error as Error).message).toMatch(reason);
    }
  });

  it('of a host that failed three times in a row are not asked for again', async () => {
    const asked: string[] = [];
    const good = await photo(100, 80);
    const get: Getter = async (url) => {
      asked.push(url);
      if (url.includes('dead')) throw new GetError('answered 503', true);
      return { bytes: good, type: '', url };
    };
    const pictures = openPictures({ get, cacheFolder: await folder() });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => pictures.picture(`http://dead.example/${at}`)),
    );
    expect(results.every((one) => one.status === 'rejected')).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(String((results.at(-1) as PromiseRejectedResult).reason)).toMatch(
      /dead\.example failed 3 times in a row/,
    );
    await expect(pictures.picture('http://live.example/1')).resolves.toBeDefined();
  });

  it('of a host that is busy whenever it is asked are not asked for without end', async () => {
    const busy = (_: unknown, response: ServerResponse): void =>
      void response.writeHead(429, { 'retry-after': '0' }).end();
    const names = Array.from({ length: 30 }, (_, at) => `/${at}.jpg`);
    const site = await makeSite(Object.fromEntries(names.map((name) => [name, busy])));
    const web = openGetter({ inside: () => ['loopback'], backoffMs: 1 });
    const pictures = openPictures({ get: web.get, cacheFolder: await folder() });
    const asked = await Promise.allSettled(names.map((name) => pictures.picture(site.url + name)));
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true);
    // Three side by side, each asked again twice: the others hear that it is of no use.
    expect(site.asked.length).toBeLessThanOrEqual(9);
    await web.close();
    await site.close();
  });

  it('come from local files too', async () => {
    const file = join(await folder(), 'p.jpg');
    await writeFile(file, await photo(100, 80));
    const pictures = openPictures({ get: never, cacheFolder: await folder() });
    expect((await pictures.picture('p.jpg', file)).width).toBe(100);
    await expect(pictures.picture('q.jpg', `${file}.no`)).rejects.toThrow(/does not exist/);
  });
});

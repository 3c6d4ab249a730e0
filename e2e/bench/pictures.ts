/** What becomes of every photograph of the corpus: sizes, what is left of its metadata, the same bytes twice. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { EncodedPicture } from '../../mirrors/newsroom/draft.ts';
import { openPictures, PictureError, usualLimits } from '../../mirrors/newsroom/index.ts';
import { corpusFolder } from '../corpus-folder.ts';
import { median, progress, table, tell } from './report.ts';

/** What must not be read in a file that is published. */
const METADATA = /Exif\0|http:\/\/ns\.adobe\.com|x:xmpmeta|ICC_PROFILE|Photoshop 3\.0|GPSLatitude/;

/** Encodes all of `photos` and `hostile/images` twice. */
export async function measurePictures(): Promise<string | null> {
  if (!corpusFolder) {
    progress('Skipped: there is no ../shared/corpus beside the project.');
    return null;
  }
  const rows: (string | number)[][] = [];
  for (const folder of ['photos', 'hostile/images'])
    rows.push(await measureFolder(join(corpusFolder, folder), folder));
  const { maxRSS } = process.resourceUsage();
  return tell('pictures', 'What becomes of pictures', [
    `Real photographs, and files made to break decoders, each encoded twice from an empty cache, two at a time. Most memory held: ${Math.round(maxRSS / 1024)} MB. Goals: ${usualLimits.listBytes}, ${usualLimits.articleBytes} and ${usualLimits.fullBytes} bytes.`,
    table(
      [
        ...[
          'folder',
          'files',
          'made',
          'refused with a sentence',
          'over a goal',
          'metadata left',
          'not upright',
          'other bytes the second time',
        ],
        ...['list, median B', 'article, median B', 'full, median B', 's each'],
      ],
      rows,
    ),
  ]);
}

async function measureFolder(folder: string, name: string): Promise<(string | number)[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const counts = { made: 0, refused: 0, over: 0, left: 0, turned: 0, other: 0 };
  const sizes: [number[], number[], number[]] = [[], [], []];
  const started = performance.now();
  const [first, second] = [await encodeAll(files), await encodeAll(files)];
  const seconds = (performance.now() - started) / 2000 / files.length;
  for (const [i, file] of files.entries()) {
    const made = first[i]!;
    if (JSON.stringify(print(made)) !== JSON.stringify(print(second[i]!))) counts.other++;
    if (typeof made === 'string') {
      counts.refused++;
      continue;
    }
    counts.made++;
    const all = [made.list, made.article, made.full].filter((bytes) => bytes !== undefined);
    for (const [size, bytes] of all.entries()) sizes[size]!.push(bytes.length);
    const { listBytes, articleBytes, fullBytes } = usualLimits;
    if (
      made.list.length > listBytes ||
      made.article.length > articleBytes ||
      (made.full?.length ?? 0) > fullBytes
    )
      counts.over++;
    for (const bytes of all) {
      const about = await sharp(bytes).metadata();
      const isLeft = about.exif ?? about.xmp ?? about.iptc ?? about.icc;
      if (isLeft || METADATA.test(Buffer.from(bytes).toString('latin1'))) counts.left++;
    }
    const { width, height, orientation = 1 } = await sharp(await readFile(file)).metadata();
    const isTall = orientation >= 5 ? width > height : height > width;
    if (width !== height && isTall !== made.height > made.width) counts.turned++;
  }
  const middle = (list: number[]) => (list.length > 0 ? Math.round(median(list)) : '');
  return [
    ...[
      name,
      files.length,
      counts.made,
      counts.refused,
      counts.over,
      counts.left,
      counts.turned,
      counts.other,
    ],
    ...[...sizes.map(middle), seconds.toFixed(2)],
  ];
}

/** Each picture, or the sentence with which it was refused. */
async function encodeAll(files: readonly string[]): Promise<(EncodedPicture | string)[]> {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'pictures-'));
  const pictures = openPictures({ get: () => Promise.reject(new Error('no network')), cacheFolder });
  try {
    return await Promise.all(
      files.map((file) =>
        pictures.picture(file, file).catch((error: unknown) => {
          if (error instanceof PictureError) return error.message;
          throw error;
        }),
      ),
    );
  } finally {
    await pictures.close();
    await rm(cacheFolder, { recursive: true, force: true });
  }
}

/** What a decoder says of a broken file may depend on what it did beside it: that it is refused counts. */
const print = (made: EncodedPicture | string) =>
  typeof made === 'string'
    ? 'refused'
    : [made.hash, made.list, made.article, made.full ?? []].map((bytes) =>
        Buffer.from(bytes as Uint8Array).toString('hex'),
      );

/** Pictures into blocks, each made once and then taken from the published article. */
import type { Article, Block, Picture, Ref } from '../../src/edition/body.ts';
import { picturesOf } from '../../src/edition/body.ts';
import { type Bytes, concat } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import type { EncodedPicture } from '../newsroom/draft.ts';
import { PictureError } from '../newsroom/picture-limits.ts';
import { sha256Of } from './deflate.ts';

export interface PictureCounts {
  made: number;
  kept: number;
  failed: number;
}

export interface PicturePress {
  object: number;
  /** @throws PictureError whose message follows the picture's name in a sentence */
  picture(url: string, file?: string, sources?: readonly string[]): Promise<EncodedPicture>;
  put(block: Bytes): Promise<Ref>;
  /** Takes one sentence for each picture that could not be had. */
  lost(sentence: string): unknown;
  /** Takes one sentence for each picture that is not all that its source is. */
  note?(sentence: string): unknown;
  counts: PictureCounts;
}

/** The body with every picture pressed: taken from what was published before, or fetched, or left without bytes. */
export async function pressPictures(
  body: readonly Block[],
  options: {
    press: PicturePress;
    before: Article | null;
    files: ReadonlyMap<string, string>;
    title: string;
    /** Names of the sources that show a picture. */
    sourcesOf?(url: string): readonly string[];
  },
): Promise<Block[]> {
  const { press, before, files, title } = options;
  const known = new Map(picturesOf(before?.body ?? []).map((picture) => [picture.url, picture]));
  const pressed = new Map<string, Picture>();
  const pressOne = async (picture: Picture): Promise<void> => {
    const { url } = picture;
    const file = files.get(url);
    const old = known.get(url);
    // A file of the publisher's own may have changed under its name; the newsroom's cache makes looking cheap.
    if (old?.list && file === undefined) {
      press.counts.kept++;
      pressed.set(url, old);
      return;
    }
    try {
      const made = await press.picture(url, file, options.sourcesOf?.(url));
      pressed.set(url, await toBlocks(picture, made, press));
      if (made.isStill) press.note?.(`The picture ${url} in "${title}" moves: its first image is shown.`);
      press.counts.made++;
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      press.counts.failed++;
      press.lost(
        `The picture ${url || '(without an address)'} in "${title}" ${error.message}: it is left out, its caption stays.`,
      );
    }
  };
  const wanted = new Map(picturesOf(body).map((picture) => [picture.url, picture]));
  await Promise.all([...wanted.values()].map(pressOne));
  return replacePictures(body, ({ url, alt, caption, credit }) => {
    const { width = 0, height = 0, hash, list, article, full, sha256 } = pressed.get(url) ?? {};
    return {
      ...{ url, alt, caption, credit, width, height },
      ...(hash && { hash }),
      ...(list && { list }),
      ...(article && { article }),
      ...(full && { full }),
      ...(sha256 && { sha256 }),
    };
  });
}

async function toBlocks(picture: Picture, made: EncodedPicture, press: PicturePress): Promise<Picture> {
  if (Math.max(made.list.length, made.article.length) > MAX_BLOCK)
    throw new PictureError('is too large in every size');
  const largest = made.full ?? made.article;
  const { url, alt, caption, credit } = picture;
  const pressed: Picture = {
    ...{ url, alt, caption, credit, width: made.width, height: made.height },
    hash: made.hash.replace(/=+$/, ''),
    list: await press.put(new Uint8Array(made.list)),
    article: await press.put(new Uint8Array(made.article)),
  };
  if (made.full) pressed.full = await putFull(made.full, press);
  pressed.sha256 = sha256Of(largest).toString('base64url');
  return pressed;
}

async function putFull(file: Uint8Array, press: PicturePress): Promise<Ref> {
  const digests: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += press.object) {
    const [digest] = await press.put(file.slice(at, at + press.object));
    digests.push(Buffer.from(digest, 'base64url'));
  }
  const [digest] = await press.put(concat(...digests));
  return [digest, file.length];
}

/** The tree with each picture replaced. */
function replacePictures(body: readonly Block[], replace: (picture: Picture) => Picture): Block[] {
  const walk = (node: unknown): unknown => {
    if (!Array.isArray(node)) return node;
    if (node[0] === 'img' || node[0] === 'gallery') {
      return [node[0], ...(node.slice(1) as Picture[]).map(replace)];
    }
    return node.map(walk);
  };
  return body.map((node) => walk(node) as Block);
}

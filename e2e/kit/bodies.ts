/** Articles given as body trees, for what no source yields yet: pressed by the press's own functions. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readConfig } from '../../mirrors/config.ts';
import { openPictures } from '../../mirrors/newsroom/index.ts';
import { refOf } from '../../mirrors/press/deflate.ts';
import { makeEdition } from '../../mirrors/press/edition.ts';
import { folderWriter } from '../../mirrors/press/files.ts';
import { readKeys } from '../../mirrors/press/keys.ts';
import { articleReader } from '../../mirrors/press/load.ts';
import { blockStore } from '../../mirrors/press/packs.ts';
import { pressPictures } from '../../mirrors/press/pictures.ts';
import { folderGet } from '../../mirrors/press/places.ts';
import { openSpill } from '../../mirrors/press/spill.ts';
import type { Article, Block, Picture } from '../../src/edition/body.ts';
import { blockPath } from '../../src/edition/cid.ts';
import { headPath } from '../../src/edition/paths.ts';
import type { Paper } from './paper.ts';

/** An article around a body; `key` gives its id. */
export function bodyArticle(key: string, body: Block[], more: Partial<Article> = {}): Article {
  return {
    id: key.replace(/[^a-z2-7]/g, '').padEnd(16, 'a'),
    title: `Запись ${key}`,
    summary: '',
    by: ['Редакция'],
    url: 'https://source.example/story',
    published: Math.floor(Date.now() / 1000) - 3600,
    section: 'Город',
    tags: [],
    language: 'ru',
    source: 'articles',
    body,
    ...more,
  };
}

/** A picture before it is pressed. */
export function unpressed(url: string, more: Partial<Picture> = {}): Picture {
  return { url, alt: '', caption: '', credit: '', width: 0, height: 0, ...more };
}

/** Draws a picture rich enough to have a full size beside that of the article. */
export async function drawLarge(file: string, seed: number): Promise<string> {
  const [width, height] = [1200, 800];
  const circles = Array.from({ length: 90 }, (_, i) => {
    const turn = (seed * 7919 + i * 104_729) % 1_000_003;
    return `<circle cx="${turn % width}" cy="${(turn * 3) % height}" r="${10 + (turn % 70)}" fill="hsl(${turn % 360},60%,${30 + (turn % 40)}%)"/>`;
  });
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#ddd"/>${circles.join('')}</svg>`;
  await sharp(Buffer.from(drawing)).png().toFile(file);
  return file;
}

/**
 * Publishes articles as they are given, beside what the paper has; one of an id that is published replaces it.
 * @param files files of pictures, by their address in the bodies
 * @param options.mayLose pictures that no decoder takes are left out, and no fault
 */
export async function publishBodies(
  paper: Paper,
  articles: readonly Article[],
  files: ReadonlyMap<string, string> = new Map(),
  options: { mayLose?: boolean } = {},
): Promise<number> {
  const config = await readConfig(paper.newsroom);
  const keys = await readKeys(config.keys);
  const edition = await paper.edition();
  const writer = folderWriter(config.site);
  const cacheFolder = join(config.cache, 'pictures');
  await mkdir(cacheFolder, { recursive: true });
  const pictures = openPictures({
    get: () => Promise.reject(new Error('only files are pressed here')),
    cacheFolder,
    limits: { articleBytes: config.object },
  });
  const put = async (block: Uint8Array<ArrayBuffer>) => {
    const ref = refOf(block);
    await writer.write(blockPath(ref[0]), block);
    return ref;
  };
  const lost: string[] = [];
  const press = {
    ...{ object: config.object, picture: pictures.picture, put },
    ...{ lost: (sentence: string) => lost.push(sentence), counts: { made: 0, kept: 0, failed: 0 } },
  };
  const fresh = await Promise.all(
    articles.map(async (article) => ({
      ...article,
      body: await pressPictures(article.body, { press, before: null, files, title: article.title }),
    })),
  );
  await pictures.close();
  if (lost.length > 0 && !options.mayLose) throw new Error(lost[0]);
  const spill = openSpill(join(config.cache, 'spill'));
  const made = await makeEdition({
    ...{ config, keys, spill, blocks: blockStore(), top: null, withdrawn: edition.withdrawn },
    ...{ renew: false, app: paper.app, warn: () => {} },
    edition: { ...edition, article: articleReader(folderGet(config.site)) },
    fresh: fresh.map((article) => ({ ...article, slip: spill.add(JSON.stringify(article)) })),
    time: Math.max(Math.floor(Date.now() / 1000), edition.head.time + 1),
  });
  spill.close();
  for (const [digest, block] of made.blocks) await writer.write(blockPath(digest), block);
  for (const [path, bytes] of [...made.frames, ...made.wayIn]) await writer.write(path, bytes);
  if (made.headBytes) await writer.write(headPath(paper.publication), made.headBytes);
  return made.head.n;
}

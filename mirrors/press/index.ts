/** The press: sources in, a signed edition out, as a folder that any static host can serve. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Article } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { blockPath } from '../../src/edition/cid.ts';
import { headPath } from '../../src/edition/paths.ts';
import { CONFIG_FILE, type Config, PublisherError, readConfig } from '../config.ts';
import {
  type Draft,
  type Getter,
  openGetter,
  openPictures,
  readSource,
  SourceError,
} from '../newsroom/index.ts';
import { lookAhead } from './ahead.ts';
import { refOf } from './deflate.ts';
import { makeEdition } from './edition.ts';
import { folderWriter, writeSentence } from './files.ts';
import { type Keys, readKeys } from './keys.ts';
import { type Edition, each, loadEdition, WrongFile } from './load.ts';
import { type PictureCounts, pressPictures } from './pictures.ts';
import { folderGet, publicationsIn } from './places.ts';
import { findFresh, identify, toArticle } from './records.ts';

export { initNewsroom } from './init.ts';

/** An article longer than this as JSON (letters) is not for a pocket: its list of packs would not fit a segment. */
const LONGEST_ARTICLE = 3_000_000;

/** Hears what the press does. */
export interface Reporter {
  progress(what: string, done: number, total: number): void;
  /** Takes one sentence for each thing that a person should know. */
  warn(sentence: string): void;
}

export interface PressOptions {
  /** Folder of `tamizdat.json`. */
  newsroom: string;
  /** Signs a new head even where nothing is new. */
  renew?: boolean;
  report?: Reporter;
  /** The time, in ms since 1970. */
  now?: () => number;
  /** Folder of the built app. */
  app?: string;
}

export interface PressResult {
  publication: string;
  /** Number of the edition that the site now has. */
  n: number;
  isNewEdition: boolean;
  added: number;
  updated: number;
  unchanged: number;
  pictures: PictureCounts;
  /** What was written (bytes, files) and how long it took (seconds). */
  bytes: number;
  files: number;
  seconds: number;
  /** The site folder, absolute. */
  site: string;
  /** One sentence for each source that failed. */
  failures: string[];
  /** One sentence for each picture that could not be had. */
  lost: string[];
}

const silent: Reporter = { progress() {}, warn() {} };

/**
 * Presses a newsroom. A source that fails costs that source (`failures`), a picture that picture.
 * @throws PublisherError where nothing can be pressed: configuration, keys, a mirror that is ahead, a full disk
 */
export async function press(options: PressOptions): Promise<PressResult> {
  const { report = silent, now = Date.now } = options;
  const started = performance.now();
  const config = await readConfig(options.newsroom);
  const keys = await readKeys(config.keys);
  const edition = await readSite(config, keys);
  const web = openGetter();
  try {
    return await pressWith({ ...options, report, now, started, config, keys, edition, get: web.get });
  } catch (error) {
    const { path, syscall } = error as NodeJS.ErrnoException;
    // What the newsroom keeps to save time meets a full disk first.
    if (syscall && path?.startsWith(config.cache))
      throw new PublisherError(writeSentence(error as Error, path));
    throw error;
  } finally {
    await web.close();
  }
}

interface Work extends PressOptions {
  report: Reporter;
  now: () => number;
  started: number;
  config: Config;
  keys: Keys;
  edition: Edition | null;
  get: Getter;
}

async function pressWith(work: Work): Promise<PressResult> {
  const { config, keys, edition, get, report } = work;
  const { publication } = keys.trusted;
  const [sources] = await Promise.all([
    readSources(work),
    lookAhead(config, { publication, here: edition, get, warn: report.warn }),
  ]);
  const writer = folderWriter(config.site);
  const seconds = Math.max(Math.floor(work.now() / 1000), edition?.head.time ?? 0);
  const { articles, pictures, lost } = await pressArticles(work, sources.drafts, seconds, async (block) => {
    const ref = refOf(block);
    await writer.write(blockPath(ref[0]), block);
    return ref;
  });
  const published = new Map(edition?.entries.map((entry) => [entry.view.id, entry]));
  const { fresh, ...counts } = findFresh(articles, published);
  const { app } = work;
  const material = { config, keys, edition, fresh, time: seconds, renew: work.renew === true, app };
  const made = await makeEdition({ ...material, warn: report.warn });

  const files = [...made.blocks].map(([digest, block]): [string, Bytes] => [blockPath(digest), block]);
  let done = 0;
  await each([...files, ...made.frames], async ([path, bytes]) => {
    await writer.write(path, bytes);
    report.progress('blocks', ++done, files.length);
  });
  for (const [path, bytes] of made.wayIn) await writer.write(path, bytes);
  // The head comes last: until it is there, readers have the edition before.
  if (made.headBytes) await writer.write(headPath(publication), made.headBytes);
  return {
    ...{ publication, n: made.head.n, isNewEdition: made.headBytes !== null, ...counts, pictures },
    ...{ bytes: writer.written.bytes, files: writer.written.files },
    ...{
      seconds: (performance.now() - work.started) / 1000,
      site: config.site,
      failures: sources.failures,
      lost,
    },
  };
}

/** The edition that lies in the site folder, or null where none does. */
async function readSite(config: Config, keys: Keys): Promise<Edition | null> {
  const { publication } = keys.trusted;
  const other = (await publicationsIn(config.site)).find((one) => one !== publication);
  if (other) {
    throw new PublisherError(
      `The keys in ${config.keys} are of the publication ${publication} and the site ${config.site} is of ${other}: use the key folder that belongs to this site.`,
    );
  }
  const get = folderGet(config.site);
  if (!(await get(headPath(publication)))) return null;
  try {
    return await loadEdition(get, publication);
  } catch (error) {
    if (!(error instanceof WrongFile)) throw error;
    throw new PublisherError(
      `The site ${config.site} is damaged (${error.message}): bring it back with "tamizdat restore <address of a mirror> --to ${config.folder}".`,
    );
  }
}

async function readSources({ config, get, report }: Work): Promise<{ drafts: Draft[]; failures: string[] }> {
  const failures: string[] = [];
  if (config.sources.length === 0) {
    report.warn(
      `${join(config.folder, CONFIG_FILE)} names no sources: add some, such as {"feed": "https://a.example/rss"}.`,
    );
  }
  const [language] = config.languages;
  const context = { folder: config.folder, language, report: report.warn, get };
  let done = 0;
  const lists = await each(
    config.sources,
    async (source) => {
      try {
        return await readSource(source, context);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.push(error.message);
        report.warn(error.message);
        return [];
      } finally {
        report.progress('sources', ++done, config.sources.length);
      }
    },
    4,
  );
  return { drafts: lists.flat(), failures };
}

async function pressArticles(
  { config, edition, get, report }: Work,
  drafts: readonly Draft[],
  seconds: number,
  put: (block: Bytes) => Promise<[string, number]>,
): Promise<{ articles: Article[]; pictures: PictureCounts; lost: string[] }> {
  const counts: PictureCounts = { made: 0, kept: 0, failed: 0 };
  const lost: string[] = [];
  const known = await identify(drafts, new Map(edition?.entries.map((entry) => [entry.view.id, entry])));
  const cacheFolder = join(config.cache, 'pictures');
  await mkdir(cacheFolder, { recursive: true });
  const pictures = openPictures({ get, cacheFolder, limits: { articleBytes: config.object } });
  const { object } = config;
  const picturePress = {
    object,
    picture: pictures.picture,
    put,
    lost: (sentence: string) => lost.push(sentence),
    counts,
  };
  try {
    let done = 0;
    const articles = await each(known, async (one) => {
      const { draft, before } = one;
      const body = await pressPictures(draft.body, {
        ...{ press: picturePress, before, files: draft.files ?? new Map(), title: draft.title },
      });
      const article = await toArticle({ ...one, draft: { ...draft, body } }, seconds);
      report.progress('articles', ++done, known.length);
      if (JSON.stringify(article).length <= LONGEST_ARTICLE) return article;
      report.warn(
        `The article "${article.title}" (${article.url}) is too long and left out: publish it in parts.`,
      );
      return null;
    });
    return { articles: articles.filter((article) => article !== null), pictures: counts, lost };
  } finally {
    await pictures.close();
  }
}

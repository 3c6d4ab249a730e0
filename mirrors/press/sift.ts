/** Of what came in, what readers do not have yet: pictures had, articles made and compared with what is published. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Article, picturesOf, type Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { CardView } from '../../src/edition/card.ts';
import type { Config } from '../config.ts';
import { type Draft, type Getter, type LeftOut, mergeParts, openPictures } from '../newsroom/index.ts';
import type { FreshArticle, Published } from './edition.ts';
import type { Arrived, Intake } from './intake.ts';
import { each } from './load.ts';
import { type PictureCounts, pressPictures } from './pictures.ts';
import { isPublished, toArticle } from './records.ts';
import { findRelated, type Subject } from './related.ts';
import type { Spill } from './spill.ts';
import { findTranslations, withoutAbsent } from './translations.ts';

/** An article longer than this as JSON (letters) is not for a pocket: its list of packs would not fit a segment. */
const LONGEST_ARTICLE = 3_000_000;

/** Related articles are looked for of so many of the newest: those are read. */
const MOST_RELATED_TO = 2_000;
/** A report names so many articles at most. */
const MOST_NAMED = 1_000;

export interface NamedArticle {
  id: string;
  title: string;
  url: string;
  what: 'new' | 'updated';
}

export interface Sifted {
  /** Oldest first. */
  fresh: FreshArticle[];
  added: number;
  updated: number;
  unchanged: number;
  /** Held back until their time. */
  waiting: number;
  /** Withdrawn, and still in a source. */
  withdrawn: number;
  pictures: PictureCounts;
  /** One sentence for each picture that could not be had. */
  lost: string[];
  /** What is new or updated, up to `MOST_NAMED`. */
  articles: NamedArticle[];
  /** What was left out, by the sources or here. */
  failed: LeftOut[];
  /** Id to the hash of its drafts, for those that need not be looked at again while these stay. */
  prints: Map<string, string>;
}

export interface SiftOptions {
  config: Config;
  published: Published | null;
  /** Ids that are not published again. */
  withdrawn: ReadonlySet<string>;
  /** Of the run before, of the same head. */
  prints: ReadonlyMap<string, string>;
  spill: Spill;
  get: Getter;
  /** Seconds since 1970. */
  now: number;
  put(block: Bytes): Promise<Ref>;
  warn(sentence: string): void;
  progress(done: number, total: number): void;
}

export async function siftArticles(intake: Intake, options: SiftOptions): Promise<Sifted> {
  const { arrived, aliases } = intake;
  const { config, published, spill, get, now, put, warn } = options;
  const cacheFolder = join(config.cache, 'pictures');
  await mkdir(cacheFolder, { recursive: true });
  const { timeout, picture, pixels } = config.limits;
  const pictures = openPictures({
    ...{ get, cacheFolder, timeoutMs: timeout * 1000, capBytes: picture * 1e6 },
    limits: { articleBytes: config.object, sourcePixels: pixels * 1e6 },
  });
  const known = new Map<string, CardView>();
  const languages = new Map<string, string>();
  for (const view of published?.views ?? []) {
    known.set(view.id, view);
    languages.set(view.id, view.language);
  }
  for (const { id, language, embargo } of arrived.values()) {
    const isWaiting = embargo !== undefined && embargo > now;
    if (!isWaiting) languages.set(id, language);
  }
  for (const id of options.withdrawn) languages.delete(id);
  const translations = await findTranslations(intake, languages);
  const fresh: (FreshArticle & { published: number; subject: Subject })[] = [];
  const sifted: Omit<Sifted, 'fresh'> = {
    ...{ added: 0, updated: 0, unchanged: 0, waiting: 0, withdrawn: 0 },
    pictures: { made: 0, kept: 0, failed: 0 },
    ...{ lost: [], articles: [], failed: [...intake.leftOut] },
    prints: new Map(),
  };
  const picturePress = {
    ...{ object: config.object, picture: pictures.picture, put, counts: sifted.pictures },
    lost: (sentence: string) => sifted.lost.push(sentence),
    note: warn,
  };

  /** Counts an article that need not be looked at: most are as they were, and of many thousands each wait counts. */
  const passesBy = (one: Arrived): boolean => {
    const { id } = one;
    if (options.withdrawn.has(id)) {
      sifted.withdrawn++;
      return true;
    }
    const print = printOf(one, translations.get(id));
    if (!known.has(id) || options.prints.get(id) !== print) return false;
    sifted.prints.set(id, print);
    sifted.unchanged++;
    return true;
  };

  const judge = async (one: Arrived): Promise<void> => {
    const { id } = one;
    const view = known.get(id);
    const linked = translations.get(id);
    const parts = one.drafts.map(({ part }) => part());
    const [first, ...others] = parts;
    const draft = renamed({ ...mergeParts([first!, ...others]), key: one.key }, aliases);
    if (draft.embargo !== undefined && draft.embargo > now) return void sifted.waiting++;
    const before: Article | null = view ? await published!.article(view) : null;
    const lostBefore = sifted.lost.length;
    const body = await pressPictures(draft.body, {
      ...{ press: picturePress, before, files: draft.files ?? new Map(), title: draft.title },
      sourcesOf: (url) => parts.filter((part) => shows(part.draft, url)).map((part) => part.draft.source),
    });
    const article = await toArticle(id, { ...draft, body }, before, now, {
      ...standing(before?.translations, arrived, languages),
      ...linked,
    });
    const text = JSON.stringify(article);
    if (text.length > LONGEST_ARTICLE) {
      const { title, url } = article;
      sifted.failed.push({ title, url, reason: 'is too long for an edition: publish it in parts' });
      return;
    }
    // A picture that was lost is tried again, and so is a file that may change under its name.
    if (!one.hasFiles && sifted.lost.length === lostBefore) sifted.prints.set(id, printOf(one, linked));
    if (isPublished(article, before)) return void sifted.unchanged++;
    if (before) sifted.updated++;
    else sifted.added++;
    const { section, language, title, url } = article;
    if (sifted.articles.length < MOST_NAMED)
      sifted.articles.push({ id, title, url, what: before ? 'updated' : 'new' });
    const subject = subjectOf(article);
    fresh.push({ id, section, language, published: article.published, slip: spill.add(text), subject });
  };
  try {
    const left = [...arrived.values()].filter((one) => !passesBy(one));
    let done = arrived.size - left.length;
    if (done > 0) options.progress(done, arrived.size);
    await each(left, async (one) => {
      await judge(one);
      options.progress(++done, arrived.size);
    });
  } finally {
    await pictures.close();
  }
  fresh.sort((a, b) => a.published - b.published || (a.id < b.id ? -1 : 1));
  const subjects = fresh.slice(-MOST_RELATED_TO).map(({ subject }) => subject);
  const related = findRelated(subjects, published?.views ?? []);
  const ids = new Set(fresh.map(({ id }) => id));
  const isThere = (id: string) => !options.withdrawn.has(id) && (known.has(id) || ids.has(id));
  for (const one of fresh) {
    const close = related.get(one.id);
    // One that was left out, since it is too long.
    const absent = Object.values(translations.get(one.id) ?? {}).some((id) => !isThere(id));
    if (!close && !absent) continue;
    const { body, translations: named, ...about } = JSON.parse(spill.read(one.slip)) as Article;
    const left = named && withoutAbsent(named, isThere);
    const found = { ...(close && { related: close }), ...(left && { translations: left }) };
    one.slip = spill.add(JSON.stringify({ ...about, ...found, body }));
  }
  return { fresh, ...sifted };
}

const shows = ({ body }: Draft, url: string): boolean =>
  picturesOf(body).some((picture) => picture.url === url);

function subjectOf({ id, language, title, summary, tags, related }: Article): Subject {
  return { id, language, title, summary, tags, isRelated: related !== undefined };
}

/** A draft that names other articles by the keys that they are published under. */
function renamed(draft: Draft, aliases: ReadonlyMap<string, string>): Draft {
  const name = (key: string): string => aliases.get(key) ?? key;
  return draft.related ? { ...draft, related: draft.related.map(name) } : draft;
}

/** Of the translations that an article had, those that are published and in no source any more: nobody denies them. */
function standing(
  before: Record<string, string> | undefined,
  arrived: ReadonlyMap<string, Arrived>,
  languages: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(before ?? {}).filter(([, id]) => languages.has(id) && !arrived.has(id)),
  );
}

const printOf = ({ drafts }: Arrived, translations: Record<string, string> = {}) =>
  [...drafts.map(({ hash }) => hash), ...Object.values(translations)].join('+');

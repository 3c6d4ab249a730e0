/** All sources of a newsroom, read and joined: each article once, whatever number of sources has it. */
import type { Draft } from './draft.ts';
import type { Getter } from './get.ts';
import { openSource } from './index.ts';
import { insideOf } from './inside.ts';
import type { LeftOut } from './left-out.ts';
import type { Limits } from './limits.ts';
import type { Part } from './merge.ts';
import type { Profile } from './page/profile.ts';
import { groupSame, type Likeness } from './same.ts';
import { type Entry, idOf, openShelves, type Shelf, type Shelves } from './shelf.ts';
import { type FeedSource, nameOf, type Reading, type Source, SourceError } from './source.ts';

/** What one source says of an article. */
export interface Member extends Likeness {
  entry: Entry;
  /** Reads the draft from the disk. */
  part(): Part;
}

export interface Gathered {
  /** Members in the order of the sources. */
  articles: Member[][];
  /** What left its sources and may still be called by a name that it had there. */
  left: Member[][];
  /** One sentence for each source that failed; what it gave before is among the articles. */
  failures: string[];
  close(): void;
}

export interface GatherOptions {
  sources: readonly Source[];
  /** Folder of `tamizdat.json`. */
  folder: string;
  language: string;
  get: Getter;
  limits: Limits;
  profiles?: readonly Profile[];
  /** Folder for what sources gave before. */
  shelves: string;
  report(sentence: string): void;
  /** Takes what a source has and gives no article of. */
  leave(what: LeftOut): void;
  /** Whether readers have an article of this id. */
  isPublished?(id: string): boolean;
  progress(done: number, total: number): void;
  signal?: AbortSignal;
}

/** How many sources are read side by side. */
const atOnce = 4;
/** What left a source is remembered while others have it, but no more than so much. */
const mostGone = 5_000;

/** Reads what has changed in all sources. A source that fails costs what is new in it. */
export async function gather(options: GatherOptions): Promise<Gathered> {
  const { sources } = options;
  const shelves = openShelves(options.shelves);
  const failures: string[] = [];
  const read: (Shelf | undefined)[] = [];
  // Pages of a feed's items come after the feed, as a source of their own.
  const withPages = sources.flatMap((source, at) =>
    'feed' in source && source.pages ? [{ source, at }] : [],
  );
  const total = sources.length + withPages.length;
  let done = 0;
  const fill = async (
    place: number,
    name: string,
    begin: (shelf: Shelf) => Promise<Reading>,
  ): Promise<void> => {
    // Pages that a new profile could read otherwise are had once more.
    const isOfPages = name.startsWith('pages ') || /"(?:page|sitemap)":/.test(name);
    const ways = isOfPages && options.profiles?.length ? [JSON.stringify(options.profiles)] : [];
    // All that decides on what is read; another limit may let more of it in.
    const whole = [name, options.language, options.folder, JSON.stringify(options.limits), ...ways].join(' ');
    const shelf = await shelves.open(whole);
    read[place] = shelf;
    try {
      read[place] = await refill(shelves, whole, shelf, begin, options.report);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error.message);
      options.report(error.message);
    } finally {
      options.progress(++done, total);
    }
  };
  await each(sources, async (source, at) => {
    await fill(at, JSON.stringify(source), (shelf) => openSource(source, contextOf(options, source, shelf)));
  });
  await each(withPages, async ({ source, at }, number) => {
    const feed = read[at]!;
    await fill(sources.length + number, `pages ${JSON.stringify(source)}`, async (shelf) => {
      const { readPages } = await import('./pages.ts');
      return readPages(mentionsOf(feed), aboutOf(source), contextOf(options, source, shelf));
    });
  });
  const kinds = [...sources, ...withPages.map(() => null)].map((source) =>
    source === null || 'page' in source || 'sitemap' in source ? 'page' : 'given',
  );
  // Pages of a feed stand beside it in the order of sources.
  const order = [...sources.keys(), ...withPages.map(({ at }) => at + 0.5)];
  const places = [...order.keys()].sort((a, b) => order[a]! - order[b]!);
  const members = places.flatMap((place) => membersOf(read[place]!, place, kinds[place]!, sources[place]));
  const groups = groupSame(members);
  const isLiving = (group: readonly Member[]): boolean => group.some(({ entry }) => !entry.isGone);
  return {
    articles: groups.filter(isLiving),
    left: groups.filter((group) => !isLiving(group)),
    failures,
    close: () => {
      for (const shelf of read) shelf?.close();
    },
  };
}

function contextOf(options: GatherOptions, source: Source, shelf: Shelf) {
  const { folder, language, limits, profiles, report, leave, isPublished, signal } = options;
  // What this source may reach is open to nothing that another one names.
  const get: Getter = (url, ask) => options.get(url, { ...ask, sources: [nameOf(source)] });
  return {
    ...{ folder, language, get, limits, report, leave, before: shelf.state, inside: insideOf(source) },
    knows: (key: string) => shelf.has(key),
    ...(isPublished && { isPublished: (key: string) => isPublished(idOf(key)) }),
    ...(profiles && { profiles }),
    ...(signal && { signal }),
  };
}

/** Reads a source onto its shelf; what has not changed stays as it lies there. */
async function refill(
  shelves: Shelves,
  name: string,
  shelf: Shelf,
  begin: (shelf: Shelf) => Promise<Reading>,
  report: (line: string) => void,
): Promise<Shelf> {
  const reportEmpty = (before: number): void => {
    if (before === 0) {
      // Even where nothing is known of it, as after a change of limits. Pages of a feed without items are none either.
      if (!name.startsWith('pages ')) report(`${sourceIn(name)} has no article; what was published stays.`);
      return;
    }
    const articles = before === 1 ? '1 article' : `${before} articles`;
    report(`${sourceIn(name)} gave ${articles} before and has none now; what was published stays.`);
  };
  const reading = await begin(shelf);
  const living = shelf.entries.filter(({ isGone }) => !isGone).length;
  if (reading.kind === 'same') {
    if (living === 0) reportEmpty(shelf.entries.length);
    return shelf;
  }
  const filling = await shelves.fill(name, shelf);
  try {
    let count = 0;
    for await (const draft of reading.drafts) {
      await filling.put(draft);
      count += 1;
    }
    if (reading.kind === 'whole' && count === 0) reportEmpty(living || shelf.entries.length);
    let gone = 0;
    for (const entry of shelf.entries) {
      if (reading.kind === 'more') await filling.keep(entry);
      else if (gone++ < mostGone) await filling.keep({ ...entry, isGone: true });
    }
    return await filling.finish(reading.state);
  } catch (error) {
    await filling.drop();
    throw error;
  }
}

/** The source's own name in the name of its shelf. */
function sourceIn(name: string): string {
  return /"(?:feed|folder|wordpress|wxr|page|sitemap)":"((?:[^"\\]|\\.)*)"/.exec(name)?.[1] ?? name;
}

function membersOf(
  shelf: Shelf,
  source: number,
  from: 'page' | 'given',
  written: Source | undefined,
): Member[] {
  let section: string | undefined;
  const isOfSection = (draft: Draft): boolean => {
    // A feed of one section names it in every item, or its owner did.
    section ??= written?.section ?? onlySection(shelf);
    return draft.section !== '' && draft.section === section;
  };
  return shelf.entries.map((entry) => {
    const { key, url, title, published } = entry;
    const part = (): Part => {
      const draft = shelf.read(entry);
      return { draft, from, isOfSection: isOfSection(draft) };
    };
    return { source, entry, key, url, title, published, part };
  });
}

/** The section that all drafts of a shelf have; empty where they differ, or are too few to tell. */
function onlySection(shelf: Shelf): string {
  const some = shelf.entries.slice(0, 10).map((entry) => shelf.read(entry).section);
  return some.length >= 3 && some.every((section) => section === some[0]) ? some[0]! : '';
}

const aboutOf = (source: FeedSource) => ({ name: nameOf(source), section: source.section ?? '' });

function mentionsOf(feed: Shelf) {
  return feed.entries
    .filter(({ url, isGone }) => url !== '' && !isGone)
    .map(({ url, title, published, hash }) => ({ url, title, published, version: hash, tags: [] }));
}

async function each<T>(items: readonly T[], job: (item: T, at: number) => Promise<void>): Promise<void> {
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await job(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

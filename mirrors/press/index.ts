/** The press: sources in, a signed edition out, as a folder that any static host can serve. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../src/edition/bytes.ts';
import { blockPath } from '../../src/edition/cid.ts';
import { headPath } from '../../src/edition/paths.ts';
import type { Withdrawal } from '../../src/edition/withdrawn.ts';
import { type Config, PublisherError, readConfig } from '../config.ts';
import {
  type Draft,
  type Getter,
  insideByName,
  type LeftOut,
  leftOutSentence,
  nameOf,
  openGetter,
} from '../newsroom/index.ts';
import { lookAhead } from './ahead.ts';
import { refOf } from './deflate.ts';
import { makeEdition } from './edition.ts';
import { folderWriter, writeSentence } from './files.ts';
import { noIntake, takeIn } from './intake.ts';
import { type Journal, type Note, openJournal } from './journal.ts';
import { type Keys, readKeys } from './keys.ts';
import { each } from './load.ts';
import { lockNewsroom } from './lock.ts';
import { blockStore } from './packs.ts';
import type { PictureCounts } from './pictures.ts';
import { folderGet } from './places.ts';
import { keepNotes, keepReport } from './report.ts';
import { type NamedArticle, siftArticles } from './sift.ts';
import { readSite, remember, type Site } from './site.ts';
import { openSpill, type Spill } from './spill.ts';
import { strike } from './strike.ts';
import { sweepOnce } from './sweep.ts';
import { readTop } from './top.ts';
import { writeWayIn } from './way-in.ts';
import { listWithdrawn } from './withdrawals.ts';

export { initNewsroom } from './init.ts';

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
  /** Articles besides those of the sources. */
  more?: AsyncIterable<Draft> | Iterable<Draft>;
  /** Takes articles back (ids, or their addresses or ids in the source), or lets them come again; reads no source. */
  withdraw?: { articles: readonly string[]; reason: string; undo?: boolean };
}

export interface PressResult {
  publication: string;
  /** Of the publication, in its first language. */
  name: string;
  /** Number of the edition that the site now has. */
  n: number;
  isNewEdition: boolean;
  added: number;
  updated: number;
  /** Of what the sources have now. */
  unchanged: number;
  /** Articles that the edition holds. */
  total: number;
  /** Held back until their time. */
  waiting: number;
  /** Ids that are withdrawn, all that ever were. */
  withdrawn: number;
  /** Ids that this run took back, or let come again. */
  turned: string[];
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
  /** What is new or updated, up to a thousand. */
  articles: NamedArticle[];
  /** What was left out, and why. */
  failed: LeftOut[];
  /** Seconds of each step. */
  steps: Journal['steps'];
  /** What the run did and told, line by line. */
  notes: Note[];
}

const silent: Reporter = { progress() {}, warn() {} };

/**
 * Presses a newsroom. A source that fails costs that source (`failures`), a picture that picture.
 * @throws PublisherError where nothing can be pressed: configuration, keys, a mirror that is ahead, a full disk
 */
export async function press(options: PressOptions): Promise<PressResult> {
  const { now = Date.now } = options;
  const report = openJournal(options.report ?? silent);
  const started = performance.now();
  const config = await readConfig(options.newsroom);
  const keys = await readKeys(config.keys);
  const unlock = await lockNewsroom(config.folder);
  try {
    const result = await pressLocked({ ...options, report, now, started, config, keys });
    // The edition is there, whatever becomes of the report.
    await keepReport(config.folder, result, new Date(now())).catch((error) => report.warn(error.message));
    return result;
  } catch (error) {
    // A disk that is full takes no log either.
    await keepNotes(config.folder, report.notes).catch(() => undefined);
    throw error;
  } finally {
    await unlock();
  }
}

async function pressLocked(work: Omit<Work, 'edition' | 'spill' | 'get'>): Promise<PressResult> {
  const { config, keys } = work;
  const web = openGetter({
    ...{ limits: config.limits, contact: config.contact, restsFile: join(config.cache, 'hosts.json') },
    inside: insideByName(config.sources),
  });
  let spill: Spill | null = null;
  try {
    await mkdir(config.cache, { recursive: true });
    spill = openSpill(join(config.cache, 'spill'));
    const edition = await work.report.step('the site', () => readSite(config, keys));
    return await pressWith({ ...work, edition, spill, get: web.get });
  } catch (error) {
    const { path, syscall } = error as NodeJS.ErrnoException;
    // What the newsroom keeps to save time meets a full disk first.
    if (syscall && path?.startsWith(config.cache))
      throw new PublisherError(writeSentence(error as Error, path));
    throw error;
  } finally {
    spill?.close();
    await web.close();
  }
}

function turnedBy(before: readonly Withdrawal[], after: readonly Withdrawal[]): string[] {
  const [old, now] = [before, after].map((list) => new Set(list.map(([id]) => id))) as [
    Set<string>,
    Set<string>,
  ];
  return [...[...now].filter((id) => !old.has(id)), ...[...old].filter((id) => !now.has(id))];
}

const hostsOf = ({ sources }: Config): string[] =>
  sources
    .flatMap((source) => [nameOf(source), 'url' in source ? (source.url ?? '') : ''])
    .flatMap((where) => (URL.canParse(where) ? [new URL(where).host] : []));

interface Work extends PressOptions {
  report: Journal;
  now: () => number;
  started: number;
  config: Config;
  keys: Keys;
  edition: Site | null;
  spill: Spill;
  get: Getter;
}

async function pressWith(work: Work): Promise<PressResult> {
  const { config, keys, edition, get, report, spill } = work;
  const { publication } = keys.trusted;
  const { warn } = report;
  const published = new Set(edition?.views.map(({ id }) => id));
  const { step } = report;
  const [intake] = await Promise.all([
    step('sources', async () =>
      work.withdraw
        ? noIntake()
        : takeIn({
            ...{ config, get, spill, warn },
            isPublished: (id) => published.has(id),
            ...(work.more && { more: work.more }),
            progress: (done, total) => report.progress('sources', done, total),
          }),
    ),
    step('mirrors', () => lookAhead(config, { publication, here: edition, get, warn })),
  ]);
  if (!edition && intake.arrived.size === 0 && intake.failures.length > 0) {
    intake.close();
    throw new PublisherError(
      `No source gave an article and nothing was published before, so no edition was made: see to them, and press again. ${intake.failures[0]}`,
    );
  }
  const writer = folderWriter(config.site);
  const time = Math.max(Math.floor(work.now() / 1000), edition?.head.time ?? 0);
  const withdrawn = await listWithdrawn(edition, work.withdraw, { time, hosts: hostsOf(config) });
  const gone = new Set(withdrawn.map(([id]) => id));
  const sifting = () =>
    siftArticles(intake, {
      ...{ config, published: edition, withdrawn: gone, prints: edition?.prints ?? new Map() },
      ...{ spill, get, now: time, warn },
      put: async (block) => {
        const ref = refOf(block);
        await writer.write(blockPath(ref[0]), block);
        return ref;
      },
      progress: (done, total) => report.progress('articles', done, total),
    });
  const sifted = await step('articles and pictures', sifting).finally(intake.close);
  const { fresh, prints, withdrawn: _, ...counts } = sifted;
  for (const one of counts.failed) report.note(`Left out: ${leftOutSentence(one)}.`);
  const blocks = blockStore();
  const made = await step('the edition', async () => {
    const struck = { get: folderGet(config.site), spill, object: config.object, put: blocks.put };
    const kept = edition && (await strike(edition, gone, struck));
    return makeEdition({
      ...{ config, keys, edition: kept, fresh, spill, blocks, withdrawn, time, warn },
      ...{ renew: work.renew === true, app: work.app },
      top: work.withdraw ? null : await readTop({ config, intake, published: kept, get, warn }),
    });
  });

  const files = [...made.blocks].map(([digest, block]): [string, Bytes] => [blockPath(digest), block]);
  await step('writing', async () => {
    let done = 0;
    await each([...files, ...made.frames], async ([path, bytes]) => {
      await writer.write(path, bytes);
      report.progress('blocks', ++done, files.length);
    });
    await writeWayIn(made.wayIn, writer);
    // The head comes last: until it is there, readers have the edition before.
    if (made.headBytes) await writer.write(headPath(publication), made.headBytes);
  });
  await step('tidying', async () => {
    await sweepOnce(config, gone, made.head.withdrawn);
    await remember(config, publication, made, {
      was: edition?.memory ?? null,
      prints: work.withdraw ? new Map(edition?.prints) : prints,
    });
  });
  return {
    ...{ publication, name: config.names[config.languages[0]]!, n: made.head.n },
    ...{ isNewEdition: made.headBytes !== null, total: made.log.views.length, ...counts },
    ...{ withdrawn: gone.size, turned: turnedBy(edition?.withdrawn ?? [], withdrawn) },
    ...{ bytes: writer.written.bytes, files: writer.written.files },
    ...{ seconds: (performance.now() - work.started) / 1000, site: config.site },
    ...{ failures: intake.failures, steps: report.steps, notes: report.notes },
  };
}

/** What the sources yield, taken in one by one: texts wait on disk, memory holds what names them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { articleId } from '../../src/edition/id.ts';
import { CONFIG_FILE, type Config } from '../config.ts';
import { type Draft, type Getter, readSource, SourceError } from '../newsroom/index.ts';
import { each } from './load.ts';
import type { Slip, Spill } from './spill.ts';

/** An article that came in, perhaps from several sources. */
export interface Arrived {
  id: string;
  /** In the order of the sources. */
  drafts: { source: number; slip: Slip; hash: string }[];
  key: string;
  url: string;
  language: string;
  /** Its place among the editors' picks, 1 first. */
  order: number | undefined;
  /** Pictures of it are files of the publisher's own, which may change under their names. */
  hasFiles: boolean;
}

export interface Intake {
  arrived: Map<string, Arrived>;
  /** One sentence for each source that failed. */
  failures: string[];
}

/**
 * Reads all sources into a spill.
 * @param more further drafts, taken as the last source
 */
export async function takeIn(options: {
  config: Config;
  get: Getter;
  spill: Spill;
  more?: AsyncIterable<Draft> | Iterable<Draft>;
  warn(sentence: string): void;
  progress(done: number, total: number): void;
}): Promise<Intake> {
  const { config, get, spill, more, warn } = options;
  const failures: string[] = [];
  const arrived = new Map<string, Arrived>();
  const note = async (draft: Draft, source: number) => {
    const id = await articleId(draft.key);
    const text = draftText(draft);
    const hash = createHash('sha256').update(text).digest('base64url');
    const one = { source, slip: spill.add(text), hash };
    const { key, url, language, order, files } = draft;
    const before = arrived.get(id);
    if (before) {
      before.drafts.push(one);
      before.order ??= order;
      before.hasFiles ||= files !== undefined;
    } else arrived.set(id, { id, drafts: [one], key, url, language, order, hasFiles: files !== undefined });
  };
  const { sources } = config;
  if (sources.length === 0 && !more) {
    warn(
      `${join(config.folder, CONFIG_FILE)} names no sources: add some, such as {"feed": "https://a.example/rss"}.`,
    );
  }
  const context = { folder: config.folder, language: config.languages[0], report: warn, get };
  let done = 0;
  await each(
    [...sources.keys()],
    async (at) => {
      try {
        for await (const draft of await readSource(sources[at]!, context)) await note(draft, at);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.push(error.message);
        warn(error.message);
      } finally {
        options.progress(++done, sources.length);
      }
    },
    4,
  );
  if (more) for await (const draft of more) await note(draft, sources.length);
  // Sources are read side by side: which was first must not decide anything.
  for (const { drafts } of arrived.values()) drafts.sort((a, b) => a.source - b.source);
  return { arrived, failures };
}

const draftText = ({ files, ...draft }: Draft) =>
  JSON.stringify(files ? { ...draft, files: [...files] } : draft);

/** A draft as it went into the spill. */
export function readDraft(spill: Spill, slip: Slip): Draft {
  const { files, ...draft } = JSON.parse(spill.read(slip)) as Omit<Draft, 'files'> & {
    files?: [string, string][];
  };
  return files ? { ...draft, files: new Map(files) } : draft;
}

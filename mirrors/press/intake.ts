/** What the sources yield, by article: texts wait on disk, memory holds what names them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CONFIG_FILE, type Config } from '../config.ts';
import {
  type Draft,
  draftFrom,
  draftText,
  type Gathered,
  type Getter,
  gather,
  idOf,
  type LeftOut,
  type Member,
  type Part,
} from '../newsroom/index.ts';
import type { Spill } from './spill.ts';

/** An article that came in, perhaps from several sources. */
export interface Arrived {
  id: string;
  /** What each source says of it, in the order of the sources. */
  drafts: { hash: string; part(): Part }[];
  key: string;
  url: string;
  /** All addresses and other names that it has in its sources. */
  addresses: string[];
  /** Language to what its sources call its translation. */
  translations: Record<string, string> | undefined;
  language: string;
  /** Before that time it is not published (seconds since 1970). */
  embargo: number | undefined;
  /** Its place among the editors' picks, 1 first. */
  order: number | undefined;
  /** Pictures of it are files of the publisher's own, which may change under their names. */
  hasFiles: boolean;
}

export interface Intake {
  arrived: Map<string, Arrived>;
  /** Keys under which other drafts may name an article, to the key that it is published under. */
  aliases: Map<string, string>;
  /** What no source has any more, and how it was called there. */
  left: { id: string; addresses: string[] }[];
  /** One sentence for each source that failed. */
  failures: string[];
  /** What sources have and gave no article of. */
  leftOut: LeftOut[];
  /** Lets go of the files that texts wait in. */
  close(): void;
}

/** An intake of nothing. */
export const noIntake = (): Intake => ({
  ...{ arrived: new Map(), aliases: new Map(), left: [], failures: [], leftOut: [], close() {} },
});

/**
 * Reads all sources.
 * @param isPublished whether an article of this id is: it keeps its id, whichever sources have it
 * @param more further drafts, taken as the last source
 */
export async function takeIn(options: {
  config: Config;
  get: Getter;
  spill: Spill;
  isPublished(id: string): boolean;
  more?: AsyncIterable<Draft> | Iterable<Draft>;
  warn(sentence: string): void;
  progress(done: number, total: number): void;
}): Promise<Intake> {
  const { config, get, spill, isPublished, more, warn, progress } = options;
  const { sources, folder, languages, limits, profiles } = config;
  if (sources.length === 0 && !more) {
    warn(
      `${join(folder, CONFIG_FILE)} names no sources: add some, such as {"feed": "https://a.example/rss"}.`,
    );
  }
  const leftOut: LeftOut[] = [];
  const gathered = await gather({
    leave: (what) => leftOut.push(what),
    ...{
      sources,
      folder,
      language: languages[0],
      get,
      limits,
      profiles,
      isPublished,
      progress,
      report: warn,
    },
    shelves: join(config.cache, 'sources'),
  });
  const intake: Intake = {
    ...{ arrived: new Map(), aliases: new Map(), left: [], leftOut },
    ...{ failures: gathered.failures, close: gathered.close },
  };
  noteMembers(gathered, intake, isPublished);
  if (more) for await (const draft of more) noteDraft(draft, intake, spill);
  return intake;
}

function noteMembers(
  gathered: Gathered,
  { arrived, aliases, left }: Intake,
  isPublished: (id: string) => boolean,
): void {
  for (const members of gathered.left) {
    const { key, id } = nameOf(members, isPublished);
    for (const member of members) if (member.key !== key) aliases.set(member.key, key);
    left.push({ id, addresses: addressesOf(members.map(({ entry }) => entry)) });
  }
  for (const members of gathered.articles) {
    const { key, id } = nameOf(members, isPublished);
    for (const member of members) if (member.key !== key) aliases.set(member.key, key);
    arrived.set(id, members.length === 1 ? alone(members[0]!) : joined(id, key, members));
  }
}

/** Nearly all articles are in one source: of a hundred thousand the shorter way is seconds shorter. */
function alone({ entry, part }: Member): Arrived {
  const { id, key, language, hash, url, names = [], translations, order, embargo, hasFiles } = entry;
  const addresses = url === '' ? names : [url, ...names];
  const drafts = [{ hash, part }];
  return { id, key, language, drafts, url, addresses, translations, order, embargo, hasFiles };
}

function joined(id: string, key: string, members: readonly Member[]): Arrived {
  const entries = members.map(({ entry }) => entry);
  return {
    ...{ id, key, language: entries[0]!.language },
    drafts: members.map(({ entry: { hash }, part }) => ({ hash, part })),
    url: entries.find(({ url }) => url !== '')?.url ?? '',
    addresses: addressesOf(entries),
    translations: saidOf(entries),
    order: entries.find(({ order }) => order !== undefined)?.order,
    embargo: entries.find(({ embargo }) => embargo !== undefined)?.embargo,
    hasFiles: entries.some(({ hasFiles }) => hasFiles),
  };
}

function addressesOf(entries: readonly Pick<Draft, 'url' | 'names'>[]): string[] {
  return entries.flatMap(({ url, names }) => [...(url === '' ? [] : [url]), ...(names ?? [])]);
}

/** What all sources say of an article's translations; of a language that of the first. */
function saidOf(
  entries: readonly { translations?: Record<string, string> | undefined }[],
): Record<string, string> | undefined {
  const said = entries.flatMap(({ translations }) => (translations ? [translations] : []));
  return said.length === 0 ? undefined : Object.assign({}, ...said.reverse());
}

/** The key that an article has or gets, and its id: the one that is published, else that of the first source. */
function nameOf(
  members: readonly Member[],
  isPublished: (id: string) => boolean,
): { key: string; id: string } {
  const [first] = members as readonly [Member, ...Member[]];
  const found = members.length > 1 ? members.find(({ entry }) => isPublished(entry.id)) : undefined;
  const { key, id } = (found ?? first).entry;
  return { key, id };
}

function noteDraft(draft: Draft, { arrived }: Intake, spill: Spill): void {
  const id = idOf(draft.key);
  const text = draftText(draft);
  const hash = createHash('sha256').update(text).digest('base64url');
  const slip = spill.add(text);
  const one = { hash, part: (): Part => ({ draft: draftFrom(spill.read(slip)), from: 'given' }) };
  const { key, url, language, order, embargo, files } = draft;
  const before = arrived.get(id);
  if (!before) {
    arrived.set(id, {
      ...{ id, drafts: [one], key, url, language, order, embargo, hasFiles: files !== undefined },
      ...{ addresses: addressesOf([draft]), translations: saidOf([draft]) },
    });
    return;
  }
  before.drafts.push(one);
  before.addresses.push(...addressesOf([draft]));
  before.translations = saidOf([before, draft]);
  before.order ??= order;
  before.embargo ??= embargo;
  before.hasFiles ||= files !== undefined;
}

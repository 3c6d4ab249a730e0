/** An edition read from wherever it lies, every byte of it verified as a reader would. */
import type { Article, Ref } from '../../src/edition/body.ts';
import { type Bytes, concat } from '../../src/edition/bytes.ts';
import { type Card, type CardView, viewCard } from '../../src/edition/card.ts';
import { blockPath, checkBlock } from '../../src/edition/cid.ts';
import { type Head, openHead, type Span } from '../../src/edition/head.ts';
import { type Message, openMessages } from '../../src/edition/message.ts';
import { type MirrorList, openMirrors } from '../../src/edition/mirrors.ts';
import { joinParts, type Line, openPack } from '../../src/edition/pack.ts';
import { headPath, mirrorsPath, rootsPath } from '../../src/edition/paths.ts';
import { isRefusal } from '../../src/edition/refusal.ts';
import { followRoots, openFirstRoot, splitRoots, type TrustedRoot } from '../../src/edition/root.ts';
import { openDirectory, openSegment, type Segment } from '../../src/edition/segment.ts';
import { openGroup, openShell, type Shell, type ShellFile } from '../../src/edition/shell.ts';
import { openWithdrawn, type Withdrawal } from '../../src/edition/withdrawn.ts';

/** Gets a file of a site by its path, or null where it is not there. */
export type SiteGet = (path: string) => Promise<Bytes | null>;

/** A file of a site that is missing or wrong; `path` is relative to the site. */
export class WrongFile extends Error {
  override name = 'WrongFile';
  readonly path: string;
  constructor(path: string, what: string) {
    super(`${path} ${what}`);
    this.path = path;
  }
}

/** A published article: its newest card and its text. */
export interface Entry {
  view: CardView;
  article: Article;
}

export interface LoadedHead {
  publication: string;
  trusted: TrustedRoot;
  head: Head;
  /** Digest of the head's body. */
  digest: string;
}

/** An edition without its texts. */
export interface Cards extends LoadedHead {
  mirrors: MirrorList | null;
  /** What the paper says to its readers. */
  messages: Message[];
  /** Newest record of each id, oldest first. */
  views: CardView[];
  /** Content of each directory block, by digest. */
  directories: Map<string, Span[]>;
  withdrawn: Withdrawal[];
}

export interface Edition extends Cards {
  /** Newest record of each id with its text, oldest first. */
  entries: Entry[];
}

/** How many files are asked for at a time: a mirror far away answers slowly. */
const AT_ONCE = 8;

/** Runs one job for each item, a few at a time; results in the order of the items. */
export async function each<T, R>(
  items: readonly T[],
  job: (item: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await job(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

/** Names the file in whatever a check has thrown. */
async function judge<T>(path: string, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const detail = error.message === error.name ? '' : `: ${error.message}`;
    throw new WrongFile(path, `is not what was signed (${error.name}${detail})`);
  }
}

async function must(get: SiteGet, path: string): Promise<Bytes> {
  const bytes = await get(path);
  if (bytes) return bytes;
  throw new WrongFile(path, 'is missing');
}

/** Gets a block and checks it. @throws WrongFile */
export async function getBlock(get: SiteGet, digest: string): Promise<Bytes> {
  const path = blockPath(digest);
  const bytes = await must(get, path);
  return judge(path, () => checkBlock(bytes, digest));
}

/** Roots and head of a publication. @throws WrongFile */
export async function loadHead(get: SiteGet, publication: string): Promise<LoadedHead> {
  const rootsAt = rootsPath(publication);
  const roots = await must(get, rootsAt);
  const trusted = await judge(rootsAt, async () => {
    const [first = new Uint8Array()] = splitRoots(roots);
    return followRoots(roots, await openFirstRoot(first, publication));
  });
  const headAt = headPath(publication);
  const bytes = await must(get, headAt);
  const { head, digest } = await judge(headAt, () =>
    openHead(bytes, { publication, role: trusted.root.roles.head, known: null }),
  );
  return { publication, trusted, head, digest };
}

/** Everything that has a title: cards and texts; pictures and the shell only as references. @throws WrongFile */
export async function loadEdition(get: SiteGet, publication: string): Promise<Edition> {
  const packs = new Map<string, Ref>();
  const cards = await loadCards(get, publication, (pack) => packs.set(pack[0], pack));
  const lines = new Map<string, Line[]>();
  await each([...packs.values()], async ([digest]) => void lines.set(digest, await linesOf(get, digest)));
  const entries = await Promise.all(
    cards.views.map(async (view) => ({ view, article: await joinArticle(view, (pack) => lines.get(pack)) })),
  );
  return { ...cards, entries };
}

/**
 * What an edition says without its texts.
 * @param tellPack hears of every pack that a card points to
 * @throws WrongFile
 */
export async function loadCards(
  get: SiteGet,
  publication: string,
  tellPack: (pack: Ref) => unknown = () => undefined,
): Promise<Cards> {
  const loaded = await loadHead(get, publication);
  const directories = new Map<string, Span[]>();
  const cards = new Map<string, CardView>();
  const note = ({ cards: list, packs }: { cards: Card[]; packs: Ref[] }) => {
    for (const pack of packs) tellPack(pack);
    for (const card of list) {
      const view = viewCard(card, packs);
      if ((cards.get(view.id)?.q ?? 0) < view.q) cards.set(view.id, view);
    }
  };
  const spans = await segmentSpans(get, loaded.head.spans, directories);
  for (const segment of await each(spans, (span) => loadSegment(get, span))) note(segment);
  note(loaded.head);
  const views = [...cards.values()].sort((a, b) => a.q - b.q);
  return { ...loaded, ...(await loadLists(get, loaded)), views, directories };
}

/** The lists that a head names beside its log. @throws WrongFile */
export async function loadLists(
  get: SiteGet,
  loaded: LoadedHead,
): Promise<Pick<Cards, 'mirrors' | 'messages' | 'withdrawn'>> {
  const { head } = loaded;
  return {
    mirrors: await loadMirrors(get, loaded),
    messages: await loadMessages(get, head),
    withdrawn: await loadWithdrawn(get, head),
  };
}

/** A segment that a span of level 0 names. @throws WrongFile */
export async function loadSegment(get: SiteGet, span: Span): Promise<Segment> {
  const block = await getBlock(get, span[0]);
  return judge(blockPath(span[0]), () => openSegment(block, span));
}

/** Reads articles one by one; packs that were opened last stay open. @throws WrongFile */
export function articleReader(get: SiteGet): (view: CardView) => Promise<Article> {
  const opened = new Map<string, Line[]>();
  return async (view) => {
    for (const [digest] of view.packs) {
      const lines = opened.get(digest) ?? (await linesOf(get, digest));
      opened.delete(digest);
      opened.set(digest, lines);
    }
    const article = await joinArticle(view, (pack) => opened.get(pack));
    for (const oldest of opened.keys()) {
      if (opened.size <= PACKS_OPEN) break;
      opened.delete(oldest);
    }
    return article;
  };
}

const PACKS_OPEN = 64;

async function linesOf(get: SiteGet, digest: string): Promise<Line[]> {
  const block = await getBlock(get, digest);
  return judge(blockPath(digest), () => openPack(block));
}

async function loadWithdrawn(get: SiteGet, { withdrawn }: Head): Promise<Withdrawal[]> {
  if (!withdrawn) return [];
  const block = await getBlock(get, withdrawn[0]);
  return judge(blockPath(withdrawn[0]), () => openWithdrawn(block));
}

async function loadMessages(get: SiteGet, head: Head): Promise<Message[]> {
  const packs = await each(head.messages, async ([digest]) => {
    const block = await getBlock(get, digest);
    return judge(blockPath(digest), () => openMessages(block));
  });
  return packs.flat();
}

async function joinArticle(view: CardView, linesIn: (pack: string) => Line[] | undefined): Promise<Article> {
  const path = blockPath(view.packs[0]![0]);
  return judge(path, async () => {
    const parts = view.packs.map(([digest], i) => linesIn(digest)?.[i === 0 ? view.line : 0]);
    if (parts.some((part) => part?.id !== view.id)) throw new WrongFile(path, `lacks the article ${view.id}`);
    return joinParts(parts as Line[]);
  });
}

/** Spans of all segments, oldest first, through directories of any level. */
export async function segmentSpans(
  get: SiteGet,
  spans: readonly Span[],
  directories = new Map<string, Span[]>(),
): Promise<Span[]> {
  const found: Span[] = [];
  for (const span of spans) {
    if (span[4] === 0) found.push(span);
    else {
      const block = await getBlock(get, span[0]);
      const directory = await judge(blockPath(span[0]), () => openDirectory(block, span));
      directories.set(span[0], directory.spans);
      found.push(...(await segmentSpans(get, directory.spans, directories)));
    }
  }
  return found;
}

/** The public mirror list, or null where the head knows of none. */
async function loadMirrors(
  get: SiteGet,
  { publication, trusted, head }: LoadedHead,
): Promise<MirrorList | null> {
  if (head.mirrors === 0) return null;
  const path = mirrorsPath(publication);
  const bytes = await must(get, path);
  // Every address that the publisher signed, those on his own machine too: nothing is asked here.
  const base = 'http://localhost/';
  const trust = { publication, role: trusted.root.roles.head, knownVersion: head.mirrors, base };
  return judge(path, () => openMirrors(bytes, trust));
}

/** The shell frame that a head names, verified; null where it names none. @throws WrongFile */
export async function loadShell(
  get: SiteGet,
  { head, trusted }: LoadedHead,
): Promise<{ shell: Shell; frame: Bytes } | null> {
  if (!head.shell) return null;
  const [, digest] = head.shell;
  const frame = await getBlock(get, digest);
  const shell = await judge(blockPath(digest), () => openShell(frame, trusted.root.roles.shell, null));
  if (shell.version !== head.shell[0])
    throw new WrongFile(blockPath(digest), 'is another version than the head says');
  return { shell, frame };
}

/** Every file of the shell, its chunks verified and inflated. @throws WrongFile */
export async function loadShellFiles(get: SiteGet, shell: Shell): Promise<ShellFile[]> {
  const groups = await each(shell.groups, async (group) => {
    const chunks = await each(group[0], (digest) => getBlock(get, digest));
    return judge(blockPath(group[0][0] ?? ''), () => openGroup(group, chunks));
  });
  return groups.flat();
}

/** The bytes of a picture's full size, joined from its chunks. @throws WrongFile */
export async function loadFull(get: SiteGet, [digest, size]: Ref): Promise<Bytes> {
  const list = await getBlock(get, digest);
  const digests = Array.from({ length: Math.floor(list.length / 32) }, (_, i) =>
    Buffer.from(list.subarray(i * 32, i * 32 + 32)).toString('base64url'),
  );
  const whole = concat(...(await each(digests, (one) => getBlock(get, one))));
  if (list.length % 32 !== 0 || whole.length !== size)
    throw new WrongFile(blockPath(digest), 'names other bytes than its picture has');
  return whole;
}

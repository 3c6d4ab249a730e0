import { expect } from 'vitest';
import type { Asked, Query } from '../courier/ask.ts';
import { type Courier, MirrorError } from '../courier/courier.ts';
import { makeLanes } from '../courier/lane.ts';
import type { Bytes } from '../edition/bytes.ts';
import { type Made, type MadeHead, type MadePaper, makePaper } from '../library/made.test-helper.ts';
import { openStore, putMeta } from '../library/store.ts';
import { askEdition } from './newest.ts';
import type { Sync } from './state.ts';
import { fetchAhead } from './sync.ts';

/** Syncs with mirrors in memory that give a made paper, and answer as a test wants. */
const MIRRORS = ['https://a/', 'https://b/', 'https://c/'];
export const NOW = 1_763_900_100_000;

/** What a mirror answers when it is asked for the head: a frame, or how it fails. */
type Answer = Bytes | 'refused' | 'hang';

/** A new one for each test. */
export let paper: MadePaper;
/** Blocks that were asked for, in order: digest and priority. */
export const asked: [digest: string, priority: number][] = [];
/** Digests that no mirror gives. */
export const lost = new Set<string>();
/** What was told to have changed. */
export const changes: string[] = [];
const heads: Answer[] = [];

/** What each mirror answers from now on when it is asked for the head; one of which nothing is said refuses. */
export function answer(...answers: Answer[]): void {
  heads.splice(0, heads.length, ...answers);
}

/** The courier's place, taken by mirrors in memory: everything comes at once, and what is asked for is noted. */
function courier(): Courier {
  const lanes = makeLanes(
    MIRRORS.map((url) => ['net', url]),
    [],
  );
  const block = async (digest: string, _bytes: number, _what: unknown, priority: number): Promise<Bytes> => {
    asked.push([digest, priority]);
    const bytes = paper.blocks.get(digest);
    if (!bytes || lost.has(digest)) throw new MirrorError(digest);
    return bytes;
  };
  const ask = async ({ judge, enough = 1 }: Query): Promise<Asked> => {
    const endings: (Asked & { kind: 'none' })['endings'] = [];
    let same = 0;
    for (const [i, lane] of lanes.entries()) {
      const answer = heads[i] ?? 'refused';
      const ending = answer instanceof Uint8Array ? await judge(answer, lane) : answer;
      if (ending === 'ok') return { kind: 'taken', lane };
      if (ending === 'not-newer') {
        if (++same >= enough) return { kind: 'same', answers: same };
      } else endings.push(ending);
    }
    return same > 0 ? { kind: 'same', answers: same } : { kind: 'none', endings, walled: false };
  };
  return { lanes, block, ask, isSlow: () => false } as Partial<Courier> as Courier;
}

export function syncWith(ahead: Sync['ahead'] = 'all'): Sync {
  return {
    ...{ publication: paper.publication, base: 'http://localhost/', courier: courier(), ahead },
    now: () => NOW,
    newerShell: null,
    missed: 0,
    shelved: 0,
    random: () => 0.5,
    changed: (what) => changes.push(what),
    progress: () => undefined,
  };
}

/** Before each test: an empty library of a new paper, and mirrors that refuse. */
export async function openPaper(): Promise<void> {
  paper = await makePaper();
  asked.length = 0;
  lost.clear();
  answer();
  changes.length = 0;
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', paper.publication, '');
  await putMeta(paper.publication, 'root', paper.trusted);
  await putMeta(paper.publication, 'mirrors', { n: 1, mirrors: MIRRORS.map((url) => ['net', url]) });
}

/** One sync with every mirror giving that head. Returns the digests that were asked for. */
export async function syncTo({ frame }: MadeHead, ahead: Sync['ahead'] = 'all'): Promise<string[]> {
  answer(frame, frame, frame);
  asked.length = 0;
  const sync = syncWith(ahead);
  expect(await askEdition(sync)).toBe('none');
  await fetchAhead(sync);
  return asked.map(([digest]) => digest);
}

export const digestsOf = (made: readonly Made[]) => made.map(({ pack: [digest] }) => digest);
export const articles = (...keys: string[]) => Promise.all(keys.map((key) => paper.article(key)));

/** What the reader does not want to keep leaves the library here; what they saved never does. */
import type { CardView } from '../edition/card.ts';
import { blocksOf, complete, heldBlocks, heldInRuns, neededBy } from './made.ts';
import type { Gone, Held, Keep, Place } from './records.ts';
import { renewSegments, strikeFrom } from './search/postings.ts';
import { getHere, getMeta, ofPublication, openStore } from './store.ts';
import { causeOf } from './sturdy.ts';
import { LIST, NOTHING_GONE, setAside } from './sweep.ts';

/** Deleted articles that are remembered one by one: more than any sync looks at. */
const GONE_LIMIT = 5_000;
const MEGABYTE = 1_000_000;
const DAY_MINUTES = 24 * 60;

/** What is to be deleted: all that was read, all pictures, or whatever the rule does not keep. */
export type Removal = { what: 'read' } | { what: 'pictures' } | { what: 'old'; keep: Keep };

/** What a deletion comes to: these articles, and so many bytes that nobody else needs. */
export interface Weighed {
  ids: string[];
  bytes: number;
}

/** What the reader deleted so far. */
export async function getGone(publication: string): Promise<Gone> {
  return (await getMeta(publication, 'gone')) ?? NOTHING_GONE;
}

const allPlaces = async (publication: string): Promise<Place[]> =>
  (await openStore()).getAll('places', ofPublication(publication));

/** Ids of the articles that the reader saved. */
export async function savedIds(publication: string): Promise<Set<string>> {
  return new Set((await allPlaces(publication)).filter((place) => place.saved).map((place) => place.id));
}

/** All that is held: articles, blocks, and which of the articles the reader saved. */
export async function surveyHeld(publication: string) {
  const all: Held[] = [];
  for await (const run of heldInRuns(publication)) all.push(...run);
  return { all, here: await heldBlocks(publication), saved: await savedIds(publication) };
}

/** Whether an article may be fetched before it is asked for: the reader did not delete it, nor chose not to keep it. */
export function isKept(
  { id, q, minutes }: Pick<CardView, 'id' | 'q' | 'minutes'>,
  {
    gone,
    saved,
    keep,
    now,
  }: { gone: Gone; saved: ReadonlySet<string>; keep?: Keep | undefined; now: number },
): boolean {
  if (saved.has(id)) return true;
  if (q < gone.floor || (gone.ids[id] ?? 0) >= q) return false;
  return !(keep && 'days' in keep) || minutes >= oldest(keep.days, now);
}

const oldest = (days: number, now: number): number => now / 60_000 - days * DAY_MINUTES;

/** Which articles a deletion takes, and how many bytes it frees. Saved ones are never among them. */
export async function weigh(removal: Removal, now: number): Promise<Weighed> {
  const weighed: Weighed = { ids: [], bytes: 0 };
  const publication = await getHere();
  if (!publication) return weighed;
  const { all, here, saved } = await surveyHeld(publication);
  const read = new Set((await allPlaces(publication)).filter((place) => place.read > 0).map(({ id }) => id));
  // Block by block, since what two articles share goes with the last of them.
  const sizes = new Map(all.flatMap(blocksOf));
  const sizeOf = (digest: string): number => (here.has(digest) ? (sizes.get(digest) ?? 0) : 0);
  const users = new Map<string, number>();
  for (const digest of all.flatMap(neededBy)) users.set(digest, (users.get(digest) ?? 0) + 1);
  const total = [...users.keys()].reduce((sum, digest) => sum + sizeOf(digest), 0);
  const isDoomed = (held: Held): boolean => {
    if (removal.what === 'read') return read.has(held.id);
    if (removal.what === 'pictures') return neededBy(held).length > held.packs.length;
    const { keep } = removal;
    return 'days' in keep
      ? held.made.minutes < oldest(keep.days, now)
      : total - weighed.bytes > keep.megabytes * MEGABYTE;
  };
  // The oldest first: a rule by size stops where the rest fits.
  for (const held of all.sort((one, other) => one.q - other.q)) {
    if (saved.has(held.id) || !isDoomed(held)) continue;
    weighed.ids.push(held.id);
    for (const digest of neededBy(held).slice(removal.what === 'pictures' ? held.packs.length : 0)) {
      const left = (users.get(digest) ?? 1) - 1;
      users.set(digest, left);
      if (left === 0) weighed.bytes += sizeOf(digest);
    }
  }
  return weighed;
}

/**
 * Removes all that is held of articles, but not of saved ones: the one place where articles leave the library. Whoever
 * keeps something by article (words for the search, earlier texts) lets go of it here. Their blocks are removed by the
 * next sweep. `remember`: how not to fetch them again: each by its id, or all below the newest of them.
 * Returns the ids of those that are gone.
 */
export async function forgetArticles(
  publication: string,
  ids: readonly string[],
  { remember }: { remember: 'ids' | 'floor' | 'nothing' },
): Promise<string[]> {
  const gone = await part(publication, ids, {
    loosen: (held) => ({ loose: looseOf(held), rest: null }),
    change(before, doomed) {
      if (remember === 'ids') return { ...before, ids: rememberIds(before.ids, doomed) };
      if (remember === 'nothing') return before;
      return { ...before, floor: Math.max(before.floor, ...doomed.map((held) => held.q + 1)) };
    },
  });
  return gone.map((held) => held.id);
}

/** How articles are parted from: what becomes loose and what stays of each, and what is remembered of them all. */
interface Parting {
  loosen(held: Held): { loose: string[]; rest: Held | null } | null;
  change(gone: Gone, parted: readonly Held[]): Gone;
}

/** Parts from articles, but not from saved ones, in one transaction. */
async function part(publication: string, ids: readonly string[], how: Parting): Promise<Held[]> {
  const saved = await savedIds(publication);
  let segments: number[] = [];
  const attempt = async (hasSpace: boolean): Promise<Held[]> => {
    const transaction = (await openStore()).transaction(['held', 'meta', 'past', 'postings'], 'readwrite');
    const shelf = transaction.objectStore('held');
    const meta = transaction.objectStore('meta');
    const past = transaction.objectStore('past');
    const parted: Held[] = [];
    const loose: string[] = [];
    const left: string[] = [];
    for (const id of ids.filter((one) => !saved.has(one))) {
      const held = await shelf.get([publication, id]);
      const found = held && how.loosen(complete(held));
      if (!found) continue;
      parted.push(held);
      loose.push(...found.loose);
      if (found.rest) void shelf.put(found.rest, [publication, id]);
      else {
        left.push(id);
        void shelf.delete([publication, id]);
        void past.delete(IDBKeyRange.bound([publication, id], [publication, id, []]));
      }
    }
    if (hasSpace) {
      const before = (await meta.get([publication, 'gone'])) as Gone | undefined;
      void meta.put(how.change(before ?? NOTHING_GONE, parted), [publication, 'gone']);
      const earlier = ((await meta.get([publication, 'loose'])) ?? []) as string[];
      void meta.put([...new Set([...earlier, ...loose])], [publication, 'loose']);
      if (left.length > 0)
        segments = await strikeFrom(transaction.objectStore('postings'), publication, left);
    }
    await transaction.done;
    if (!hasSpace) setAside({ loose, change: (gone) => how.change(gone, parted) });
    return parted;
  };
  try {
    const parted = await attempt(true);
    // They are found no more; if there is no space to write the rest of the index without them, that is no failure.
    await renewSegments(publication, segments).catch((error) => console.warn(error));
    return parted;
  } catch (error) {
    // On a full disk even this could not be written: first the blocks go, then it is (and the index when it catches up).
    if ((causeOf(error) as Error).name !== 'QuotaExceededError') throw error;
    return attempt(false);
  }
}

/** The newest stay in mind: of those that are older no sync thinks any more. */
function rememberIds(ids: Gone['ids'], doomed: readonly Held[]): Gone['ids'] {
  const all = [...Object.entries(ids), ...doomed.map(({ id, q }): [string, number] => [id, q])];
  return Object.fromEntries(all.sort(([, one], [, other]) => other - one).slice(0, GONE_LIMIT));
}

function looseOf(held: Held): string[] {
  const lists = new Set(held.made.full.map(([digest]) => digest));
  return neededBy(held).map((digest) => (lists.has(digest) ? LIST + digest : digest));
}

/** Removes the pictures of articles, but not of saved ones; `upTo` is the latest q whose pictures stay away. */
export async function forgetPictures(
  publication: string,
  ids: readonly string[],
  { upTo }: { upTo: number },
): Promise<string[]> {
  const bared = await part(publication, ids, {
    loosen(held) {
      if (held.bare) return null;
      const whole = held.made.small.length + held.made.large.length === 0;
      return { loose: looseOf(held).slice(held.packs.length), rest: { ...held, whole, bare: true } };
    },
    change: (gone) => ({ ...gone, pictures: Math.max(gone.pictures, upTo) }),
  });
  return bared.map((held) => held.id);
}

/** The reader keeps more again: what had given way for want of space may come back. */
export async function resetFloor(publication: string): Promise<void> {
  const transaction = (await openStore()).transaction('meta', 'readwrite');
  const gone = (await transaction.store.get([publication, 'gone'])) as Gone | undefined;
  if (gone) void transaction.store.put({ ...gone, floor: 0 }, [publication, 'gone']);
  await transaction.done;
}

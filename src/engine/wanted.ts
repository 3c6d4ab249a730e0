/** What a reader wants at once: an article that was opened, a picture in full, older articles. */
import { digestsIn, openLibrary } from '../library/library.ts';
import { heldDigests } from '../library/shelve.ts';
import { putBlocks } from '../library/store.ts';
import type { Problem, WantedPictures } from './messages.ts';
import { PRIORITY, type Sync } from './state.ts';
import { CARDS_AT_LEAST, fetchPictures, fetchSegments, fetchTexts, findCard, held } from './sync.ts';

/** An article that the reader opened: its text before everything else, then those of its pictures that are wanted. */
export async function fetchWanted(
  sync: Sync,
  id: string,
  q: number | undefined,
  pictures: WantedPictures = 'all',
): Promise<Problem> {
  const card = await findCard(sync, id, q);
  if (!card) return 'unreachable';
  await fetchTexts(sync, [card], PRIORITY.wanted);
  const library = await openLibrary();
  if (!(await library.article(id))) return 'unreachable';
  if (pictures !== 'none') await fetchPictures(sync, [card], { list: PRIORITY.front, only: pictures });
  return 'none';
}

/** The chunks of a picture's full size. */
export async function fetchFull(sync: Sync, digest: string): Promise<Problem> {
  const list = await held(sync, [digest, 10_240], 'picture', PRIORITY.wanted);
  const chunks = digestsIn(list);
  const here = await heldDigests(sync.publication, chunks);
  const got = await Promise.all(
    chunks
      .filter((one) => !here.has(one))
      .map(async (one) => ({
        digest: one,
        bytes: await sync.courier.block(one, 10_240, 'picture', PRIORITY.wanted),
      })),
  );
  await putBlocks(sync.publication, [...got, { digest, bytes: list }]);
  return 'none';
}

/** Segments older than what is known: for whoever scrolls to the end. */
export async function fetchOlder(sync: Sync, before: number): Promise<void> {
  await fetchSegments(sync, before - CARDS_AT_LEAST, before - 1, PRIORITY.wanted);
  sync.changed('cards');
}

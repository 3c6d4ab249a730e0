import type { CardView } from '../edition/card.ts';
import { FLAG } from '../edition/card.ts';
import { newestFirst } from '../library/cards.ts';
import { openLibrary } from '../library/library.ts';
import { readArticles } from '../library/search/articles.ts';
import { addArticles, dropArticles, readIndexed } from '../library/search/postings.ts';
import { getMeta, ofPublication, openStore } from '../library/store.ts';

/** Articles that are made findable in one transaction. */
const STEP = 24;
/** Cards that are looked at together. */
const CHUNK = 200;

/** Makes held articles findable, a few at a time and in the order in which they were asked for. `changed` tells of it. */
export function createIndexer(publication: string, changed: () => void) {
  let work: Promise<unknown> = Promise.resolve();
  const enqueue = (wanted: ReadonlySet<string> | null) => {
    work = work
      .then(() => index(publication, wanted, changed))
      // The articles can be read all the same; the next start tries again.
      .catch((error: unknown) => console.warn(error));
    return work;
  };
  return {
    /** Articles that have just come. */
    add: (ids: readonly string[]) => enqueue(new Set(ids)),
    /** Whatever is held and not to be found yet, or the other way round: from before, or after a stop in the middle. */
    catchUp: () => enqueue(null),
  };
}

async function index(
  publication: string,
  wanted: ReadonlySet<string> | null,
  changed: () => void,
): Promise<void> {
  const indexed = await readIndexed(publication);
  const seen = new Set<string>();
  let chunk: CardView[] = [];
  const flush = async () => {
    const cards = chunk;
    chunk = [];
    if (await indexCards(publication, cards, indexed)) changed();
  };
  const take = async (card: CardView) => {
    // The newest record of an id stands for it.
    if (seen.has(card.id) || (wanted && !wanted.has(card.id))) return;
    seen.add(card.id);
    if (chunk.push(card) >= CHUNK) await flush();
  };
  for await (const card of newestFirst()) {
    await take(card);
    if (seen.size === wanted?.size) break;
  }
  // The editors' choice may be older than all runs of cards.
  for (const card of (await getMeta(publication, 'edition'))?.cards ?? []) await take(card);
  await flush();
  if (!wanted) await dropLost(publication, indexed);
}

/** Articles that were deleted while there was no space to take them out of the index as well. */
async function dropLost(publication: string, indexed: ReadonlyMap<string, number>): Promise<void> {
  const keys = await (await openStore()).getAllKeys('held', ofPublication(publication));
  const held = new Set(keys.map(([, id]) => id));
  await dropArticles(
    publication,
    [...indexed.keys()].filter((id) => !held.has(id)),
  );
}

/** Makes those of the cards findable that are held in a later record than the index knows. Returns whether any was. */
async function indexCards(
  publication: string,
  cards: readonly CardView[],
  indexed: ReadonlyMap<string, number>,
): Promise<boolean> {
  const held = await (await openLibrary()).held(cards.map((card) => card.id));
  const missing = cards.filter(
    (card) => !(card.flags & FLAG.withdrawn) && (held.get(card.id)?.q ?? 0) > (indexed.get(card.id) ?? 0),
  );
  for (let at = 0; at < missing.length; at += STEP) {
    const step = missing.slice(at, at + STEP);
    const entries = await readArticles(
      publication,
      step.map((card) => card.id),
      (article, i) => ({ q: held.get(article.id)!.q, card: step[i]!, article }),
    );
    await addArticles(
      publication,
      entries.filter((one) => one !== null),
    );
  }
  return missing.length > 0;
}

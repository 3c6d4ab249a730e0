/** Articles that the publication took back: hidden at once, deleted later, and never many against the reader's will. */
import type { CardView } from '../edition/card.ts';
import { FLAG, viewCard } from '../edition/card.ts';
import type { Segment } from '../edition/segment.ts';
import type { Withdrawal } from '../edition/withdrawn.ts';
import { forgetArticles } from './forget.ts';
import type { Withdrawn } from './records.ts';
import { withdrawFrom } from './search/postings.ts';
import { getMeta, ofPublication, openStore, putMeta } from './store.ts';

const DAY_MS = 24 * 3_600_000;
const DELETED_AFTER_MS = 7 * DAY_MS;
/** A stolen key must not empty libraries: of what is held so many a day go without a question. */
const MOST_A_DAY = 5;

const isHidden = (one: Withdrawn | undefined) => one !== undefined && one.state !== 'asks';

/**
 * Takes over what an edition says is withdrawn (docs/format.md section 16); what is in the list no more is shown again.
 * @returns q of cards whose pack left the mirrors with a neighbour: `renewCards` mends them
 */
export async function storeWithdrawn(
  publication: string,
  list: readonly Withdrawal[],
  now: number,
): Promise<number[]> {
  const before = await getMeta(publication, 'withdrawn');
  const database = await openStore();
  const known = before?.articles ?? {};
  const articles: Record<string, Withdrawn> = {};
  let today = Object.values(known).filter((one) => isHidden(one) && now - one.at < DAY_MS).length;
  for (const [id, reason, time] of list) {
    const isHeld = (await database.getKey('held', [publication, id])) !== undefined;
    const place = await database.get('places', [publication, id]);
    const asks = isHeld && (place?.saved !== undefined || today >= MOST_A_DAY);
    if (!known[id] && isHeld && !asks) today++;
    articles[id] = known[id] ?? { reason, time, at: now, state: asks ? 'asks' : 'hidden' };
  }
  await putMeta(publication, 'withdrawn', { digest: before?.digest ?? '', articles });

  const doomed = new Set<string>();
  const hidden: CardView[] = [];
  await eachCard(publication, (card) => {
    if (articles[card.id]) for (const [digest] of card.packs) doomed.add(digest);
    const changed = marked(card, isHidden(articles[card.id]));
    if (changed !== card) hidden.push(changed);
    return changed;
  });
  await withdrawFrom(database.transaction('postings', 'readwrite').store, publication, hidden);
  const stale = new Set<number>();
  const head = new Map((await getMeta(publication, 'edition'))?.cards.map((card) => [card.q, card]));
  await eachCard(publication, (card) => {
    if (articles[card.id] || !card.packs.some(([digest]) => doomed.has(digest))) return card;
    const newer = head.get(card.q);
    if (!newer) stale.add(card.q);
    return newer ?? card;
  });
  return [...stale];
}

/** Puts the cards of a segment in the place of those that are held of the same records. */
export async function renewCards(publication: string, { cards, packs }: Segment): Promise<void> {
  const newer = new Map(cards.map((card) => [card[0], viewCard(card, packs)]));
  await eachCard(publication, (card) => newer.get(card.q) ?? card);
}

/** Deletes, at once, an article that was withdrawn and that the reader agrees to lose. */
export async function agreeWithdrawn(publication: string, id: string, now: number): Promise<void> {
  const withdrawn = await getMeta(publication, 'withdrawn');
  const one = withdrawn?.articles[id];
  if (!withdrawn || !one) return;
  Object.assign(one, { state: 'hidden', at: now - DELETED_AFTER_MS });
  await putMeta(publication, 'withdrawn', withdrawn);
  await forgetWithdrawn(publication, now);
}

/** Deletes what has been hidden for a week: text, earlier texts, pictures, card, place. */
export async function forgetWithdrawn(publication: string, now: number): Promise<void> {
  const withdrawn = await getMeta(publication, 'withdrawn');
  const due = Object.entries(withdrawn?.articles ?? {}).filter(
    ([, one]) => one.state === 'hidden' && now - one.at >= DELETED_AFTER_MS,
  );
  if (!withdrawn || due.length === 0) return;
  const ids = new Set(due.map(([id]) => id));
  // Saved ones among them are those that the reader agreed to lose.
  const { store, done } = (await openStore()).transaction('places', 'readwrite');
  for (const id of ids) void store.delete([publication, id]);
  await done;
  await forgetArticles(publication, [...ids], { remember: 'nothing' });
  await eachCard(publication, (card) => (ids.has(card.id) ? null : card));
  for (const [, one] of due) one.state = 'gone';
  await putMeta(publication, 'withdrawn', withdrawn);
}

/** Lets every card that is held pass through a function, in one transaction; null takes it away. */
async function eachCard(publication: string, change: (card: CardView) => CardView | null): Promise<void> {
  const { store, done } = (await openStore()).transaction('cards', 'readwrite');
  for (
    let cursor = await store.openCursor(ofPublication(publication));
    cursor;
    cursor = await cursor.continue()
  ) {
    const run = cursor.value;
    const cards = run.cards.flatMap((card) => change(card) ?? []);
    if (cards.length !== run.cards.length || cards.some((card, i) => card !== run.cards[i]))
      void cursor.update({ ...run, cards });
  }
  await done;
}

function marked(card: CardView, isWithdrawn: boolean): CardView {
  const flags = isWithdrawn ? card.flags | FLAG.withdrawn : card.flags & ~FLAG.withdrawn;
  return flags === card.flags ? card : { ...card, flags };
}

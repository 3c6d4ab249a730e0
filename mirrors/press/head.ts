/** The head: it carries the front page itself, so it is filled with cards to its last byte. */
import type { CardView } from '../../src/edition/card.ts';
import { MAX_FRAME } from '../../src/edition/frame.ts';
import type { Head } from '../../src/edition/head.ts';
import { tableOf } from './cards.ts';
import { mostThatFit, packJson } from './deflate.ts';
import type { Log } from './log.ts';

/** What a head weighs with its signature, if the tail allows (bytes). */
const TARGET = 5_980;
/** Magic, kind, number of signatures and one of them. */
const AROUND_BODY = 6 + 72;
/** A long article's packs would crowd out the cards of others. */
const MOST_PARTS = 8;
/** More cards than this never fit. */
export const MOST_CARDS = 200;

/** What a head says besides its cards. `time` and `expires` in seconds since 1970. */
export type HeadFrame = Omit<Head, 'cards' | 'packs' | 'from' | 'last' | 'spans'>;

const headWith = (frame: HeadFrame, log: Log, cards: readonly CardView[], from: number): Head => {
  const { v, publication, root, n, time, expires, sections, top, ...rest } = frame;
  const table = tableOf(cards);
  return {
    ...{ v, publication, root, n, time, expires, sections, top },
    ...{ cards: table.cards, packs: table.packs, from, last: log.last, spans: log.spans },
    ...rest,
  };
};

/** Size of a head's frame (bytes). Numbers of the edition that change each time count as long as they can get. */
function sizeOf(head: Head): number {
  const still = { ...head, n: 999_999, time: 1_999_999_999, expires: 1_999_999_999 };
  return packJson(JSON.stringify(still)).length + AROUND_BODY;
}

/** Whether a head has room for the whole tail. */
export function fitsHead(frame: HeadFrame, log: Log): boolean {
  // Most logs by far have too many cards to try.
  if (log.tail.length > MOST_CARDS) return false;
  return sizeOf(headWith(frame, log, frontCards(frame, log), log.last)) <= TARGET;
}

/** The editors' picks, then the tail, newest first. */
function frontCards({ top }: HeadFrame, { views, tail }: Log): CardView[] {
  const picks = Object.values(top).flat();
  const byId = new Map(picks.length > 0 ? views.map((view) => [view.id, view]) : []);
  const first = new Set(picks.flatMap((id) => byId.get(id) ?? []));
  return [...new Set([...first, ...newestFirst([...tail])])];
}

const newestFirst = (views: CardView[]) => views.sort((a, b) => b.q - a.q);

/** A head with as many cards as its target holds: picks, the tail, then sealed ones, the newest first. */
export function makeHead(frame: HeadFrame, log: Log): Head {
  const front = frontCards(frame, log);
  const inFront = new Set(front);
  const older: CardView[] = [];
  for (let i = log.views.length - 1; i >= 0 && older.length < MOST_CARDS; i--) {
    const view = log.views[i]!;
    if (!inFront.has(view) && view.packs.length <= MOST_PARTS) older.push(view);
  }
  const headOf = (count: number): Head => {
    const cards = [...front, ...older.slice(0, count)];
    return headWith(frame, log, cards, wholeFrom(cards, log));
  };
  const count = mostThatFit(older.length, 25, TARGET, (tried) => sizeOf(headOf(tried)));
  const head = headOf(count);
  if (sizeOf(head) > MAX_FRAME) throw new Error('a head with its tail alone must not outgrow a frame');
  return head;
}

/** The lowest q from which on every living record has its card among these. */
function wholeFrom(cards: readonly CardView[], { views, last }: Log): number {
  const held = new Set(cards.map(({ id }) => id));
  let from = last + 1;
  for (let i = views.length - 1; i >= 0; i--) {
    if (!held.has(views[i]!.id)) return from;
    from = i === 0 ? 1 : views[i]!.q;
  }
  return from;
}

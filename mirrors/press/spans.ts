/** Segments of sealed cards, and the directories that name older ones (docs/format.md section 6). */
import type { Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { CardView } from '../../src/edition/card.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import type { Span } from '../../src/edition/head.ts';
import { PublisherError } from '../config.ts';
import { tableOf } from './cards.ts';
import { mostThatFit, packJson, sizeOfText } from './deflate.ts';

/** So many spans of one level stand in a head, and so many in a directory. */
const IN_HEAD = 6;
const IN_DIRECTORY = 100;

export const segmentText = (views: readonly CardView[]) => JSON.stringify({ v: 1, ...tableOf(views) });

/** Groups cards, oldest first, so that each group fills a segment of `limit` bytes. */
export function groupCards(views: readonly CardView[], limit: number): CardView[][] {
  const groups: CardView[][] = [];
  let guess = 35;
  for (let at = 0; at < views.length; ) {
    const from = at;
    const size = (count: number) => sizeOfText(segmentText(views.slice(from, from + count)));
    guess = Math.max(1, mostThatFit(views.length - at, guess, limit, size));
    groups.push(views.slice(at, at + guess));
    at += guess;
  }
  return groups;
}

/** Writes groups as segments whose spans leave no q out, beginning at `first`. */
export function sealGroups(groups: readonly CardView[][], first: number, put: (block: Bytes) => Ref): Span[] {
  let next = first;
  return groups.map((views) => {
    const block = packJson(segmentText(views));
    if (block.length > MAX_BLOCK) {
      throw new PublisherError(
        `The article "${views[0]!.title}" (${views[0]!.id}) is too long for an edition: publish it in several parts.`,
      );
    }
    const last = views.at(-1)!.q;
    const span: Span = [...put(block), next, last, 0];
    next = last + 1;
    return span;
  });
}

/**
 * Adds sealed segments to the spans of a head. What is over the head's share moves into the newest directory of the
 * next level, which is written anew until it is full; nothing else is.
 * @param contents what the directories named so far hold, by digest; new ones are added to it
 */
export function addSpans(
  spans: readonly Span[],
  added: readonly Span[],
  contents: Map<string, Span[]>,
  put: (block: Bytes) => Ref,
): Span[] {
  const levels: Span[][] = [];
  for (const span of spans) {
    levels[span[4]] ??= [];
    levels[span[4]]!.push(span);
  }
  levels[0] = [...(levels[0] ?? []), ...added];
  for (let level = 0; level < levels.length; level++) {
    const here = levels[level] ?? [];
    if (here.length <= IN_HEAD) continue;
    const above = levels[level + 1] ?? [];
    const newest = above.at(-1);
    const known = newest ? (contents.get(newest[0]) ?? []) : [];
    const isOpen = newest !== undefined && known.length > 0 && known.length < IN_DIRECTORY;
    const moving = [...(isOpen ? known : []), ...here.slice(0, -IN_HEAD)];
    if (isOpen) above.pop();
    for (let at = 0; at < moving.length; at += IN_DIRECTORY) {
      const members = moving.slice(at, at + IN_DIRECTORY);
      const directory = directoryOf(members, level + 1, put);
      contents.set(directory[0], members);
      above.push(directory);
    }
    levels[level] = here.slice(-IN_HEAD);
    levels[level + 1] = above;
  }
  return levels.reverse().flat();
}

function directoryOf(spans: Span[], level: number, put: (block: Bytes) => Ref): Span {
  const ref = put(packJson(JSON.stringify({ v: 1, spans })));
  return [...ref, spans[0]![2], spans.at(-1)![3], level];
}

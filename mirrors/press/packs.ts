/** Articles into packs: as much news per object as fits, since a connection is the dearest thing a reader has. */
import type { Article, Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import { type Line, packLines } from '../../src/edition/pack.ts';
import { mostThatFit, packJson, refOf } from './deflate.ts';
import { sizeOfLines, splitArticle } from './parts.ts';
import { countNodes, MOST_NODES } from './tame.ts';

/** Where an article lies: the packs of its parts in order, and its line in the first. */
export interface Place {
  packs: Ref[];
  line: number;
}

/** From so many parts on, packs are made as large as a reader takes, so that their list still fits in a segment. */
const MANY_PARTS = 150;

/**
 * Fills packs of at most `limit` bytes with articles in the order given, and hands each to `put`.
 * Every article must have passed `tame`. Returns the place of each.
 */
export function fillPacks(articles: readonly Article[], limit: number, put: (block: Bytes) => Ref): Place[] {
  const places: Place[] = [];
  const lines = articles.map((article) => JSON.stringify(article));
  const nodes = articles.map(countNodes);
  let opened: { line: Line; place: Place } | null = null;
  let lettersPerByte = 3;

  for (let at = 0; at < articles.length || opened; ) {
    const before: string[] = opened ? [packLines([opened.line])] : [];
    const used: number = opened ? countNodes(opened.line) : 0;
    const count = mostThatFit(
      articles.length - at,
      guess(lines, at, limit * lettersPerByte),
      limit,
      (tried) => {
        let sum = used;
        let letters = 0;
        for (let i = at; i < at + tried; i++) {
          sum += nodes[i]!;
          letters += lines[i]!.length;
        }
        if (sum > MOST_NODES || letters > 200_000) return Number.POSITIVE_INFINITY;
        return sizeOfLines([...before, ...lines.slice(at, at + tried)]);
      },
    );
    if (count === 0 && !opened) {
      const parts = splitOne(articles[at]!, limit);
      const packs = parts.slice(0, -1).map((part) => put(packJson(packLines([part]))));
      const place = { packs, line: 0 };
      places.push(place);
      opened = { line: parts.at(-1)!, place };
      at++;
      continue;
    }
    const text = [...before, ...lines.slice(at, at + count)].join('\n');
    const block = packJson(text);
    const ref = put(block);
    lettersPerByte = text.length / block.length;
    opened?.place.packs.push(ref);
    for (let i = 0; i < count; i++) places.push({ packs: [ref], line: before.length + i });
    opened = null;
    at += count;
  }
  return places;
}

function splitOne(article: Article, limit: number): Line[] {
  const parts = splitArticle(article, limit);
  return parts.length > MANY_PARTS ? splitArticle(article, Math.max(limit, MAX_BLOCK - 240)) : parts;
}

function guess(lines: readonly string[], from: number, letters: number): number {
  let sum = 0;
  let count = 0;
  for (let i = from; i < lines.length && sum < letters; i++, count++) sum += lines[i]!.length;
  return count;
}

/** A store in memory for `put`: blocks by digest. */
export function blockStore(): { blocks: Map<string, Bytes>; put(block: Bytes): Ref } {
  const blocks = new Map<string, Bytes>();
  return {
    blocks,
    put(block) {
      const ref = refOf(block);
      blocks.set(ref[0], block);
      return ref;
    },
  };
}

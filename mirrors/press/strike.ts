/** Withdrawn articles leave the log: their neighbours are packed anew, their segments sealed anew under the same q. */
import type { Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { CardView } from '../../src/edition/card.ts';
import type { Span } from '../../src/edition/head.ts';
import { packJson } from './deflate.ts';
import { loadSegment, type SiteGet, segmentSpans } from './load.ts';
import type { Before } from './log.ts';
import { packRecords } from './packing.ts';
import { segmentText } from './spans.ts';
import type { Spill } from './spill.ts';

/**
 * The log without these articles, older records of theirs included.
 * @param options.get reads the site as it is
 * @param options.put takes the blocks that the new edition needs
 */
export async function strike<T extends Before>(
  before: T,
  ids: ReadonlySet<string>,
  options: { get: SiteGet; spill: Spill; object: number; put(block: Bytes): Ref },
): Promise<T> {
  const { get, spill, object, put } = options;
  if (!before.views.some(({ id }) => ids.has(id))) return before;
  const doomed = new Set<string>();
  const struck = new Set<number>();
  for (const view of before.views) {
    if (!ids.has(view.id)) continue;
    for (const [digest] of view.packs) doomed.add(digest);
  }
  for (const span of await segmentSpans(get, before.head.spans)) {
    const { cards, packs } = await loadSegment(get, span);
    for (const [q, id, , , , , , , pack, , parts] of cards) {
      if (!ids.has(id)) continue;
      struck.add(q);
      for (const [digest] of packs.slice(pack, pack + parts)) doomed.add(digest);
    }
  }
  const waiting = [];
  for (const view of before.views) {
    if (ids.has(view.id) || !view.packs.some(([digest]) => doomed.has(digest))) continue;
    waiting.push({ q: view.q, slip: spill.add(JSON.stringify(await before.article(view))) });
  }
  const renewed = await packRecords(waiting, { spill, limit: object, put });
  const byQ = new Map(renewed.map((view) => [view.q, view]));
  const views = before.views.filter(({ id }) => !ids.has(id)).map((view) => byQ.get(view.q) ?? view);
  const touched = [...byQ.keys(), ...struck];
  const directories = new Map(before.directories);
  const reseal = (span: Span): Span => {
    const [digest, , first, last, level] = span;
    if (!touched.some((q) => q >= first && q <= last)) return span;
    if (level > 0) {
      const spans = (before.directories.get(digest) ?? []).map(reseal);
      const ref = put(packJson(JSON.stringify({ v: 1, spans })));
      directories.set(ref[0], spans);
      return [...ref, first, last, level];
    }
    return [...put(packJson(segmentText(between(views, first, last)))), first, last, 0];
  };
  return { ...before, views, directories, head: { ...before.head, spans: before.head.spans.map(reseal) } };
}

const between = (views: readonly CardView[], first: number, last: number) =>
  views.filter(({ q }) => q >= first && q <= last);

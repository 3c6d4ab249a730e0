import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from './bytes.ts';
import type { Span } from './head.ts';
import { packed, refused, someCard, someDigest, zeros } from './kit.test-helper.ts';
import { openDirectory, openSegment } from './segment.ts';

const digest = await someDigest();
const span = (first: number, last: number, level = 0): Span => [digest, 7000, first, last, level];
const segmentOf = (qs: number[], more: object = {}) =>
  packed({ v: 1, packs: [[digest, 7000]], cards: qs.map((q) => someCard(q)), ...more });
const directoryOf = (...spans: unknown[]) => packed({ v: 1, spans });

describe('a segment', () => {
  it('comes back as it was pressed, unknown fields included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 40 }),
        fc.string({ unit: 'binary' }),
        async (qs, title) => {
          const cards = qs.sort((a, b) => a - b).map((q) => [...someCard(q, { 5: title }), 'later']);
          const segment = { v: 1, packs: [[digest, 7000, 'later']], cards, later: title };
          const block = packed(segment);
          expect(await openSegment(block, span(1, 10_000))).toEqual(JSON.parse(JSON.stringify(segment)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is refused as WrongOrder where a q repeats, goes backward or leaves the span that named it', async () => {
    for (const qs of [
      [3, 3],
      [4, 3],
      [1, 3],
      [5, 10],
    ])
      await refused(openSegment(segmentOf(qs), span(2, 9)), 'WrongOrder');
    expect((await openSegment(segmentOf([2, 5, 9]), span(2, 9))).cards).toHaveLength(3);
  });

  it('is refused as WrongShape where a card points past the packs', async () => {
    await refused(openSegment(segmentOf([2], { packs: [] }), span(2, 9)), 'WrongShape');
    await refused(openSegment(segmentOf([2], { packs: [['x', 1]] }), span(2, 9)), 'WrongShape');
    await refused(openSegment(segmentOf([2], { v: 2 }), span(2, 9)), 'WrongShape');
    await refused(openSegment(segmentOf([2], { cards: null }), span(2, 9)), 'WrongShape');
  });

  it('that is a directory is refused: mix and match', async () => {
    await refused(openSegment(directoryOf(span(2, 3)), span(2, 9)), 'WrongShape');
    await refused(openDirectory(segmentOf([2]), span(2, 9, 1)), 'WrongShape');
  });

  it('that is a bomb is refused', async () => {
    await refused(openSegment(concat(Uint8Array.of(1), zeros(2 ** 22)), span(2, 9)), 'InflatedTooLarge');
  });
});

describe('a directory', () => {
  it('holds spans of the levels below it, one after the other', async () => {
    const spans = [span(2, 3), span(4, 6), span(8, 9)];
    expect((await openDirectory(directoryOf(...spans), span(2, 9, 1))).spans).toEqual(spans);
    const deeper = [span(2, 5, 1), span(6, 9, 0)];
    expect((await openDirectory(directoryOf(...deeper), span(2, 9, 2))).spans).toEqual(deeper);
  });

  it('is refused as WrongOrder where they overlap, go backward or leave its own span', async () => {
    for (const spans of [
      [span(2, 4), span(4, 6)],
      [span(5, 6), span(2, 4)],
      [span(5, 4)],
      [span(1, 4)],
      [span(8, 10)],
    ])
      await refused(openDirectory(directoryOf(...spans), span(2, 9, 1)), 'WrongOrder');
  });

  it('never leads to its own level or above: no reader walks in a circle', async () => {
    for (const level of [1, 2])
      await refused(openDirectory(directoryOf(span(2, 4, level)), span(2, 9, 1)), 'WrongShape');
    await refused(openDirectory(directoryOf(span(2, 4, 0)), span(2, 9, 0)), 'WrongShape');
  });

  it('is refused as WrongShape where a span is not whole', async () => {
    for (const one of [
      [digest],
      [digest, 7],
      [digest, 7, 2, 3],
      [digest, 7, 2, '3', 0],
      ['x', 7, 2, 3, 0],
      null,
    ])
      await refused(openDirectory(directoryOf(one), span(2, 9, 1)), 'WrongShape');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Article, Block } from '../../src/edition/body.ts';
import { base32 } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import { joinParts, openPack } from '../../src/edition/pack.ts';
import { mostThatFit, sha256Of } from './deflate.ts';
import { articleOf, dice, prose } from './made-newsroom.ts';
import { blockStore, fillPacks } from './packs.ts';
import { countNodes, tame } from './tame.ts';

const idOf = (i: number) => base32(sha256Of(Buffer.from(`${i}`)).subarray(0, 10));
const made = (i: number, body: Block[]): Article => tame({ ...articleOf(i, body), id: idOf(i) });

/** Packs articles and reads them back as a reader does. */
async function roundTrip(articles: Article[], limit: number) {
  const { blocks, put } = blockStore();
  const places = fillPacks(articles, limit, put);
  const read = await Promise.all(
    places.map(async ({ packs, line }) => {
      const lines = await Promise.all(packs.map(([digest]) => openPack(blocks.get(digest)!)));
      return joinParts(lines.map((pack, i) => pack[i === 0 ? line : 0]!));
    }),
  );
  return { read, sizes: [...blocks.values()].map((block) => block.length), places };
}

test('finds the largest count that fits, wherever the guess was', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 600 }), fc.nat(5_000), (most, guess, limit) => {
      const size = (count: number) => count * 17 + (count % 5);
      const found = mostThatFit(most, guess, limit, size);
      expect(found === 0 || size(found) <= limit).toBe(true);
      if (found < most) expect(size(found + 1)).toBeGreaterThan(limit);
    }),
  );
});

const inline = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 50 }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  inline,
  inline.map((text): Block => ['p', 'a', ['a', 'https://a.example/', text], ['em', text]]),
  fc.array(inline, { maxLength: 8 }).map((items): Block => ['ul', ...items.map((item) => [item])]),
  fc
    .array(fc.array(inline, { maxLength: 4 }), { maxLength: 30 })
    .map((rows): Block => ['table', 1, ...rows.map((row) => row.map((cell) => [cell]))]),
  fc.nat(20_000).map((letters) => prose(dice(letters), letters)),
);

test('reads back whatever was packed, in parts where it was too long', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(block, { maxLength: 12 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 2_000, max: MAX_BLOCK }),
      async (bodies, limit) => {
        const articles = bodies.map((body, i) => made(i, body));
        const { read, sizes } = await roundTrip(articles, limit);
        expect(read).toEqual(articles);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(limit);
      },
    ),
    { numRuns: 25 },
  );
});

test('cuts a paragraph of 2 MB, and noise of which nothing can be deflated', async () => {
  const throwDice = dice(3);
  const letters = 'абвгдежзиклмнопрстуфхцчшэюя0123456789abcdefghijklmnopqrstuvwxyz';
  let noise = '';
  for (let i = 0; i < 900_000; i++) noise += letters[Math.floor(throwDice() * letters.length)];
  const articles = [
    made(1, [prose(throwDice, 1_100_000)]),
    made(2, ['коротко']),
    made(3, [noise]),
    made(4, ['а'.repeat(2_000_000)]),
  ];
  const { read, places, sizes } = await roundTrip(articles, 7_000);
  expect(read).toEqual(articles);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BLOCK);
  expect(places[1]!.line).toBe(1); // In the pack where the long one ended.
});

test('packs as much news per object as fits', async () => {
  const articles = Array.from({ length: 60 }, (_, i) => made(i, [prose(dice(i), 2_200)]));
  const { sizes } = await roundTrip(articles, 7_000);
  const mean = sizes.slice(0, -1).reduce((sum, size) => sum + size, 0) / (sizes.length - 1);
  expect(mean).toBeGreaterThan(5_600);
});

test('makes simpler what a reader would refuse: too deep or too many nodes', async () => {
  let deep: Block = 'дно';
  for (let i = 0; i < 20; i++) deep = ['quote', deep];
  const rows = Array.from({ length: 9_000 }, (_, i) => [[`${i}`], ['б']]);
  const articles = [made(1, [deep, ['table', 1, ...rows]])];
  expect(articles[0]!.body[0]).toBe('дно');
  const { read } = await roundTrip(articles, 7_000);
  expect(read).toEqual(articles);
  const cells = read[0]!.body.slice(1).reduce((sum, table) => sum + (table as unknown[]).length - 2, 0);
  expect(cells).toBe(9_000);
  expect(Math.max(...read[0]!.body.map(countNodes))).toBeLessThanOrEqual(12_000);
});

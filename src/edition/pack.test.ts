import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article, Block } from './body.ts';
import { concat, utf8 } from './bytes.ts';
import { deflate, refused, zeros } from './kit.test-helper.ts';
import { joinParts, type Line, openPack, packLines } from './pack.ts';
import { packText } from './text.ts';

const article = (more: Partial<Article> = {}): Article => ({
  id: 'abcdefghijklmnop',
  title: 'Заголовок',
  summary: 'Кратко',
  by: ['Автор'],
  url: 'https://example.org/1',
  published: 1_763_900_000,
  section: 'news',
  tags: ['тег'],
  language: 'ru',
  source: 'feed.xml',
  body: ['Абзац.'],
  ...more,
});
const packOf = (...lines: unknown[]) => packText(packLines(lines as Line[]), deflate);

const text = fc.string({ unit: 'binary', maxLength: 30 });
const block: fc.Arbitrary<Block> = fc.oneof(
  text,
  fc.tuple(fc.constantFrom('h2' as const, 'label' as const, 'p' as const), text),
  fc.tuple(fc.constant('ul' as const), fc.array(text, { maxLength: 3 })),
  fc.tuple(fc.constant('code' as const), text),
  fc.constant(['hr'] as ['hr']),
);

/** The article in parts, its nodes joined by commas and cut anywhere: within nodes, letters' escapes, brackets. */
function cutInto(whole: Article, at: readonly number[]): Line[] {
  const nodes = whole.body.map((node) => JSON.stringify(node));
  const cuts = [...new Set(at)].sort((a, b) => a - b);
  const parts: Line[] = [{ ...whole, body: [] }];
  let offset = 0;
  for (const node of nodes) {
    const inside = cuts
      .filter((cut) => cut >= offset && cut < offset + node.length)
      .map((cut) => cut - offset);
    offset += node.length;
    const pieces = [0, ...inside].map((from, i) => node.slice(from, inside[i] ?? node.length));
    pieces.forEach((piece, i) => {
      if (i > 0) {
        const next: Line = { ...whole, part: parts.length, body: [] };
        parts.push(next);
      }
      const line = parts.at(-1)!;
      if (pieces.length === 1) line.body.push(JSON.parse(node));
      else if (i === 0) line.cut = piece;
      else {
        line.glue = piece;
        if (i < pieces.length - 1) line.open = true;
      }
    });
  }
  return parts;
}

describe('a pack', () => {
  it('comes back line by line, unknown fields included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, fc.array(block)), { maxLength: 8 }), async (articles) => {
        const lines = articles.map(([title, body], i) => ({
          ...article({ id: `${i}`, title, body }),
          later: { deep: [title] },
        }));
        expect(await openPack(packOf(...lines))).toEqual(JSON.parse(JSON.stringify(lines)));
      }),
      { numRuns: 60 },
    );
  });

  it('is one JSON value a line, so that a line break in a text never splits it', () => {
    expect(packLines([article({ title: 'a\nb\r\u2028c' })]).split('\n')).toHaveLength(1);
  });

  it('is refused as DuplicateId where an article stands twice', async () => {
    await refused(openPack(packOf(article(), article({ title: 'other' }))), 'DuplicateId');
  });

  it('is refused as WrongShape where an article lacks what a screen relies on', async () => {
    const wrong = [
      { id: 1 },
      { body: 'text' },
      { title: null },
      { summary: 1 },
      { url: undefined },
      { section: [] },
      { language: undefined },
      { source: undefined },
      { published: '2026-11-12' },
      { published: -1 },
      { updated: 'now' },
      { by: 'Автор' },
      { tags: [1] },
      { related: {} },
      { translations: ['ru'] },
    ];
    for (const more of wrong) await refused(openPack(packOf({ ...article(), ...more })), 'WrongShape');
    await refused(openPack(packOf(7)), 'WrongShape');
  });

  it('is refused as NotJson or TooDeep where its lines are', async () => {
    await refused(openPack(packText('{"id":\n1}', deflate)), 'NotJson');
    await refused(openPack(packText(`${JSON.stringify(article())}\n`, deflate)), 'NotJson');
    const deep = JSON.parse(`${'["quote",'.repeat(9)}"x"${']'.repeat(9)}`);
    expect(await openPack(packOf(article({ body: [deep] })))).toHaveLength(1);
    await refused(openPack(packOf(article({ body: [['quote', deep]] }))), 'TooDeep');
  });

  it('that is a bomb is refused', async () => {
    await refused(openPack(concat(Uint8Array.of(1), zeros(2 ** 22))), 'InflatedTooLarge');
    await refused(openPack(concat(Uint8Array.of(0), utf8('x'.repeat(300_000)))), 'InflatedTooLarge');
  });
});

describe('an article in parts', () => {
  it('is whole again wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block), fc.array(fc.nat(400), { maxLength: 12 }), async (body, cuts) => {
        const whole = article({ body: JSON.parse(JSON.stringify(body)) });
        const parts = cutInto(whole, cuts);
        const read = (await Promise.all(parts.map((line) => openPack(packOf(line))))).map(([line]) => line!);
        expect(joinParts(read)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('of one line is that line', () => {
    expect(joinParts([article()])).toEqual(article());
  });

  it('keeps unknown fields of its first line', () => {
    const line = { ...article(), later: 1 };
    expect(joinParts([line])).toEqual(line);
  });

  it('is refused as WrongShape where a part is missing, out of order, another’s or unfinished', async () => {
    const whole = article({ body: ['one two three', ['ul', ['four'], ['five']], 'six'] });
    const parts = cutInto(whole, [4, 8, 20, 25]);
    expect(parts).toHaveLength(5);
    expect(joinParts(parts)).toEqual(whole);
    const [p0, p1, p2, p3, p4] = parts as [Line, Line, Line, Line, Line];
    for (const wrong of [
      [],
      [p1, p2],
      [p0, p2, p1, p3, p4],
      [p0, p1, p3, p4],
      [p0, p1, p2, p3],
      [p0],
      [p0, { ...p1, id: 'ponmlkjihgfedcba' }, p2, p3, p4],
      [p0, p1, p2, p3, { ...p4, part: 5 }],
    ])
      await refused(() => joinParts(wrong), 'WrongShape');
    await refused(() => joinParts([p0, { ...p1, glue: ' two', open: undefined as never }]), 'NotJson');
  });

  it('cannot smuggle in a depth that no pack may have', async () => {
    const first = { ...article({ body: [] }), cut: '['.repeat(13) };
    await refused(
      () => joinParts([first, { ...article({ body: [] }), part: 1, glue: ']'.repeat(13) }]),
      'TooDeep',
    );
  });
});

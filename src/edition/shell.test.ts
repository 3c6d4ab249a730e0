import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from './bytes.ts';
import { digestOf } from './cid.ts';
import { deflate, keysOf, refused, signed, someDigest, zeros } from './kit.test-helper.ts';
import { type Group, openGroup, openShell } from './shell.ts';

const [shellKey, otherKey] = await keysOf(1, 2);
const role = { threshold: 1, keys: [shellKey.text] };
const digest = await someDigest();
const shellOf = (more: object = {}) => ({
  v: 1,
  version: 5,
  lowest: 2,
  protocol: 1,
  groups: [[[digest], [['index.html', 'text/html', 10]]]],
  ...more,
});
const open = (more: object = {}, known: Parameters<typeof openShell>[2] = null) =>
  openShell(signed('shell', shellOf(more), [shellKey]), role, known);

/** A group as a publisher makes it: joined, deflated, cut. */
async function groupOf(files: { path: string; bytes: Uint8Array }[], size: number) {
  const joined = concat(Uint8Array.of(1), deflate(concat(...files.map(({ bytes }) => bytes))));
  const chunks = [];
  for (let at = 0; at < joined.length; at += size) chunks.push(joined.slice(at, at + size));
  const group: Group = [
    await Promise.all(chunks.map(digestOf)),
    files.map(({ path, bytes }) => [path, 'text/plain', bytes.length]),
  ];
  return { group, chunks };
}

describe('a shell frame', () => {
  it('comes back as it was pressed, unknown fields included', async () => {
    expect(await open({ later: { a: [1] } })).toEqual(shellOf({ later: { a: [1] } }));
  });

  it('is signed by the shell role, and not inflated before that', async () => {
    await refused(openShell(signed('shell', shellOf(), [otherKey]), role, null), 'TooFewSignatures');
    const bomb = concat(Uint8Array.of(1), zeros(2 ** 22));
    await refused(openShell(signed('shell', bomb, [otherKey]), role, null), 'TooFewSignatures');
    await refused(openShell(signed('shell', bomb, [shellKey]), role, null), 'InflatedTooLarge');
  });

  it('of a version below the held one or below its lowest is refused as OldShell', async () => {
    await refused(open({ version: 4 }, { version: 5, lowest: 1 }), 'OldShell');
    await refused(open({ version: 5 }, { version: 5, lowest: 6 }), 'OldShell');
    expect((await open({ version: 5 }, { version: 5, lowest: 5 })).version).toBe(5);
    expect((await open({ version: 6 }, { version: 5, lowest: 5 })).version).toBe(6);
  });

  it('of the wrong shape is refused as WrongShape', async () => {
    for (const more of [
      { v: 2 },
      { version: -1 },
      { lowest: null },
      { protocol: '1' },
      { groups: [] },
      { groups: {} },
      { groups: [[['x'], []]] },
      { groups: [[[digest], [['index.html', 'text/html']]]] },
      { groups: [[[digest], [['index.html', 1, 10]]]] },
    ])
      await refused(open(more), 'WrongShape');
  });

  it('names files below its own folder only', async () => {
    const named = (path: string) => open({ groups: [[[digest], [[path, 'text/plain', 1]]]] });
    for (const path of [
      '',
      '/a',
      '../a',
      'a/../b',
      'a//b',
      './a',
      'a/',
      'a\\b',
      'a%2fb',
      'a b',
      'a?b',
      'https://a/b',
    ])
      await refused(named(path), 'WrongShape');
    for (const path of ['index.html', 'assets/main-D8x_1.js', 'icons/a/b.c.png']) await named(path);
  });
});

describe('a group of files', () => {
  it('comes back from its chunks, however cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 300 }),
        async (contents, size) => {
          const files = contents.map((bytes, i) => ({ path: `f${i}`, bytes }));
          const { group, chunks } = await groupOf(files, size);
          const opened = await openGroup(group, chunks);
          expect(opened.map(({ path, bytes }) => ({ path, bytes: [...bytes] }))).toEqual(
            files.map(({ path, bytes }) => ({ path, bytes: [...bytes] })),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is refused where sizes do not add up, a chunk is missing or the codec is another', async () => {
    const noise = Uint8Array.from({ length: 900 }, (_, i) => (i * i * 31) >> 3);
    const { group, chunks } = await groupOf([{ path: 'a', bytes: noise }], 100);
    const [digests] = group;
    await refused(openGroup([digests, [['a', 'text/plain', 899]]], chunks), 'WrongShape');
    await refused(openGroup([digests, [['a', 'text/plain', 901]]], chunks), 'WrongShape');
    await refused(openGroup(group, chunks.slice(0, -1)), 'BadDeflate');
    await refused(openGroup(group, []), 'UnknownCodec');
    await refused(openGroup(group, [utf8('\0raw')]), 'UnknownCodec');
  });

  it('of more than a megabyte is refused as InflatedTooLarge', async () => {
    await refused(openGroup([[], []], [concat(Uint8Array.of(1), zeros(2 ** 24))]), 'InflatedTooLarge');
    const noise = Buffer.alloc(2 ** 20 + 1, 'any words at all, ');
    for (let i = 0; i < noise.length; i += 64)
      noise.writeUInt32LE((i * 2_654_435_761) >>> 0, i % (noise.length - 4));
    await refused(openGroup([[], []], [concat(Uint8Array.of(1), deflate(noise))]), 'InflatedTooLarge');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from './bytes.ts';
import { viewCard } from './card.ts';
import { digestOf } from './cid.ts';
import { MAX_FRAME, readFrame } from './frame.ts';
import { type Head, type KnownHead, openHead } from './head.ts';
import {
  headOf,
  keysOf,
  packed,
  publish,
  refused,
  rootOf,
  signed,
  someCard,
  someDigest,
  zeros,
} from './kit.test-helper.ts';

const [rootKey, headKey, otherKey] = await keysOf(1, 2, 3);
const trusted = await publish(rootOf(1, { root: [rootKey], head: [headKey] }), [rootKey]);
const digest = await someDigest();

const frameOf = (more: object = {}, keys = [headKey]) =>
  signed('head', headOf(trusted.publication, more), keys);
const open = (frame: ReturnType<typeof frameOf>, known: KnownHead | null = null) =>
  openHead(frame, { publication: trusted.publication, role: trusted.root.roles.head, known });

describe('a head', () => {
  it('comes back as it was pressed, unknown fields included', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((one) => one.toWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text, fc.nat(11)), { maxLength: 20 }),
        fc.jsonValue({ maxDepth: 4, noNegativeZero: true } as object),
        fc.nat(),
        async (articles, later, n) => {
          const pressed = headOf(trusted.publication, {
            n,
            last: articles.length,
            packs: [[digest, 7000]],
            cards: articles.map(([title, summary, flags], i) =>
              someCard(articles.length - i, { 5: title, 6: summary, 11: flags }),
            ),
            top: { ru: ['abcdefghijklmnop'] },
            x: { later: JSON.parse(JSON.stringify(later)) },
            later: JSON.parse(JSON.stringify(later)),
          });
          const { head } = await open(signed('head', pressed, [headKey]));
          expect(head).toEqual(pressed);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has the digest of its body, which does not change when another key signs', async () => {
    const { digest: found } = await open(frameOf());
    expect(found).toBe(await digestOf(readFrame(frameOf({}, [otherKey]), 'head').body));
  });

  it('resolves its cards against its own table of packs', async () => {
    const packs = [await someDigest('1'), await someDigest('2'), await someDigest('3')].map((one) => [
      one,
      9,
    ]);
    const { head } = await open(frameOf({ last: 7, packs, cards: [someCard(7, { 8: 1, 9: 4, 10: 2 })] }));
    const view = viewCard(head.cards[0]!, head.packs);
    expect(view).toMatchObject({ q: 7, id: 'abcdefghijklmnop', line: 4, packs: packs.slice(1, 3) });
  });

  it('is signed by the head role and no other', async () => {
    for (const keys of [[], [rootKey], [otherKey]])
      await refused(open(frameOf({}, keys)), 'TooFewSignatures');
  });

  it('is not inflated, parsed or compared before its signatures have passed', async () => {
    const bomb = concat(Uint8Array.of(1), zeros(2 ** 23));
    expect(bomb.length).toBeLessThan(MAX_FRAME - 100);
    await refused(open(signed('head', bomb, [otherKey])), 'TooFewSignatures');
    await refused(open(signed('head', bomb, [headKey])), 'InflatedTooLarge');
    await refused(open(signed('head', Uint8Array.of(9), [otherKey])), 'TooFewSignatures');
    await refused(open(signed('head', Uint8Array.of(9), [headKey])), 'UnknownCodec');
  });

  it('is refused where its body is no JSON, too deep, too many or too large', async () => {
    const raw = (text: string) => open(signed('head', Buffer.from(`\0${text}`), [headKey]));
    await refused(raw('{'), 'NotJson');
    await refused(raw('['.repeat(14) + ']'.repeat(14)), 'TooDeep');
    await refused(open(frameOf({ later: new Array(20_001).fill(0) })), 'TooManyNodes');
    await refused(
      open(signed('head', concat(Uint8Array.of(1), zeros(140_000)), [headKey])),
      'InflatedTooLarge',
    );
    await refused(open(signed('head', Buffer.alloc(MAX_FRAME), [headKey])), 'TooLarge');
    await refused(raw('[]'), 'WrongShape');
  });

  it('of another publication under the same key is refused as WrongPublication', async () => {
    const other = await publish(rootOf(1, { root: [otherKey], head: [headKey] }), [otherKey]);
    await refused(open(signed('head', headOf(other.publication), [headKey])), 'WrongPublication');
  });
});

describe('a head beside the one that is held', () => {
  const known = async (more: object): Promise<KnownHead> => {
    const { head, digest: held } = await open(frameOf(more));
    return { n: head.n, digest: held };
  };

  it('is taken when newer or the very same', async () => {
    expect((await open(frameOf({ n: 8 }), await known({ n: 7 }))).head.n).toBe(8);
    expect((await open(frameOf({ n: 7 }), await known({ n: 7 }))).head.n).toBe(7);
  });

  it('is refused as Rollback when older, even if its date is newer', async () => {
    await refused(open(frameOf({ n: 6, time: 1_900_000_000 }), await known({ n: 7 })), 'Rollback');
  });

  it('is refused as Fork when it has the same number and says something else', async () => {
    await refused(open(frameOf({ n: 7, time: 1 }), await known({ n: 7 })), 'Fork');
  });

  it('that ran ahead bars the old ones until new head keys let the reader forget it: fast-forward', async () => {
    const far = await known({ n: Number.MAX_SAFE_INTEGER });
    await refused(open(frameOf({ n: 8 }), far), 'Rollback');
    expect((await open(frameOf({ n: 8 }), null)).head.n).toBe(8);
  });

  it('is taken whatever its date and the clock say: freeze and a wrong clock cost a warning', async () => {
    for (const time of [0, 4_000_000_000])
      expect((await open(frameOf({ time, expires: time }))).head.expires).toBe(time);
  });
});

describe('features that a head asks for', () => {
  it('are refused as UnknownFeature where this reader lacks them', async () => {
    await refused(open(frameOf({ x: { req: ['telepathy'] } })), 'UnknownFeature');
    // The newer app that it names may have them; nothing else of it is looked into.
    const shell = [3, 'A'.repeat(43), 900] as const;
    const asking = (change: object) =>
      open(frameOf({ x: { req: ['telepathy'] }, cards: 'unheard of', ...change }));
    await expect(asking({ shell })).rejects.toMatchObject({ name: 'UnknownFeature', about: { shell } });
    for (const bad of ['3', [3], [3, 'short', 900], [-1, 'A'.repeat(43), 900], undefined])
      await expect(asking({ shell: bad })).rejects.toMatchObject({
        ...{ name: 'UnknownFeature', about: { shell: null } },
      });
    await open(frameOf({ x: { req: [], opt: ['telepathy'] } }));
  });

  it('are judged after age, so that an old head cannot make a reader ask for a new shell', async () => {
    const { digest: held } = await open(frameOf({ n: 7 }));
    await refused(open(frameOf({ n: 6, x: { req: ['telepathy'] } }), { n: 7, digest: held }), 'Rollback');
  });

  it('must be words in a list', async () => {
    for (const x of [{ req: 'telepathy' }, { req: [1] }, { req: {} }, { req: null }, []])
      await refused(open(frameOf({ x })), 'WrongShape');
  });
});

describe('the order in a head', () => {
  const span = (first: number, last: number, level = 0) => [digest, 7000, first, last, level];

  it('lets spans lie one after the other, with gaps', async () => {
    const spans = [span(1, 100, 1), span(101, 150), span(160, 170)];
    expect((await open(frameOf({ spans, last: 170 }))).head.spans).toEqual(spans);
  });

  it('is refused as WrongOrder where spans overlap, go backward, begin at 0 or pass the last q', async () => {
    for (const spans of [
      [span(1, 10), span(10, 20)],
      [span(11, 20), span(1, 10)],
      [span(5, 4)],
      [span(0, 4)],
      [span(1, 21)],
    ])
      await refused(open(frameOf({ spans, last: 20 })), 'WrongOrder');
  });

  it('is refused as WrongOrder where two cards bear one q or a card passes the last', async () => {
    const packs = [[digest, 1]];
    await refused(open(frameOf({ packs, last: 9, cards: [someCard(4), someCard(4)] })), 'WrongOrder');
    await refused(open(frameOf({ packs, last: 9, cards: [someCard(10)] })), 'WrongOrder');
  });
});

describe('the shape of a head', () => {
  it('is refused as WrongShape at any field that the reader relies on', async () => {
    const packs = [[digest, 1]];
    const wrong: Partial<Record<keyof Head, unknown>>[] = [
      { v: 2 },
      { n: -1 },
      { n: 2 ** 53 },
      { root: '1' },
      { time: null },
      { expires: 1.5 },
      { sections: {} },
      { sections: [['news']] },
      { sections: [['news', { en: 1 }]] },
      { top: { en: 'abc' } },
      { top: { en: [1] } },
      { top: [] },
      { packs: {} },
      { packs: [[digest]] },
      { packs: [['no digest', 1]] },
      { packs: [[`${digest.slice(0, 42)}B`, 1]] },
      { from: -1 },
      { last: '9' },
      { spans: [[digest, 7000]] },
      { spans: [[digest, 7000, 1]] },
      { spans: [[digest, 7000, 1, 1]] },
      { spans: [[digest, 7000, 1, 1, -1]] },
      { spans: [[digest, 7000, 1, null, 0]] },
      { withdrawn: [] },
      { mirrors: null },
      { shell: [1, digest] },
      { messages: [digest] },
      { x: 1 },
      { cards: {} },
      { packs, last: 9, cards: [7] },
      ...[
        { 0: 0 },
        { 0: '7' },
        { 1: 'short' },
        { 1: 'ABCDEFGHIJKLMNOP' },
        { 2: 1.5 },
        { 5: null },
        { 8: 1 },
        { 8: -1 },
        { 9: -1 },
        { 10: 0 },
        { 10: 2 },
        { 11: '0' },
      ].map((one) => ({ packs, last: 9, cards: [someCard(7, one)] })),
    ];
    for (const more of wrong) await refused(open(frameOf(more)), 'WrongShape');
    await refused(
      open(signed('head', packed({ ...headOf(trusted.publication), spans: undefined }), [headKey])),
      'WrongShape',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyText, picturesOf } from './body.ts';
import { viewCard } from './card.ts';
import { openHead } from './head.ts';
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
} from './kit.test-helper.ts';
import { openMirrors } from './mirrors.ts';
import { joinParts, openPack } from './pack.ts';
import { isRefusal, Refusal } from './refusal.ts';
import { openNextRoot } from './root.ts';
import { openDirectory, openSegment } from './segment.ts';
import { openShell } from './shell.ts';

const [key] = await keysOf(1);
const trusted = await publish(rootOf(1, { root: [key] }), [key]);
const { publication } = trusted;
const role = trusted.root.roles.head;
const digest = await someDigest();
const packs = [[digest, 7000]];
const span = [digest, 7000, 1, 9, 1] as [string, number, number, number, number];

/** For each kind of object: a good one, and what a reader does with it. */
const kinds: Record<string, { good: unknown; open: (value: unknown) => Promise<unknown> }> = {
  root: {
    good: rootOf(2, { root: [key] }),
    open: (value) => openNextRoot(signed('root', value, [key]), trusted),
  },
  head: {
    good: headOf(publication, {
      packs,
      last: 9,
      cards: [someCard(9)],
      spans: [span],
      x: { req: [] },
      top: { ru: ['a'] },
    }),
    open: async (value) => {
      const { head } = await openHead(signed('head', value, [key]), { publication, role, known: null });
      return head.cards.map((card) => viewCard(card, head.packs));
    },
  },
  mirrors: {
    good: { v: 1, publication, group: 'public', n: 1, time: 1, mirrors: [['a', 'https://a.example/']] },
    open: (value) =>
      openMirrors(signed('mirrors', value, [key]), {
        publication,
        role,
        knownVersion: 0,
        base: 'https://a.example/',
      }),
  },
  shell: {
    good: {
      v: 1,
      version: 1,
      lowest: 1,
      protocol: 1,
      groups: [[[digest], [['index.html', 'text/html', 9]]]],
    },
    open: (value) => openShell(signed('shell', value, [key]), role, { version: 1, lowest: 1 }),
  },
  segment: {
    good: { v: 1, packs, cards: [someCard(4), someCard(5)] },
    open: (value) => openSegment(packed(value), span),
  },
  directory: {
    good: { v: 1, spans: [[digest, 7000, 1, 9, 0]] },
    open: (value) => openDirectory(packed(value), span),
  },
  pack: {
    good: {
      ...{ id: 'abcdefghijklmnop', title: 't', summary: '', by: ['a'], url: '', published: 1, updated: 2 },
      ...{ section: '', tags: [], language: 'ru', source: '', related: ['a'], translations: { en: 'a' } },
      body: ['text', ['ul', ['a']], ['table', 1, [['b']]], ['img', { url: '', alt: '' }], ['code', 'c']],
      ...{ cut: '["p","x"', part: 0 },
    },
    open: async (value) => {
      const [line] = await openPack(packed(value));
      const { part, cut, ...first } = line!;
      const article = joinParts([
        cut === undefined ? first : { ...first, cut },
        { ...first, part: 1, glue: ']' },
      ]);
      return [bodyText(article.body), picturesOf(article.body)];
    },
  },
};

/** Every place in a value, as the keys that lead there. */
function placesIn(value: unknown, way: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...way, name]))];
}

/** A copy of a value with something else at a place; undefined takes away what is there. */
function withChange(value: unknown, [name, ...way]: string[], change: unknown): unknown {
  if (name === undefined) return change;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = withChange(copy[name], way, change);
  return copy;
}

describe.each(Object.entries(kinds))('a signed %s with anything in any place', (name, { good, open }) => {
  it(`is taken or refused, and never breaks the reader (${name})`, async () => {
    const change = fc.oneof(
      fc.constantFrom(
        undefined,
        null,
        '',
        [],
        {},
        -1,
        0,
        1e300,
        true,
        { toString: 1, length: 9 },
        [[]],
        [null],
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    await open(good).catch((error) => expect(error).toBeInstanceOf(Refusal));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(good)), change, async (place, other) => {
        const value = withChange(good, place, other);
        if (value === undefined) return;
        await open(value).catch((error) => {
          if (!isRefusal(error)) throw error;
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('keys that were stolen', () => {
  it('sign nothing any more once a root has replaced them, whichever role they had', async () => {
    const [root, root2, head, head2, shell, shell2] = await keysOf(11, 12, 13, 14, 15, 16);
    const first = await publish(rootOf(1, { root: [root], head: [head], shell: [shell] }), [root]);
    const next = rootOf(2, { root: [root2], head: [head2], shell: [shell2] });
    const second = await openNextRoot(signed('root', next, [root, root2]), first);
    const trust = { publication: first.publication, role: second.root.roles.head, known: null };
    const headBy = (one: typeof head) => openHead(signed('head', headOf(first.publication), [one]), trust);
    const shellBy = (one: typeof head) =>
      openShell(signed('shell', kinds.shell!.good, [one]), second.root.roles.shell, null);
    const rootBy = (one: typeof head) =>
      openNextRoot(signed('root', rootOf(3, { root: [one] }), [one]), second);
    await refused(headBy(head), 'TooFewSignatures');
    await refused(shellBy(shell), 'TooFewSignatures');
    await refused(rootBy(root), 'TooFewSignatures');
    await Promise.all([headBy(head2), shellBy(shell2), rootBy(root2)]);
  });

  it('of one role sign nothing for another', async () => {
    const [root, head, shell] = await keysOf(11, 13, 15);
    const {
      publication: id,
      root: held,
      ...rest
    } = await publish(rootOf(1, { root: [root], head: [head], shell: [shell] }), [root]);
    const known = { ...rest, publication: id, root: held };
    for (const one of [root, shell]) {
      const trust = { publication: id, role: held.roles.head, known: null };
      await refused(openHead(signed('head', headOf(id), [one]), trust), 'TooFewSignatures');
    }
    for (const one of [head, shell])
      await refused(
        openNextRoot(signed('root', rootOf(2, { root: [one] }), [one]), known),
        'TooFewSignatures',
      );
    for (const one of [root, head])
      await refused(
        openShell(signed('shell', kinds.shell!.good, [one]), held.roles.shell, null),
        'TooFewSignatures',
      );
  });
});

describe('a refusal', () => {
  it('has a name for programs and a message for people, which is the name where nothing more is said', () => {
    const refusal = new Refusal('WrongHash', 'block bafk…');
    expect([refusal.name, refusal.message]).toEqual(['WrongHash', 'block bafk…']);
    expect(new Refusal('Fork').message).toBe('Fork');
    expect([isRefusal(refusal), isRefusal(refusal, 'WrongHash'), isRefusal(refusal, 'Fork')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isRefusal(new TypeError('other'))).toBe(false);
  });
});

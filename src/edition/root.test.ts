import { describe, expect, it } from 'vitest';
import { concat } from './bytes.ts';
import { readFrame } from './frame.ts';
import { keysOf, publish, refused, rootOf, signed, zeros } from './kit.test-helper.ts';
import { followRoots, joinRoots, openFirstRoot, openNextRoot, publicationOf, splitRoots } from './root.ts';

const [a, b, c, d, e] = await keysOf(1, 2, 3, 4, 5);
const first = await publish(rootOf(1, { root: [a, b, c], threshold: 2 }), [a, b]);
/** Root 2: the keys b, d, e instead of a, b, c. */
const second = rootOf(2, { root: [b, d, e], threshold: 2 });

describe('the first root', () => {
  it('makes the publication’s id, which no other root has', async () => {
    expect(first.publication).toMatch(/^[a-z2-7]{26}$/);
    const other = await publish(rootOf(1, { root: [a, b, c], threshold: 2 }, { expires: 1 }), [a, b]);
    expect(other.publication).not.toBe(first.publication);
    await refused(openFirstRoot(other.frame, first.publication), 'WrongPublication');
  });

  it('keeps its id when others of its keys sign', async () => {
    const frame = signed('root', first.root, [b, c]);
    expect(await publicationOf(readFrame(frame, 'root'))).toBe(first.publication);
    expect((await openFirstRoot(frame, first.publication)).root).toEqual(first.root);
  });

  it('must be signed by a threshold of its own keys', async () => {
    for (const keys of [[], [a], [a, a], [a, d], [d, e]])
      await refused(openFirstRoot(signed('root', first.root, keys), first.publication), 'TooFewSignatures');
  });

  it('must bear the number 1', async () => {
    const frame = signed('root', rootOf(2, { root: [a] }), [a]);
    await refused(openFirstRoot(frame, await publicationOf(readFrame(frame, 'root'))), 'RootNotNext');
  });

  it('is read whatever the clock says: expiry only warns', async () => {
    const { root } = await publish(rootOf(1, { root: [a] }, { expires: 0 }), [a]);
    expect(root.expires).toBe(0);
  });

  it('keeps and ignores fields that nobody knows', async () => {
    const root = { ...rootOf(1, { root: [a] }), later: { deep: ['x'] } };
    Object.assign(root.roles, { notary: { threshold: 'two' } });
    expect((await publish(root, [a])).root).toEqual(root);
  });

  it('of the wrong shape is refused as WrongShape', async () => {
    const roles = first.root.roles;
    const key = a.text;
    for (const more of [
      { v: 2 },
      { n: 0 },
      { n: 1.5 },
      { expires: 'never' },
      { name: ['The Example'] },
      { roles: [] },
      { roles: { root: roles.root, head: roles.head } },
      { roles: { ...roles, root: { threshold: 0, keys: [key] } } },
      { roles: { ...roles, root: { threshold: -1, keys: [key] } } },
      { roles: { ...roles, root: { threshold: 1, keys: key } } },
      { roles: { ...roles, head: { threshold: 1, keys: [1] } } },
      { roles: { ...roles, shell: { threshold: 1, keys: new Array(17).fill(key) } } },
    ])
      await refused(publish({ ...first.root, ...more } as typeof first.root, [a, b]), 'WrongShape');
  });
});

describe('the next root', () => {
  it('is taken when both the old keys and its own have signed', async () => {
    const { publication, root } = await openNextRoot(signed('root', second, [a, b, d]), first);
    expect(publication).toBe(first.publication);
    expect(root).toEqual(second);
  });

  it('is refused unsigned, signed only by the old keys, and signed only by its own', async () => {
    for (const keys of [[], [a, c], [b, d], [d, e], [a, d]])
      await refused(openNextRoot(signed('root', second, keys), first), 'TooFewSignatures');
  });

  it('is refused as RootNotNext where it skips a step, stands still or goes back', async () => {
    for (const n of [4, 3, 1]) {
      const frame = signed('root', rootOf(n, { root: [a, b, c], threshold: 2 }), [a, b]);
      await refused(openNextRoot(frame, first), 'RootNotNext');
    }
  });

  it('is not inflated before the old keys have signed it', async () => {
    const bomb = concat(Uint8Array.of(1), zeros(2 ** 23));
    await refused(openNextRoot(signed('root', bomb, [d, e]), first), 'TooFewSignatures');
    await refused(openNextRoot(signed('root', bomb, [a, b]), first), 'InflatedTooLarge');
  });
});

describe('a file of roots', () => {
  const frames = [first.frame, signed('root', second, [a, b, d])];
  const third = signed('root', rootOf(3, { root: [d] }), [b, d]);

  it('gives back its frames and leads from any of them to the last', async () => {
    const file = joinRoots([...frames, third]);
    expect(splitRoots(file)).toEqual([...frames, third]);
    const last = await followRoots(file, first);
    expect(last.root.n).toBe(3);
    expect(await followRoots(file, last)).toEqual(last);
  });

  it('that ends before what is known changes nothing: rollback of the root', async () => {
    const known = await followRoots(joinRoots([...frames, third]), first);
    expect(await followRoots(joinRoots(frames), known)).toBe(known);
    expect(await followRoots(joinRoots([]), known)).toBe(known);
  });

  it('with a step left out is refused', async () => {
    await refused(followRoots(joinRoots([first.frame, third]), first), 'TooFewSignatures');
    const signedByAll = signed('root', rootOf(3, { root: [d] }), [a, b, d]);
    await refused(followRoots(joinRoots([first.frame, signedByAll]), first), 'RootNotNext');
  });

  it('with another publication’s root in it is refused', async () => {
    const stranger = signed('root', rootOf(2, { root: [e] }), [e]);
    await refused(followRoots(joinRoots([first.frame, stranger]), first), 'TooFewSignatures');
  });

  it('cut anywhere but between frames is refused as Truncated', async () => {
    const file = joinRoots(frames);
    for (let size = 1; size < file.length; size++)
      if (size !== frames[0]!.length + 2) await refused(() => splitRoots(file.slice(0, size)), 'Truncated');
    await refused(() => splitRoots(concat(file, Uint8Array.of(0, 0))), 'Truncated');
  });
});

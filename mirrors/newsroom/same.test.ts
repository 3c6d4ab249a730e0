import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupSame } from './same.ts';

interface Made {
  source: number;
  key: string;
  url: string;
}

/** Drafts of up to three sources; within one each key is there once. */
const drafts = fc
  .uniqueArray(
    fc.record({
      source: fc.nat(2),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      url: fc.constantFrom(...[1, 2, 3, 4].map((n) => `https://paper.example/${n}`)),
    }),
    { selector: ({ source, key }: Made) => `${source} ${key}`, maxLength: 14 },
  )
  .map((some) => some.map((one) => ({ ...one, title: '', published: null })));

it('joins what shares a key, or an address that no source gives to two articles', () => {
  fc.assert(
    fc.property(drafts, (some) => {
      const isTelling = (url: string): boolean =>
        [0, 1, 2].every(
          (source) => some.filter((one) => one.url === url && one.source === source).length < 2,
        );
      // Whatever is the same as anything in a group is in it: said as slowly as can be.
      const groups: (typeof some)[] = [];
      for (const one of some) {
        const isSame = (other: Made): boolean =>
          other.key === one.key || (other.url === one.url && isTelling(one.url));
        const met = groups.filter((group) => group.some(isSame));
        const rest = groups.filter((group) => !met.includes(group));
        groups.splice(0, groups.length, ...rest, [...met.flat(), one]);
      }
      const inOrder = (list: (typeof some)[]) =>
        list
          .map((group) => group.map((one) => some.indexOf(one)).sort((a, b) => a - b))
          .sort(([a = 0], [b = 0]) => a - b);
      expect(groupSame(some).map((group) => group.map((one) => some.indexOf(one)))).toEqual(inOrder(groups));
    }),
  );
});

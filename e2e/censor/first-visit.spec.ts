/**
 * The first visit, address typed, 50 ms, under the handshake rule and the freeze at 14,336 bytes both ways or at 16,000
 * bytes down.
 * Mark: ≤ 3 ClientHellos to the app's name and ≤ 1 gap under 400 ms until the worker is in charge; headlines from the
 * first connection alone; an article ≤ 6 s and the shell whole ≤ 15 s from one mirror with four names, an article ≤ 12 s
 * with one name. With the page or `sw.js` frozen once, headlines stay and the next try succeeds in the same browser.
 */
import { expect, test } from '@playwright/test';
import { freeze, handshakes, nth, type Rule } from './rules.ts';
import type { Outcome } from './scenario.ts';
import { atMost, inTime, wall } from './wall.ts';

/** Until the first request that is not for the way in: by then the worker is in charge. */
function census({ links, asked }: Outcome): void {
  const registered = asked.findIndex(({ path }) => /^\/(ed1|ipfs)\//.test(path));
  const until = asked[registered]?.at ?? Number.POSITIVE_INFINITY;
  // The connection that carried that request was opened before it.
  const own = links.filter(
    ({ name, helloAt }) => name === 'app.test' && helloAt !== null && helloAt < until - 170,
  );
  atMost(own.length, 3, 'ClientHellos until the worker is in charge');
  atMost(own.filter(({ gap }) => gap !== null && gap < 400).length, 1, 'gaps under 400 ms');
}

const both: [string, () => Rule][] = [
  ['14,336 both ways', () => freeze(14_336, 'both')],
  ['16,000 down', () => freeze(16_000)],
];
for (const [what, rule] of both) {
  test(
    `first visit, four names, freeze at ${what}`,
    wall(
      { layout: 'four', fresh: true, rules: () => [handshakes(), rule()] },
      { until: (seen, shelf) => seen.worker === 'ready' && shelf.newer > 0, forMs: 40_000 },
      (outcome) => {
        census(outcome);
        inTime(outcome.article, 6_000, 'an article');
        inTime(outcome.worker, 15_000, 'the whole shell');
        atMost(outcome.swallowed, 0, 'swallowed ClientHellos');
      },
    ),
  );
}

test(
  'first visit, one name, both rules',
  wall(
    { layout: 'one', fresh: true, rules: () => [handshakes(), freeze(14_336, 'both')] },
    { until: (seen, shelf) => seen.worker === 'ready' && shelf.newer > 0, forMs: 60_000 },
    (outcome) => {
      census(outcome);
      inTime(outcome.article, 12_000, 'an article');
      atMost(outcome.swallowed, 0, 'swallowed ClientHellos');
    },
  ),
);

for (const [what, n] of [
  ['the page', 0],
  ['sw.js', 1],
] as const) {
  test(
    `first visit, ${what} frozen once`,
    wall(
      { layout: 'four', fresh: true, rules: () => [handshakes(), nth(n, 'app.test', freeze(10_000))] },
      {
        until: (seen, shelf) => seen.worker === 'ready' && shelf.newer > 0,
        forMs: n === 0 ? 8_000 : 45_000,
        async afterwards({ browser, url }) {
          if (n !== 0) return;
          await browser.go(url);
          const end = Date.now() + 30_000;
          while (Date.now() < end) {
            const ready = await browser.run(() => document.documentElement.dataset.worker).catch(() => '');
            if (ready === 'ready') return;
            await new Promise((resolve) => setTimeout(resolve, 200));
          }
          throw new Error('the next try did not succeed');
        },
      },
      (outcome) => {
        expect.soft(outcome.stored, 'headlines').not.toBeNull();
        if (n === 1) expect.soft(outcome.worker, 'the shell, at the next try').not.toBeNull();
        atMost(outcome.swallowed, 0, 'swallowed ClientHellos');
      },
    ),
  );
}

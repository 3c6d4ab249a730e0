/**
 * The first visit, address typed, under the handshake rule and the freeze at 14,336 bytes both ways or at 16,000
 * bytes down.
 * Mark at 50 ms: ≤ 3 ClientHellos to the app's name and ≤ 1 gap under 400 ms until the worker is in charge; headlines
 * from the first connection alone; an article ≤ 6 s and the shell whole ≤ 15 s from one mirror with four names, an
 * article ≤ 12 s with one name. At 300 ms: nothing swallowed. With the page or `sw.js` frozen once, headlines stay and
 * the next try succeeds in the same browser.
 */
import { expect } from '@playwright/test';
import type { Browser } from './browser.ts';
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

for (const key of ['both ways', 'down'] as const) {
  wall(key, (outcome) => {
    census(outcome);
    inTime(outcome.article, 6_000, 'an article');
    inTime(outcome.worker, 15_000, 'the whole shell');
    atMost(outcome.swallowed, 0, 'swallowed ClientHellos');
  });
}

for (const key of ['far, both ways', 'far, down'] as const) {
  wall(key, ({ stored, article, worker, swallowed }) => {
    inTime(stored, 3_000, 'headlines');
    expect.soft(article, 'an article').not.toBeNull();
    expect.soft(worker, 'the whole shell').not.toBeNull();
    atMost(swallowed, 0, 'swallowed ClientHellos');
  });
}

wall('one name', (outcome) => {
  census(outcome);
  inTime(outcome.article, 12_000, 'an article');
  atMost(outcome.swallowed, 0, 'swallowed ClientHellos');
});

wall(
  'frozen page',
  ({ stored, swallowed }) => {
    expect.soft(stored, 'headlines').not.toBeNull();
    atMost(swallowed, 0, 'swallowed ClientHellos');
  },
  { afterwards: ({ browser, url }) => browser.go(url).then(() => becomesReady(browser)) },
);

wall('frozen worker', ({ stored, worker, swallowed }) => {
  expect.soft(stored, 'headlines').not.toBeNull();
  expect.soft(worker, 'the shell, at the next try').not.toBeNull();
  atMost(swallowed, 0, 'swallowed ClientHellos');
});

async function becomesReady(browser: Browser): Promise<void> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if ((await browser.run(() => document.documentElement.dataset.worker).catch(() => '')) === 'ready')
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the next try did not succeed');
}

/**
 * Scenario 9. Three mirrors speak HTTP/2 and freeze after 16,000 bytes down; the fourth speaks HTTP/1.1 and takes 3 s
 * for each object; the fifth and the app's address are black holes.
 * Mark: texts of the front page ≤ 15 s; no request to an HTTP/2 machine within 20 s after it stalled.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('9', ({ front, links }) => {
  inTime(front, 15_000, 'texts of the front page');
  for (const machine of ['m1', 'm2', 'm3']) {
    const own = links.filter((link) => link.machine === machine);
    const early = own.flatMap(({ stoppedAt, lateAt }) =>
      stoppedAt === null
        ? []
        : [...lateAt, ...own.map(({ openedAt }) => openedAt)].filter(
            // What was asked for before the stall could be noticed is no fault.
            (at) => at > stoppedAt + 2_500 && at < stoppedAt + 20_000,
          ),
    );
    atMost(early.length, 0, `requests to ${machine} within 20 s after a stall`);
  }
});

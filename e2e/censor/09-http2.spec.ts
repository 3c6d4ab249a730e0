/**
 * Scenario 9. Three mirrors speak HTTP/2 and freeze after 16,000 bytes down; the fourth speaks HTTP/1.1 and takes 3 s
 * for each object; the fifth and the app's address are black holes.
 * Mark: texts of the front page ≤ 15 s; no request to an HTTP/2 machine within 20 s after it stalled.
 */
import { test } from '@playwright/test';
import { freeze, only, swallow } from './rules.ts';
import { atMost, inTime, wall } from './wall.ts';

const quick = ['m1', 'm2', 'm3'] as const;

test(
  '9: HTTP/2 that freezes, HTTP/1.1 that is slow',
  wall(
    {
      manners: {
        m1: { kind: 'http2' },
        m2: { kind: 'http2' },
        m3: { kind: 'http2' },
        m4: { kind: 'slow', waitMs: 3_000 },
      },
      rules: () => [only({ machines: ['app', 'm5'] }, swallow()), only({ machines: quick }, freeze(16_000))],
    },
    { until: 'front', forMs: 40_000 },
    ({ front, links }) => {
      inTime(front, 15_000, 'texts of the front page');
      for (const machine of quick) {
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
    },
  ),
);

/**
 * Scenario 5. ClientHellos to four mirrors and the app's address vanish, the sockets stay open.
 * Mark: texts of the front page from the fifth ≤ 12 s; no attempt is held open for over 7 s.
 */
import { test } from '@playwright/test';
import { only, swallow } from './rules.ts';
import { atMost, inTime, wall } from './wall.ts';

test(
  '5: four of five mirrors are black holes',
  wall(
    { rules: () => [only({ machines: ['app', 'm1', 'm2', 'm3', 'm4'] }, swallow())] },
    { forMs: 25_000 },
    ({ front, links, began, watched }) => {
      inTime(front, 12_000, 'texts of the front page');
      const ages = links
        // The browser's own connections to the app's address are nobody's to end.
        .filter(({ swallowed, machine }) => swallowed && machine !== 'app')
        .map(({ openedAt, endedAt }) => (endedAt ?? began + watched) - openedAt);
      atMost(Math.max(0, ...ages), 8_000, 'ms that an attempt was held open');
    },
  ),
);

/**
 * Scenario 18. Four mirrors and the app's address serve a valid head of ten days ago, older than what the reader
 * holds; the fifth has the news. Then the fifth is off.
 * Mark: the new one wins; with the fifth off nothing goes back, and the reader is told.
 */
import { expect, test } from '@playwright/test';
import { only, swallow } from './rules.ts';
import { inTime, wall } from './wall.ts';

const sites = { app: 'older', m1: 'older', m2: 'older', m3: 'older', m4: 'older' };

test(
  '18: old heads on four of five mirrors',
  wall({ sites }, { until: 'head', forMs: 20_000 }, ({ head }) => {
    inTime(head, 8_000, 'the new head');
  }),
);

test(
  '18: old heads on all mirrors that answer',
  wall(
    { sites, rules: () => [only({ machines: ['m5'] }, swallow())] },
    { forMs: 15_000 },
    ({ shelf, editions, status }) => {
      expect.soft(shelf.n, 'the edition held').toBe(editions.n.old);
      const told = status.find(([, text]) => /более старые выпуски/i.test(text));
      inTime(told?.[0] ?? null, 15_000, 'a word about it');
    },
  ),
);

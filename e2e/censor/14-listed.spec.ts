/**
 * Scenario 14. A white list is in force, and one name of one mirror is on it.
 * Mark: texts of the front page through that name ≤ 20 s.
 */
import { test } from '@playwright/test';
import { whiteList } from './rules.ts';
import { inTime, wall } from './wall.ts';

test(
  '14: a white list with one of our names',
  wall({ rules: () => [whiteList(['ok.test'])] }, { until: 'front', forMs: 50_000 }, ({ front }) => {
    inTime(front, 20_000, 'texts of the front page');
  }),
);

/**
 * Scenario 7. Every connection freezes after 14,336 bytes, both directions counted.
 * Mark: texts of the front page ≤ 20 s.
 */
import { test } from '@playwright/test';
import { freeze } from './rules.ts';
import { inTime, wall } from './wall.ts';

test(
  '7: all freeze after 14,336 bytes both ways',
  wall({ rules: () => [freeze(14_336, 'both')] }, { until: 'front', forMs: 45_000 }, ({ front }) => {
    inTime(front, 20_000, 'texts of the front page');
  }),
);

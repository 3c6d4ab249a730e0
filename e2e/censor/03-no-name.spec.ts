/**
 * Scenario 3. The names of four mirrors and of the app do not exist any more.
 * Mark: texts of the front page from the fifth ≤ 8 s.
 */
import { test } from '@playwright/test';
import { namesOf } from './edition.ts';
import { inTime, wall } from './wall.ts';

const missing = (['app', 'm1', 'm2', 'm3', 'm4'] as const).flatMap((machine) => namesOf(machine));

test(
  '3: four of five mirrors have no name',
  wall({ missing }, { until: 'front', forMs: 25_000 }, ({ front }) => {
    inTime(front, 8_000, 'texts of the front page');
  }),
);

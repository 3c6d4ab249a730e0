/**
 * Scenario 1. Nobody stands in the way; 50 ms, five mirrors with four names each.
 * Mark: texts of the front page ≤ 4 s, whole edition ≤ 15 s, never two connections at once to a mirror's name.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('1', ({ front, whole, names, swallowed }) => {
  inTime(front, 4_000, 'texts of the front page');
  inTime(whole, 15_000, 'the whole edition');
  for (const { name, atOnce } of names.filter((one) => one.name !== 'app.test'))
    atMost(atOnce, 1, `connections at once to ${name}`);
  atMost(swallowed, 0, 'swallowed ClientHellos');
});

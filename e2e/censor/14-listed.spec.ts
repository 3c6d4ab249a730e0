/**
 * Scenario 14. A white list is in force, and one name of one mirror is on it.
 * Mark: texts of the front page through that name ≤ 20 s.
 */
import { inTime, wall } from './wall.ts';

wall('14', ({ front }) => {
  inTime(front, 20_000, 'texts of the front page');
});

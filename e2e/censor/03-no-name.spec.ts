/**
 * Scenario 3. The names of four mirrors and of the app do not exist any more.
 * Mark: texts of the front page from the fifth ≤ 8 s.
 */
import { inTime, wall } from './wall.ts';

wall('3', ({ front }) => {
  inTime(front, 8_000, 'texts of the front page');
});

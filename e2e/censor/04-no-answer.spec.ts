/**
 * Scenario 4. SYN packets to four mirrors and the app's address are dropped: connections never come about.
 * Mark: texts of the front page from the fifth ≤ 12 s.
 */
import { inTime, wall } from './wall.ts';

wall('4', ({ front }) => {
  inTime(front, 12_000, 'texts of the front page');
});

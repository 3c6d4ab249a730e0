/**
 * Scenario 7. Every connection freezes after 14,336 bytes, both directions counted.
 * Mark: texts of the front page ≤ 20 s.
 */
import { inTime, wall } from './wall.ts';

wall('7', ({ front }) => {
  inTime(front, 20_000, 'texts of the front page');
});

/**
 * Scenario 8. Every connection freezes after 25 packets with data, both directions counted, at the packet filter.
 * Mark: texts of the front page ≤ 20 s.
 */
import { inTime, wall } from './wall.ts';

wall('8', ({ front }) => {
  inTime(front, 20_000, 'texts of the front page');
});

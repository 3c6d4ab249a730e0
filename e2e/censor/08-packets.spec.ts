/**
 * Scenario 8. Every connection freezes after 25 packets with data, both directions counted, at the packet filter.
 * Mark: texts of the front page ≤ 20 s.
 */
import { wallWithNamespace } from './namespace.ts';
import { inTime } from './wall.ts';

wallWithNamespace('8: all freeze after 25 packets', 'packets', ({ front }) => {
  inTime(front, 20_000, 'texts of the front page');
});

/**
 * Scenario 2. RST upon the ClientHello at the app's address and the first mirror.
 * Mark: texts of the front page from others ≤ 6 s; ≤ 4 ClientHellos sent to the first mirror.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('2', ({ front, links }) => {
  inTime(front, 6_000, 'texts of the front page');
  atMost(links.filter(({ machine }) => machine === 'm1').length, 4, 'ClientHellos to the first mirror');
});

/**
 * Scenario 24. RST upon the first mirror's names, and then everything to its address vanishes for 180 s.
 * Mark: no other name of that address is tried for 180 s (watched for 45 s; the rest is a matter of the courier's own
 * tests); texts of the front page from elsewhere ≤ 8 s.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('24', ({ front, links }) => {
  inTime(front, 8_000, 'texts of the front page');
  const own = links.filter(({ machine }) => machine === 'm1');
  // The browser itself repeats a handshake once that was reset, within 3 ms.
  const later = own.filter(({ openedAt }) => openedAt > own[0]!.openedAt + 50);
  atMost(later.length, 0, 'later connections to the address');
});

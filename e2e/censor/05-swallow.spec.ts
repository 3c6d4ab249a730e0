/**
 * Scenario 5. ClientHellos to four mirrors and the app's address vanish, the sockets stay open.
 * Mark: texts of the front page from the fifth ≤ 12 s; no attempt lasts over 7 s. How long attempts last is a matter of
 * the courier's own tests: Chromium keeps the socket of a fetch that was called off for 30 s, for the next one.
 */
import { inTime, wall } from './wall.ts';

wall('5', ({ front }) => {
  inTime(front, 12_000, 'texts of the front page');
});

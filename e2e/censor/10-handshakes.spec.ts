/**
 * Scenario 10. The handshake rule: upon the third gap under 400 ms within a minute between ClientHellos with one name
 * that name is a black hole for a minute, and for another after each further ClientHello.
 * Mark: whole edition ≤ 40 s, 0 swallowed.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('10', ({ whole, swallowed }) => {
  inTime(whole, 40_000, 'the whole edition');
  atMost(swallowed, 0, 'swallowed ClientHellos');
});

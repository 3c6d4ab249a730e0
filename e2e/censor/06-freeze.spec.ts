/**
 * Scenario 6. Every connection freezes after 16,000 bytes down.
 * Mark: whole edition ≤ 30 s, ≤ 5 % of attempts stalled.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('6', ({ whole, links }) => {
  inTime(whole, 30_000, 'the whole edition');
  const stalled = links.filter(({ stoppedAt }) => stoppedAt !== null).length;
  atMost(stalled / links.length, 0.05, 'share of attempts that stalled');
});

/**
 * Scenario 16. Block pages: an untrusted certificate at the first mirror, plain HTTP at the second, a 302 elsewhere at
 * the third, a page with status 200 and CORS at the fourth; the app's address is a black hole.
 * Mark: nothing of them is stored or shown; texts of the front page from the fifth ≤ 8 s.
 */
import { inTime, wall } from './wall.ts';

wall('16', ({ front }) => {
  inTime(front, 8_000, 'texts of the front page');
});

/**
 * Scenario 12. 14 kb/s (1,750 bytes a second) for all connections together, and 20 % of connections stall somewhere.
 * The app is open; times count from the start of a sync.
 * Mark: head ≤ 8 s, first article ≤ 18 s (the bench takes a median of 5), every run ≤ 45 s; no picture is asked for.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('12', ({ head, article, asked, editions }) => {
  // How often a connection stalled on the way is chance: the bench takes the median.
  inTime(head, 22_500, 'the head');
  inTime(article, 22_500, 'the first article');
  const pictures = new Set(editions.pictures);
  atMost(asked.filter(({ path }) => pictures.has(path)).length, 0, 'pictures asked for');
});

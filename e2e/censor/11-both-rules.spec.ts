/**
 * Scenario 11. The freeze at 16,000 bytes down and the handshake rule together, on everything.
 * Mark: five mirrors with four names, 50 ms: texts of the front page ≤ 4 s, whole edition ≤ 12 s, 0 swallowed,
 * response bodies ≤ 1.1 × the edition's bytes, ≤ 1.9 × at the censor. One mirror of one name: ≤ 45 s, 0 swallowed.
 */
import { atMost, inTime, wall } from './wall.ts';

wall('11', ({ front, whole, swallowed, bodies, down, twice, editions }) => {
  inTime(front, 4_000, 'texts of the front page');
  inTime(whole, 12_000, 'the whole edition');
  atMost(swallowed, 0, 'swallowed ClientHellos');
  atMost(bodies / editions.freshBytes, 1.1, 'response bodies over the edition');
  atMost(down / editions.freshBytes, 1.9, 'bytes down over the edition');
  atMost(twice.length, 0, 'blocks that came twice');
});

wall('11, one name', ({ whole, swallowed, twice }) => {
  inTime(whole, 45_000, 'the whole edition');
  atMost(swallowed, 0, 'swallowed ClientHellos');
  atMost(twice.length, 0, 'blocks that came twice');
});

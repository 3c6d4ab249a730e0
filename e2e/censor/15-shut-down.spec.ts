/**
 * Scenario 15. A full shut-down: every SYN is dropped, while the phone believes to be online.
 * Mark: the reader is told ≤ 15 s. (Bringing news in by a file is played with the import.)
 */
import { inTime, wall } from './wall.ts';

wall('15', ({ status }) => {
  const told = status.find(([, text]) => /нет связи|Ни одно зеркало|при белом списке/i.test(text));
  inTime(told?.[0] ?? null, 15_000, 'a word about it');
});

/**
 * Scenario 19. All mirrors serve a head that an unknown key has signed.
 * Mark: the old edition stays, with a clear word; no loop of retries.
 */
import { expect } from '@playwright/test';
import { atMost, inTime, wall } from './wall.ts';

wall('19', ({ shelf, editions, status, names }) => {
  expect.soft(shelf.n, 'the edition held').toBe(editions.n.old);
  const told = status.find(([, text]) => /чужой подписью/i.test(text));
  inTime(told?.[0] ?? null, 15_000, 'a word about it');
  for (const { name, hellos } of names) atMost(hellos, 4, `ClientHellos to ${name}`);
});

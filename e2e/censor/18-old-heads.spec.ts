/**
 * Scenario 18. Four mirrors and the app's address serve a valid head of ten days ago, older than what the reader
 * holds; the fifth has the news. Then the fifth is off.
 * Mark: the new one wins; with the fifth off nothing goes back, and the reader is told.
 */
import { expect } from '@playwright/test';
import { inTime, wall } from './wall.ts';

wall('18', ({ head }) => {
  inTime(head, 8_000, 'the new head');
});

wall('18, none new', ({ shelf, editions, status }) => {
  expect.soft(shelf.n, 'the edition held').toBe(editions.n.old);
  const told = status.find(([, text]) => /более старые выпуски/i.test(text));
  inTime(told?.[0] ?? null, 15_000, 'a word about it');
});

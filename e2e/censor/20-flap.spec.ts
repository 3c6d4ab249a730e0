/**
 * Scenario 20. The line is up for 5 s and down for 10 s, with RST on every socket at each change.
 * Mark: the edition is whole after ≤ 6 times up, no block is fetched twice.
 */
import { expect } from '@playwright/test';
import { atMost, wall } from './wall.ts';

wall('20', ({ whole, twice }) => {
  expect.soft(whole, 'whole after six times up').not.toBeNull();
  atMost(twice.length, 0, 'blocks that came twice');
});

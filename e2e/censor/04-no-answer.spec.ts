/**
 * Scenario 4. SYN packets to four mirrors and the app's address are dropped: connections never come about.
 * Mark: texts of the front page from the fifth ≤ 12 s.
 */
import { test } from '@playwright/test';
import { wallWithNamespace } from './namespace.ts';
import { inTime } from './wall.ts';

test(
  '4: four of five mirrors never answer',
  wallWithNamespace('no-answer', ({ front }) => {
    inTime(front, 12_000, 'texts of the front page');
  }),
);

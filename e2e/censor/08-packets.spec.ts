/**
 * Scenario 8. Every connection freezes after 25 packets with data, both directions counted, at the packet filter.
 * Mark: texts of the front page ≤ 20 s.
 */
import { test } from '@playwright/test';
import { wallWithNamespace } from './namespace.ts';
import { inTime } from './wall.ts';

test(
  '8: all freeze after 25 packets',
  wallWithNamespace('packets', ({ front }) => {
    inTime(front, 20_000, 'texts of the front page');
  }),
);

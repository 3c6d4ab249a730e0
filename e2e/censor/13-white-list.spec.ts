/**
 * Scenario 13. A white list is in force, and no mirror is on it: every ClientHello vanishes.
 * Mark: the reader is told ≤ 15 s; ≤ 12 ClientHellos, then silence (watched for 45 s; the ten minutes are a matter of
 * the courier's own tests).
 */
import { expect } from '@playwright/test';
import { atMost, inTime, wall } from './wall.ts';

wall('13', ({ status, began, links }) => {
  const told = status.find(([, text]) => /при белом списке/i.test(text));
  inTime(told?.[0] ?? null, 15_000, 'a word about it');
  // The browser's own two connections at the opening of the app are not the courier's.
  const ours = links.filter(({ machine }) => machine !== 'app');
  atMost(ours.length, 12, 'ClientHellos');
  const last = Math.max(...ours.map(({ openedAt }) => openedAt - began));
  expect.soft(last, 'ms until the last attempt').toBeLessThan(30_000);
});

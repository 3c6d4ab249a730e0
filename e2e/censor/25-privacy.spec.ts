/**
 * Scenario 25. A whole sync, with every host and every header on record.
 * Mark: only the app's address and mirrors; no Referer, no Cookie; no body larger than the publisher's object size.
 */
import { expect, test } from '@playwright/test';
import { atMost, wall } from './wall.ts';

test(
  '25: what leaves the phone',
  wall({}, { until: 'whole', forMs: 40_000 }, ({ links, asked }) => {
    const elsewhere = links.filter(({ machine }) => machine === 'elsewhere').map(({ name }) => name);
    expect.soft(elsewhere, 'hosts that are neither app nor mirror').toEqual([]);
    for (const { headers, path, bytes } of asked) {
      expect.soft(headers.referer, `Referer with ${path}`).toBeUndefined();
      expect.soft(headers.cookie, `Cookie with ${path}`).toBeUndefined();
      expect.soft(path, 'no query').not.toContain('?');
      if (/^\/(ipfs|ed1)\//.test(path)) atMost(bytes, 7_000, `bytes of ${path}`);
    }
  }),
);

/**
 * Scenario 25. A whole sync, with every host and every header on record.
 * Mark: only the app's address and mirrors; no Referer, no Cookie; no body larger than the publisher's object size.
 */
import { expect } from '@playwright/test';
import { atMost, wall } from './wall.ts';

wall('25', ({ links, asked }) => {
  // Chromium itself calls its maker now and then, whatever it is told; that is not the app's doing.
  const elsewhere = links
    .filter(({ machine, up }) => machine === 'elsewhere' && up > 0)
    .map(({ name }) => name ?? 'no name')
    .filter((name) => !/(^|\.)(google|googleapis|gstatic|gvt1)\.com$/.test(name));
  expect.soft(elsewhere, 'hosts that are neither app nor mirror').toEqual([]);
  for (const { headers, path, bytes } of asked) {
    expect.soft(headers.referer, `Referer with ${path}`).toBeUndefined();
    expect.soft(headers.cookie, `Cookie with ${path}`).toBeUndefined();
    expect.soft(path, 'no query').not.toContain('?');
    if (/^\/(ipfs|ed1)\//.test(path)) atMost(bytes, 7_000, `bytes of ${path}`);
  }
});

/**
 * Scenario 16. Block pages: an untrusted certificate at the first mirror, plain HTTP at the second, a 302 elsewhere at
 * the third, a page with status 200 and CORS at the fourth; the app's address is a black hole.
 * Mark: nothing of them is stored or shown; texts of the front page from the fifth ≤ 8 s.
 */
import { test } from '@playwright/test';
import { only, swallow } from './rules.ts';
import { inTime, wall } from './wall.ts';

test(
  '16: block pages of four kinds',
  wall(
    {
      manners: {
        m1: { kind: 'page' },
        m2: { kind: 'plain' },
        m3: { kind: 'redirects', to: 'https://block.test/' },
        m4: { kind: 'page' },
      },
      untrusted: ['m1'],
      rules: () => [only({ machines: ['app'] }, swallow())],
    },
    { until: 'front', forMs: 25_000 },
    ({ front }) => {
      inTime(front, 8_000, 'texts of the front page');
    },
  ),
);

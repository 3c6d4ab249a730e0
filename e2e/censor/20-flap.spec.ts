/**
 * Scenario 20. The line is up for 5 s and down for 10 s, with RST on every socket at each change.
 * Mark: the edition is whole after ≤ 6 times up, no block is fetched twice.
 */
import { expect, test } from '@playwright/test';
import { flap } from './rules.ts';
import { atMost, wall } from './wall.ts';

test(
  '20: a line that comes and goes',
  wall(
    { rules: () => [flap({ upMs: 5_000, downMs: 10_000 })] },
    // Six times up end after 80 s.
    { until: 'whole', forMs: 82_000 },
    ({ whole, twice }) => {
      expect.soft(whole, 'whole after six times up').not.toBeNull();
      atMost(twice.length, 0, 'blocks that came twice');
    },
  ),
);

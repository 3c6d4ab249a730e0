/**
 * Scenario 17. The first mirror flips a byte in each block, the second ends blocks after 4,000 bytes, the third sends
 * bodies of 100 MB; the app's address is a black hole.
 * Mark: they are marked; texts of the front page from the others ≤ 8 s; no more than 64 KB of a body is read. What a
 * browser has taken off the line by the time it hears that nobody wants more is its own, and up to 1 MB here.
 */
import { expect } from '@playwright/test';
import { seeLanes } from './probe.ts';
import { atMost, inTime, wall } from './wall.ts';

wall(
  '17',
  ({ front, links, asked, lanes }) => {
    inTime(front, 8_000, 'texts of the front page');
    const flooded = links.filter(({ machine }) => machine === 'm3').map(({ down }) => down);
    process.stdout.write(`  endless bodies: ${flooded.join(', ')} B\n`);
    atMost(Math.max(0, ...flooded), 1_000_000, 'bytes of an endless body');
    for (const { machine, name } of asked.filter(({ path }) => path.startsWith('/ipfs/'))) {
      if (!['m1', 'm2', 'm3'].includes(machine)) continue;
      expect.soft(lanes[`https://${name}/`], `verdict on ${name}`).not.toMatch(/^(new|fine)$/);
    }
  },
  {
    // Verdicts are written down when the sync ends.
    afterwards: async ({ browser }) => {
      const end = Date.now() + 15_000;
      while (Date.now() < end && !Object.values(await browser.run(seeLanes)).includes('lies')) {
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
  },
);

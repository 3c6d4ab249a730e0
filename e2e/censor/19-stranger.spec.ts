/**
 * Scenario 19. All mirrors serve a head that an unknown key has signed.
 * Mark: the old edition stays, with a clear word; no loop of retries.
 */
import { expect, test } from '@playwright/test';
import { provideEditions } from './edition.ts';
import { makeStranger } from './forged.ts';
import { atMost, inTime, wall } from './wall.ts';

const all = {
  app: 'stranger',
  m1: 'stranger',
  m2: 'stranger',
  m3: 'stranger',
  m4: 'stranger',
  m5: 'stranger',
};

test(
  '19: a head signed by a stranger',
  wall(
    async () => {
      await makeStranger(await provideEditions('five'));
      return { sites: all };
    },
    { forMs: 25_000 },
    ({ shelf, editions, status, names }) => {
      expect.soft(shelf.n, 'the edition held').toBe(editions.n.old);
      const told = status.find(([, text]) => /чужой подписью/i.test(text));
      inTime(told?.[0] ?? null, 15_000, 'a word about it');
      for (const { name, hellos } of names) atMost(hellos, 4, `ClientHellos to ${name}`);
    },
  ),
);

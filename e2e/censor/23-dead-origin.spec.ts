/**
 * Scenario 23. The app's address is blocked for ever; a new version of the app lies on the mirrors, and later one that
 * a stranger has signed.
 * Mark: the new version is laid ready and offered; the bad one is ignored.
 */
import { expect, test } from '@playwright/test';
import { provideEditions } from './edition.ts';
import { makeShells } from './forged.ts';
import { seePage, seeShelf } from './probe.ts';
import { only, swallow } from './rules.ts';
import { wall } from './wall.ts';

const on = (site: string) => ({ m1: site, m2: site, m3: site, m4: site, m5: site });
let offered = 0;
let text = '';
let afterBad = 0;

test(
  '23: the app’s address is dead, a new version comes through mirrors',
  wall(
    async () => {
      await makeShells(await provideEditions('five'));
      return { sites: on('shell2'), rules: () => [only({ machines: ['app'] }, swallow())] };
    },
    {
      until: (_seen, { newShell }) => newShell > 1,
      forMs: 45_000,
      async afterwards({ serve, editions, reopen }) {
        serve('badshell', ['m1', 'm2', 'm3', 'm4', 'm5']);
        const browser = await reopen();
        const end = Date.now() + 25_000;
        const n = editions.n.new + 2;
        while (Date.now() < end) {
          const shelf = await browser
            .run(seeShelf, editions.publication, [], editions.lastOld)
            .catch(() => null);
          if (shelf) {
            offered = Math.max(offered, shelf.newShell);
            afterBad = shelf.newShell;
          }
          ({ text } = await browser.run(seePage).catch(() => ({ text })));
          // A while after the bad one was seen.
          if (shelf?.n === n && Date.now() > end - 12_000) break;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      },
    },
    ({ links }) => {
      expect.soft(offered, 'version laid ready').toBe(2);
      expect.soft(afterBad, 'version laid ready after the bad one').toBe(2);
      expect.soft(text, 'the offer on screen').toMatch(/нов(ая|ую|ой) верси/i);
      const last = links.filter(({ machine }) => machine === 'app').every(({ swallowed }) => swallowed);
      expect.soft(last, 'nothing came from the app’s address').toBe(true);
    },
  ),
);

/**
 * Scenario 23. The app's address is blocked for ever; a new version of the app lies on the mirrors, and later one that
 * a stranger has signed.
 * Mark: the new version is laid ready and offered; the bad one is ignored.
 */
import { expect } from '@playwright/test';
import { seePage, seeShelf } from './probe.ts';
import { wall } from './wall.ts';

let offered = 0;
let text = '';
let afterBad = 0;

wall(
  '23',
  ({ links }) => {
    expect.soft(offered, 'version laid ready').toBe(2);
    expect.soft(afterBad, 'version laid ready after the bad one').toBe(2);
    expect.soft(text, 'the offer on screen').toMatch(/нов(ая|ую|ой) верси/i);
    const last = links.filter(({ machine }) => machine === 'app').every(({ swallowed }) => swallowed);
    expect.soft(last, 'nothing came from the app’s address').toBe(true);
  },
  {
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
);

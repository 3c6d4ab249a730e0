import { forgetArticles, resetFloor, weigh } from '../library/forget.ts';
import { sweep } from '../library/sweep.ts';
import type { Sync } from './state.ts';
import { count } from './sync.ts';

/** How often the reader's rule of what to keep is looked after (ms): it counts everything that is held. */
const EVERY = 3_600_000;
/** Between two batches of removed blocks (ms): whoever reads comes first. */
const PAUSE = 50;

/** Keeps the library within what the reader wants to keep, and removes blocks that nobody needs any more. */
export function createTidy(sync: Sync) {
  let done = 0;
  let held = -1;
  return {
    /** The reader chose another rule: what had given way for want of space may come back. */
    async ruleChanged(): Promise<void> {
      done = 0;
      await resetFloor(sync.publication);
    },
    /** To be called by whoever holds the lock, once what is more urgent is done. */
    async run(): Promise<void> {
      const { publication, keep, now } = sync;
      if (keep && (now() - done > EVERY || ('megabytes' in keep && sync.shelved !== held))) {
        const { ids } = await weigh({ what: 'old', keep }, now());
        const remember = 'megabytes' in keep ? 'floor' : 'nothing';
        const gone = await forgetArticles(publication, ids, { remember });
        if (gone.length > 0) {
          sync.changed('articles', gone);
          await count(sync);
        }
        done = now();
        held = sync.shelved;
      }
      await sweep(publication, () => new Promise((resolve) => setTimeout(resolve, PAUSE)));
    },
  };
}

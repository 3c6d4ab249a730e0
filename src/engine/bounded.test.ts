import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type MadePaper, makePaper } from '../library/made.test-helper.ts';
import { openStore, putMeta } from '../library/store.ts';
import { syncBounded } from './bounded.ts';

let paper: MadePaper;
/** Whether somebody else holds the lock. */
let taken: boolean;

beforeEach(async () => {
  paper = await makePaper();
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
  await database.put('here', paper.publication, '');
  await putMeta(paper.publication, 'root', { publication: paper.publication, root: paper.trusted.root });
  await putMeta(paper.publication, 'mirrors', { n: 1, mirrors: [['net', 'https://a/']] });
  taken = false;
  vi.stubGlobal('navigator', {
    locks: {
      request: (_: string, __: object, task: (lock: object | null) => unknown) => task(taken ? null : {}),
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A worker whose every request is silent for ever; counts those that are under way. */
function silentWorker() {
  const open = new Set<AbortSignal>();
  const fetch = (_: string, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      open.add(signal);
      signal.addEventListener('abort', () => {
        open.delete(signal);
        reject(new DOMException('', 'AbortError'));
      });
    });
  const worker = {
    fetch,
    // Not even the courier's own timers strike.
    setTimeout: () => 0,
    clearTimeout: () => undefined,
    performance: { getEntriesByName: () => [] },
    navigator: {},
    registration: { scope: 'https://own/' },
  };
  return { worker, open };
}

it('a sync without a page is over after 25 s whatever the network does, and asks for nothing after that', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const { worker, open } = silentWorker();
  const start = Date.now();
  let over = false;
  const sync = syncBounded(worker).then(() => {
    over = true;
  });
  let asked = 0;
  while (!over && Date.now() - start < 60_000) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
    asked = Math.max(asked, open.size);
  }
  await sync;
  expect(asked).toBeGreaterThan(0);
  expect(Math.round((Date.now() - start) / 1_000)).toBe(25);
  expect(open.size).toBe(0);
});

it('a sync without a page leaves the work to a page that is at it', async () => {
  taken = true;
  const { worker, open } = silentWorker();
  await syncBounded(worker);
  expect(open.size).toBe(0);
});

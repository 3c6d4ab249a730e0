/** Work in several threads, its results in the order in which it was given. */
import { parentPort, Worker } from 'node:worker_threads';

const THREAD = new URL('./thread.mjs', import.meta.url);

/** Results that may wait for an earlier one: what bounds the memory. */
const AHEAD = 8;

/**
 * Runs a job for each item in threads of this script, which calls `serveThread`.
 * @param options.take takes the results in the order of the items
 */
export async function runInThreads<T, R>(
  script: URL,
  items: readonly T[],
  options: { threads: number; take(result: R): void },
): Promise<void> {
  const { take } = options;
  const done = new Map<number, R>();
  let [next, taken] = [0, 0];
  const workers: Worker[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      if (items.length === 0) resolve();
      const idle = new Set<Worker>();
      const feed = () => {
        for (const worker of idle) {
          if (next >= items.length || next - taken >= AHEAD + workers.length) return;
          idle.delete(worker);
          worker.postMessage({ at: next, item: items[next] });
          next++;
        }
      };
      for (let i = 0; i < Math.min(options.threads, items.length); i++) {
        const worker = new Worker(THREAD, { workerData: script.href, execArgv: [] });
        workers.push(worker);
        idle.add(worker);
        worker.on('error', reject);
        worker.on('message', ({ at, result }: { at: number; result: R }) => {
          done.set(at, result);
          idle.add(worker);
          for (let ready = done.get(taken); ready !== undefined; ready = done.get(taken)) {
            done.delete(taken++);
            take(ready);
          }
          if (taken === items.length) resolve();
          else feed();
        });
      }
      feed();
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** In a thread: answers each item with the result of a job. */
export function serveThread<T, R>(job: (item: T) => R): void {
  parentPort!.on('message', ({ at, item }: { at: number; item: T }) => {
    parentPort!.postMessage({ at, result: job(item) });
  });
}

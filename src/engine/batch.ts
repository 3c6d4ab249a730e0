import type { Bytes } from '../edition/bytes.ts';

/** Blocks that wait this long (ms), or are this many, are written together: one by one costs eight times as much. */
const WAIT = 150;
const SIZE = 24;

/** Blocks that have come and are not written yet, by digest: whoever misses them on the shelf finds them here. */
const unwritten = new Map<string, Bytes>();

/** A block that some batch is about to write, if there is one of that digest. */
export const findUnwritten = (digest: string): Bytes | undefined => unwritten.get(digest);

/** Gathers blocks and hands them on in batches, one batch at a time. `end` waits for the last; errors come out there. */
export function createBatch(write: (blocks: Map<string, Bytes>) => Promise<void>) {
  let waiting = new Map<string, Bytes>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing = Promise.resolve();

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    const blocks = waiting;
    waiting = new Map();
    writing = writing
      .then(() => write(blocks))
      .finally(() => {
        for (const digest of blocks.keys()) unwritten.delete(digest);
      });
    writing.catch(() => undefined); // told by `end`
  };
  let first = true;
  return {
    add(digest: string, bytes: Bytes): void {
      waiting.set(digest, bytes);
      unwritten.set(digest, bytes);
      // The first is what somebody waits for: it is not kept back.
      if (first || waiting.size >= SIZE) flush();
      else timer ??= setTimeout(flush, WAIT);
      first = false;
    },
    async end(): Promise<void> {
      flush();
      await writing;
    },
  };
}

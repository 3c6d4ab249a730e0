import { type Bytes, concat } from '../edition/bytes.ts';
import type { Answer, Ports } from './ports.ts';

/** How one request ended. Times in ms since 1970. */
export interface Outcome {
  kind: 'ok' | 'refused' | 'hang' | 'stall' | 'status' | 'lies' | 'outrun';
  bytes: Bytes;
  status: number;
  start: number;
  firstByte: number | null;
  end: number;
}

/** When an attempt is given up, in ms (docs/architecture.md, "The courier"). */
export interface Patience {
  /** Until headers. */
  headers: number;
  /** Of silence after the last byte. */
  silence: number;
  /** For the whole object. */
  whole: number;
}

export interface Watch {
  /** Set by the caller to call the attempt off. */
  cancel: () => void;
}

/**
 * One GET with timers of its own: `fetch` by itself never gives up on a frozen connection.
 * Never rejects: what happened is the outcome. Reads no more than `maxBytes` + 1 bytes of a body.
 */
export async function attempt(
  ports: Ports,
  url: string,
  options: {
    maxBytes: number;
    patience: Patience;
    cache: 'no-store' | 'no-cache';
    watch: Watch;
  },
): Promise<Outcome> {
  const { maxBytes, patience, watch } = options;
  const start = ports.now();
  const outcome: Outcome = {
    kind: 'ok',
    bytes: new Uint8Array(),
    status: 0,
    start,
    firstByte: null,
    end: start,
  };
  const parts: Bytes[] = [];
  let size = 0;
  const aborter = new AbortController();
  let calledOff: Outcome['kind'] | null = null;
  let giveUp: (kind: Outcome['kind']) => void = () => undefined;
  const givenUp = new Promise<null>((resolve) => {
    giveUp = (kind) => {
      calledOff ??= kind;
      aborter.abort();
      resolve(null);
    };
  });
  watch.cancel = () => giveUp('outrun');
  const stopWhole = ports.after(patience.whole, () => giveUp(size > 0 ? 'stall' : 'hang'));
  let stopTimer = ports.after(patience.headers, () => giveUp('hang'));
  try {
    const answer: Answer | null = await Promise.race([
      ports.fetch(url, {
        signal: aborter.signal,
        cache: options.cache,
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      }),
      givenUp,
    ]);
    if (answer) {
      outcome.status = answer.status;
      outcome.firstByte = ports.now();
      const reader = answer.body?.getReader();
      if (answer.status !== 200) outcome.kind = 'status';
      while (reader && outcome.kind === 'ok') {
        stopTimer();
        stopTimer = ports.after(patience.silence, () => giveUp(size > 0 ? 'stall' : 'hang'));
        const chunk = await Promise.race([reader.read(), givenUp]);
        if (!chunk || chunk.done) break;
        parts.push(chunk.value!);
        size += chunk.value!.length;
        if (size > maxBytes) outcome.kind = 'lies';
      }
    }
  } catch {
    // What fetch says of a failure is always the same TypeError: when it came is all there is to know.
    outcome.kind = size > 0 ? 'stall' : 'refused';
  }
  stopWhole();
  stopTimer();
  if (calledOff) outcome.kind = calledOff;
  if (outcome.kind !== 'ok') aborter.abort();
  outcome.bytes = concat(...parts);
  outcome.end = ports.now();
  return outcome;
}

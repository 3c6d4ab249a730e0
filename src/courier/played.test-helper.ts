import type { Bytes } from '../edition/bytes.ts';
import { blockPath, digestOf } from '../edition/cid.ts';
import type { Mirror } from '../edition/mirrors.ts';
import type { Answer, Ports, RequestInit } from './ports.ts';

/** A played network and clock: time stands still until a test lets it run, and every run is the same. */
export interface Reply {
  /** Time to the headers, or to the failure (ms). */
  after?: number;
  status?: number;
  body?: Uint8Array;
  /** Bytes a second; default: the whole body with the headers. */
  rate?: number;
  /** What happens once that many bytes of the body have come: silence, a reset, or an early end. */
  cut?: { at: number; how: 'silence' | 'reset' | 'end' };
  /** No headers ever come: the connection fails, or nothing happens at all. */
  dead?: 'refused' | 'hang';
}

/** A request as the network saw it. Times in ms. */
export interface Seen {
  url: string;
  host: string;
  path: string;
  start: number;
  firstByte: number | null;
  /** When the body was whole, the connection broken or the reader had gone. */
  end: number | null;
  aborted: boolean;
  init: RequestInit;
}

/** What a host says to a path; `nth` counts the requests that it had before. */
export type Host = (path: string, nth: number) => Reply;

/** Work that runs on real threads (hashes, signatures): played time must not pass meanwhile. */
let pending = 0;
for (const name of ['digest', 'verify', 'importKey'] as const) {
  const real = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => Promise<unknown>;
  const counted = (...args: unknown[]) => {
    pending++;
    return real(...args).finally(() => {
      pending--;
    });
  };
  Object.defineProperty(crypto.subtle, name, { value: counted, configurable: true });
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet = pending > 0 ? 0 : quiet + 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function playNetwork(hosts: Record<string, Host>) {
  let time = 1_700_000_000_000;
  let count = 0;
  let timers: { at: number; order: number; callback: () => void }[] = [];
  const seen: Seen[] = [];

  const after = (ms: number, callback: () => void) => {
    const timer = { at: time + ms, order: count++, callback };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };

  const ports: Ports = {
    now: () => time,
    after,
    random: () => 0.5,
    fetch: (url, init) => {
      const { host } = new URL(url);
      const path = url.slice(url.indexOf('/', 'https://'.length) + 1);
      const nth = seen.filter((one) => one.host === host).length;
      const entry: Seen = {
        url,
        host,
        path,
        start: time,
        firstByte: null,
        end: null,
        aborted: false,
        init,
      };
      seen.push(entry);
      init.signal.addEventListener('abort', () => {
        if (entry.end === null) {
          entry.aborted = true;
          entry.end = time;
        }
      });
      return play(hosts[host]?.(path, nth) ?? { dead: 'refused' }, entry, init.signal);
    },
  };

  function play(reply: Reply, entry: Seen, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new TypeError('Failed to fetch'));
      signal.addEventListener('abort', gone);
      if (reply.dead === 'hang') return;
      after(reply.after ?? 30, () => {
        if (signal.aborted) return;
        if (reply.dead === 'refused') {
          entry.end = time;
          gone();
          return;
        }
        entry.firstByte = time;
        resolve({ status: reply.status ?? 200, body: bodyOf(reply, entry, signal) });
      });
    });
  }

  /** Pieces of a tenth of a second's worth, or all at once. */
  function bodyOf(reply: Reply, entry: Seen, signal: AbortSignal): Answer['body'] {
    const whole = reply.body ?? new Uint8Array();
    const limit = Math.min(whole.length, reply.cut?.at ?? whole.length);
    const step = reply.rate ? Math.max(1, Math.floor(reply.rate / 10)) : Math.max(1, limit);
    let at = 0;
    let fail: (error: Error) => void = () => undefined;
    signal.addEventListener('abort', () => fail(new TypeError('aborted')));
    return {
      getReader: () => ({
        cancel: () => Promise.resolve(),
        read: () =>
          new Promise((resolve, reject) => {
            fail = reject;
            const isOver = at >= limit;
            if (isOver && reply.cut?.how === 'silence') return;
            const bytes = isOver ? 0 : Math.min(step, limit - at);
            after(reply.rate ? (1000 * bytes) / reply.rate : 0, () => {
              if (signal.aborted) return;
              if (!isOver) {
                at += bytes;
                resolve({ done: false, value: Uint8Array.from(whole.subarray(at - bytes, at)) });
                return;
              }
              entry.end ??= time;
              if (reply.cut?.how === 'reset') reject(new TypeError('network error'));
              else resolve({ done: true });
            });
          }),
      }),
    };
  }

  /** Lets time run to the next thing that is due; false where nothing is. */
  async function step(until: number): Promise<boolean> {
    await settle();
    const next = timers.sort((a, b) => a.at - b.at || a.order - b.order)[0];
    if (!next || next.at > until) return false;
    timers = timers.filter((one) => one !== next);
    time = Math.max(time, next.at);
    next.callback();
    return true;
  }

  return {
    ports,
    seen,
    now: () => time,
    /** How many are set. */
    timers: () => timers.length,
    /** Requests to one host. */
    to: (host: string) => seen.filter((one) => one.host === host),
    /** Lets that much time pass. */
    async pass(ms: number): Promise<void> {
      const end = time + ms;
      while (await step(end));
      time = end;
    },
    /** Lets time run until the promise is settled, but no longer than a quarter of an hour. */
    async until<T>(promise: Promise<T>): Promise<T> {
      let over = false;
      const watched = promise.finally(() => {
        over = true;
      });
      watched.catch(() => undefined); // told by the promise that is returned
      const end = time + 900_000;
      for (;;) {
        await settle();
        if (over) return promise;
        if (!(await step(end))) throw new Error('nothing is due any more, and the promise is still open');
      }
    },
  };
}

export type Network = ReturnType<typeof playNetwork>;

/** One mirror of one name each. */
export const mirrorsAt = (...hosts: string[]): Mirror[] => hosts.map((host) => ['net', `https://${host}/`]);

export interface MadeBlock {
  digest: string;
  path: string;
  bytes: Bytes;
}

/** Some blocks of that size, each of its own bytes. */
export async function makeBlocks(count: number, size = 7_000): Promise<MadeBlock[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const bytes = Uint8Array.from(
        { length: size },
        (_, at) => (at * 31 + i * 7 + (at >> 8) * (i + 1)) & 255,
      );
      bytes.set([1 + (i >> 8), i & 255]);
      const digest = await digestOf(bytes);
      return { digest, path: blockPath(digest), bytes };
    }),
  );
}

/** A host that has those blocks. */
export function hostOf(blocks: readonly MadeBlock[], reply: Reply = {}): Host {
  return (path) => {
    const block = blocks.find((one) => one.path === path);
    return block ? { body: block.bytes, ...reply } : { status: 404, body: new Uint8Array(9) };
  };
}

/** Gaps between starts on each host, counted from the later of the last start and its first byte or end (ms). */
export function gapsOf(seen: readonly Seen[]): number[] {
  return [...new Set(seen.map((one) => one.host))].flatMap((host) => {
    const list = seen.filter((one) => one.host === host);
    return list.slice(1).map((one, i) => {
      const before = list[i]!;
      return one.start - Math.max(before.start, before.firstByte ?? before.end ?? one.start);
    });
  });
}

/** The most requests in flight at any moment. */
export function mostAtOnce(seen: readonly Seen[]): number {
  return Math.max(
    0,
    ...seen.map(
      ({ start }) =>
        seen.filter((one) => one.start <= start && (one.end ?? Number.POSITIVE_INFINITY) > start).length,
    ),
  );
}

/** The last minute of every address's counters, one step a second: what the control page draws. */
import type { Address, Counts } from './address.ts';

/** Connections, requests and bytes of one second. */
export type Second = [connections: number, requests: number, bytes: number];

export interface History {
  /** For each address its seconds, the newest last. */
  seconds(): Second[][];
  /** Calls back after every step; gives back how to stop that. */
  follow(onStep: () => void): () => void;
  close(): void;
}

const LENGTH = 60;

export function openHistory(addresses: readonly Address[], stepMs = 1_000): History {
  const seconds: Second[][] = addresses.map(() => Array.from({ length: LENGTH }, () => [0, 0, 0]));
  let before: Counts[] = addresses.map((one) => ({ ...one.counts }));
  const followers = new Set<() => void>();

  function step(): void {
    const now = addresses.map((one) => ({ ...one.counts }));
    now.forEach((counts, index) => {
      const last = before[index]!;
      const line = seconds[index]!;
      line.shift();
      line.push([
        counts.connections - last.connections,
        counts.requests - last.requests,
        counts.bytes - last.bytes,
      ]);
    });
    before = now;
    for (const tell of followers) tell();
  }

  const timer = setInterval(step, stepMs);
  return {
    seconds: () => seconds,
    follow(onStep) {
      followers.add(onStep);
      return () => followers.delete(onStep);
    },
    close: () => clearInterval(timer),
  };
}

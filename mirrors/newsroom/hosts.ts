import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A host that failed so often in a row is left alone for the rest of the run. */
const patience = 4;
/** Whatever a host asks for, it is asked again after a day. */
const longestRestMs = 86_400_000;

/** What is known of the hosts that are asked: who failed, who asked to be left alone, when who was asked last. */
export interface Hosts {
  /** Why a host is not to be asked now, as the end of a sentence; empty where it may be. */
  resting(host: string): string;
  fine(host: string): void;
  failed(host: string): void;
  /** The host asked to be left alone for so long. */
  rest(host: string, ms: number): void;
  /** Waits for this host's turn: `pauseMs` after the request before it. */
  turn(host: string, pauseMs: number, signal?: AbortSignal): Promise<void>;
  /** Keeps for the next run who asked to be left alone. */
  save(): Promise<void>;
}

/** @param file where rests are kept between runs; without it they end with this one. */
export async function openHosts(file?: string, now: () => number = Date.now): Promise<Hosts> {
  const rests = new Map<string, number>(Object.entries(file ? await readRests(file) : {}));
  const failures = new Map<string, number>();
  const turns = new Map<string, number>();
  let isChanged = false;
  return {
    resting(host) {
      const until = rests.get(host) ?? 0;
      if (until > now()) {
        const time = new Date(until).toISOString().slice(0, 16).replace('T', ' ');
        return `asked to be left alone until ${time} UTC`;
      }
      return (failures.get(host) ?? 0) >= patience
        ? `was not asked, since ${host} failed ${patience} times in a row`
        : '';
    },
    fine: (host) => void failures.delete(host),
    failed: (host) => void failures.set(host, (failures.get(host) ?? 0) + 1),
    rest(host, ms) {
      rests.set(host, now() + Math.min(ms, longestRestMs));
      isChanged = true;
    },
    async turn(host, pauseMs, signal) {
      const start = Math.max(now(), turns.get(host) ?? 0);
      turns.set(host, start + pauseMs);
      await wait(start - now(), signal);
    },
    async save() {
      if (!file || !isChanged) return;
      const living = Object.fromEntries([...rests].filter(([, until]) => until > now()));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.new`, JSON.stringify(living));
      await rename(`${file}.new`, file);
    },
  };
}

/** Waits so many milliseconds, or until the signal. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(end, ms);
    function end(): void {
      signal?.removeEventListener('abort', stop);
      done();
    }
    function stop(): void {
      clearTimeout(timer);
      fail(signal?.reason as Error);
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}

async function readRests(file: string): Promise<Record<string, number>> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // It only saves time: a missing or damaged file means that nobody rests.
    return {};
  }
}

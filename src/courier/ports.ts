/** What the courier is handed, so that tests can play a network and a clock. Times in ms. */
export interface Ports {
  fetch(url: string, init: RequestInit): Promise<Answer>;
  now(): number;
  /** Calls back once after that many ms; returns a function that calls it off. */
  after(ms: number, callback: () => void): () => void;
  /** 0 ≤ x < 1. */
  random(): number;
  /**
   * Opens a connection to a lane beforehand and resolves when it must be up. On lines of more than 250 ms a fetch that
   * opens its own costs Chromium two handshakes, 250 ms apart; a page's `preconnect` costs one.
   */
  warm?(url: string, waitMs: number): Promise<void>;
  /** How long a finished fetch took to connect (ms), without TLS; nothing where it did not or the browser does not say. */
  connectMs?(url: string): number | undefined;
  /** The protocol that a finished fetch went over (`http/1.1`, `h2`), or '' where the browser does not say. */
  protocolOf?(url: string): string;
}

/** What is used of `RequestInit`. */
export interface RequestInit {
  signal: AbortSignal;
  cache: 'no-store' | 'no-cache';
  credentials: 'omit';
  redirect: 'error';
  referrerPolicy: 'no-referrer';
  /** `Range` alone: with it a request across origins needs no preflight. */
  headers?: { Range: string };
}

/** What is used of `Response`. */
export interface Answer {
  status: number;
  body: {
    getReader(): {
      read(): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> | undefined }>;
      cancel(): Promise<unknown>;
    };
  } | null;
}

/** What is used of `PerformanceResourceTiming`. */
type Timing = Record<'connectStart' | 'secureConnectionStart' | 'connectEnd', number>;

/** The real thing, in a page or a worker. */
export function browserPorts(
  scope: {
    fetch(url: string, init: RequestInit): Promise<Answer>;
    setTimeout(callback: () => void, ms: number): number;
    clearTimeout(timer: number): void;
    performance: { getEntriesByName(url: string): object[] };
  },
  /** Asks a page for a `preconnect` hint: there is none in a worker. */
  preconnect: (url: string) => void,
): Ports {
  return {
    warm: (url, waitMs) => {
      preconnect(url);
      return new Promise((resolve) => {
        scope.setTimeout(resolve, waitMs);
      });
    },
    fetch: (url, init) => scope.fetch(url, init),
    now: () => Date.now(),
    after: (ms, callback) => {
      const timer = scope.setTimeout(callback, ms);
      return () => scope.clearTimeout(timer);
    },
    random: () => Math.random(),
    connectMs: (url) => {
      const timing = scope.performance.getEntriesByName(url).pop() as Timing | undefined;
      // Without TLS, which on a thin line takes seconds for its bytes alone.
      return timing && (timing.secureConnectionStart || timing.connectEnd) - timing.connectStart;
    },
  };
}

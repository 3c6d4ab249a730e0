/** What the courier is handed, so that tests can play a network and a clock. Times in ms. */
export interface Ports {
  fetch(url: string, init: RequestInit): Promise<Answer>;
  now(): number;
  /** Calls back once after that many ms; returns a function that calls it off. */
  after(ms: number, callback: () => void): () => void;
  /** 0 ≤ x < 1. */
  random(): number;
}

/** What is used of `RequestInit`. */
export interface RequestInit {
  signal: AbortSignal;
  cache: 'no-store' | 'no-cache';
  credentials: 'omit';
  redirect: 'error';
  referrerPolicy: 'no-referrer';
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

/** The real thing, in a page or a worker. */
export function browserPorts(scope: {
  fetch(url: string, init: RequestInit): Promise<Answer>;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}): Ports {
  return {
    fetch: (url, init) => scope.fetch(url, init),
    now: () => Date.now(),
    after: (ms, callback) => {
      const timer = scope.setTimeout(callback, ms);
      return () => scope.clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}

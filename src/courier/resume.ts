import type { Bytes } from '../edition/bytes.ts';
import type { Answer, Ports } from './ports.ts';

/**
 * A `fetch` that goes on where an attempt stalled: of an address in `begun` only the rest is asked for (`Range`, which
 * needs no preflight), and what came before is laid in front of it. Where the mirror cannot serve a range, all comes.
 */
export function resuming(fetch: Ports['fetch'], begun: ReadonlyMap<string, Bytes>): Ports['fetch'] {
  return async (url, init) => {
    const part = begun.get(url);
    if (!part) return fetch(url, init);
    const answer = await fetch(url, { ...init, headers: { Range: `bytes=${part.length}-` } });
    return answer.status === 206 ? { status: 200, body: after(part, answer.body) } : answer;
  };
}

function after(part: Bytes, body: Answer['body']): Answer['body'] {
  return {
    getReader() {
      const reader = body?.getReader();
      let isFirst = true;
      return {
        async read() {
          if (isFirst) {
            isFirst = false;
            return { done: false, value: part };
          }
          return reader?.read() ?? { done: true };
        },
        cancel: async () => reader?.cancel(),
      };
    },
  };
}

/** The few commands of the DevTools protocol that are needed, over the browser's own pipe. */
import type { Readable, Writable } from 'node:stream';

export type Values = Record<string, unknown>;

export interface Devtools {
  /** Sends a command; `session` names the page it is for. @throws Error with what the browser says, or when it is gone */
  send(method: string, params?: Values, session?: string): Promise<Values>;
  /** Hears of every event. */
  onEvent(hear: (method: string, params: Values) => void): void;
}

/** Speaks with a browser that was started with `--remote-debugging-pipe`. */
export function openDevtools(to: Writable, from: Readable): Devtools {
  const waiting = new Map<number, { resolve(value: Values): void; reject(error: Error): void }>();
  const listeners: ((method: string, params: Values) => void)[] = [];
  let count = 0;
  let rest = Buffer.alloc(0);
  let gone = false;

  function take(text: string): void {
    const message = JSON.parse(text) as {
      id?: number;
      method?: string;
      params?: Values;
      result?: Values;
      error?: { message: string };
    };
    if (message.id === undefined) {
      for (const hear of listeners) hear(message.method ?? '', message.params ?? {});
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) asked?.reject(new Error(message.error.message));
    else asked?.resolve(message.result ?? {});
  }
  from.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      take(rest.subarray(0, end).toString());
      rest = rest.subarray(end + 1);
    }
  });
  const leave = () => {
    gone = true;
    for (const { reject } of waiting.values()) reject(new Error('the browser is gone'));
    waiting.clear();
  };
  from.on('close', leave);
  from.on('error', leave);
  to.on('error', leave);

  return {
    send: (method, params = {}, session) =>
      new Promise((resolve, reject) => {
        if (gone) {
          reject(new Error('the browser is gone'));
          return;
        }
        const id = ++count;
        waiting.set(id, { resolve, reject });
        to.write(`${JSON.stringify({ id, method, params, ...(session && { sessionId: session }) })}\0`);
      }),
    onEvent: (hear) => void listeners.push(hear),
  };
}

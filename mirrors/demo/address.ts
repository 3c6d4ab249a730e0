/** One address of the demonstration: a mirror behind a switch. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Answer, answerFrom, httpServer, type Listener, listen } from '../server/index.ts';
import { blockPage, type Fault, SLOW_BYTES_PER_SECOND, tamper } from './faults.ts';
import { type Gate, gate, openPace } from './gate.ts';

/** Since the start: connections accepted, requests understood, bytes sent down. */
export interface Counts {
  connections: number;
  requests: number;
  bytes: number;
}

export interface Address {
  name: string;
  url: string;
  port: number;
  readonly fault: Fault;
  readonly counts: Counts;
  /** Switches the fault; connections that are open already feel it too. Ends when the switch has taken effect. */
  setFault(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens an address.
 * @param options.name a host name under `localhost`
 * @param options.port 0 chooses a free one
 * @param options.earlier the bytes of an earlier head by its site path, for `yesterday`; null where there is none
 * @param options.watch sees every request that was understood; it is answered once that is over
 * @throws ListenError when the port is taken
 */
export async function openAddress(options: {
  name: string;
  site: string;
  port: number;
  earlier: (path: string) => Uint8Array | null;
  watch?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}): Promise<Address> {
  const counts: Counts = { connections: 0, requests: 0, bytes: 0 };
  const gates = new Set<Gate>();
  const pace = openPace(SLOW_BYTES_PER_SECOND, () => performance.now());
  let fault: Fault = 'fine';

  const answer = answerFrom(options.site, {
    alter(path, bytes) {
      const isHead = /^ed1\/[^/]+\/head$/.test(path);
      if (fault === 'tampering' && (isHead || path.startsWith('ipfs/'))) return tamper(bytes);
      if (fault === 'yesterday' && isHead) return options.earlier(path) ?? bytes;
      return bytes;
    },
  });
  const server = httpServer(async (request, response) => {
    counts.requests++;
    await options.watch?.(request, response);
    if (fault === 'forbidden' || fault === 'block-page') return showBlockPage(fault, response);
    await answer(request, response);
  });

  function onConnection(socket: Socket): void {
    counts.connections++;
    const made = gate(socket, {
      fault: () => fault,
      pace,
      sent: (bytes) => {
        counts.bytes += bytes;
      },
    });
    gates.add(made);
    socket.once('close', () => gates.delete(made));
    server.emit('connection', made.stream);
  }

  let listener: Listener | null = await listen({ host: 'localhost', port: options.port, onConnection });
  const { port } = listener;

  async function stopListening(): Promise<void> {
    await listener?.close();
    listener = null;
    for (const one of gates) one.reset();
  }

  async function switchTo(next: Fault): Promise<void> {
    if (next !== 'refused') listener ??= await listen({ host: 'localhost', port, onConnection });
    fault = next;
    if (next === 'refused') await stopListening();
    for (const one of gates) one.review();
  }
  let turn = Promise.resolve();

  return {
    name: options.name,
    url: `http://${options.name}:${port}/`,
    port,
    get fault() {
      return fault;
    },
    counts,
    setFault(next) {
      // One switch after another: two at once would both open the port again.
      turn = turn.catch(() => undefined).then(() => switchTo(next));
      return turn;
    },
    close: stopListening,
  };
}

function showBlockPage(fault: 'forbidden' | 'block-page', response: Parameters<Answer>[1]): void {
  const isForbidden = fault === 'forbidden';
  response.writeHead(isForbidden ? 403 : 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(blockPage),
    'Cache-Control': 'no-store',
    Connection: 'close',
    // The worse case: with status 200 a page of another origin may read the answer and must see through it.
    ...(isForbidden ? {} : { 'Access-Control-Allow-Origin': '*' }),
  });
  response.end(blockPage);
}

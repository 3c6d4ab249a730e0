/** Listening sockets, on both loopback families where the host is `localhost`. */
import { createServer, type Server, type Socket } from 'node:net';

/** A port or host that cannot be listened on; the message is a whole sentence for the person at the terminal. */
export class ListenError extends Error {
  readonly code: string;
  constructor(message: string, code: string, cause: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
    this.code = code;
  }
}

export interface Listener {
  port: number;
  /** Stops listening at once: later connections are refused. Open connections are not touched. */
  close(): Promise<void>;
}

/**
 * Listens on a port (0: any free one) and hands each connection over.
 * `localhost` means 127.0.0.1 and, where this machine has it, ::1: browsers ask for either of them.
 * @throws ListenError when the port is taken, needs more rights, or the host is not of this machine.
 */
export async function listen(options: {
  host: string;
  port: number;
  onConnection: (socket: Socket) => void;
}): Promise<Listener> {
  const { host, port, onConnection } = options;
  const first = await open(host === 'localhost' ? '127.0.0.1' : host, port, onConnection);
  const servers = [first];
  const actual = portOf(first);
  if (host === 'localhost') {
    try {
      servers.push(await open('::1', actual, onConnection));
    } catch (error) {
      const code = (error as ListenError).code;
      if (code === 'EADDRINUSE' && port !== 0) {
        await closeAll(servers);
        throw error;
      }
      // No IPv6 here (EADDRNOTAVAIL, EAFNOSUPPORT): IPv4 alone serves as well.
    }
  }
  return { port: actual, close: () => closeAll(servers) };
}

function open(host: string, port: number, onConnection: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true }, onConnection);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(sentence(error, host, port), error.code ?? '', error));
    });
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

function sentence(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use by another program: end that program, or choose another port with --port.`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} needs more rights than you have: choose one over 1023 with --port.`;
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return `The host "${host}" is not an address of this machine: choose another with --host.`;
  }
  return `Port ${port} on ${host} cannot be listened on (${error.message}): choose another with --port or --host.`;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

async function closeAll(servers: Server[]): Promise<void> {
  // Nobody waits for the `close` event: it comes only after the last open connection has ended by itself.
  for (const server of servers) server.close();
}

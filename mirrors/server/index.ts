/** The reference mirror: a site folder over HTTP/1.1, one object a connection. */
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Answer, answerFrom } from './answer.ts';
import { listen } from './listen.ts';

export { type Answer, answerFrom } from './answer.ts';
export type { Alter } from './body.ts';
export { ListenError, type Listener, listen } from './listen.ts';

export interface Mirror {
  port: number;
  host: string;
  /** Where it can be opened from this machine, with a slash at the end. */
  url: string;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Idle connections are kept this long: browsers open a spare one at each visit and use it later. */
const IDLE_MS = 75_000;

/**
 * Serves a site folder.
 * @param options.site the folder that `press` wrote
 * @param options.port 0 chooses a free one
 * @param options.host `localhost` (the default) listens on both loopback addresses, `0.0.0.0` or `::` on all
 * @throws ListenError when the port is taken; Error when the folder is no site. Both say it in one sentence.
 */
export async function startMirror(options: { site: string; port: number; host?: string }): Promise<Mirror> {
  const host = options.host ?? 'localhost';
  await requireSite(options.site);
  const server = httpServer(answerFrom(options.site));
  const sockets = new Set<Socket>();
  const listener = await listen({
    host,
    port: options.port,
    onConnection(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      server.emit('connection', socket);
    },
  });
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    port: listener.port,
    host,
    url: `http://${shown}:${listener.port}/`,
    async close() {
      const closed = listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** An HTTP server that is handed its connections: it listens on nothing by itself. */
export function httpServer(answer: Answer): Server {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: NodeJS.ErrnoException) => {
      // The one thing worth a line: a folder that cannot be read. It names the file, never the asker.
      process.stderr.write(`mirror: ${error.message}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Length': 0, Connection: 'close' }).end();
    });
  });
  server.keepAliveTimeout = IDLE_MS;
  server.setTimeout(IDLE_MS);
  return server;
}

async function requireSite(site: string): Promise<void> {
  for (const name of ['index.html', 'ed1']) {
    try {
      await stat(`${site}/${name}`);
      return;
    } catch {
      // Not this one: the next name, or the sentence below.
    }
  }
  throw new Error(`No site in ${site}: press a newsroom first, and name the "site" folder that it writes.`);
}

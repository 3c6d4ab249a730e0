/** A proxy that goes nowhere: whatever a browser asks of hosts beyond this machine is written down. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Chromium asks of its maker at its start; a page that did so would stand among what the browser tells. */
const BROWSERS_OWN = /^(?:CONNECT |POST http:\/\/)[\w.-]+\.(?:google|googleapis|gvt1)\.com[:/]/;

export interface Strangers {
  /** For the browser's command line. */
  args: string[];
  /** What was asked so far, a request a line, but for what the browser asks by itself. */
  asked(): string[];
  close(): Promise<void>;
}

/** Starts such a proxy; what goes to this machine goes past it. */
export async function watchStrangers(): Promise<Strangers> {
  const asked: string[] = [];
  const trap = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  trap.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready));
  return {
    args: [
      `--proxy-server=http://127.0.0.1:${(trap.address() as AddressInfo).port}`,
      '--proxy-bypass-list=localhost;*.localhost;127.0.0.1',
    ],
    asked: () => asked.filter((one) => !BROWSERS_OWN.test(one)),
    async close() {
      trap.closeAllConnections();
      await new Promise((done) => trap.close(done));
    },
  };
}

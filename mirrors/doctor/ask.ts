/** One GET over its own connection, with all that a check wants to know of how it was answered. */
import { lookup as systemLookup } from 'node:dns';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { connect as secureConnect } from 'node:tls';
import { gunzipSync } from 'node:zlib';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** As sent, before any decompression. */
  wireBytes: number;
  /** Decompressed. */
  body: Uint8Array<ArrayBuffer>;
  /** From the start to the last byte. */
  tookMs: number;
}

/** No answer at all, or one that broke off; the message says how. */
export class NoReply extends Error {}

export interface AskOptions {
  /** For the whole of it. */
  timeoutMs: number;
  /** A longer body is given up. */
  capBytes: number;
}

/** Names under `localhost` are this machine, which Node does not know by itself. */
export const lookup: LookupFunction = (host, options, done) => {
  if (!/(^|\.)localhost$/i.test(host)) systemLookup(host, options, done);
  else if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

/**
 * Asks as a browser does: gzip is taken, the connection may be kept. Redirects are not followed: readers do not.
 * @throws NoReply
 */
export function ask(url: string, { timeoutMs, capBytes }: AskOptions): Promise<Reply> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const give = (why: string, cause?: unknown) => {
      clearTimeout(timer);
      asked.destroy();
      reject(new NoReply(why, { cause }));
    };
    const send = url.startsWith('https:') ? secureRequest : plainRequest;
    const asked = send(
      url,
      // Not this machine's own origin: what a mirror allows to others is what counts.
      {
        lookup,
        headers: { 'accept-encoding': 'gzip', connection: 'keep-alive', origin: 'https://reader.invalid' },
      },
      (response) => {
        const parts: Buffer[] = [];
        let wireBytes = 0;
        response.on('data', (part: Buffer) => {
          parts.push(part);
          wireBytes += part.length;
          if (wireBytes > capBytes) give(`sends more than ${capBytes} bytes`);
        });
        response.on('error', (error) => give(`broke off after ${wireBytes} bytes (${codeOf(error)})`, error));
        response.on('end', () => {
          clearTimeout(timer);
          const sent = Buffer.concat(parts);
          try {
            const isSmall = response.headers['content-encoding'] === 'gzip';
            const body = new Uint8Array(
              isSmall ? gunzipSync(sent, { maxOutputLength: capBytes * 20 }) : sent,
            );
            const { statusCode: status = 0, headers } = response;
            resolve({ status, headers, wireBytes, body, tookMs: performance.now() - started });
          } catch (error) {
            give('says that it sends gzip and does not', error);
          }
        });
      },
    );
    const timer = setTimeout(() => give(`gave no whole answer in ${timeoutMs / 1000} s`), timeoutMs);
    asked.on('error', (error) => give(`could not be reached (${codeOf(error)})`, error));
    asked.end();
  });
}

/** The protocol that a mirror would speak with a browser: `h2` where it is offered, else `http/1.1`. */
export function protocolOf(url: string, timeoutMs: number): Promise<string> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return Promise.resolve('http/1.1');
  return new Promise((resolve, reject) => {
    const socket = secureConnect({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      ALPNProtocols: ['h2', 'http/1.1'],
      lookup,
      timeout: timeoutMs,
    });
    socket.on('secureConnect', () => {
      resolve(socket.alpnProtocol || 'http/1.1');
      socket.destroy();
    });
    socket.on('error', (error) => reject(new NoReply(codeOf(error), { cause: error })));
    socket.on('timeout', () => socket.destroy(new Error('no handshake in time')));
  });
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

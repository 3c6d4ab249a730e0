/** Real mirrors over TLS, and hosts that only pretend to be mirrors. */
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { answerFrom, httpServer } from '../../mirrors/server/index.ts';
import type { ServerCertificate } from './certificates.ts';

/** How a machine behaves. */
export type Manner =
  /** The reference mirror: HTTP/1.1, one object a connection, small records. */
  | { kind: 'fine' }
  /** The reference mirror over HTTP/2, as large hosts force it. */
  | { kind: 'http2' }
  /** Waits so long before each answer (ms). */
  | { kind: 'slow'; waitMs: number }
  /** Flips one byte of each block. */
  | { kind: 'flips' }
  /** Ends a block after so many bytes, sent in chunks with no length announced. */
  | { kind: 'truncates'; bytes: number }
  /** Sends a body without end where a block or head was asked for. */
  | { kind: 'floods'; bytes: number }
  /** A page with status 200 and CORS, whatever was asked for. */
  | { kind: 'page' }
  /** Sends everybody elsewhere. */
  | { kind: 'redirects'; to: string }
  /** A page over plain HTTP on the port of HTTPS. */
  | { kind: 'plain' };

/** One request that a mirror has understood. */
export interface Asked {
  machine: string;
  /** The other end's port: tells which connection it was. */
  port: number;
  name: string;
  path: string;
  at: number;
  protocol: string;
  headers: IncomingMessage['headers'];
  /** Bytes of the body that were handed over. */
  bytes: number;
  status: number;
}

export interface SecureMirror {
  /** On 127.0.0.1. */
  port: number;
  close(): void;
}

const RECORD = 1_400;
const PAGE = '<!doctype html><meta charset="utf-8"><title>Доступ ограничен</title><h1>Доступ ограничен</h1>';

/**
 * Opens a mirror on a free loopback port.
 * @param options.heard takes every request, complete once its answer is
 */
export async function openSecureMirror(options: {
  machine: string;
  /** The folder that is served now. */
  site(): string;
  certificate: ServerCertificate;
  manner: Manner;
  now(): number;
  heard(asked: Asked): void;
}): Promise<SecureMirror> {
  const { machine, site, manner, now, heard } = options;
  const { cert, key } = options.certificate;
  const answers = new Map<string, ReturnType<typeof answerOf>>();
  const answer: ReturnType<typeof answerOf> = (request, response) => {
    const folder = site();
    const known = answers.get(folder) ?? answerOf(folder, manner);
    answers.set(folder, known);
    return known(request, response);
  };
  const observed = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked: Asked = {
      ...{ machine, path: request.url ?? '', at: now(), protocol: request.httpVersion, bytes: 0, status: 0 },
      port: request.socket.remotePort ?? 0,
      name: String(request.headers[':authority'] ?? request.headers.host ?? ''),
      headers: request.headers,
    };
    heard(asked);
    countBody(response, asked);
    await answer(request, response);
    asked.status = response.statusCode;
  };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // the censor cuts connections: that is what it is for
  };
  let server: NetServer;
  if (manner.kind === 'http2') {
    server = createSecureServer({ cert, key, minVersion: 'TLSv1.3' }, (request, response) => {
      observed(request as unknown as IncomingMessage, response as unknown as ServerResponse).catch(() =>
        response.stream.destroy(),
      );
    });
  } else if (manner.kind === 'plain') {
    server = createPlain((request, response) => void observed(request, response));
    server.on('clientError', (_error: Error, socket: Socket) =>
      socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n${PAGE}`),
    );
  } else {
    const inner = httpServer(observed);
    server = createTls({ cert, key, minVersion: 'TLSv1.3', ALPNProtocols: ['http/1.1'] }, (socket) => {
      socket.setMaxSendFragment(RECORD);
      keep(socket);
      inner.emit('connection', socket);
    });
    server.on('tlsClientError', () => {}); // a handshake that was cut off
  }
  server.on('connection', keep);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answerOf(site: string, manner: Manner) {
  const isBlock = (path: string) => path.startsWith('/ipfs/') || path.startsWith('ipfs/');
  const fine = answerFrom(site, {
    ...(manner.kind === 'flips' && {
      alter: (path, bytes) => {
        if (!isBlock(path) || bytes.length === 0) return bytes;
        const changed = Uint8Array.from(bytes);
        const at = changed.length >> 1;
        changed[at] = changed[at]! ^ 1;
        return changed;
      },
    }),
  });
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    switch (manner.kind) {
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, manner.waitMs));
        return fine(request, response);
      case 'truncates':
        if (!isBlock(path)) return fine(request, response);
        response.writeHead(200, { ...cors, 'Transfer-Encoding': 'chunked' });
        response.write(Buffer.alloc(manner.bytes, 7), () => response.destroy());
        return;
      case 'floods':
        if (!/^\/(ipfs|ed1)\//.test(path)) return fine(request, response);
        return flood(response, manner.bytes);
      case 'page':
        response.writeHead(200, { ...cors, 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
        return;
      case 'redirects':
        response.writeHead(302, { Location: manner.to, 'Content-Length': 0, Connection: 'close' }).end();
        return;
      case 'plain':
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
        return;
      default:
        return fine(request, response);
    }
  };
}

const cors = { 'Access-Control-Allow-Origin': '*', 'Timing-Allow-Origin': '*', Connection: 'close' };

/** Sends noise as fast as it is taken. */
function flood(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { ...cors, 'Content-Length': bytes });
  const part = Buffer.alloc(16_384, 7);
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= part.length;
      if (!response.write(part)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

/** Counts the bytes of a body as they are handed over. */
function countBody(response: ServerResponse, asked: Asked): void {
  let inside = false;
  for (const name of ['write', 'end'] as const) {
    const original = response[name].bind(response) as (...args: unknown[]) => never;
    (response as unknown as Record<string, unknown>)[name] = (...args: unknown[]) => {
      const [part] = args;
      // `end` may hand its part on to `write`.
      if (!inside && typeof part === 'string') asked.bytes += Buffer.byteLength(part);
      else if (!inside && part instanceof Uint8Array) asked.bytes += part.length;
      const before = inside;
      inside = true;
      try {
        return original(...args);
      } finally {
        inside = before;
      }
    };
  }
}

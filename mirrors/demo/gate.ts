/** A socket as the censor leaves it: bytes pass, wait, stop or end as the fault of the moment says. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { allowedBytes, type Fault, isDeaf } from './faults.ts';

export interface Gate {
  /** What the HTTP server is handed instead of the socket. */
  stream: Duplex;
  /** To be called when the fault has changed: what was held is looked at again. */
  review(): void;
  /** Ends the connection with a reset. */
  reset(): void;
}

/** Shares a number of bytes a second among connections: says how long the next piece has to wait. */
export type Pace = (bytes: number) => number;

/** Makes a pace. `now` in milliseconds, monotonic. */
export function openPace(bytesPerSecond: number, now: () => number): Pace {
  let freeAt = 0;
  return (bytes) => {
    const start = Math.max(now(), freeAt);
    freeAt = start + (bytes / bytesPerSecond) * 1000;
    return freeAt - now();
  };
}

/** Pieces of a slowed connection: small, so that a reader sees bytes come and does not take it for silence. */
const PIECE_BYTES = 256;

const RESET_AFTER_MS = 20;

/**
 * Wraps a connection.
 * @param options.fault the fault of the moment, asked for before every step
 * @param options.pace what slowed bytes wait for
 * @param options.sent called with the number of bytes that went down
 */
export function gate(
  socket: Socket,
  options: { fault: () => Fault; pace: Pace; sent: (bytes: number) => void },
): Gate {
  let sentBytes = 0;
  let waiting: { bytes: Buffer; done: (error?: Error | null) => void } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let wanted = false;

  function send(count: number): void {
    if (!waiting || count === 0) return;
    socket.write(waiting.bytes.subarray(0, count));
    sentBytes += count;
    options.sent(count);
    waiting.bytes = waiting.bytes.subarray(count);
    if (waiting.bytes.length > 0) return;
    const { done } = waiting;
    waiting = null;
    done();
  }

  function pump(): void {
    if (!waiting || timer || socket.destroyed) return;
    const fault = options.fault();
    const allowed = allowedBytes(fault, sentBytes, waiting.bytes.length);
    if (fault === 'reset' && allowed < waiting.bytes.length) {
      send(allowed);
      // A little later, so that those bytes arrive first: a reset overtakes what has not been read yet.
      timer = setTimeout(reset, RESET_AFTER_MS);
    } else if (fault === 'slow') {
      const count = Math.min(PIECE_BYTES, allowed);
      timer = setTimeout(() => {
        timer = null;
        send(Math.min(count, allowedBytes(options.fault(), sentBytes, count)));
        pump();
      }, options.pace(count));
    } else {
      send(allowed);
    }
  }

  function listenOrNot(): void {
    if (wanted && !isDeaf(options.fault(), sentBytes)) socket.resume();
    else socket.pause();
  }

  function reset(): void {
    if (socket.destroyed) return;
    // resetAndDestroy() says goodbye first (FIN, then RST), which no censor does. This is what it sets inside;
    // should a later Node forget it, the connection is closed all the same, and a test says so.
    (socket as Socket & { resetAndClosing?: boolean }).resetAndClosing = true;
    socket.destroy();
  }

  const stream = new Duplex({
    read() {
      wanted = true;
      listenOrNot();
    },
    write(chunk: Buffer, _encoding, done) {
      // HTTP ends a body with an empty write.
      if (chunk.length === 0) return done();
      waiting = { bytes: chunk, done };
      pump();
      listenOrNot();
    },
    final(done) {
      socket.end();
      done();
    },
    destroy(error, done) {
      if (timer) clearTimeout(timer);
      socket.destroy();
      done(error);
    },
  });

  socket.pause();
  socket.on('data', (bytes) => {
    wanted = stream.push(bytes);
    listenOrNot();
  });
  socket.on('end', () => stream.push(null));
  // A reader that goes away in the middle is no error of the mirror's; `close` follows and tidies up.
  socket.on('error', () => undefined);
  socket.on('close', () => stream.destroy());
  return {
    stream,
    reset,
    review() {
      if (timer) clearTimeout(timer);
      timer = null;
      pump();
      listenOrNot();
    },
  };
}

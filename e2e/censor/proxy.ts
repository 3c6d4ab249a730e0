/** A censor's box: TCP proxies in front of mirrors, all obeying the same rules. TLS is read, never opened. */
import { connect, createServer, type Socket } from 'node:net';
import { MAX_HELLO, readOpening } from './hello.ts';
import type { Act, Direction, Link } from './link.ts';
import type { Rule } from './rules.ts';

/** Data of one packet on an ordinary line. */
const PACKET = 1_448;
/** A ping or a farewell of HTTP/2 is smaller, a request larger (bytes). */
const SMALL = 60;
/** So much may wait in one direction before the sender is held back, as a TCP window would. */
const WINDOW = 64 * 1024;

export interface Censor {
  /** Every connection since the start, in the order they came. */
  readonly links: readonly Link[];
  /** ms, from a clock that only goes forward. */
  now(): number;
  /** Opens an address of a machine. `to` is the loopback port of its mirror. Ends with the port listened on. */
  open(machine: string, ip: string, to: number, port?: number): Promise<number>;
  /** Replaces the rules; connections that are open already feel it too. */
  setRules(rules: readonly Rule[]): void;
  close(): Promise<void>;
}

export interface CensorOptions {
  rules?: readonly Rule[];
  /** Time there and back (ms). A connection costs one more before its first byte, as it does on a real line. */
  rttMs?: number;
  now?: () => number;
  /** Hears of each connection whenever something is decided about it. */
  heard?: (link: Link, what: string) => void;
}

/** Makes a censor that guards nothing yet. */
export function createCensor(options: CensorOptions = {}): Censor {
  const { rttMs = 0, now = () => performance.now(), heard = () => {} } = options;
  let rules: readonly Rule[] = [];
  let stopRules: (() => void)[] = [];
  const links: Link[] = [];
  const sockets = new Map<Socket, (by: NonNullable<Link['endedBy']>) => void>();
  const lastHello = new Map<string, number>();
  const servers: ReturnType<typeof createServer>[] = [];

  /** Asks every rule, since each keeps counts of its own; the first that objects decides. */
  function judge(link: Link, ask: (rule: Rule) => Act | undefined): Act {
    let verdict: Act = 'pass';
    for (const rule of rules) {
      const said = ask(rule) ?? 'pass';
      if (said === 'pass' || verdict !== 'pass') continue;
      verdict = said;
      link.stoppedBy = rule.name;
    }
    if (verdict !== 'pass') link.stoppedAt = now();
    return verdict;
  }

  function guard(machine: string, ip: string, to: number, client: Socket): void {
    const link: Link = {
      ...{ id: links.length, machine, ip, openedAt: now(), name: null, helloAt: null, gap: null },
      ...{ port: null, resumes: false, up: 0, down: 0, packetsUp: 0, packetsDown: 0, swallowed: false },
      ...{ stoppedAt: null, stoppedBy: null, lateAt: [], firstDownAt: null, lastDownAt: null },
      ...{ endedAt: null, endedBy: null },
    };
    links.push(link);
    let server: Socket | undefined;
    let stopped = false;
    let mirrorEnded = false;
    let opening: Buffer | undefined = Buffer.alloc(0);

    const end = (by: NonNullable<Link['endedBy']>) => {
      if (link.endedAt !== null) return;
      link.endedAt = now();
      link.endedBy = by;
      sockets.delete(client);
      server?.destroy();
      heard(link, `ended by ${by}`);
    };
    sockets.set(client, end);
    /** Carries a verdict out; returns whether the connection goes on. */
    const obey = (verdict: Act, what: string): boolean => {
      if (verdict === 'pass') return true;
      stopped = true;
      heard(link, `${link.stoppedBy}: ${verdict} ${what}`);
      server?.destroy();
      if (verdict === 'rst') client.resetAndDestroy();
      else if (verdict === 'fin') client.end();
      if (verdict !== 'freeze') end('censor');
      return false;
    };

    const lines: Record<Direction, Line> = {
      up: makeLine({ now, delayMs: rttMs / 2, write: (bytes) => server?.write(bytes) }),
      down: makeLine({
        now,
        delayMs: rttMs / 2,
        write: (bytes) => {
          link.firstDownAt ??= now();
          link.lastDownAt = now();
          client.write(bytes);
        },
      }),
    };
    const carry = (direction: Direction, bytes: Buffer): void => {
      for (let at = 0; at < bytes.length && !stopped; at += PACKET) {
        const packet = bytes.subarray(at, at + PACKET);
        const time = now();
        const verdict = judge(link, (rule) => rule.packet?.(link, direction, packet.length, time));
        if (!obey(verdict, `at ${link.up} B up, ${link.down} B down`)) return;
        link[direction] += packet.length;
        if (direction === 'up') link.packetsUp++;
        else link.packetsDown++;
        const due = rules.reduce(
          (latest, { hold }) => Math.max(latest, hold?.(link, direction, packet.length, time) ?? time),
          time,
        );
        lines[direction].send(packet, due);
      }
    };

    client.setNoDelay(true);
    client.on('error', () => end('reader')); // reset by the other side: an end like any other
    client.on('close', () => end('reader'));
    if (
      !obey(
        judge(link, (rule) => rule.accept?.(link, now())),
        'when it was opened',
      )
    ) {
      client.on('data', () => {}); // read, so that its end is noticed
      return;
    }

    const openServer = (): Socket => {
      const made = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
      made.setNoDelay(true);
      made.once('connect', () => {
        link.port = made.localPort ?? null;
      });
      made.on('data', (bytes: Buffer) => {
        carry('down', bytes);
        if (lines.down.waiting() > WINDOW) {
          made.pause();
          lines.down.drained(() => made.resume());
        }
      });
      made.on('end', () =>
        lines.down.finish(() => {
          mirrorEnded = true;
          if (!stopped) client.end();
        }),
      );
      made.on('error', () => {
        if (!stopped) client.resetAndDestroy();
      });
      return made;
    };
    const begin = (bytes: Buffer, what: ReturnType<typeof readOpening>): void => {
      opening = undefined;
      const time = now();
      if (what.kind === 'hello') {
        link.name = what.name;
        link.resumes = what.resumes;
        link.helloAt = time;
        const before = lastHello.get(what.name ?? '');
        link.gap = before === undefined ? null : time - before;
        lastHello.set(what.name ?? '', time);
        const verdict = judge(link, (rule) => rule.hello?.(link, time));
        link.swallowed = verdict === 'freeze';
        if (!obey(verdict, 'at its ClientHello')) return;
        heard(link, 'ClientHello passed');
      } else {
        // Plain HTTP names its host as well.
        link.name = /^host: *([^\r\n:]+)/im.exec(bytes.toString('latin1'))?.[1] ?? null;
      }
      server = openServer();
      // The SYN's own way there and back, which a proxy cannot hold up: laid on the first packet, before its own way.
      lines.up.holdUntil(time + 1.5 * rttMs);
      carry('up', bytes);
    };
    client.on('data', (bytes: Buffer) => {
      if (stopped) {
        if (largestRecord(bytes) > SMALL) link.lateAt.push(now());
        return;
      }
      if (!opening) {
        carry('up', bytes);
        return;
      }
      opening = Buffer.concat([opening, bytes]);
      const what = readOpening(opening);
      if (what.kind !== 'part' || opening.length > MAX_HELLO) begin(opening, what);
    });
    // A browser that closes has no more use for an answer: whatever is still on its way is lost.
    client.on('end', () => {
      end(mirrorEnded ? 'mirror' : 'reader');
      client.destroy();
    });
  }

  const reset = () => {
    for (const [socket, end] of [...sockets]) {
      end('censor');
      socket.resetAndDestroy();
    }
  };
  function setRules(next: readonly Rule[]): void {
    for (const stop of stopRules) stop();
    rules = next;
    stopRules = rules.flatMap((rule) => rule.start?.({ reset }) ?? []);
  }
  setRules(options.rules ?? []);

  return {
    links,
    now,
    setRules,
    open: (machine, ip, to, port = 0) =>
      new Promise((resolve, reject) => {
        const server = createServer({ allowHalfOpen: true }, (client) => guard(machine, ip, to, client));
        servers.push(server);
        server.once('error', reject);
        server.listen({ host: ip, port, exclusive: true }, () => {
          const address = server.address();
          resolve(address !== null && typeof address === 'object' ? address.port : port);
        });
      }),
    async close() {
      setRules([]);
      for (const server of servers) server.close();
      for (const socket of [...sockets.keys()]) socket.destroy();
    },
  };
}

/** Length of the largest TLS record in a packet: calling off two requests at once is no larger request. */
function largestRecord(bytes: Buffer): number {
  let largest = 0;
  for (let at = 0; at + 5 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 3);
    largest = Math.max(largest, length);
    at += 5 + length;
  }
  return largest;
}

interface Line {
  /** Delivers the bytes when `due` and the delay are over, in order. */
  send(bytes: Buffer, due: number): void;
  /** Nothing is delivered before this time. */
  holdUntil(time: number): void;
  /** Runs once everything sent before is delivered. */
  finish(callback: () => void): void;
  /** Bytes under way; and once, when they are few. */
  waiting(): number;
  drained(callback: () => void): void;
}

/** One direction of a connection: a queue whose entries are delivered in order, each at its time. */
function makeLine(options: { now(): number; delayMs: number; write(bytes: Buffer): unknown }): Line {
  const { now, delayMs, write } = options;
  const queue: { at: number; bytes: Buffer | null; callback?: () => void }[] = [];
  let earliest = 0;
  let bytesWaiting = 0;
  let isDue = false;
  let onDrained: (() => void) | undefined;

  const run = () => {
    isDue = false;
    const time = now() + 0.5;
    while (queue[0] && queue[0].at <= time) {
      const { bytes, callback } = queue.shift()!;
      if (bytes) {
        bytesWaiting -= bytes.length;
        write(bytes);
      }
      callback?.();
    }
    if (onDrained && bytesWaiting < WINDOW / 2) {
      const callback = onDrained;
      onDrained = undefined;
      callback();
    }
    wake();
  };
  const wake = () => {
    if (isDue || !queue[0]) return;
    isDue = true;
    setTimeout(run, Math.max(0, queue[0].at - now()));
  };
  const push = (at: number, bytes: Buffer | null, callback?: () => void) => {
    earliest = Math.max(earliest, at);
    queue.push({ at: earliest, bytes, ...(callback && { callback }) });
    wake();
  };
  return {
    send(bytes, due) {
      bytesWaiting += bytes.length;
      push(due + delayMs, bytes);
    },
    holdUntil(time) {
      earliest = Math.max(earliest, time);
    },
    finish: (callback) => push(now() + delayMs, null, callback),
    waiting: () => bytesWaiting,
    drained(callback) {
      onDrained = callback;
    },
  };
}

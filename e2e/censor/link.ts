/** What the censor knows of one TCP connection. */

/** What is done to a connection. `freeze` keeps the socket open and lets nothing through any more. */
export type Act = 'pass' | 'freeze' | 'rst' | 'fin';

export type Direction = 'up' | 'down';

/** One connection, as the log keeps it. Times in ms of the censor's clock. */
export interface Link {
  readonly id: number;
  /** The machine that was called, and its address. */
  readonly machine: string;
  readonly ip: string;
  readonly openedAt: number;
  /** Of the proxy towards the mirror, as the mirror sees it. */
  port: number | null;
  /** The name in its ClientHello; null while unknown, or where it names none. */
  name: string | null;
  helloAt: number | null;
  /** Since the ClientHello before with the same name; null for the first. */
  gap: number | null;
  resumes: boolean;
  /** What was let through, TLS bytes and packets with data. */
  up: number;
  down: number;
  packetsUp: number;
  packetsDown: number;
  /** The ClientHello was let vanish. */
  swallowed: boolean;
  /** When nothing was let through any more, and by which rule. */
  stoppedAt: number | null;
  stoppedBy: string | null;
  /** When the reader sent a request's worth of bytes into a connection that was stopped already. */
  lateAt: number[];
  firstDownAt: number | null;
  lastDownAt: number | null;
  endedAt: number | null;
  endedBy: 'reader' | 'mirror' | 'censor' | null;
}

/** Two handshakes with one name so close together (ms) count against it. */
export const FAST_GAP = 400;

/** What the log says of one host name. */
export interface NameCount {
  name: string;
  hellos: number;
  /** Gaps between ClientHellos under 400 ms. */
  fast: number;
  swallowed: number;
  frozen: number;
  /** Connections at the same time, at most. */
  atOnce: number;
  down: number;
  up: number;
}

/** Sums the log up by host name; connections that never said one are left out. */
export function countNames(links: readonly Link[]): NameCount[] {
  const names = [...new Set(links.flatMap((link) => link.name ?? []))].sort();
  return names.map((name) => {
    const own = links.filter((link) => link.name === name);
    const sum = (of: (link: Link) => number) => own.reduce((total, link) => total + of(link), 0);
    return {
      name,
      hellos: own.length,
      fast: sum((link) => Number(link.gap !== null && link.gap < FAST_GAP)),
      swallowed: sum((link) => Number(link.swallowed)),
      frozen: sum((link) => Number(link.stoppedAt !== null && !link.swallowed)),
      atOnce: Math.max(...own.map((link) => own.filter((other) => overlap(link, other)).length)),
      down: sum((link) => link.down),
      up: sum((link) => link.up),
    };
  });
}

/** Whether `other` was open when `link` was opened, by more than what the closing of a socket takes. */
function overlap(link: Link, other: Link): boolean {
  const grace = 20;
  return (
    other.openedAt <= link.openedAt && (other.endedAt ?? Number.POSITIVE_INFINITY) > link.openedAt + grace
  );
}

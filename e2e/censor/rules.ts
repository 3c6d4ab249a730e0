/** What censors do, as rules that can be combined. Each makes its own state: use a new one for each run. */
import { type Act, type Direction, FAST_GAP, type Link } from './link.ts';

/** All parts are optional; of several rules the first that does not let pass decides, but all are asked. */
export interface Rule {
  readonly name: string;
  /** A connection was accepted: nothing is known but where it goes. */
  accept?(link: Link, now: number): Act;
  /** Its ClientHello is here. */
  hello?(link: Link, now: number): Act;
  /** A packet with data wants through; its bytes are not in the link's counts yet. */
  packet?(link: Link, direction: Direction, bytes: number, now: number): Act;
  /** When a packet that may pass is through (ms), not before `now`. */
  hold?(link: Link, direction: Direction, bytes: number, now: number): number;
  /** Runs beside the connections; ends with the returned function. `reset` sends RST on all of them. */
  start?(control: { reset(): void }): () => void;
}

const act = (what: Act) => (): Act => what;

/** ClientHellos vanish, the socket stays open. */
export const swallow = (): Rule => ({ name: 'swallow', hello: act('freeze') });

/** RST, as soon as the connection is there, or upon its ClientHello. */
export const rst = (at: 'accept' | 'hello' = 'hello'): Rule => ({ name: 'rst', [at]: act('rst') });

/** FIN instead of an answer. */
export const fin = (at: 'accept' | 'hello' = 'hello'): Rule => ({ name: 'fin', [at]: act('fin') });

/** The connection is cut off after so many bytes; `both` counts what the reader sends as well. */
function after(name: string, bytes: number, count: 'down' | 'both', what: Act): Rule {
  return {
    name,
    packet(link, direction, size) {
      const before = link.down + (count === 'both' ? link.up : 0);
      const counts = count === 'both' || direction === 'down';
      return counts && before + size > bytes ? what : 'pass';
    },
  };
}

/** After so many bytes nothing comes through in either direction, silently, the socket staying open. */
export const freeze = (bytes: number, count: 'down' | 'both' = 'down'): Rule =>
  after(`freeze ${bytes} ${count}`, bytes, count, 'freeze');

/** After so many bytes the connection ends. */
export const cut = (bytes: number, how: 'rst' | 'fin' = 'rst', count: 'down' | 'both' = 'down'): Rule =>
  after(`cut ${bytes} ${how}`, bytes, count, how);

/** After so many packets with data, in both directions together, nothing comes through. */
export const freezePackets = (packets: number): Rule => ({
  name: `freeze after ${packets} packets`,
  packet: (link) => (link.packetsUp + link.packetsDown >= packets ? 'freeze' : 'pass'),
});

/** Only these names pass; all other ClientHellos vanish. */
export const whiteList = (names: readonly string[]): Rule => ({
  name: 'white list',
  hello: (link) => (link.name !== null && names.includes(link.name) ? 'pass' : 'freeze'),
});

/**
 * The rule against many handshakes: the third gap under 400 ms within a minute, all with one name, closes that name;
 * each further ClientHello restarts the minute.
 */
export function handshakes(options: { gaps?: number; gapMs?: number; minuteMs?: number } = {}): Rule {
  const { gaps = 3, gapMs = FAST_GAP, minuteMs = 60_000 } = options;
  const names = new Map<string, { last: number; fast: number[]; closedUntil: number }>();
  return {
    name: 'handshakes',
    hello(link, now) {
      if (link.name === null) return 'pass';
      const known = names.get(link.name) ?? { last: Number.NEGATIVE_INFINITY, fast: [], closedUntil: 0 };
      names.set(link.name, known);
      if (now - known.last < gapMs) known.fast.push(now);
      known.fast = known.fast.filter((at) => now - at < minuteMs);
      known.last = now;
      if (known.closedUntil <= now && known.fast.length < gaps) return 'pass';
      known.closedUntil = now + minuteMs;
      return 'freeze';
    },
  };
}

/** RST upon one of these names; then everything to the same address vanishes for a while, other names too. */
export function residual(names: readonly string[], forMs = 180_000): Rule {
  const closed = new Map<string, number>();
  return {
    name: 'residual',
    accept: (link, now) => ((closed.get(link.ip) ?? 0) > now ? 'freeze' : 'pass'),
    hello(link, now) {
      if ((closed.get(link.ip) ?? 0) > now) return 'freeze';
      if (link.name === null || !names.includes(link.name)) return 'pass';
      closed.set(link.ip, now + forMs);
      return 'rst';
    },
  };
}

/** All connections together get so many bytes a second, both directions counted. */
export function throttle(bytesPerSecond: number): Rule {
  let free = 0;
  return {
    name: `throttle ${bytesPerSecond}`,
    hold(_link, _direction, bytes, now) {
      free = Math.max(free, now) + (1000 * bytes) / bytesPerSecond;
      return free;
    },
  };
}

/** A share of connections stops for good at some packet; `random` decides which and where. */
export function stalls(share: number, random: () => number): Rule {
  const stopAt = new WeakMap<Link, number>();
  return {
    name: `stalls ${share}`,
    accept(link) {
      stopAt.set(link, random() < share ? Math.floor(random() * 10) : Number.POSITIVE_INFINITY);
      return 'pass';
    },
    packet: (link) => (link.packetsUp + link.packetsDown >= (stopAt.get(link) ?? 0) ? 'freeze' : 'pass'),
  };
}

/** The line is up, then down, and so on: RST on everything at each change, and on what comes while it is down. */
export function flap(options: {
  upMs: number;
  downMs: number;
  after?(ms: number, callback: () => void): () => void;
}): Rule & { readonly phases: number } {
  const { upMs, downMs, after = afterMs } = options;
  let up = true;
  let phases = 1;
  return {
    name: 'flap',
    get phases() {
      return phases;
    },
    accept: () => (up ? 'pass' : 'rst'),
    start({ reset }) {
      let stop = () => {};
      const next = () => {
        stop = after(up ? upMs : downMs, () => {
          up = !up;
          if (up) phases++;
          reset();
          next();
        });
      };
      next();
      return () => stop();
    },
  };
}

/** Puts a rule on one connection only: the n-th with this name, counted from 0. */
export function nth(n: number, name: string, rule: Rule): Rule {
  let count = 0;
  const chosen = new WeakSet<Link>();
  const { packet } = rule;
  return {
    name: `${rule.name} once`,
    hello(link) {
      if (link.name === name && count++ === n) chosen.add(link);
      return 'pass';
    },
    ...(packet && {
      packet: (link, direction, bytes, now) =>
        chosen.has(link) ? packet(link, direction, bytes, now) : 'pass',
    }),
  };
}

/** Puts a rule on some connections only. */
export function only(where: { names?: readonly string[]; machines?: readonly string[] }, rule: Rule): Rule {
  const isHere = ({ name, machine }: Link) =>
    (where.machines?.includes(machine) ?? true) &&
    (where.names === undefined || (name !== null && where.names.includes(name)));
  const { accept, hello, packet, hold, start } = rule;
  return {
    name: rule.name,
    ...(accept && !where.names && { accept: (link, now) => (isHere(link) ? accept(link, now) : 'pass') }),
    ...(hello && { hello: (link, now) => (isHere(link) ? hello(link, now) : 'pass') }),
    ...(packet && {
      packet: (link, direction, bytes, now) => (isHere(link) ? packet(link, direction, bytes, now) : 'pass'),
    }),
    ...(hold && {
      hold: (link, direction, bytes, now) => (isHere(link) ? hold(link, direction, bytes, now) : now),
    }),
    ...(start && { start }),
  };
}

function afterMs(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

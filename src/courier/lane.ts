import type { Mirror } from '../edition/mirrors.ts';
import type { Outcome } from './attempt.ts';

/** How far a lane is to be trusted with work. */
export type Verdict = 'new' | 'fine' | 'slow' | 'hangs' | 'freezes' | 'fails' | 'lies' | 'old' | 'blockpage';

/** One host name of a mirror: its own pace and health. Times in ms, rates in bytes per second. */
export interface Lane {
  /** Base address, ending in a slash. */
  url: string;
  network: string;
  /** Base address of the mirror's first name: lanes of one machine share it. */
  machine: string;
  verdict: Verdict;
  /** Usual time to the first byte; 0 where not known. */
  wait: number;
  /** Time that TCP took to connect last, a round trip; 0 where not known. */
  connect: number;
  /** Usual rate over a whole object, and that of the last one; 0 where not known. */
  rate: number;
  lastRate: number;
  /** It gave an object that verified, in this session or before. */
  proven: boolean;
  restsUntil: number;
  /** Failures in a row, and when the last of them was. */
  failures: number;
  failedAt: number;
  /** No start before this. */
  nextStart: number;
  lastStart: number;
  /** Starts of the last minute that were sooner than the pace, by leave of `mayHurry`. */
  hurried: number[];
  /** When its head was last asked for. */
  askedAt: number;
  /** When it last gave a whole object. */
  heardAt: number;
  /** Attempts in flight: never more than one. */
  busy: boolean;
  /** It speaks HTTP/2: a frozen session takes every later fetch to that machine with it. */
  isH2: boolean;
  /** Edition that it last served, or null. */
  edition: number | null;
  requests: number;
  bytes: number;
}

/** What survives a restart, as far as it is known. */
export type LaneMemory = Pick<Lane, 'url'> &
  Partial<
    Pick<
      Lane,
      | 'verdict'
      | 'wait'
      | 'connect'
      | 'rate'
      | 'proven'
      | 'restsUntil'
      | 'failures'
      | 'lastStart'
      | 'heardAt'
      | 'lastRate'
      | 'hurried'
    >
  >;

/** Between two starts on one name (ms): three gaps under 400 ms within a minute get a name black-holed. */
export const GAP = 450;
const JITTER = 150;
const AFTER_HANG = 1_000;
const MINUTE = 60_000;
const LATELY = 30_000;

/** Bytes that one packet carries. */
const PACKET = 1_400;
/** Bytes a second below which a lane is slow. */
const SLOW_RATE = 4_000;

/** The handshake rule looks back a minute (ms); with a reserve. */
const HURRY_MEMORY = 70_000;
/** Round trip (ms) from which connections are opened beforehand: from 250 ms on Chromium would open two. */
export const SLOW_CONNECT = 230;

/** Assumed of a lane that nothing is known of. */
const UNKNOWN_WAIT = 300;
const UNKNOWN_RATE = 20_000;

/** Makes lanes of mirrors; what is remembered of them is taken over. */
export function makeLanes(mirrors: readonly Mirror[], memory: readonly LaneMemory[]): Lane[] {
  const remembered = new Map(memory.map((one) => [one.url, one]));
  const seen = new Set<string>();
  return mirrors.flatMap(([network, ...urls]) =>
    urls
      .filter((url) => !seen.has(url) && seen.add(url))
      .map((url) => ({
        verdict: 'new' as const,
        wait: 0,
        connect: 0,
        rate: 0,
        lastRate: 0,
        proven: false,
        restsUntil: 0,
        failures: 0,
        failedAt: 0,
        lastStart: 0,
        askedAt: 0,
        heardAt: 0,
        hurried: [],
        ...remembered.get(url),
        url,
        network,
        machine: urls[0]!,
        nextStart: (remembered.get(url)?.lastStart ?? 0) + GAP,
        busy: false,
        isH2: false,
        edition: null,
        requests: 0,
        bytes: 0,
      })),
  );
}

/** Its machine and domain: names that are alike in both fall together; one of another domain may be on a white list. */
export const kinOf = ({ machine, url }: Lane) => `${machine} ${/[^./]+\.\w+[/:]/.exec(url)}`;

/** How long a lane may be silent before another is tried beside it (ms). */
export function hedgeAfter(lane: Lane): number {
  return Math.min(2_000, Math.max(300, 2 * lane.wait));
}

/** When an object of that size would be here if it was started on the lane at `start`. */
export function expectedEnd(lane: Lane, start: number, bytes: number): number {
  return start + (lane.wait || UNKNOWN_WAIT) + (1000 * bytes) / (lane.rate || UNKNOWN_RATE);
}

/**
 * Whether a lane may start sooner than its pace for something that a reader waits for. The third short gap within a
 * minute gets a name black-holed: one is spent on the front page's texts, and a second for an article that was opened.
 * Never where the browser opens connections beside ours: the app's own name, failed handshakes, slow connections.
 */
export function mayHurry(lane: Lane, now: number, options: { own: string; isOpened: boolean }): boolean {
  const lately = lane.hurried.filter((time) => time > now - HURRY_MEMORY).length;
  const isCalm = !lane.busy && lane.proven && lane.failures === 0 && lane.connect < SLOW_CONNECT;
  return isCalm && lane.url !== options.own && lately < (options.isOpened ? 2 : 1);
}

/** Books a start that was sooner than the pace. */
export function hurry(lane: Lane, now: number): void {
  lane.hurried = [...lane.hurried.filter((time) => time > now - HURRY_MEMORY), now];
}

/** Books a start. */
export function begin(lane: Lane, now: number): void {
  lane.busy = true;
  lane.lastStart = now;
  lane.requests++;
}

/** Books the end of an attempt for the pace: the gap counts from the later of its start and its first byte or end. */
export function finish(lane: Lane, { kind, firstByte, end }: Outcome, random: number): void {
  lane.busy = false;
  lane.nextStart = kind === 'hang' ? end + AFTER_HANG : (firstByte ?? end) + GAP + random * JITTER;
}

/** An object came whole and verified. */
export function praise(
  lane: Lane,
  at: { start: number; firstByte: number; end: number; bytes: number },
): void {
  const wait = at.firstByte - at.start;
  lane.heardAt = at.end;
  lane.wait = lane.wait ? 0.7 * lane.wait + 0.3 * wait : wait;
  // Of a few bytes nothing can be learnt, and the first ones come with the headers.
  if (at.bytes >= 2_000) {
    const rate = (1000 * (at.bytes - PACKET)) / (at.end - at.firstByte + 1);
    lane.rate = lane.rate ? 0.7 * lane.rate + 0.3 * rate : rate;
    lane.lastRate = rate;
  }
  lane.proven = true;
  lane.failures = 0;
  lane.restsUntil = 0;
  if (lane.verdict !== 'freezes' && lane.verdict !== 'old')
    lane.verdict = lane.rate && lane.rate < SLOW_RATE ? 'slow' : 'fine';
}

/**
 * What a throttled line gives (bytes a second), or 0 where it is none: what was heard last, and all that was heard shortly
 * before it, came under 4 KB a second. What was quick before that tells of another place.
 */
export function slowRate(lanes: readonly Lane[], now: number): number {
  const last = Math.max(...lanes.map((lane) => lane.heardAt));
  if (last <= now - 10 * MINUTE) return 0;
  const rates = lanes
    .filter((lane) => lane.heardAt > last - LATELY)
    .map((lane) => lane.lastRate || lane.rate);
  const best = Math.max(...rates);
  return rates.includes(0) || best >= SLOW_RATE ? 0 : best;
}

/** What went wrong with an attempt, as far as a page can tell. `missing`: the mirror lacks this block, a matter of age. */
export type Fault = 'refused' | 'hang' | 'stall' | 'status' | 'missing' | 'blockpage' | 'lies';

/** What a failure makes of a lane, and how long it rests (ms): after the first failure, the second, and so on. */
const PENALTIES: Record<Exclude<Fault, 'missing'>, [Verdict, ...number[]]> = {
  // Failures count once in 2 s: Chromium itself tries a failed handshake twice. After a reset some censors swallow
  // everything to that address for three minutes.
  refused: ['fails', 3 * MINUTE, 10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE],
  // Without a byte it looks like the handshake rule, which lasts a minute from the last handshake.
  hang: ['hangs', 70_000],
  stall: ['hangs', 2_000, 70_000],
  status: ['fails', MINUTE, 2 * MINUTE, 8 * MINUTE, 32 * MINUTE],
  blockpage: ['blockpage', 10 * MINUTE],
  lies: ['lies', 60 * MINUTE],
};

/** Bytes (with those of the handshake) after which connections to foreign hosts freeze: the lane itself is good. */
const FREEZES_AFTER = 8_000;

/** Books a failure and lets the lane rest as long as experience says. `bytes` had come before it. */
export function blame(lane: Lane, fault: Fault, now: number, bytes: number): void {
  if (fault === 'missing') return;
  if (now - lane.failedAt >= 2_000) lane.failures++;
  lane.failedAt = now;
  if (fault === 'stall' && bytes >= FREEZES_AFTER) {
    lane.verdict = 'freezes';
    return;
  }
  const [verdict, ...rests] = PENALTIES[fault];
  lane.verdict = verdict;
  lane.proven = false;
  lane.restsUntil = Math.max(
    lane.restsUntil,
    now + rests[Math.min(Math.max(lane.failures, 1), rests.length) - 1]!,
  );
}

/** Forgets penalties: the network changed, or the reader asks for it. */
export function forgive(lane: Lane): void {
  lane.restsUntil = 0;
  lane.failures = 0;
  lane.failedAt = 0;
}

/**
 * The order in which lanes are asked for a head: proven ones by their wait, then unknown ones, then those that
 * serve old editions, then those at rest, the soonest ready first.
 */
export function ranked(lanes: readonly Lane[], now: number): Lane[] {
  const worth = (lane: Lane) =>
    lane.restsUntil > now ? 3 : lane.verdict === 'old' ? 2 : lane.proven ? 0 : 1;
  return [...lanes].sort(
    (a, b) =>
      worth(a) - worth(b) ||
      (worth(a) === 3 ? a.restsUntil - b.restsUntil : 0) ||
      a.wait - b.wait ||
      a.askedAt - b.askedAt,
  );
}

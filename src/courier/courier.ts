import type { Bytes } from '../edition/bytes.ts';
import { blockPath, digestOf, MAX_BLOCK } from '../edition/cid.ts';
import type { Mirror } from '../edition/mirrors.ts';
import { type Asker, createAsker, type Ending, hedgeWave, type What } from './ask.ts';
import type { Watch } from './attempt.ts';
import { beforeHeaders, isWalled, keepHealth, PATIENT, patienceFor, type Told } from './health.ts';
import {
  expectedEnd,
  forgive,
  GAP,
  hedgeAfter,
  hurry,
  kinOf,
  type Lane,
  type LaneMemory,
  makeLanes,
  mayHurry,
  ranked,
  slowRate,
} from './lane.ts';
import type { Ports } from './ports.ts';
import { resuming } from './resume.ts';

/** No lane gave the block. */
export class MirrorError extends Error {
  override name = 'MirrorError';
}

/** Lanes at work at once; those silent longer than their hedge do not count. */
const MAX_LANES = 4;
/** How far down the queue the scheduler looks. */
const LOOK_AHEAD = 12;
/** A lane that gave nothing for this long (ms) is trusted less than the one that just did: by so many ms. */
const FRESH = 60_000;
const STALE_MALUS = 400;
/** On a throttled line no second lane is tried beside one that has begun to answer, but after this (ms). */
const SLOW_LATE = 30_000;
/** A lane that gave nothing so far has no longer than this (ms) to begin before another is tried beside it. */
const UNPROVEN_LATE = 600;
/** Jobs of this priority or a sooner one are waited for by somebody: the front page's texts, an opened article. */
const URGENT = 1;
const WORTH_HURRYING = 150;
/** A lane that rests no longer than this (ms) is waited for. */
const NAP = 3_000;

interface Flight {
  lane: Lane;
  start: number;
  watch: Watch;
}

interface Job {
  digest: string;
  bytes: number;
  what: What;
  priority: number;
  order: number;
  flights: Flight[];
  failed: Set<Lane>;
  /** What came of it before a stall. */
  partial?: Bytes;
  settled: boolean;
  promise: Promise<Bytes>;
  resolve(bytes: Bytes): void;
  reject(error: Error): void;
}

/**
 * Lanes as a throttled line wants them: who answered last comes first, since a handshake that is resumed takes half the
 * bytes of a new one.
 */
function byTickets(lanes: readonly Lane[], now: number): Lane[] {
  const awake = (lane: Lane) => Number(lane.restsUntil <= now);
  return ranked(lanes, now).sort((a, b) => awake(b) - awake(a) || b.heardAt - a.heardAt);
}

export type Courier = ReturnType<typeof createCourier>;

/**
 * Gets blocks through lanes, many at a time (docs/architecture.md, "The courier"). Each goes to the lane that would
 * have it here soonest; the winner is whoever brings all of it with the right hash.
 */
export function createCourier(
  ports: Ports,
  tell: (told: Told) => void = () => undefined,
  /** Base address of the app itself: the browser opens connections of its own to it. */
  own = '',
) {
  const slow = () => slowRate(asker.lanes, ports.now());
  const isSlow = () => slow() > 0;
  /** What came of blocks before a stall, by the address that is asked next. */
  const begun = new Map<string, Bytes>();
  /** Addresses whose headers have come. */
  const answered = new Set<string>();
  const fetch = resuming(ports.fetch, begun);
  const asker: Asker = createAsker(
    {
      ...ports,
      async fetch(url, init) {
        answered.delete(url);
        const answer = await fetch(url, init);
        answered.add(url);
        return answer;
      },
    },
    keepHealth(
      () => asker.lanes,
      (told) => {
        if (told.outcome === 'ok') freshAt.set(told.lane, told.end!);
        tell(told);
      },
      ports.protocolOf,
    ),
    {
      patienceFor: (lane) => patienceFor(lane, slow()),
      // On a throttled line one more at a time, and only beside one that is silent.
      hedge: (lane) =>
        !isSlow()
          ? hedgeAfter(lane)
          : asker.lanes.filter((one) => one.busy).length > 1
            ? PATIENT.headers
            : beforeHeaders(slow()),
      wave: (n) => (isSlow() ? 1 : hedgeWave(n)),
      rank: (lanes, time) => (isSlow() ? byTickets(lanes, time) : ranked(lanes, time)),
      isWalled: (state) => isWalled(state, ports.now()),
      kinOf,
    },
  );
  const jobs = new Map<string, Job>();
  const freshAt = new WeakMap<Lane, number>();
  let order = 0;
  let pumping = false;
  let stopWake: () => void = () => undefined;

  function block(digest: string, bytes: number, what: What, priority: number): Promise<Bytes> {
    const known = jobs.get(digest);
    if (known) {
      known.priority = Math.min(known.priority, priority);
      return known.promise;
    }
    let resolve!: Job['resolve'];
    let reject!: Job['reject'];
    const promise = new Promise<Bytes>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    const job: Job = {
      digest,
      bytes,
      what,
      priority,
      order: order++,
      flights: [],
      failed: new Set(),
      settled: false,
      promise,
      resolve,
      reject,
    };
    jobs.set(digest, job);
    pumpSoon();
    return promise;
  }

  /** Callers often ask for many blocks in one go: schedule once, when all are known. */
  function pumpSoon(): void {
    if (pumping) return;
    pumping = true;
    queueMicrotask(() => {
      pumping = false;
      pump();
    });
  }

  function settle(job: Job, result: Bytes | Error): void {
    job.settled = true;
    jobs.delete(job.digest);
    for (const flight of job.flights) flight.watch.cancel();
    if (result instanceof Error) job.reject(result);
    else job.resolve(result);
  }

  /** Lanes that may still bring a block: awake ones or nearly so; one at rest only for what a reader waits for. */
  function lanesFor(job: Job, time: number): Lane[] {
    const left = asker.lanes.filter(
      (lane) => !job.failed.has(lane) && !job.flights.some((flight) => flight.lane === lane),
    );
    const awake = left.filter((lane) => lane.restsUntil <= time + NAP);
    return awake.length > 0 || job.flights.length > 0 || job.priority > 0
      ? awake
      : ranked(left, time).slice(0, 1);
  }

  /**
   * Hands jobs to lanes: the most urgent first, each to the lane that would have it here soonest, the wait for the
   * lane's pace included. A job goes up only when that lane is free now.
   */
  function pump(): void {
    stopWake();
    const time = ports.now();
    let wake = Number.POSITIVE_INFINITY;
    const flights = [...jobs.values()]
      .flatMap((job) => job.flights.map((flight) => lateAt(job, flight)))
      .filter((late) => late > time);
    for (const late of flights) wake = Math.min(wake, late);
    let free = (isSlow() ? 1 : MAX_LANES) - flights.length;
    const freeFrom = new Map(
      asker.lanes.map((lane) => {
        const napsUntil = lane.restsUntil <= time + NAP ? lane.restsUntil : 0;
        // The pace of one at work begins with the first byte that it is about to give.
        const pace = lane.busy ? Math.max(time, lane.lastStart + lane.wait) + GAP : lane.nextStart;
        return [lane, Math.max(time, pace, napsUntil)];
      }),
    );
    const handed = new Set<Lane>();
    const queue = [...jobs.values()]
      .filter((job) => job.flights.every((flight) => lateAt(job, flight) <= time))
      // What nobody has been asked for comes before what somebody is late with.
      .sort((a, b) => a.priority - b.priority || a.flights.length - b.flights.length || a.order - b.order);
    for (const job of queue.slice(0, LOOK_AHEAD)) {
      const candidates = lanesFor(job, time);
      if (candidates.length === 0) {
        if (job.flights.length === 0) settle(job, new MirrorError(`no mirror gave block ${job.digest}`));
        continue;
      }
      const from = (lane: Lane) => {
        const isOpened = job.priority <= 0;
        const isUrgent = job.priority <= URGENT && !handed.has(lane) && !isSlow();
        const paced = freeFrom.get(lane)!;
        // A short gap is spent only where it saves time that a reader would feel.
        const isWorth = isUrgent && paced > time + WORTH_HURRYING && lane.restsUntil <= time;
        return isWorth && mayHurry(lane, time, { own, isOpened }) ? time : paced;
      };
      const soonest = (lane: Lane) =>
        expectedEnd(lane, from(lane), job.bytes) +
        ((freshAt.get(lane) ?? 0) < time - FRESH ? STALE_MALUS : 0);
      // One at work is worth waiting for, unless it is silent for longer than it should be.
      const able = candidates.filter((lane) => !lane.busy || time - lane.lastStart <= hedgeAfter(lane));
      const best = (isSlow() ? byTickets(able, time) : able.sort((a, b) => soonest(a) - soonest(b)))[0];
      if (!best) continue; // all hang: the end of what they do pumps again
      const start = from(best);
      if (start > time) wake = Math.min(wake, start);
      else if (free > 0) {
        free--;
        if (start < best.nextStart) hurry(best, time);
        void fly(job, best, time);
      }
      handed.add(best);
      // A lane that was handed work is taken until then, for the jobs behind this one.
      freeFrom.set(best, expectedEnd(best, start, job.bytes) + GAP);
    }
    // While work waits, look again now and then: a lane may be freed by somebody who asks for a head.
    if (queue.length > 0) wake = Math.min(wake, time + 200);
    if (wake < Number.POSITIVE_INFINITY) stopWake = ports.after(Math.max(5, wake - time), pump);
  }

  /** From when on another lane is tried beside a flight. */
  function lateAt({ bytes, digest }: Job, { lane, start }: Flight): number {
    if (isSlow())
      return start + (answered.has(lane.url + blockPath(digest)) ? SLOW_LATE : beforeHeaders(slow()));
    // Names of one machine are about as quick: what is known of one tells what to expect of the others.
    const kin = lane.proven ? lane : asker.lanes.find((one) => one.machine === lane.machine && one.proven);
    if (!kin) return start + Math.min(hedgeAfter(lane), UNPROVEN_LATE);
    return Math.max(start + hedgeAfter(kin), 2 * expectedEnd(kin, start, bytes) - start);
  }

  async function fly(job: Job, lane: Lane, start: number): Promise<void> {
    const flight: Flight = { lane, start, watch: { cancel: () => undefined } };
    job.flights.push(flight);
    const path = blockPath(job.digest);
    const { partial } = job;
    if (partial) begun.set(lane.url + path, partial);
    const { ending, bytes } = await asker.run(
      lane,
      {
        path,
        what: job.what,
        maxBytes: Math.min(job.bytes, MAX_BLOCK),
        judge: async (bytes): Promise<Ending> => {
          if (job.settled) return 'outrun';
          if ((await digestOf(bytes)) === job.digest) return 'ok';
          // Whoever gave the first part may be the liar: begin anew, and blame nobody yet.
          return bytes.length < job.bytes || partial ? 'stall' : 'lies';
        },
      },
      flight.watch,
    );
    begun.delete(lane.url + path);
    answered.delete(lane.url + path);
    job.flights = job.flights.filter((one) => one !== flight);
    if (!job.settled) {
      if (ending === 'ok') settle(job, bytes);
      else {
        job.failed.add(lane);
        const isPart =
          ending === 'stall' && bytes.length > (job.partial?.length ?? 0) && bytes.length < job.bytes;
        if (isPart) job.partial = bytes;
        else delete job.partial;
      }
    }
    pump();
  }

  return {
    ...asker,
    get lanes() {
      return asker.lanes;
    },
    /** Takes a new list of mirrors; lanes that stay keep what is known of them. */
    setMirrors(mirrors: readonly Mirror[], memory: readonly LaneMemory[] = []): void {
      const kept = new Map(asker.lanes.map((lane) => [lane.url, lane]));
      asker.setLanes(makeLanes(mirrors, memory).map((lane) => kept.get(lane.url) ?? lane));
    },
    /** Forgets penalties: the network changed, or the reader asks for it. */
    forgive(): void {
      asker.lanes.forEach(forgive);
    },
    /** Whether the line itself is throttled. */
    isSlow,
    /** A block, whole and with the right hash; a lower priority comes sooner. Rejects with `MirrorError`. */
    block,
  };
}

import { type Book, type Ending, type Judges, USUAL, type What } from './ask.ts';
import type { Patience } from './attempt.ts';
import { blame, expectedEnd, type Fault, forgive, hedgeAfter, kinOf, type Lane, praise } from './lane.ts';

/** One attempt as it is told to whoever wants to draw it; the same object is told again at its end. Times in ms. */
export interface Told {
  lane: Lane;
  what: What;
  start: number;
  firstByte: number | null;
  end: number | null;
  bytes: number;
  outcome: Ending;
}

/**
 * How long the other names of a machine rest (ms): after a reset every packet to it may be swallowed for minutes; what
 * one name hides behind silence, a page or a lie, the others do too.
 */
const SIBLINGS_REST: Partial<Record<Ending, number>> = {
  refused: 180_000,
  hang: 70_000,
  blockpage: 600_000,
  lies: 3_600_000,
};
/** Chromium gives a frozen HTTP/2 session up only after 10 s and more; until then fetches wait on it (ms). */
const H2_REST = 20_000;

/** A lane that failed before gets more time to answer (ms). */
const HEADERS_LATER = 7_000;
/** On a throttled line two handshakes side by side outlast the usual patience: one at a time, and never while bytes come. */
export const PATIENT: Patience = { headers: 15_000, silence: 6_000, whole: 120_000 };

/** Bytes that pass both ways before headers come (a handshake, a request, a record), and a reserve. */
const BEFORE_HEADERS = 7_500;

/** A connection that is given all of a thin line is silent for the time of a packet, a few at most (bytes). */
const FOUR_PACKETS = 5_600;

/** When headers should be here on a line that gives so many bytes a second (ms). */
export function beforeHeaders(rate: number): number {
  return (1000 * BEFORE_HEADERS) / rate;
}

/** How long a lane is waited for; `slowRate` is what a throttled line gives (bytes a second), 0 where it is none. */
export function patienceFor(lane: Lane, slowRate: number): Patience {
  if (!slowRate) return lane.failures > 0 ? { ...USUAL, headers: HEADERS_LATER } : USUAL;
  return {
    ...PATIENT,
    silence: Math.max(USUAL.silence, (1000 * FOUR_PACKETS) / slowRate),
    headers: Math.min(PATIENT.headers, Math.max(HEADERS_LATER, 2 * beforeHeaders(slowRate))),
  };
}

/** Keeps the health of lanes by how attempts on them end, and tells of each. */
export function keepHealth(
  allLanes: () => readonly Lane[],
  tell: (told: Told) => void,
  protocolOf: (url: string) => string = () => '',
): Book {
  return (lane, what, path) => {
    const told: Told = {
      lane,
      what,
      start: lane.lastStart,
      firstByte: null,
      end: null,
      bytes: 0,
      outcome: 'open',
    };
    tell(told);
    return (ending, { firstByte, end, bytes, status }) => {
      const isPage = (ending === 'lies' || ending === 'stall') && looksLikePage(bytes);
      Object.assign(told, { firstByte, end, bytes: bytes.length, outcome: isPage ? 'blockpage' : ending });
      lane.bytes += bytes.length;
      switch (told.outcome) {
        case 'ok':
        case 'not-newer':
        case 'old':
          praise(lane, { start: told.start, firstByte: firstByte ?? end, end, bytes: bytes.length });
          lane.isH2 = protocolOf(lane.url + path) === 'h2';
          if (ending === 'old') lane.verdict = 'old';
          else if (what === 'head' && lane.verdict === 'old') lane.verdict = 'fine';
          break;
        case 'outrun':
          learnFromOutrun(told, allLanes());
          break;
        default:
          blame(lane, faultOf(told.outcome, status, what), end, bytes.length);
          restMachine(lane, allLanes(), end + (SIBLINGS_REST[told.outcome] ?? 0), told.outcome === 'hang');
          if ((ending === 'hang' || ending === 'stall') && isH2(lane.machine, allLanes())) {
            restMachine(lane, allLanes(), end + H2_REST, false);
            lane.restsUntil = Math.max(lane.restsUntil, end + H2_REST);
          }
          spareLanesIfLineIsDown(allLanes(), end);
      }
      tell(told);
    };
  };
}

/** What is asked of several lanes at once is about that large (bytes): a head. */
const USUAL_SIZE = 6_000;
/**
 * How long a lane rests that was silent while others answered (ms): with all its machine while another machine does, since
 * after a reset everything to one address may be swallowed for so long, and a page cannot see resets.
 */
const SILENT_REST = 20_000;
const SILENT_MACHINE_REST = 180_000;
/** A machine that gave something within this time (ms) answers. */
const HEARD_LATELY = 60_000;
/** Silence that is shorter tells nothing (ms). */
const SILENT = 400;
/** Nothing is learnt of a lane that was called off sooner than that (ms). */
const TOO_SOON = 50;

/** Another lane was quicker: if this one took twice its usual time, remember how slow it was. */
function learnFromOutrun({ lane, start, end, firstByte, bytes }: Told, lanes: readonly Lane[]): void {
  const took = end! - start;
  const isLate = took >= hedgeAfter(lane);
  if (!isLate && took < Math.max(TOO_SOON, 2 * expectedEnd(lane, 0, USUAL_SIZE))) return;
  lane.proven = false;
  if (firstByte === null) lane.wait = Math.max(lane.wait, took);
  else lane.rate = (1000 * bytes) / took;
  if (isLate) lane.verdict = firstByte === null ? 'hangs' : 'slow';
  // Silent for far longer than the best takes: work given to it would only wait for its hedge.
  const best = Math.min(...lanes.filter((one) => one.proven).map((one) => one.wait));
  if (firstByte === null && took > Math.max(SILENT, (isLate ? 1.5 : 2.5) * best)) {
    const own = lanes.filter((one) => one.machine === lane.machine);
    const elsewhere = lanes.some((one) => !own.includes(one) && one.heardAt > end! - HEARD_LATELY);
    // Another of its names answered meanwhile: the machine is well, whatever this name suffers from.
    const isDead = elsewhere && !own.some((one) => one.heardAt >= start);
    lane.restsUntil = end! + (isDead ? SILENT_MACHINE_REST : SILENT_REST);
    restMachine(lane, lanes, lane.restsUntil, !isDead);
  }
}

/** Whether a machine speaks HTTP/2, as one of its names has shown: they all wait on one session. */
function isH2(machine: string, lanes: readonly Lane[]): boolean {
  return lanes.some((lane) => lane.machine === machine && lane.isH2);
}

/** Lets the other names of a machine rest. After a mere silence those that have proven good are spared. */
function restMachine(lane: Lane, lanes: readonly Lane[], until: number, isSilence: boolean): void {
  for (const one of lanes) {
    if (one.machine === lane.machine && one !== lane && !(isSilence && one.proven))
      one.restsUntil = Math.max(one.restsUntil, until);
  }
}

/** When every lane fails at once the reader's own line is down: nobody is punished for that. */
function spareLanesIfLineIsDown(lanes: readonly Lane[], now: number): void {
  const machines = new Set(lanes.map((lane) => lane.machine));
  const failed = lanes.filter((lane) => lane.verdict === 'fails' && lane.failedAt > now - 10_000);
  if (new Set(failed.map((lane) => lane.machine)).size < machines.size) return;
  for (const lane of lanes) {
    forgive(lane);
    lane.nextStart = Math.max(lane.nextStart, now + 2_000);
  }
}

function faultOf(outcome: Ending, status: number, what: What): Fault {
  if (outcome === 'status') return status === 404 && what !== 'head' ? 'missing' : 'status';
  return outcome === 'hang' || outcome === 'stall' || outcome === 'blockpage' || outcome === 'lies'
    ? outcome
    : 'refused';
}

/** Whether bytes that are not what was asked for begin as a page does. */
function looksLikePage(bytes: Uint8Array): boolean {
  return bytes.find((byte) => ![9, 10, 13, 32, 0xef, 0xbb, 0xbf].includes(byte)) === 60;
}

/** After so long (ms) without an answer a lane counts as hung while more names are chosen. */
const HUNG = 1_000;

/** So many names are tried before a wall is believed (ClientHellos that leave traces in vain). */
const ENOUGH_NAMES = 10;

/**
 * Whether at least three networks, and a name of every machine in each of its domains (one may be on a white list), were
 * tried and all of them hung; not more than so many, though.
 */
export function isWalled(
  { asked, open, endings, all }: Parameters<Judges['isWalled']>[0],
  now: number,
): boolean {
  const count = (lanes: Iterable<Lane>, key: (lane: Lane) => string) => new Set([...lanes].map(key)).size;
  const machineOf = (lane: Lane) => lane.machine;
  return (
    asked.size > 0 &&
    endings.every((ending) => ending === 'hang') &&
    open.every((lane) => now - lane.lastStart > HUNG) &&
    count(asked, (lane) => lane.network) >= 3 &&
    count(asked, machineOf) === count(all, machineOf) &&
    count(asked, kinOf) >= Math.min(ENOUGH_NAMES, count(all, kinOf))
  );
}

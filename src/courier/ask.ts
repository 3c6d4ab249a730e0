import type { Bytes } from '../edition/bytes.ts';
import { MAX_FRAME } from '../edition/frame.ts';
import { attempt, type Outcome, type Patience, type Watch } from './attempt.ts';
import { begin, finish, hedgeAfter, type Lane, ranked, SLOW_CONNECT } from './lane.ts';
import type { Ports } from './ports.ts';

export type What = 'head' | 'roots' | 'mirrors' | 'text' | 'cards' | 'picture' | 'shell';

/** How an attempt ended, or `open` while it lasts. */
export type Ending =
  | 'open'
  | 'ok'
  | 'not-newer'
  | 'old'
  | 'refused'
  | 'hang'
  | 'stall'
  | 'status'
  | 'blockpage'
  | 'lies'
  | 'outrun';

/** Keeps the health of lanes: called at the start of each attempt, what it returns at its end. */
export type Book = (lane: Lane, what: What, path: string) => (ending: Ending, outcome: Outcome) => void;

/** What is known of the line as a whole by who keeps the health of lanes. */
export interface Judges {
  patienceFor(lane: Lane): Patience;
  /** How long a lane may be silent before another is tried beside it (ms). */
  hedge(lane: Lane): number;
  /** How many more lanes are started at the n-th step of a hedge, from 1. */
  wave(n: number): number;
  /** The order in which lanes are asked. */
  rank(lanes: readonly Lane[], now: number): Lane[];
  /** Of lanes that are alike in this only one is asked at a time: names of one machine fall together. */
  kinOf(lane: Lane): string;
  /** Every machine hung: a wall, not a fault of mirrors. */
  isWalled(state: {
    asked: ReadonlySet<Lane>;
    open: readonly Lane[];
    endings: readonly Ending[];
    all: readonly Lane[];
  }): boolean;
}

/** How asking ended. `lane` is the one that gave what was taken. */
export type Asked =
  | { kind: 'taken'; lane: Lane }
  /** So many mirrors said what is known already. */
  | { kind: 'same'; answers: number }
  /** Nobody answered with anything newer: how their attempts ended, and whether every machine hung. */
  | { kind: 'none'; endings: Ending[]; walled: boolean };

export interface Query {
  /** Below each mirror's base. */
  path: string;
  what: What;
  /** What the bytes are: `ok` ends the asking, the rest sends it on. */
  judge(bytes: Bytes, lane: Lane): Promise<'ok' | 'not-newer' | 'old' | 'stall' | 'lies'>;
  /** Mirrors that must say `not-newer` before that is believed. */
  enough?: number;
  /** Only these; default: all. */
  lanes?: readonly Lane[];
  maxBytes?: number;
  /** Other than what is usual for a lane. */
  patience?: Patience;
  hedgeMs?: number;
}

/** How many more lanes are started at the n-th step of a hedge. */
export const hedgeWave = (n: number): number => 2 * n;
/** How long an attempt may take (ms) where nothing more is known. */
export const USUAL: Patience = { headers: 4_000, silence: 2_500, whole: 12_000 };

export type Asker = ReturnType<typeof createAsker>;

/**
 * Lanes with their pace and health, and the escalating hedge over them (docs/architecture.md, "The courier").
 * The winner is decided when the whole file is here and was judged; any other outcome sends it to the next lane.
 */
export function createAsker(
  ports: Ports,
  book: Book,
  {
    patienceFor = () => USUAL,
    isWalled = () => false,
    hedge = hedgeAfter,
    wave = hedgeWave,
    rank = ranked,
    kinOf = (lane) => lane.machine,
  }: Partial<Judges> = {},
) {
  let lanes: Lane[] = [];
  const { now } = ports;

  /** Runs one attempt on a lane; `judge` says what the bytes are. */
  async function run(
    lane: Lane,
    query: Pick<Query, 'path' | 'what'> & {
      maxBytes: number;
      judge(bytes: Bytes): Promise<Ending>;
      patience?: Patience;
    },
    watch: Watch,
  ): Promise<{ ending: Ending; bytes: Bytes }> {
    const { path, what } = query;
    begin(lane, now());
    const close = book(lane, what, path);
    if (lane.connect > SLOW_CONNECT) await ports.warm?.(lane.url, 2 * lane.connect + 100);
    const outcome = await attempt(ports, lane.url + path, {
      patience: patienceFor(lane),
      ...query,
      cache: path.startsWith('ipfs/') ? 'no-store' : 'no-cache',
      watch,
    });
    finish(lane, outcome, ports.random());
    // Nothing where the connection was there already.
    lane.connect = ports.connectMs?.(lane.url + path) || lane.connect;
    const ending = outcome.kind === 'ok' ? await query.judge(outcome.bytes) : outcome.kind;
    close(ending, outcome);
    return { ending, bytes: outcome.bytes };
  }

  function ask(query: Query): Promise<Asked> {
    const { judge, enough = 1 } = query;
    const all = query.lanes ?? lanes;
    const endings: Ending[] = [];
    const asked = new Set<Lane>();
    const open = new Map<Lane, Watch>();
    let same = 0;
    let waves = 0;
    let due = 1;
    let over = false;
    let stopTimer: () => void = () => undefined;
    return new Promise((resolve) => {
      const end = (result: Asked) => {
        over = true;
        stopTimer();
        for (const watch of open.values()) watch.cancel();
        resolve(result);
      };
      const startOne = async (lane: Lane) => {
        asked.add(lane);
        const watch: Watch = { cancel: () => undefined };
        open.set(lane, watch);
        lane.askedAt = now();
        const { ending } = await run(
          lane,
          {
            ...query,
            maxBytes: query.maxBytes ?? MAX_FRAME,
            judge: async (bytes) => (over ? 'outrun' : judge(bytes, lane)),
          },
          watch,
        );
        open.delete(lane);
        if (over) return;
        if (ending === 'ok') {
          end({ kind: 'taken', lane });
          return;
        }
        if (ending === 'not-newer') {
          if (++same >= enough) {
            end({ kind: 'same', answers: same });
            return;
          }
          due = Math.max(due, enough - same - open.size);
        } else {
          due++;
          endings.push(ending);
        }
        step();
      };
      /** Starts what is due; when nothing is left to start and nothing open, it is over. */
      const step = () => {
        stopTimer();
        if (over) return;
        // A wall, not a fault of mirrors: more names would only cost battery and leave traces.
        const walled = isWalled({ asked, open: [...open.keys()], endings, all });
        const left = walled ? [] : rank(all, now()).filter((lane) => !asked.has(lane));
        const awake = left.filter((lane) => lane.restsUntil <= now());
        // Lanes at rest are the last resort: only while nobody has answered at all.
        // Whoever lied is not asked again before its rest is over.
        const last = left.filter((lane) => lane.verdict !== 'lies');
        const usable = awake.length > 0 ? awake : same > 0 || endings.includes('old') ? [] : last;
        // Names that fall together: another is tried only when the first has come to an end.
        const silent = new Set([...open.keys()].map(kinOf));
        const candidates = usable.filter((lane) => !silent.has(kinOf(lane)));
        if (candidates.length + open.size === 0) {
          end(same > 0 ? { kind: 'same', answers: same } : { kind: 'none', endings, walled });
          return;
        }
        if (open.size === 0) due = Math.max(due, 1);
        const machines = new Set([...asked].map((lane) => lane.machine));
        candidates.sort((a, b) => +machines.has(a.machine) - +machines.has(b.machine));
        for (const lane of candidates) {
          if (due > 0 && !silent.has(kinOf(lane)) && !lane.busy && lane.nextStart <= now()) {
            due--;
            silent.add(kinOf(lane));
            void startOne(lane);
          }
        }
        // The next look: when a busy or paced lane is free, or when the next wave of the hedge is due.
        const longest = query.hedgeMs ?? Math.max(300, ...[...open.keys()].map(hedge));
        const free = candidates.filter((lane) => !asked.has(lane));
        const waits = due > 0 && free.length > 0;
        const ready = Math.min(
          ...free.map((lane) => (lane.busy ? 60 : Math.max(10, lane.nextStart - now()))),
        );
        stopTimer = ports.after(waits ? Math.min(ready, longest) : longest, () => {
          if (!waits) due += wave(++waves);
          step();
        });
      };
      step();
    });
  }

  return {
    get lanes(): readonly Lane[] {
      return lanes;
    },
    setLanes(given: Lane[]): void {
      lanes = given;
    },
    /** Asks for a file until one is taken, enough mirrors have said nothing new, or none is left. */
    ask,
    run,
  };
}

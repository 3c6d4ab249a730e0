/// <reference lib="webworker" />
/** The engine: a Web Worker of the page. It alone asks mirrors while a page is open; what it gets it puts in the library. */
import { createCourier } from '../courier/courier.ts';
import type { Told } from '../courier/health.ts';
import { browserPorts } from '../courier/ports.ts';
import { costsAhead } from '../library/ahead.ts';
import { measureHeld } from '../library/figures.ts';
import { forgetArticles, forgetPictures, weigh } from '../library/forget.ts';
import { openLibrary } from '../library/library.ts';
import { CHANNEL, LOCK } from '../library/lock.ts';
import { findArticles } from '../library/search/find.ts';
import type { Found } from '../library/search/found.ts';
import { getShell, promoteShell, proveShell } from '../library/shell.ts';
import { getMeta, putLanes, shelf } from '../library/store.ts';
import { causeOf } from '../library/sturdy.ts';
import { NO_TRAFFIC } from '../library/traffic.ts';
import { agreeWithdrawn } from '../library/withdrawn.ts';
import { readMirrors, syncBounded } from './bounded.ts';
import { createDiagnosis } from './diagnosis.ts';
import { createErrands, type Elsewhere } from './errands.ts';
import { createIndexer } from './indexer.ts';
import { type EngineState, type FromEngine, type Problem, PULLED, type ToEngine } from './messages.ts';
import { askEdition, checkEveryLane, isLineUp, REACHABLE } from './newest.ts';
import type { Sync } from './state.ts';
import { count, fetchAhead } from './sync.ts';
import { createTidy } from './tidy.ts';
import { createMeter } from './traffic.ts';
import { fetchFull, fetchOlder, fetchWanted } from './wanted.ts';

declare const self: DedicatedWorkerGlobalScope;

/** How often news are asked for while the app is open (ms), and how soon again after trouble, half as long again each time. */
const EVERY = 5 * 60_000;
const AGAIN_FIRST = 3_000;
/**
 * Between two looks at a line that is down (ms), each one small request: often at first, since a line that comes and goes
 * is up for seconds, and seldom once it has been down for long.
 */
const LINE_DOWN = 3_000;
const LINE_DOWN_LONG = 20_000;
const LONG_DOWN = 2 * 60_000;
/** Behind a white list every attempt is in vain: it saves the battery and leaves fewer traces to wait (ms). */
const WALLED = 10 * 60_000;
/** A sync that was finished so recently (ms) is not repeated because the app came to the front. */
const RECENT = 10_000;
/** Nothing that asking again soon would change. */
const CALM: ReadonlySet<Problem> = new Set(['none', 'expired', 'needs-update']);
/** Between two reports of the state (ms). */
const REPORT_GAP = 100;

/** The last word of a tab may come a moment (ms) after the lock that it has let go. */
const LAST_WORD = 100;

/** What engines of several tabs tell each other. */
type BetweenTabs = FromEngine | Elsewhere;

async function start(
  publication: string,
  base: string,
  line: { ahead: Sync['ahead']; metered: boolean },
): Promise<void> {
  const diagnosis = createDiagnosis(() => report());
  const meter = createMeter(publication, () => Date.now());
  const preconnect = (url: string) => self.postMessage({ type: 'preconnect', url } satisfies FromEngine);
  const tell = (told: Told) => {
    meter.tell(told);
    diagnosis.tell(told);
  };
  const courier = createCourier({ ...browserPorts(self, preconnect), protocolOf }, tell, base);
  const channel = new BroadcastChannel(CHANNEL);
  let state: EngineState = {
    phase: 'idle',
    mine: true,
    problem: 'none',
    via: null,
    checked: null,
    held: 0,
    wanted: 0,
    picturesLeft: 0,
    newShell: null,
    lanes: [],
    timeline: [],
    traffic: NO_TRAFFIC,
  };
  /** This engine holds the lock: what it says of the sync is told to other tabs, and nobody else's word counts. */
  let atWork = false;
  /** What the engine at work in another tab last said, while this one waits for its turn; null: nothing was heard. */
  let elsewhere: EngineState['phase'] | null = null;
  /** The reader asked for news while another tab was at work. */
  let insisted = false;
  let reporting = false;
  let nextTimer: ReturnType<typeof setTimeout> | undefined;
  let again = AGAIN_FIRST;
  let finished = 0;
  /** When the reader's own line was last not known to be down. */
  let lineUp = Date.now();
  let syncing: Promise<void> | undefined;

  const post = (message: FromEngine) => {
    self.postMessage(message);
    if (message.type === 'got' || message.type === 'preconnect') return;
    if (message.type !== 'state' || atWork) channel.postMessage(message);
  };
  function report(change: Partial<EngineState> = {}): void {
    state = { ...state, ...change };
    if (reporting) return;
    reporting = true;
    setTimeout(() => {
      reporting = false;
      tellState();
    }, REPORT_GAP);
  }
  function tellState(): void {
    // What was heard of another tab's engine is passed on as it is.
    if (state.mine) {
      const [lanes, timeline] = [diagnosis.lanes(courier.lanes), diagnosis.timeline()];
      state = { ...state, lanes, timeline, traffic: meter.session() };
    }
    post({ type: 'state', state });
  }

  // It concerns nobody's article or list: no ids.
  const indexer = createIndexer(publication, () => post({ type: 'changed', what: 'search', ids: [] }));

  const sync: Sync = {
    publication,
    base,
    courier,
    ahead: 'all',
    newerShell: null,
    now: () => Date.now(),
    random: () => Math.random(),
    missed: 0,
    shelved: 0,
    changed(what, ids) {
      post({ type: 'changed', what, ...(ids ? { ids } : {}) });
      if (what === 'articles' && ids?.length) void indexer.add(ids);
    },
    progress: (change) => report(change),
  };

  /** Returns whether something else is to be fetched ahead now. */
  async function readSettings(): Promise<boolean> {
    const { ahead } = sync;
    const settings = await (await openLibrary()).settings();
    // On a line that costs, whoever wants Wi-Fi only gets headlines, and what is opened.
    sync.ahead = settings.wifiOnly && line.metered ? 'none' : (settings.ahead ?? line.ahead);
    const isChanged = JSON.stringify(sync.keep) !== JSON.stringify(settings.keep);
    sync.keep = settings.keep;
    if (isChanged) await tidy.ruleChanged();
    await count(sync);
    return sync.ahead !== ahead;
  }

  async function saveLanes(): Promise<void> {
    await putLanes(publication, courier.lanes);
    await meter.write();
  }

  const tidy = createTidy(sync);

  /** One sync at a time in all tabs and the worker. `tellHead` hears what came of the head, before the rest is fetched. */
  function syncNow(
    why: Extract<ToEngine, { type: 'sync' }>['why'] | 'retry' | 'turn',
    tellHead?: (problem: Problem) => void,
  ): Promise<void> {
    if (why === 'visible' && Date.now() - finished < RECENT) return Promise.resolve();
    if (why === 'online') courier.forgive();
    // Asked for in the middle of a sync: newer news comes before what that one still has to fetch.
    if (syncing) {
      const isAsked = why === 'pull' || why === 'retry';
      insisted ||= isAsked && !atWork;
      return isAsked && atWork ? work(why, tellHead) : syncing;
    }
    insisted = why === 'pull' || why === 'retry';
    syncing = runSync(why, tellHead).finally(() => {
      syncing = undefined;
    });
    return syncing;
  }

  /** The head, then what is missing. Blocks that are on their way already are not asked for twice. */
  async function work(why: string, tellHead?: (problem: Problem) => void): Promise<void> {
    if (why === 'retry') await checkEveryLane(sync);
    if (why === 'timer' && state.problem === 'offline' && !(await isLineUp(sync))) return;
    sync.missed = 0;
    const problem = await askEdition(sync);
    report({ problem });
    tellHead?.(problem);
    await saveLanes();
    if (REACHABLE.has(problem)) await fetchAhead(sync);
    await saveLanes();
  }

  async function runSync(why: string, tellHead?: (problem: Problem) => void): Promise<void> {
    clearTimeout(nextTimer);
    // A first visit takes the first edition that comes, which may be an old mirror's: it is not the last word.
    const isFirst = state.checked === null;
    try {
      const options = why === 'timer' || why === 'visible' ? { ifAvailable: true } : {};
      // A turn is taken because another one is at work.
      if (why !== 'turn') elsewhere = null;
      await navigator.locks.request(LOCK, options, async (lock) => {
        if (!lock) return report({ mine: false });
        if (await isDoneElsewhere()) return;
        atWork = true;
        // Whoever hears "idle" takes it for the end.
        report({ mine: true, phase: 'asking' });
        try {
          await readMirrors(courier, publication, base);
          errands.takeOver();
          // Whoever opens the app or asks for news may find honest mirrors where all lied an hour ago.
          const isAsked = why !== 'timer' && why !== 'visible';
          if (isAsked && courier.lanes.every((lane) => lane.verdict === 'lies')) courier.forgive();
          await work(why, tellHead);
          await tidy.run();
        } finally {
          await errands.settled();
          // Others hear how it ended before the lock goes to one of them.
          state = { ...state, phase: 'idle', picturesLeft: 0 };
          tellState();
          atWork = false;
        }
      });
    } catch (error) {
      report({ problem: problemOf(error) });
      console.error(error);
    }
    finished = Date.now();
    const { problem } = state;
    const calm = CALM.has(problem) && sync.missed === 0;
    if (problem !== 'offline') lineUp = finished;
    const pause = problem !== 'offline' ? again : finished - lineUp < LONG_DOWN ? LINE_DOWN : LINE_DOWN_LONG;
    nextTimer = setTimeout(
      () => void syncNow('timer'),
      problem === 'walled' ? WALLED : calm && !isFirst ? EVERY : pause,
    );
    if (calm) again = AGAIN_FIRST;
    // Looks at a line that is down say nothing of mirrors.
    else if (problem !== 'offline') again = Math.min(EVERY, again * 1.5);
    if (state.mine) report({ phase: 'idle', picturesLeft: 0 });
  }

  /**
   * Whether the tab whose lock this one waited for has just brought its sync to an end, however that was: one is enough
   * for both, and each tries again in its time.
   */
  async function isDoneElsewhere(): Promise<boolean> {
    if (elsewhere === null || insisted) return false;
    await new Promise((resolve) => setTimeout(resolve, LAST_WORD));
    return elsewhere === 'idle';
  }

  const errands = createErrands({
    isAtWork: () => atWork,
    async withMirrors(task) {
      if (courier.lanes.length === 0) await readMirrors(courier, publication, base);
      await task();
      await saveLanes();
    },
    want: ({ id, q, pictures }) => fetchWanted(sync, id, q, pictures),
    problemOf,
    tell: post,
    tellTabs: (message) => channel.postMessage(message),
  });

  /** A sync that the reader asked for, and waits for the answer of: once. */
  async function pull(): Promise<void> {
    let told = false;
    const tell = (problem: Problem): void => {
      if (!told) post({ type: 'got', id: PULLED, ok: problem === 'none', problem });
      told = true;
    };
    // Where another tab was at work, or the sync failed before it came to an answer, the state says all.
    await syncNow('pull', tell).finally(() => tell(state.problem));
  }

  async function handle(message: ToEngine): Promise<void> {
    switch (message.type) {
      case 'start':
        return;
      case 'sync':
        return message.why === 'pull' ? pull() : syncNow(message.why);
      case 'want':
        return errands.fetch(message);
      case 'want-full':
        return errands.run(message.digest, () => fetchFull(sync, message.digest));
      case 'older':
        return errands.run('older', () => fetchOlder(sync, message.before).then(() => 'none'));
      case 'search': {
        const { n, ask } = message;
        // To this page alone: what is sought is no other tab's business.
        const answer = (found: Found | null) =>
          self.postMessage({ type: 'found', n, found } satisfies FromEngine);
        return findArticles(publication, ask).then(answer, (error: unknown) => {
          console.error(error);
          answer(null);
        });
      }
      case 'settings':
        channel.postMessage({ type: 'changed', what: 'settings' } satisfies FromEngine);
        await readSettings();
        return syncNow('pull');
      case 'saved':
        channel.postMessage({ type: 'changed', what: 'articles', ids: [message.id] } satisfies FromEngine);
        // What is saved is fetched whole; if it cannot be had now, every sync goes on trying.
        return message.now ? handle({ type: 'want', id: message.id }) : undefined;
      case 'agree':
        await agreeWithdrawn(publication, message.id, Date.now());
        return post({ type: 'changed', what: 'cards' });
      case 'line':
        line = message;
        return readSettings().then((isChanged) => (isChanged ? syncNow('pull') : undefined));
      case 'count': {
        const { id, what } = message;
        const result =
          what === 'figures'
            ? measureHeld()
            : what === 'costs'
              ? costsAhead(sync.keep, Date.now())
              : weigh(what, Date.now());
        return self.postMessage({ type: 'counted', id, result: await result } satisfies FromEngine);
      }
      case 'forget': {
        const gone =
          message.what === 'pictures'
            ? await forgetPictures(publication, message.ids, {
                upTo: (await getMeta(publication, 'edition'))?.last ?? 0,
              })
            : await forgetArticles(publication, message.ids, message);
        post({ type: 'changed', what: 'articles', ids: gone });
        await count(sync);
        // Whoever syncs sweeps at its end.
        return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) =>
          lock ? tidy.run() : undefined,
        );
      }
      case 'retry':
        courier.forgive();
        return syncNow('retry');
      case 'accept-shell':
        await promoteShell(shelf, publication);
        post({ type: 'shell-ready' });
        report({ newShell: null });
        return;
      case 'mirror':
      case 'preconnected':
        return;
    }
  }

  /** Follows the engine at work in another tab; if that tab is closed before it is through, this one goes on. */
  function hearState(other: EngineState): void {
    // Another tab has come to work since: it has not heard yet.
    if (other.phase === 'asking' && elsewhere !== 'asking') errands.askAgain();
    elsewhere = other.phase;
    state = { ...other, mine: false };
    self.postMessage({ type: 'state', state } satisfies FromEngine);
    if (other.phase !== 'idle' && !syncing) void syncNow('turn');
  }

  channel.addEventListener('message', ({ data }: MessageEvent<BetweenTabs>) => {
    if (data.type === 'want-elsewhere') {
      errands.serve(data);
    } else if (data.type !== 'state') {
      if (data.type === 'got') errands.answered(data.id);
      self.postMessage(data);
      if (data.type === 'changed' && data.what === 'settings') void readSettings();
    } else if (!atWork) {
      hearState(data.state);
    }
  });
  const hear = ({ data }: MessageEvent<ToEngine>) => {
    handle(data).catch((error) => {
      console.error(error);
      report({ problem: problemOf(error) });
    });
  };
  self.removeEventListener('message', first);
  self.addEventListener('message', hear);
  for (const event of early.splice(0)) hear(event);

  // What another tab's engine wrote while this one was being loaded, its page has not heard of.
  for (const what of ['edition', 'articles'] as const)
    self.postMessage({ type: 'changed', what } satisfies FromEngine);
  // The engine is started by an app that has painted. On a full disk it starts all the same.
  await proveShell(shelf, publication).catch((error) => report({ problem: problemOf(error) }));
  const { next } = await getShell(shelf, publication);
  if (next) report({ newShell: next.version });
  const head = await getMeta(publication, 'head');
  if (head) report({ via: head.via, checked: head.checked });
  await readSettings();
  await syncNow('open');
  await indexer.catchUp();
}

/** What a finished fetch went over; known only where the mirror allows timing to be seen. */
function protocolOf(url: string): string {
  const entry = performance.getEntriesByName(url).at(-1) as PerformanceResourceTiming | undefined;
  // The browser keeps 250 entries and then no more.
  performance.clearResourceTimings();
  return entry?.nextHopProtocol ?? '';
}

function problemOf(error: unknown): Problem {
  const name = (causeOf(error) as Error | null)?.name ?? '';
  if (name === 'QuotaExceededError') return 'storage-full';
  if (name === 'MirrorError') return 'unreachable';
  if (name === 'UnknownFeature') return 'needs-update';
  return 'storage-broken';
}

// The first message names the publication; what comes while the engine starts is heard again after that.
const early: MessageEvent<ToEngine>[] = [];
function first(event: MessageEvent<ToEngine>): void {
  if (event.data.type !== 'start') {
    early.push(event);
    return;
  }
  const { publication, base, ahead = 'all', metered = false } = event.data;
  start(publication, base, { ahead, metered }).catch((error) => console.error(error));
}
/** The service worker runs this file where no page is open, and waits for this; no message comes then. */
export const lastWord = 'registration' in self ? syncBounded(self) : self.addEventListener('message', first);

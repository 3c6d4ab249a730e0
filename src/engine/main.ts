/// <reference lib="webworker" />
/** The engine: a Web Worker of the page. It alone asks mirrors while a page is open; what it gets it puts in the library. */
import { createCourier } from '../courier/courier.ts';
import { browserPorts } from '../courier/ports.ts';
import { openLibrary } from '../library/library.ts';
import { CHANNEL, LOCK } from '../library/lock.ts';
import { findArticles } from '../library/search/find.ts';
import type { Found } from '../library/search/found.ts';
import { getShell, promoteShell, proveShell } from '../library/shell.ts';
import { getLanes, getMeta, putLanes, shelf } from '../library/store.ts';
import { createDiagnosis } from './diagnosis.ts';
import { createIndexer } from './indexer.ts';
import type { EngineState, FromEngine, Problem, ToEngine } from './messages.ts';
import {
  askEdition,
  checkEveryLane,
  count,
  fetchAhead,
  fetchFull,
  fetchOlder,
  fetchWanted,
  isLineUp,
  type Sync,
} from './sync.ts';

declare const self: DedicatedWorkerGlobalScope;

/** How often news are asked for while the app is open (ms), and how soon again after trouble, doubling. */
const EVERY = 5 * 60_000;
const AGAIN_FIRST = 3_000;
/** With the line down the longest pause (ms): it is one small request. */
const LINE_DOWN = 20_000;
/** Behind a white list every attempt is in vain: it saves the battery and leaves fewer traces to wait (ms). */
const WALLED = 10 * 60_000;
/** A sync that was finished so recently (ms) is not repeated because the app came to the front. */
const RECENT = 10_000;
/** Between two reports of the state (ms). */
const REPORT_GAP = 100;

/** Mirrors answer in these states, though perhaps with nothing new: what is missing can be fetched. */
const REACHABLE: ReadonlySet<Problem> = new Set(['none', 'expired', 'only-old']);

/** What engines of several tabs tell each other. */
type BetweenTabs = FromEngine | { type: 'want-elsewhere'; id: string; q?: number };

async function start(publication: string, base: string, lineAhead: Sync['ahead']): Promise<void> {
  const diagnosis = createDiagnosis(() => report());
  const preconnect = (url: string) => self.postMessage({ type: 'preconnect', url } satisfies FromEngine);
  const courier = createCourier({ ...browserPorts(self, preconnect), protocolOf }, diagnosis.tell, base);
  const channel = new BroadcastChannel(CHANNEL);
  const library = await openLibrary();
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
  };
  let reporting = false;
  let nextTimer: ReturnType<typeof setTimeout> | undefined;
  let again = AGAIN_FIRST;
  let finished = 0;
  let syncing: Promise<void> | undefined;

  const post = (message: FromEngine) => {
    self.postMessage(message);
    if (message.type !== 'got' && message.type !== 'preconnect') channel.postMessage(message);
  };
  function report(change: Partial<EngineState> = {}): void {
    state = { ...state, ...change };
    if (reporting) return;
    reporting = true;
    setTimeout(() => {
      reporting = false;
      state = { ...state, lanes: diagnosis.lanes(courier.lanes), timeline: diagnosis.timeline() };
      post({ type: 'state', state });
    }, REPORT_GAP);
  }

  // It concerns nobody's article or list: no ids.
  const indexer = createIndexer(publication, () => post({ type: 'changed', what: 'search', ids: [] }));

  const sync: Sync = {
    publication,
    base,
    courier,
    ahead: 'all',
    now: () => Date.now(),
    random: () => Math.random(),
    missed: 0,
    changed(what, ids) {
      post({ type: 'changed', what, ...(ids ? { ids } : {}) });
      if (what === 'articles' && ids?.length) void indexer.add(ids);
    },
    progress: (change) => report(change),
  };

  async function readSettings(): Promise<void> {
    sync.ahead = (await library.settings()).ahead ?? lineAhead;
    await count(sync);
  }

  /** Takes mirrors and what is remembered of lanes from the library: another tab or the worker may have been at work. */
  async function readMirrors(): Promise<void> {
    const { mirrors } = (await getMeta(publication, 'mirrors')) ?? { mirrors: [] };
    const added = (await getMeta(publication, 'added')) ?? [];
    const more = added.map((url): [string, string] => ['added', url]);
    // Where the app came from is a mirror as well.
    courier.setMirrors([...mirrors, ...more, ['own', base]], await getLanes(publication));
  }

  async function saveLanes(): Promise<void> {
    await putLanes(publication, courier.lanes);
  }

  /** One sync at a time in all tabs and the worker. */
  function syncNow(why: Extract<ToEngine, { type: 'sync' }>['why'] | 'retry'): Promise<void> {
    if (why === 'visible' && Date.now() - finished < RECENT) return Promise.resolve();
    if (why === 'online') courier.forgive();
    // Asked for in the middle of a sync: newer news comes before what that one still has to fetch.
    if (syncing) return (why === 'pull' || why === 'retry') && state.mine ? work(why) : syncing;
    syncing = runSync(why).finally(() => {
      syncing = undefined;
    });
    return syncing;
  }

  /** The head, then what is missing. Blocks that are on their way already are not asked for twice. */
  async function work(why = 'pull'): Promise<void> {
    if (why === 'retry') await checkEveryLane(sync);
    if (why === 'timer' && state.problem === 'offline' && !(await isLineUp(sync))) return;
    sync.missed = 0;
    const problem = await askEdition(sync);
    report({ problem });
    await saveLanes();
    if (REACHABLE.has(problem)) await fetchAhead(sync);
    await saveLanes();
  }

  async function runSync(why: string): Promise<void> {
    clearTimeout(nextTimer);
    // A first visit takes the first edition that comes, which may be an old mirror's: it is not the last word.
    const isFirst = state.checked === null;
    try {
      const options = why === 'timer' || why === 'visible' ? { ifAvailable: true } : {};
      await navigator.locks.request(LOCK, options, async (lock) => {
        report({ mine: lock !== null });
        if (!lock) return;
        await readMirrors();
        // Whoever opens the app or asks for news may find honest mirrors where all lied an hour ago.
        const isAsked = why !== 'timer' && why !== 'visible';
        if (isAsked && courier.lanes.every((lane) => lane.verdict === 'lies')) courier.forgive();
        await work(why);
      });
    } catch (error) {
      report({ problem: problemOf(error) });
      console.error(error);
    }
    finished = Date.now();
    const { problem } = state;
    const calm = (problem === 'none' || problem === 'expired') && sync.missed === 0;
    const pause = problem === 'offline' ? Math.min(LINE_DOWN, again) : again;
    nextTimer = setTimeout(
      () => void syncNow('timer'),
      problem === 'walled' ? WALLED : calm && !isFirst ? EVERY : pause,
    );
    again = calm ? AGAIN_FIRST : Math.min(EVERY, again * 1.5);
    report({ phase: 'idle', picturesLeft: 0 });
  }

  /** Something that the reader waits for: at once if this engine holds the lock or nobody does, else by who holds it. */
  async function serve(id: string, task: () => Promise<Problem>, elsewhere?: BetweenTabs): Promise<void> {
    const attempt = async () => {
      let problem: Problem = 'unreachable';
      try {
        problem = await task();
      } catch (error) {
        problem = problemOf(error);
      }
      post({ type: 'got', id, ok: problem === 'none', problem });
    };
    if (syncing && state.mine) return attempt();
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock) {
        if (courier.lanes.length === 0) await readMirrors();
        await attempt();
        await saveLanes();
      } else if (elsewhere) channel.postMessage(elsewhere);
    });
  }

  async function handle(message: ToEngine): Promise<void> {
    switch (message.type) {
      case 'start':
        return;
      case 'sync':
        return syncNow(message.why);
      case 'want':
        return serve(message.id, () => fetchWanted(sync, message.id, message.q), {
          ...message,
          type: 'want-elsewhere',
        });
      case 'want-full':
        return serve(message.digest, () => fetchFull(sync, message.digest));
      case 'older':
        return serve('older', () => fetchOlder(sync, message.before).then(() => 'none'));
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
        await readSettings();
        return syncNow('pull');
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

  channel.addEventListener('message', ({ data }: MessageEvent<BetweenTabs>) => {
    if (data.type === 'want-elsewhere') {
      // Only whoever is at work answers; the other tab follows the library.
      if (syncing && state.mine)
        void fetchWanted(sync, data.id, data.q).catch((error) => console.warn(error));
    } else {
      self.postMessage(data.type === 'state' ? { ...data, state: { ...data.state, mine: false } } : data);
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

  // The engine is started by an app that has painted.
  await proveShell(shelf, publication);
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
  const name = (error as Error | null)?.name ?? '';
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
  const { publication, base, ahead } = event.data;
  start(publication, base, ahead ?? 'all').catch((error) => console.error(error));
}
self.addEventListener('message', first);

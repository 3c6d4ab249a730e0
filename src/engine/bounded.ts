/** One sync while no page is open, run by the service worker: the head and the texts of the front page. */
import { type Courier, createCourier } from '../courier/courier.ts';
import { browserPorts, type Ports } from '../courier/ports.ts';
import { openLibrary } from '../library/library.ts';
import { CHANNEL, LOCK } from '../library/lock.ts';
import { getHere, getLanes, getMeta, putLanes } from '../library/store.ts';
import type { FromEngine } from './messages.ts';
import { askEdition, REACHABLE } from './newest.ts';
import type { Sync } from './state.ts';
import { fetchFront } from './sync.ts';
import { createMeter } from './traffic.ts';

/** Browsers stop a service worker after half a minute: by then (ms) everything has been put down. */
const LIMIT = 25_000;

/** Takes mirrors and what is remembered of lanes from the library: another tab or the worker may have been at work. */
export async function readMirrors(courier: Courier, publication: string, base: string): Promise<void> {
  const { mirrors } = (await getMeta(publication, 'mirrors')) ?? { mirrors: [] };
  const added = (await getMeta(publication, 'added')) ?? [];
  const more = added.map((url): [string, string] => ['added', url]);
  // Where the app came from is a mirror as well.
  courier.setMirrors([...mirrors, ...more, ['own', base]], await getLanes(publication));
}

interface Scope {
  fetch: typeof fetch;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number): void;
  performance: Performance;
  navigator: { connection?: { type?: string } };
  registration?: { scope: string };
}

/** Asks for news once, for 25 s at most; does nothing while a page is at work. */
export async function syncBounded(worker: object): Promise<void> {
  const scope = worker as Scope;
  const publication = await getHere();
  if (!publication || !scope.registration) return;
  const base = scope.registration.scope;
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const over = new AbortController();
    let lanes: Courier['lanes'] = [];
    const end = () => {
      // As they are now: what fails because the time is up says nothing about a lane.
      if (!over.signal.aborted) lanes = courier.lanes.map((lane) => ({ ...lane }));
      over.abort();
    };
    const ports: Ports = {
      // There is no page to ask for a hint.
      ...browserPorts(scope, () => undefined),
      fetch: (url, init) => {
        over.signal.throwIfAborted();
        return scope.fetch(url, { ...init, signal: AbortSignal.any([init.signal, over.signal]) });
      },
    };
    const meter = createMeter(publication, ports.now);
    const courier = createCourier(ports, meter.tell, base);
    await readMirrors(courier, publication, base);
    const timer = setTimeout(end, LIMIT);
    const late = new Promise<void>((resolve) => {
      over.signal.addEventListener('abort', () => resolve());
    });
    await Promise.race([syncOnce(courier, publication, base, scope.navigator.connection?.type), late]);
    clearTimeout(timer);
    end();
    await putLanes(publication, lanes);
    await meter.write();
  });
}

async function syncOnce(
  courier: Courier,
  publication: string,
  base: string,
  line: string | undefined,
): Promise<void> {
  const channel = new BroadcastChannel(CHANNEL);
  const settings = await (await openLibrary()).settings();
  const sync: Sync = {
    ...{ publication, base, courier, missed: 0, shelved: 0 },
    newerShell: null,
    ahead: settings.wifiOnly && line === 'cellular' ? 'none' : (settings.ahead ?? 'text'),
    keep: settings.keep,
    now: () => Date.now(),
    random: () => Math.random(),
    changed: (what, ids) =>
      channel.postMessage({ type: 'changed', what, ...(ids ? { ids } : {}) } satisfies FromEngine),
    progress: () => undefined,
  };
  try {
    if (REACHABLE.has(await askEdition(sync))) await fetchFront(sync);
  } catch (error) {
    // Nobody sees it; the next page that opens says what is wrong.
    console.warn(error);
  } finally {
    channel.close();
  }
}

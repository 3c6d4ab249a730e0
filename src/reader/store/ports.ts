import type { FromEngine, ToEngine } from '../../engine/messages.ts';
import type { ReadingLibrary } from '../../library/reading.ts';

/** What the screens stand on: handed in at the start, so that no screen opens or fetches anything itself. */
export interface Ports {
  library: ReadingLibrary;
  /** Sends a message to the engine; kept until the engine runs. */
  tell: (message: ToEngine) => void;
  /** Ends the engine, and whatever else would write to the library by itself. */
  stop: () => void;
}

let ports: Ports | undefined;

/** Hands the ports to the stores; called once, before anything is painted. */
export function plug(given: Ports): void {
  ports = given;
}

/** The library, for reading. Throws if nothing was plugged in. */
export function library(): ReadingLibrary {
  if (!ports) throw new Error('the stores were used before they were plugged in');
  return ports.library;
}

/** Sends a message to the engine. */
export function tell(message: ToEngine): void {
  ports?.tell(message);
}

/** Deletes everything that this app keeps, once nothing can write any more. The page is of no use afterwards. */
export async function wipeAll(): Promise<void> {
  ports?.stop();
  await library().wipe();
  const found = await navigator.serviceWorker?.getRegistrations();
  await Promise.all(found?.map((one) => one.unregister()) ?? []);
}

export type Change = Extract<FromEngine, { type: 'changed' }>;
type Follower = (change: Change) => void;
const followers = new Set<Follower>();

/** Calls back whenever the library has changed; returns a function that ends it. */
export function follow(follower: Follower): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

/** Tells every follower of a change. */
export function announce(change: Change): void {
  for (const follower of [...followers]) follower(change);
}

/** Whether a change may have touched the article of this id. */
export function touches(change: Change, id: string): boolean {
  return change.ids ? change.ids.includes(id) : !['settings', 'mirrors', 'messages'].includes(change.what);
}

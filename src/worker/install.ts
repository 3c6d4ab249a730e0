/** Gets the shell and mends it: everything here asks mirrors, under the one lock of all who do. */
import { type Asker, type Book, createAsker } from '../courier/ask.ts';
import { type LaneMemory, makeLanes } from '../courier/lane.ts';
import { browserPorts } from '../courier/ports.ts';
import { askRoots } from '../courier/roots.ts';
import type { Ref } from '../edition/body.ts';
import { type Bytes, fromBase64url } from '../edition/bytes.ts';
import { blockPath, digestOf, MAX_BLOCK } from '../edition/cid.ts';
import { openFrame } from '../edition/frame.ts';
import { headPath, type PublicationCard } from '../edition/paths.ts';
import { isRefusal } from '../edition/refusal.ts';
import { openFirstRoot, type TrustedRoot } from '../edition/root.ts';
import { LOCK } from '../library/lock.ts';
import { buildShell, getShell, putShell } from '../library/shell.ts';
import type { Meta } from '../library/store.ts';
import type { FromWorker } from './protocol.ts';
import { shelf } from './shelf.ts';

declare const self: ServiceWorkerGlobalScope;

/** A single record of a publication. */
export const get = <N extends keyof Meta>(publication: string, name: N) =>
  shelf.get('meta', [publication, name]) as Promise<Meta[N] | undefined>;
const put = <N extends keyof Meta>(publication: string, name: N, value: Meta[N]) =>
  shelf.put('meta', [[[publication, name], value]]);

/** The publication that this app reads, or undefined before the first visit. */
export const getHere = () => shelf.get('here', '') as Promise<string | undefined>;

/** Where pages have no service workers (private windows of some browsers) they start `sw.js` as a plain worker. */
export const isPlain = !self.registration;

/** How long TCP took to connect the page to where it came from (ms). */
let arrival = 0;

/** Remembers the publication of a first visit; a publication that is known already stays as it is. */
export async function adopt(card: PublicationCard, connect: number): Promise<void> {
  arrival = connect;
  if (await getHere()) return;
  const trusted = await openFirstRoot(fromBase64url(card.root)!, card.id);
  await put(card.id, 'card', card);
  await put(card.id, 'root', trusted);
  await put(card.id, 'mirrors', { n: 0, mirrors: card.mirrors });
  await shelf.put('here', [['', card.id]]);
}

let installing: Promise<void> | undefined;

/** Installs the shell if none is there; one attempt at a time. Throws what the mirrors or the format throw. */
export function ensureShell(): Promise<void> {
  installing ??= install().finally(() => {
    installing = undefined;
  });
  return installing;
}

async function install(): Promise<void> {
  const publication = await getHere();
  if (!publication || (await getShell(shelf, publication)).current) return;
  await withMirrors(publication, async (asker) => {
    const shell = (await askHead(publication, asker)).shell as [number, string, number] | null;
    if (!shell) throw new Error('no app');
    // What the first screen needs; the rest is left to the engine, which knows what is more urgent. Without a service
    // worker the page gets all files in one go.
    const current = await build(publication, asker, [shell[1], shell[2]], isPlain ? 9 : 1);
    await putShell(shelf, publication, { current, previous: null, next: null });
  });
}

/** Makes the files of the installed shell again, from held blocks or through the mirrors. */
export async function healShell(publication: string): Promise<void> {
  const { current } = await getShell(shelf, publication);
  if (!current) return;
  await withMirrors(publication, async (asker) => {
    const healed = await build(publication, asker, current.frame);
    await putShell(shelf, publication, { ...(await getShell(shelf, publication)), current: healed });
  });
}

async function build(publication: string, asker: Asker, frame: Ref, groups = 9) {
  const { root } = (await get(publication, 'root')) as TrustedRoot;
  const trust = { role: root.roles.shell, known: null, groups };
  return buildShell(shelf, publication, frame, trust, (digest, bytes) => askBlock(asker, digest, bytes));
}

/** A block from whichever mirror has it first, whole and with the right hash. */
async function askBlock(asker: Asker, digest: string, bytes: number): Promise<Bytes> {
  let block: Bytes | undefined;
  await asker.ask({
    path: blockPath(digest),
    what: 'shell',
    maxBytes: Math.min(bytes, MAX_BLOCK),
    judge: async (found) => {
      if ((await digestOf(found)) !== digest) return 'lies';
      block = found;
      return 'ok';
    },
  });
  if (!block) throw new Error('no mirror');
  return block;
}

/** Asks for a head whose signature holds and lays it by for the engine. Returns what it says, not looked into. */
async function askHead(publication: string, asker: Asker): Promise<Record<string, unknown>> {
  let trusted = (await get(publication, 'root')) as TrustedRoot;
  let head: Record<string, unknown> | undefined;
  let frame: Bytes | undefined;
  const asked = await asker.ask({
    path: headPath(publication),
    what: 'head',
    judge: async (bytes, lane) => {
      const open = () => openFrame(bytes, 'head', trusted.root.roles.head);
      try {
        head = await open().catch(async (error) => {
          if (!isRefusal(error, 'TooFewSignatures')) throw error;
          trusted = await askRoots(asker, trusted, [lane]);
          return open();
        });
        frame = bytes;
        return head.publication === publication ? 'ok' : 'lies';
      } catch {
        return 'lies'; // whatever is wrong with it, this mirror's head is not believed
      }
    },
  });
  if (asked.kind !== 'taken' || !head || !frame) throw new Error('no mirror');
  await put(publication, 'root', trusted);
  await put(publication, 'pending', { frame: frame.buffer, via: asked.lane.url, at: Date.now() });
  return head;
}

/** There is no preconnect in a worker: pages are asked for it. */
async function preconnect(url: string): Promise<void> {
  const pages = await self.clients?.matchAll({ includeUncontrolled: true });
  for (const page of pages ?? [self as unknown as Worker])
    page.postMessage({ type: 'preconnect', url } satisfies FromWorker);
}

/** What the worker learns of a lane is little: how long it takes to answer, or that it had better rest (ms). */
const book: Book =
  (lane) =>
  (ending, { firstByte, end }) => {
    lane.proven = ending === 'ok';
    if (lane.proven) lane.wait = firstByte! - lane.lastStart;
    else if (ending !== 'outrun') lane.restsUntil = end + 70_000;
  };

/** Where the app came from: a service worker's scope, or the folder of a plain worker's script. */
const scope = new URL('./', self.location.href).href;

/** Runs a task with lanes as the library remembers them; what is learnt of them is remembered. */
async function withMirrors<T>(publication: string, task: (asker: Asker) => Promise<T>): Promise<T> {
  return navigator.locks.request(LOCK, async () => {
    const asker = createAsker(browserPorts(self, preconnect), book);
    const memory = (await shelf.all('lanes', publication)) as LaneMemory[];
    // Where the app itself came from is a mirror too.
    asker.setLanes(
      makeLanes(
        [...((await get(publication, 'mirrors'))?.mirrors ?? []), ['own', scope]],
        // The browser's own connections count: the next may not follow at once, and on a long line not in a pair.
        [{ url: scope, connect: arrival, lastStart: Date.now() }, ...memory],
      ),
    );
    try {
      return await task(asker);
    } finally {
      await shelf.put(
        'lanes',
        asker.lanes.map((lane) => [[publication, lane.url], lane]),
      );
    }
  });
}

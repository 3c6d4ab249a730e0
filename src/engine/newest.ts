/** Which edition is the newest, and who has it. */
import {
  checkLanes,
  type Followed,
  followHead,
  followMirrors,
  judgeHead,
  type Trust,
} from '../courier/follow.ts';
import { ranked } from '../courier/lane.ts';
import { headPath } from '../edition/paths.ts';
import { storeHead } from '../library/shelve.ts';
import { getMeta, putMeta } from '../library/store.ts';
import type { Problem } from './messages.ts';
import type { Sync } from './state.ts';

/** Mirrors that must say so before "nothing newer" is believed. */
const ENOUGH = 3;
/** A head that the service worker got within this time (ms) is not asked for again. */
const JUST_NOW = 60_000;
/** Mirrors answer in these states, though perhaps with nothing new: what is missing can be fetched. */
export const REACHABLE: ReadonlySet<Problem> = new Set(['none', 'expired', 'only-old', 'needs-update']);

/** Asks for the newest edition. Returns what stands in the way, or `none`. */
export async function askEdition(sync: Sync): Promise<Problem> {
  const { publication, courier, now } = sync;
  sync.progress({ phase: 'asking' });
  sync.newerShell = null;
  const trusted = await getMeta(publication, 'root');
  if (!trusted) return 'untrusted';
  const head = await getMeta(publication, 'head');
  const before = { trusted, known: head ? { n: head.n, digest: head.digest } : null };
  const pending = await getMeta(publication, 'pending');
  // While nothing is held, one of any age is better than none.
  const isNews = pending && now() - pending.at < JUST_NOW && pending.at > (head?.checked ?? 0);
  if (pending && (isNews || !head)) {
    const { trust, found } = await judgeHead(courier, before, new Uint8Array(pending.frame));
    if (found) return take(sync, trust, found, pending.via, pending.at);
  }
  const { asked, trust, found, unreadable, untrusted } = await followHead(courier, before, {
    enough: ENOUGH,
    now: now(),
    onWall: () => sync.progress({ problem: 'walled' }),
  });
  if (found && asked.kind === 'taken') return take(sync, trust, found, asked.lane.url, now());
  if (unreadable && asked.kind === 'same') {
    // What is held stays; the app that can read it is fetched as any other, and may be signed by a newer root's keys.
    sync.newerShell = unreadable.shell;
    await putMeta(publication, 'root', trust.trusted);
    if (head) await putMeta(publication, 'head', { ...head, checked: now() });
    sync.progress({ checked: now() });
    return 'needs-update';
  }
  if (asked.kind === 'same' && head) {
    const via = courier.lanes.find((lane) => lane.edition === head.n && !lane.failures)?.url ?? head.via;
    await putMeta(publication, 'head', { ...head, checked: now(), via });
    sync.progress({ checked: now(), via });
    const edition = await getMeta(publication, 'edition');
    return edition && edition.expires * 1000 < now() ? 'expired' : 'none';
  }
  if (asked.kind !== 'none') return 'unreachable';
  const { endings } = asked;
  if (endings.length === 0 && courier.lanes.some((lane) => lane.verdict === 'lies')) return 'untrusted';
  if (endings.includes('old')) return 'only-old';
  if (untrusted && endings.every((ending) => ending === 'lies')) return 'untrusted';
  if (asked.walled) return 'walled';
  // Everything failed at once, as it does when the reader's own line is down.
  return endings.every((ending) => ending === 'refused') ? 'offline' : 'unreachable';
}

/** Whether the reader's own line is up again: one lane is asked, since all failed a moment ago. */
export async function isLineUp({ publication, courier, now }: Sync): Promise<boolean> {
  const asked = await courier.ask({
    path: headPath(publication),
    what: 'head',
    lanes: ranked(courier.lanes, now()).slice(0, 1),
    judge: async (bytes) => (bytes[0] === 0x45 ? 'ok' : 'lies'),
  });
  return asked.kind === 'taken';
}

/** Looks at every lane, for the screen that shows them. */
export async function checkEveryLane({ publication, courier }: Sync): Promise<void> {
  const trusted = await getMeta(publication, 'root');
  const head = await getMeta(publication, 'head');
  if (trusted)
    await checkLanes(courier, { trusted, known: head ? { n: head.n, digest: head.digest } : null });
}

/** Stores a newer head and tells of it. */
async function take(
  sync: Sync,
  trust: Trust,
  found: NonNullable<Followed['found']>,
  via: string,
  checked: number,
): Promise<Problem> {
  const edition = await storeHead(trust.trusted, { ...found, via, checked });
  sync.progress({ via, checked });
  sync.changed('edition');
  await askMirrors(sync, found.head.mirrors, trust);
  return edition.expires * 1000 < sync.now() ? 'expired' : 'none';
}

async function askMirrors(sync: Sync, wanted: number, trust: Trust): Promise<void> {
  const { publication, courier, base } = sync;
  const known = (await getMeta(publication, 'mirrors')) ?? { n: 0, mirrors: [] };
  const list = await followMirrors(courier, trust, { n: known.n, base, wanted });
  if (!list) return;
  await putMeta(publication, 'mirrors', list);
  courier.setMirrors([...list.mirrors, ['own', base]]);
  sync.changed('mirrors');
}

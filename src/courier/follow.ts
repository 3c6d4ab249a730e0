import { type Bytes, base64url, fromBase64url } from '../edition/bytes.ts';
import { keyIdOf, type Role, readFrame } from '../edition/frame.ts';
import { type Head, type KnownHead, openHead, UnknownFeature } from '../edition/head.ts';
import { type Mirror, openMirrors } from '../edition/mirrors.ts';
import { headPath, mirrorsPath } from '../edition/paths.ts';
import { isRefusal } from '../edition/refusal.ts';
import type { TrustedRoot } from '../edition/root.ts';
import type { Asked, Asker, Query } from './ask.ts';
import { PATIENT } from './health.ts';
import type { Lane } from './lane.ts';
import { askRoots } from './roots.ts';

/** All that has been begun on a throttled line must get through before anything comes of the last attempt. */
const AT_A_WALL = { patience: { ...PATIENT, headers: 45_000 }, hedgeMs: 15_000 };

/** What a reader believes so far. */
export interface Trust {
  trusted: TrustedRoot;
  known: KnownHead | null;
}

export interface Followed {
  asked: Asked;
  /** As it is now: a new root may have come with the head. */
  trust: Trust;
  /** The newer head, if there was one. */
  found: { head: Head; digest: string; frame: Bytes } | null;
  /** What is known of the newest head that this version cannot read, if there was one. */
  unreadable: UnknownFeature['about'] | null;
  /** A head of the same number with other content was seen, or one signed by strangers. */
  untrusted: boolean;
}

/** A head older than this (ms) by its own time is shown, but every mirror is asked once for a newer one. */
const STALE_HEAD = 26 * 3_600_000;

/**
 * Asks mirrors for a newer head than the known one; follows the chain of roots where a head needs it.
 * "Not newer" is no answer until `enough` mirrors have said so.
 */
export async function followHead(
  asker: Asker,
  before: Trust,
  options: { enough: number; now: number; onWall?(): void },
): Promise<Followed> {
  const judge = createJudge(asker, before);
  const path = headPath(before.trusted.publication);
  const query = { path, what: 'head', judge: judge.judge } as const;
  let asked = await asker.ask({ ...query, enough: options.enough });
  if (asked.kind === 'none' && asked.walled) {
    // A wall, or a line so thin that handshakes side by side outlast all patience: one alone, for long, tells; and one
    // more, should that one have stalled. They are the first that were asked, whose handshakes have come farthest: the
    // browser keeps those for whoever asks these names next.
    options.onWall?.();
    const first = asker.lanes
      .filter((lane) => lane.askedAt >= options.now)
      .sort((a, b) => a.askedAt - b.askedAt);
    const alone = await asker.ask({ ...query, lanes: first.slice(0, 2), ...AT_A_WALL });
    if (alone.kind !== 'none') asked = alone;
  }
  const time = judge.result().found?.head.time;
  if (asked.kind === 'taken' && time !== undefined && time * 1000 < options.now - STALE_HEAD) {
    const others = asker.lanes.filter((lane) => lane !== asked.lane);
    if (others.length > 0) await asker.ask({ ...query, enough: others.length, lanes: others });
  }
  return { asked, ...judge.result() };
}

/** Asks every lane, at rest or not, what it serves: so that a reader who wants to know sees each one's own state. */
export async function checkLanes(asker: Asker, trust: Trust): Promise<void> {
  const { judge } = createJudge(asker, trust);
  await asker.ask({
    path: headPath(trust.trusted.publication),
    what: 'head',
    enough: asker.lanes.length + 1,
    judge: async (frame, lane) => {
      const found = await judge(frame, lane);
      // A newer one ends nothing here: the sync that follows takes it.
      return found === 'ok' ? 'not-newer' : found;
    },
  });
}

/** Judges a head that came by another road (the worker laid it by): as if the lane had just given it. */
export async function judgeHead(asker: Asker, before: Trust, frame: Bytes): Promise<Omit<Followed, 'asked'>> {
  const judge = createJudge(asker, before);
  await judge.judge(frame, null);
  return judge.result();
}

function createJudge(asker: Asker, before: Trust) {
  let trust = before;
  let found: Followed['found'] = null;
  let unreadable = null as Followed['unreadable'];
  let untrusted = false;
  const rooted = new Set<Lane>();
  const { publication } = before.trusted;

  /** Reads the chain of roots from the mirror that has news of it, once; true where it led further. */
  const newRoots = async (lane: Lane | null): Promise<boolean> => {
    if (!lane || rooted.has(lane)) return false;
    rooted.add(lane);
    const trusted = await askRoots(asker, trust.trusted, [lane]);
    if (trusted === trust.trusted) return false;
    // New head keys: a version that a thief of the old ones pushed up must not lock readers out.
    const reset = JSON.stringify(trusted.root.roles.head) !== JSON.stringify(trust.trusted.root.roles.head);
    trust = { trusted, known: reset ? null : trust.known };
    return true;
  };

  const judge = async (frame: Bytes, lane: Lane | null): ReturnType<Query['judge']> => {
    try {
      const { known, trusted } = trust;
      const { head, digest } = await openHead(frame, { publication, role: trusted.root.roles.head, known });
      // Of a root that is not known yet: it must hold under that one's keys.
      if (head.root > trusted.root.n && (await newRoots(lane))) return judge(frame, lane);
      if (lane) lane.edition = head.n;
      if (known && head.n === known.n) return 'not-newer';
      trust = { ...trust, known: { n: head.n, digest } };
      found = { head, digest, frame };
      return 'ok';
    } catch (error) {
      if (isRefusal(error, 'Rollback')) return 'old';
      if (error instanceof UnknownFeature) {
        const { n, root } = error.about;
        if (root > trust.trusted.root.n && (await newRoots(lane))) return judge(frame, lane);
        if (lane) lane.edition = n;
        if (n > (unreadable?.n ?? 0)) unreadable = error.about;
        // Others may have one that can be read.
        return 'not-newer';
      }
      // Signed by keys that are not known yet: a higher root may name them.
      if (
        isRefusal(error, 'TooFewSignatures') &&
        (await namesOthers(frame, trust.trusted.root.roles.head)) &&
        (await newRoots(lane))
      )
        return judge(frame, lane);
      // What is no frame at all (a provider's page) is signed by nobody: that mirror is merely blocked.
      untrusted ||= !isRefusal(error, 'WrongMagic');
      return 'lies';
    }
  };
  return { judge, result: () => ({ trust, found, unreadable, untrusted }) };
}

/** Whether a frame names keys that the role lacks. Where it does not, its signatures are simply false. */
async function namesOthers(frame: Bytes, role: Role): Promise<boolean> {
  const ids = await Promise.all(role.keys.map((key) => keyIdOf(fromBase64url(key)!)));
  const known = new Set(ids.map(base64url));
  return readFrame(frame, 'head').signatures.some(({ keyId }) => !known.has(base64url(keyId)));
}

/** Fetches the public mirror list if the head names a newer one; null where none came. */
export async function followMirrors(
  asker: Asker,
  trust: Trust,
  known: { n: number; base: string; wanted: number },
): Promise<{ n: number; mirrors: Mirror[] } | null> {
  if (known.wanted <= known.n) return null;
  const { publication, root } = trust.trusted;
  let list: { n: number; mirrors: Mirror[] } | null = null;
  await asker.ask({
    path: mirrorsPath(publication),
    what: 'mirrors',
    judge: async (bytes) => {
      try {
        const { n, mirrors } = await openMirrors(bytes, {
          publication,
          role: root.roles.head,
          knownVersion: known.n,
          base: known.base,
        });
        if (n < known.wanted) return 'old';
        list = { n, mirrors };
        return 'ok';
      } catch (error) {
        return isRefusal(error, 'Rollback') ? 'old' : 'lies';
      }
    },
  });
  return list;
}

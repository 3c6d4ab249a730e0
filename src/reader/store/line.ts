import type { EngineState, LaneReport, Problem } from '../../engine/messages.ts';
import type { Edition } from '../../library/records.ts';
import { clockTime, isSameDay } from '../parts/time.ts';
import type { Strings } from '../strings/strings.ts';

export interface StatusLine {
  text: string;
  tone: 'calm' | 'warn';
}

/** The host of an address as a reader sees it, with its port if it has one. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    // Not an address: shown as it is rather than not at all.
    return url;
  }
}

/**
 * The one line that says which edition is shown, of when, through which mirror, and what is wrong. It changes only
 * when one of these does, since it is read aloud; progress stands elsewhere. `own` is the host of the app's address.
 */
export function statusLine(
  edition: Edition | null,
  engine: EngineState | null,
  words: Strings,
  options: {
    language: string;
    own: string;
    now: number;
    refreshing?: boolean;
    came?: number | 'failed' | null;
  },
): StatusLine {
  const { language, own, now, refreshing = false, came = null } = options;
  const t = words.status;
  const via = engine?.via ? hostOf(engine.via) : null;
  const problem = problemOf(edition, engine, now);
  const parts: string[] = [];
  const ownLane = engine?.lanes.find((lane) => hostOf(lane.url) === own);
  // Beside what is wrong, through whom all had been well has no place on a small screen.
  const through = problem === 'none' ? via : null;
  const detour = through !== null && through !== own && ownLane !== undefined && isDown(ownLane);
  // What the reader asked for stands first, and takes the place of when it was checked: it was a moment ago.
  if (came !== null && !refreshing) parts.push(came === 'failed' ? t.failed : t.came(came));
  if (edition) {
    parts.push(t.edition(clockTime(edition.time * 1000, language, now)));
    // A detour names the mirror by itself.
    if (through !== null && !detour) parts.push(through === own ? t.own : t.via(through));
    if (refreshing) parts.push(t.asking);
    else if (engine?.checked && came === null)
      parts.push(t.checked(clockTime(engine.checked, language, now), isSameDay(engine.checked, now)));
    else if (engine?.phase === 'asking' && problem === 'none') parts.push(t.asking);
  } else {
    parts.push(t.nothing);
  }
  const wrong = detour ? t.detour(own, through) : t.problem[problem];
  const text = parts.join('\u00a0· ');
  return wrong === '' ? { text, tone: 'calm' } : { text: `${text}. ${wrong}.`, tone: 'warn' };
}

function problemOf(edition: Edition | null, engine: EngineState | null, now: number): Problem {
  if (engine && engine.problem !== 'none') return engine.problem;
  // Past its date, and nobody has confirmed it since: a warning only, the text stays.
  if (edition && edition.expires * 1000 < now && !engine?.checked) return 'expired';
  return 'none';
}

/** Whether a lane gives no news at present. */
export function isDown(lane: LaneReport): boolean {
  return !['new', 'fine', 'slow'].includes(lane.verdict);
}

/** Which sentence explains the state of all lanes; never a cause as certain. */
export function diagnose(lanes: readonly LaneReport[]): keyof Strings['mirrors']['diagnosis'] {
  const tried = lanes.filter((lane) => lane.verdict !== 'new');
  const works = tried.filter((lane) => !isDown(lane));
  if (tried.length === 0) return 'waiting';
  if (tried.some((lane) => lane.verdict === 'lies')) return 'lies';
  if (works.length > 0) {
    if (works.length < tried.length) return 'detour';
    return works.every((lane) => lane.verdict === 'slow') ? 'slow' : 'fine';
  }
  const all = (verdict: LaneReport['verdict']): boolean => tried.every((lane) => lane.verdict === verdict);
  if (all('fails')) return 'offline';
  if (tried.some((lane) => lane.verdict === 'old')) return 'old';
  if (tried.some((lane) => lane.verdict === 'freezes')) return 'freezes';
  return 'hangs';
}

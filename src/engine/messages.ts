/**
 * The typed channel between a page and its engine (a Web Worker). The page imports this file alone of the engine.
 * The engine writes to the library and says what changed; the page reads the library and follows.
 */

import type { Ending, What } from '../courier/ask.ts';
import type { Verdict } from '../courier/lane.ts';
import type { Costs } from '../library/ahead.ts';
import type { Figures } from '../library/figures.ts';
import type { Removal, Weighed } from '../library/forget.ts';
import type { Ahead, Traffic } from '../library/records.ts';
import type { Ask, Found } from '../library/search/found.ts';

export type { Verdict };

/** One host name of a mirror, as the mirrors screen draws it. Times in ms; `wait` is the usual time to a first byte. */
export interface LaneReport {
  url: string;
  network: string;
  verdict: Verdict;
  wait: number | null;
  /** Bytes per second over whole objects, or null where not known yet. */
  rate: number | null;
  /** Time (ms since 1970) until which the lane rests, or 0. */
  restsUntil: number;
  /** Of this session. */
  requests: number;
  bytes: number;
  failures: number;
  /** The edition that this lane last served, or null. */
  edition: number | null;
}

/** One attempt, kept in memory only: the timeline that the mirrors screen draws. Times in ms since 1970. */
export interface Attempt {
  url: string;
  what: What;
  start: number;
  firstByte: number | null;
  end: number | null;
  bytes: number;
  outcome: Ending;
}

export type Problem =
  | 'none'
  /** Nothing answered at all, at once: the reader's own line is down. */
  | 'offline'
  /** Lanes hang or fail, none answered. */
  | 'unreachable'
  /** Every mirror's name hangs at the handshake while the line seems up: nothing more is tried for a while. */
  | 'walled'
  /** Only editions older than the stored one can be reached. */
  | 'only-old'
  /** A head of the same number but other content, or signed by strangers. */
  | 'untrusted'
  /** The stored edition is past its date and nothing newer could be confirmed. */
  | 'expired'
  | 'storage-full'
  | 'storage-broken'
  /** The edition asks for abilities that this version lacks. */
  | 'needs-update';

/** Which pictures come with an article that is opened. */
export type WantedPictures = 'none' | 'small' | 'all';

/** An article that is wanted, with which of its pictures (all, where it is not said). */
export interface Want {
  id: string;
  q?: number;
  pictures?: WantedPictures;
}

/** What the answer to a want is known by: the same article may be wanted with more of its pictures. */
export const answerOf = ({ id, pictures = 'all' }: Want): string => `${id} ${pictures}`;

export interface EngineState {
  phase: 'idle' | 'asking' | 'texts' | 'pictures';
  /** Whether this tab's engine does the work, or another tab's. */
  mine: boolean;
  problem: Problem;
  /** Base address of the mirror that gave the newest head, or null. */
  via: string | null;
  /** ms since 1970 of the last time a mirror confirmed the newest edition, or null. */
  checked: number | null;
  /** Articles whose text is held, of those that `ahead` asks for. */
  held: number;
  wanted: number;
  /** Pictures still to come in this sync. */
  picturesLeft: number;
  /** Version of a new shell that is whole and verified, waiting for the reader's word. */
  newShell: number | null;
  lanes: LaneReport[];
  timeline: Attempt[];
  /** Bytes of this session by kind. */
  traffic: Traffic;
}

/** Stands for an id in the answer to a sync that the reader asked for. */
export const PULLED = 'pull';

export type ToEngine =
  /** `ahead` is what the page takes for the line while the reader has not chosen (a worker sees less of it). */
  | { type: 'start'; publication: string; base: string; ahead?: Ahead; metered?: boolean }
  /** The line has changed: what it is good for, and whether the browser calls it a mobile network. */
  | { type: 'line'; ahead: Ahead; metered: boolean }
  /** The reader asked, or the app came to the front. */
  | { type: 'sync'; why: 'open' | 'pull' | 'online' | 'visible' | 'timer' }
  /** An article to be read now, with all of its pictures unless the reader spares some. */
  | ({ type: 'want' } & Want)
  /** The full size of a picture, asked for by a tap. */
  | { type: 'want-full'; digest: string; bytes: number }
  /** Cards of a section older than those held. */
  | { type: 'older'; before: number }
  /** Counts what is held: a walk through the whole library, which would hold up a page. Answered by `counted`. */
  | { type: 'count'; id: number; what: 'figures' | 'costs' | Removal }
  /**
   * The reader deletes these articles, or their pictures. `remember`: how not to fetch them again: each by its id, all
   * below the newest of them, or not at all.
   */
  | { type: 'forget'; what: 'articles'; ids: string[]; remember: 'ids' | 'floor' | 'nothing' }
  | { type: 'forget'; what: 'pictures'; ids: string[] }
  /** The reader agrees to lose an article that the publication took back. */
  | { type: 'agree'; id: string }
  /** The reader saved an article, or lets it go: written in the library already. */
  | { type: 'saved'; id: string; now: boolean }
  /** Looks for words in what is held: answered by `found` with the same number. */
  | { type: 'search'; n: number; ask: Ask }
  /** Settings in the library have changed. */
  | { type: 'settings' }
  /** A mirror that the reader added or took away. */
  | { type: 'mirror'; url: string; keep: boolean }
  /** Forget penalties and try everything. */
  | { type: 'retry' }
  /** Installs the new shell: answered by `shell-ready`, upon which the page reloads once. */
  | { type: 'accept-shell' }
  /** Answer to `preconnect`: the page has set the hint. */
  | { type: 'preconnected'; url: string };

export type FromEngine =
  | { type: 'state'; state: EngineState }
  /** The library changed: read again what you show. `ids` are articles whose held state changed. */
  | {
      type: 'changed';
      what: 'edition' | 'cards' | 'articles' | 'mirrors' | 'settings' | 'shell' | 'messages' | 'search';
      ids?: string[];
    }
  /** Answer to `want` (its id is `answerOf` it), to `want-full` (with the digest as id), and to a `sync` that the reader asked for (`PULLED`). */
  | { type: 'got'; id: string; ok: boolean; problem?: Problem }
  | { type: 'counted'; id: number; result: Figures | Costs | Weighed | null }
  /** Null: the library could not be searched. */
  | { type: 'found'; n: number; found: Found | null }
  | { type: 'preconnect'; url: string }
  | { type: 'shell-ready' };

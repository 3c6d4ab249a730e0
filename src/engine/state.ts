/** What a sync works with, and in which order. */
import type { Courier } from '../courier/courier.ts';
import type { Ahead, Edition, Keep } from '../library/records.ts';
import type { FromEngine, Problem } from './messages.ts';

/** Order of worth: lower comes sooner. */
export const PRIORITY = { wanted: 0, front: 1, cards: 2, texts: 3, shell: 4, list: 5, article: 6 } as const;

export interface Sync {
  publication: string;
  /** Where the app runs: its base address. */
  base: string;
  courier: Courier;
  ahead: Ahead;
  /** What the reader wants to keep: what is older is not fetched ahead. */
  keep?: Keep | undefined;
  now(): number;
  random(): number;
  /** The app that an edition names which this version cannot read; null: that of the held edition counts. */
  newerShell: Edition['shell'];
  /** Blocks that no mirror gave in this sync. */
  missed: number;
  /** Blocks that were put on the shelf so far. */
  shelved: number;
  /** What changed, for pages to read again. */
  changed(what: Extract<FromEngine, { type: 'changed' }>['what'], ids?: string[]): void;
  progress(change: {
    phase?: 'asking' | 'texts' | 'pictures';
    problem?: Problem;
    held?: number;
    wanted?: number;
    picturesLeft?: number;
    via?: string;
    checked?: number;
    newShell?: number | null;
  }): void;
}

/** What the screens ask of the library. Nothing here ever waits for the network. */
import type { Article, Ref } from '../edition/body.ts';
import type { CardView } from '../edition/card.ts';
import type { Message } from '../edition/message.ts';
import type { Edition, Held, Past, Place, Settings, Withdrawn } from './records.ts';
import type { Screen } from './store.ts';

export interface ReadingLibrary {
  /** The publication this app reads, or null before the first visit is through. */
  publication(): Promise<string | null>;
  edition(): Promise<Edition | null>;
  /**
   * Newest first; of one section if named; in these languages (base tags) or in none, if named; with q below `before`.
   * Replaced and withdrawn articles are left out.
   */
  cards(options: {
    section?: string;
    languages?: readonly string[];
    before?: number;
    limit: number;
  }): Promise<CardView[]>;
  /**
   * By id. The record that is held, or a later one of number `q`, is found at once, however much is held; else the
   * newest is looked for among all.
   */
  card(id: string, q?: number): Promise<CardView | null>;
  /** Those of the cards that are known, by id. */
  cardsOf(ids: readonly string[]): Promise<Map<string, CardView>>;
  /** The whole article if its text is held and it was not withdrawn. */
  article(id: string): Promise<Article | null>;
  /** What the publication took back, by id; what is not `asks` is not shown. */
  withdrawn(): Promise<Record<string, Withdrawn>>;
  held(ids: readonly string[]): Promise<Map<string, Held>>;
  /** Bytes of a held picture block (AVIF), or null. */
  picture(ref: Ref): Promise<ArrayBuffer | null>;
  /** The full size, joined from its chunks, if all are held. */
  fullPicture(ref: Ref): Promise<ArrayBuffer | null>;
  settings(): Promise<Settings>;
  saveSettings(change: Partial<Settings>): Promise<Settings>;
  place(id: string): Promise<Place | null>;
  /** Places of those of the articles that have one, by id. */
  places(ids: readonly string[]): Promise<Map<string, Place>>;
  savePlace(place: Place): Promise<void>;
  /** Changes what is kept of an article at one stroke: two changes at a time never undo each other. */
  changePlace(id: string, change: (before: Place) => Place): Promise<Place>;
  /** How an article read before it was replaced, the latest first. */
  past(id: string): Promise<Past[]>;
  /** Ids of articles that were left in the middle, the last one first; few are remembered. */
  unfinished(): Promise<string[]>;
  saveUnfinished(ids: readonly string[]): Promise<void>;
  /** Saved articles, newest saved first. */
  saved(): Promise<Place[]>;
  /** What was searched for, the latest first; empty unless the reader chose to keep it. */
  queries(): Promise<string[]>;
  saveQueries(queries: string[]): Promise<void>;
  /** What the publication says to its readers, as far as it is held. */
  messages(): Promise<Message[]>;
  /** Until when (ms since 1970) a message is not shown, by its id or kind. */
  hushed(): Promise<Record<string, number>>;
  /** Keeps a message (by its id) or all of a kind from being shown until then. Returns what is kept back now. */
  hush(key: string, until: number): Promise<Record<string, number>>;
  /** Keeps what the front page looks like, to be drawn first at the next opening, unless a newer edition is held. */
  saveScreen(screen: Screen): Promise<void>;
  /** Deletes everything that this app keeps. */
  wipe(): Promise<void>;
  /** Gives up what is under way, and does nothing more: for a page that is being left. */
  leave(): void;
}

/** What the library keeps (IndexedDB). Every key begins with the publication. Times in ms since 1970 unless said. */
import type { Ref } from '../edition/body.ts';
import type { CardView } from '../edition/card.ts';

export type Ahead = 'none' | 'text' | 'all';

export type Theme = 'auto' | 'light' | 'paper' | 'sepia' | 'dark' | 'black' | 'eink';

/** How the text of articles is set; what is absent is as the style sheet has it. */
export interface Typography {
  /** Height of a line, in letters. */
  lines?: number;
  /** Widest line, in rem. */
  width?: number;
  face?: 'serif' | 'sans';
  hyphens?: boolean;
}

/** How articles are read aloud. */
export interface Aloud {
  /** The chosen voice (its URI) by language. */
  voices?: Record<string, string>;
  /** Times the usual speed. */
  rate?: number;
  captions?: boolean;
  /** Goes on with the next article. */
  onward?: boolean;
  /** Headlines may stand on the lock screen. */
  headlines?: boolean;
}

export interface Settings {
  /** What is fetched before it is asked for; absent until the reader chose: see `defaultAhead`. */
  ahead?: Ahead;
  /** Language of the app; absent: the browser's. */
  language?: string;
  region: 'unknown' | 'ru' | 'by' | 'elsewhere';
  theme: Theme;
  /** Steps of text size, -2 … 4. */
  textSize: number;
  typography?: Typography;
  aloud?: Aloud;
  /** The latest q of the edition that the reader had on screen at the end of the last session. */
  seen?: number;
  /** The install hint was closed, at this time. */
  installHintClosed?: number;
  /** The introduction was gone through or put aside, at this time. */
  welcomed?: number;
  /** The installed app had a whole copy of its own, at this time. */
  warmed?: number;
}

/** The edition whose front page is held. */
export interface Edition {
  publication: string;
  name: Record<string, string>;
  /** Head version. */
  n: number;
  /** Seconds since 1970. */
  time: number;
  expires: number;
  sections: [id: string, names: Record<string, string>][];
  /** Ids in the editors' order, by language. */
  top: Record<string, string[]>;
  /** The head's own cards: `top` first, then the newest. */
  cards: CardView[];
  /** The latest q of the edition. */
  last: number;
  /** The app's version that it names: version, digest and bytes of the signed frame. */
  shell: [version: number, digest: string, bytes: number] | null;
  /** Packs of what the publication says to its readers; absent in an edition that an older shell stored. */
  messages?: Ref[];
  /** The list of withdrawn articles; absent in an edition that an older shell stored. */
  withdrawn?: Ref | null;
}

/** An article that the publication took back. */
export interface Withdrawn {
  reason: string;
  /** When the publication withdrew it (seconds since 1970). */
  time: number;
  /** When this reader learned of it. */
  at: number;
  /** `asks`: it stays readable until the reader agrees, being saved or one of very many; `gone`: deleted here. */
  state: 'hidden' | 'asks' | 'gone';
}

/** What is held of one article. */
export interface Held {
  id: string;
  q: number;
  /** Where its parts lie: pack digests in order, and the line in the first. */
  packs: string[];
  line: number;
  /** Text and every picture at article size are held. */
  whole: boolean;
  /** Bytes on the wire of its pictures (list and article size). */
  pictureBytes: number;
}

/** What the reader did with an article. */
export interface Place {
  id: string;
  /** When it was last read. */
  read: number;
  /** Index of the topmost paragraph seen, and of how many. */
  paragraph: number;
  /** How much of that paragraph was above the edge of the screen: 0 none, 1 all, more behind the last one. */
  within?: number;
  /** The end of the text was on screen. */
  finished?: boolean;
  paragraphs: number;
  saved?: number;
}

/** The text of an article as it was held before a newer record took its place. */
export interface Past {
  q: number;
  /** When it was replaced. */
  at: number;
  title: string;
  /** Paragraphs, one a line. */
  text: string;
}

/** What is remembered of a lane across restarts (`LaneMemory` of the courier). */
export interface LaneRecord {
  url: string;
  verdict: 'new' | 'fine' | 'slow' | 'hangs' | 'freezes' | 'fails' | 'lies' | 'old' | 'blockpage';
  /** Usual wait in ms to the first byte; rate in bytes per second; 0 where not known. */
  wait: number;
  rate: number;
  /** It gave an object that verified. */
  proven: boolean;
  /** Time of the last start, for the pace. */
  lastStart: number;
  restsUntil: number;
  /** Failures in a row. */
  failures: number;
  /** When it last gave a whole object, and at what rate. */
  heardAt?: number;
  lastRate?: number;
  /** Starts of the last minute that were sooner than the pace. */
  hurried?: number[];
}

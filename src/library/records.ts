/** What the library keeps (IndexedDB). Every key begins with the publication. Times in ms since 1970 unless said. */
import type { Ref } from '../edition/body.ts';
import type { CardView } from '../edition/card.ts';

/** What is fetched before it is asked for; each has all of those before it. */
export type Ahead = 'none' | 'text' | 'small' | 'all';

/** How much of the news stays on the phone: that of so many days, or the newest that fit into so many MB. */
export type Keep = { days: number } | { megabytes: number };

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
/** Pictures and summaries; small pictures and titles; titles alone. */
export type Density = 'cards' | 'compact' | 'text';

export interface Settings {
  /** What is fetched before it is asked for; absent until the reader chose: see `defaultAhead`. */
  ahead?: Ahead | undefined;
  /** Nothing is fetched ahead over mobile networks, where the browser tells them from Wi-Fi. */
  wifiOnly?: boolean;
  /** Absent: everything stays. What the reader saved always does. */
  keep?: Keep | undefined;
  /** Language of the app; absent: the browser's. */
  language?: string;
  region: 'unknown' | 'ru' | 'by' | 'elsewhere';
  theme: Theme;
  /** Steps of text size, -2 … 4. */
  textSize: number;
  typography?: Typography;
  aloud?: Aloud;
  /** How lists look; absent: cards. */
  density?: Density;
  /** Languages (base tags) whose articles are listed; absent until the reader chose. */
  reading?: string[];
  /** Whether a swipe to the side leads to the next section. */
  swipe?: boolean;
  /** The last queries of the search are kept. */
  searchHistory?: boolean;
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
  /** List and article size of its first picture; absent in records that are older than this member. */
  thumb?: [list: Ref | null, article: Ref | null];
  made: MadeOf;
  /** The reader deleted its pictures: those that other articles do not need are no longer kept for it. */
  bare?: true;
}

/** The blocks of an article with their bytes on the wire, and when it was published (minutes since 1970). */
export interface MadeOf {
  minutes: number;
  packs: Ref[];
  /** Its pictures at list size, at article size, and the lists of chunks of their full size (bytes of the file). */
  small: Ref[];
  large: Ref[];
  full: Ref[];
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
  /** The record that was saved: by it the article is found again on another phone. */
  q?: number;
}

/** What the reader deleted, or did not want to keep: it is not fetched again before it is asked for. */
export interface Gone {
  /** Records below this q gave way to newer ones when space was short. */
  floor: number;
  /** Pictures of records up to this q were deleted. */
  pictures: number;
  /** Articles that were deleted one by one: id to the q that was held. */
  ids: Record<string, number>;
}

/** Bytes that came in a day, by kind. */
export interface TrafficDay {
  /** Days since 1970, UTC. */
  day: number;
  bytes: Traffic;
}

/** Bytes by kind: editions with headlines and keys, texts, pictures, the app itself. */
export type Traffic = Record<'head' | 'texts' | 'pictures' | 'app', number>;

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

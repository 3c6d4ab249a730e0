import type { Block, Inline, Picture } from '../../src/edition/body.ts';

/** What a source yields, before pictures are had and ids are given. Times in seconds since 1970, UTC. */
export interface Draft {
  /** The source's own id for the article; the edition's id is derived from it alone. */
  key: string;
  /** As written in `tamizdat.json`. */
  source: string;
  title: string;
  /** At most 160 characters, never a label or a byline; empty where there is none. */
  summary: string;
  by: string[];
  url: string;
  /** Null where the source has no date or one before 1990. */
  published: number | null;
  updated?: number;
  /** The section's name as the source writes it, in `language`; empty where it has none. */
  section: string;
  tags: string[];
  language: string;
  /** Pictures in it have url, alt, caption and credit only; width and height are 0. */
  body: Block[];
  /** Local files in place of addresses, by `picture.url` (folders of Markdown). */
  files?: Map<string, string>;
  /** Keys of other articles. */
  related?: string[];
  /** Language to the key, the address or another name of the same article in it; it may be had from no source. */
  translations?: Record<string, string>;
  /** Other names, by which translations of it call it. */
  names?: string[];
  /** Held back until then (seconds since 1970). */
  embargo?: number;
  /** Place on the front page as the editors want it, 1 first; absent where they said nothing. */
  order?: number;
}

export type { Block, Inline, Picture };

/** A picture as encoded for the edition (docs/format.md section 8). AVIF bytes. */
export interface EncodedPicture {
  width: number;
  height: number;
  hash: string;
  list: Uint8Array;
  article: Uint8Array;
  /** Absent where the picture is no larger than its article size. */
  full?: Uint8Array;
  /** The source moves, and this is its first image. */
  isStill?: true;
}

import type { Alternate } from './translations.ts';

/** A picture as a feed names it. */
export interface EntryPicture {
  url: string;
  alt: string;
  caption: string;
  credit: string;
  /** Pixels as the feed says; 0 where it does not. */
  width: number;
}

/** An item of any kind of feed, its fields found but not yet judged. Texts may hold HTML and entities. */
export interface Entry {
  /** The feed ends within it. */
  isCut?: true;
  guid: string;
  link: string;
  title: string;
  /** The whole body, HTML or plain text; empty where the feed has only a description. */
  content: string;
  contentIsText: boolean;
  description: string;
  descriptionIsText: boolean;
  published: string[];
  updated: string[];
  categories: string[];
  authors: string[];
  language: string;
  pictures: EntryPicture[];
  /** The same article in other languages; addresses as written. */
  alternates: Alternate[];
  /** Of `xml:base`, as far as it is given; relative or empty. */
  base: string;
}

/** A feed as read. */
export interface Feed {
  title: string;
  link: string;
  language: string;
  base: string;
  authors: string[];
  entries: Entry[];
  /** Where older items are (RFC 5005, JSON Feed): the next page, or the archive before; as written, or empty. */
  next: string;
  archive: string;
  /** What made the feed, as it says itself. */
  generator: string;
}

/** What is asked of the search, and what it answers. */
export interface Ask {
  query: string;
  /** Id of a section; '' for all. */
  section: string;
  /** Nothing older, in minutes since 1970; 0 for any time. */
  since: number;
  /** How many results were given before. */
  from: number;
}

/** A text with the places of the words that were sought. */
export interface Passage {
  text: string;
  marks: [start: number, end: number][];
}

export interface Result {
  id: string;
  q: number;
  /** Since 1970. */
  minutes: number;
  /** The source gave no date: `minutes` is when it was first seen. */
  undated: boolean;
  section: string;
  language: string;
  title: Passage;
  passage: Passage;
}

export interface Found {
  /** How many articles fit, of which at most a page is given. */
  total: number;
  results: Result[];
  /** Words of the query, as folded, that no article has in any form. */
  missing: string[];
  /** Articles that can be found. */
  searchable: number;
  /** Articles whose text is held; told with an empty query only, since counting takes longer than searching. */
  held?: number;
}

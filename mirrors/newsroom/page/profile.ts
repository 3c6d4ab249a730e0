/** What is known of a site's pages, as data. Every selector is CSS, the first element that it finds counts. */
export interface Profile {
  /** Host names, without `www.`; subdomains are meant too. */
  hosts: string[];
  /** The element that holds one article and nothing of the next. */
  article?: string;
  headline?: string;
  author?: string;
  section?: string;
  published?: string;
  updated?: string;
  /** The figure or picture that opens the article. */
  lead?: string;
  /** Within a figure. */
  caption?: string;
  credit?: string;
  /** Elements whose children are the text; all that are found count, in their order. */
  body?: string;
  label?: string;
  /** What is no part of the text, though it stands in it. */
  drop?: string;
  /** Where the text ends: this element and all after it are left. */
  stop?: string;
  /** What the page says to its readers, by kind of message. */
  messages?: { strap?: string; banner?: string; notice?: string; newsletter?: string; appeal?: string };
}

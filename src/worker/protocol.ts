import type { PublicationCard } from '../edition/paths.ts';

/** The messages between service worker and pages; their version is `PROTOCOL` in src/edition/shell.ts. */
export type ToWorker =
  /**
   * The page of a first visit hands over what it carries of the publication: root, names, first mirrors; and how long
   * its own connection took (ms, without TLS), which a worker cannot see.
   */
  | { type: 'publication'; card: PublicationCard; connect: number }
  /** Is the whole shell stored? Answered by `shell`. */
  | { type: 'shell?' };

export type FromWorker =
  | Shell
  /** A page without service workers runs `sw.js` as a plain worker: the app's files, for the page to start. */
  | { type: 'files'; entry: string; files: { path: string; bytes: ArrayBuffer }[] }
  | { type: 'preconnect'; url: string };

interface Shell {
  type: 'shell';
  /** Every file of it is stored and verified. */
  whole: boolean | undefined;
  /** The script that starts the app, relative to the scope; empty until what the first screen needs is stored. */
  entry: string;
}

import type { WantedPictures } from '../engine/messages.ts';
import type { Ahead } from '../library/records.ts';

/** What `navigator.connection` says where a browser has it (Chromium). */
export interface Connection {
  type?: string;
  effectiveType?: string;
  saveData?: boolean;
  addEventListener?(event: 'change', listener: () => void): void;
}

/** Kinds of networks that are paid for by the byte, or shared from a phone that pays. */
const METERED = ['cellular', 'wimax', 'bluetooth'];

/**
 * What to fetch in advance while the reader has not chosen: everything, but only texts where the browser
 * says that the line is cellular, slow or to be spared. Browsers that say nothing count as good lines.
 */
export function defaultAhead(connection: Connection | undefined = connectionOf()): Ahead {
  if (!connection) return 'all';
  const slow = /^(slow-2g|2g|3g)$/.test(connection.effectiveType ?? '');
  return connection.saveData === true || connection.type === 'cellular' || slow ? 'text' : 'all';
}

/**
 * Which pictures come with an article that is opened: whoever spares the line, by a choice here or in the browser, is
 * told first what they cost.
 */
export function picturesOpened(
  chosen: Ahead | undefined,
  connection: Connection | undefined = connectionOf(),
): WantedPictures {
  if (chosen === 'small') return 'small';
  return chosen === 'text' || (!chosen && connection?.saveData === true) ? 'none' : 'all';
}

/** Whether the browser says by which kind of network it is connected (Chromium on Android does). */
export function isLineKnown(connection: Connection | undefined = connectionOf()): boolean {
  return connection?.type !== undefined && connection.type !== 'unknown';
}

/** What the engine has to know of the line. */
export function lineOf(): { ahead: Ahead; metered: boolean } {
  return { ahead: defaultAhead(), metered: METERED.includes(connectionOf()?.type ?? '') };
}

/** Calls back with what is to be known of the line whenever it changes. */
export function followLine(tell: (line: ReturnType<typeof lineOf>) => void): void {
  connectionOf()?.addEventListener?.('change', () => tell(lineOf()));
}

function connectionOf(): Connection | undefined {
  return (navigator as Navigator & { connection?: Connection }).connection;
}

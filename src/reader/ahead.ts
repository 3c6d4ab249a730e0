import type { Ahead } from '../library/records.ts';

/** What `navigator.connection` says where a browser has it (Chromium). */
export interface Connection {
  type?: string;
  effectiveType?: string;
  saveData?: boolean;
}

/**
 * What to fetch in advance while the reader has not chosen: everything, but only texts where the browser
 * says that the line is cellular, slow or to be spared. Browsers that say nothing count as good lines.
 */
export function defaultAhead(connection: Connection | undefined = connectionOf()): Ahead {
  if (!connection) return 'all';
  const slow = /^(slow-2g|2g|3g)$/.test(connection.effectiveType ?? '');
  return connection.saveData === true || connection.type === 'cellular' || slow ? 'text' : 'all';
}

function connectionOf(): Connection | undefined {
  return (navigator as Navigator & { connection?: Connection }).connection;
}

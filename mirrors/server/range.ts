/** The Range header, single byte ranges only: all that resumed downloads need. */

export type Range = { kind: 'whole' } | { kind: 'part'; first: number; last: number } | { kind: 'outside' };

/** The part of a body of `size` bytes that a Range header asks for; anything unusual means the whole. */
export function readRange(header: string | undefined, size: number): Range {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[1] !== '' && match[2] !== '' && Number(match[2]) < Number(match[1])) return { kind: 'whole' };
  return from >= size || to < from ? { kind: 'outside' } : { kind: 'part', first: from, last: to };
}

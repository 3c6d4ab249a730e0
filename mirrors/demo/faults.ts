/** The faults that an address of the demonstration can be given: the ways in which sites are blocked or go bad. */

export const faults = [
  'fine',
  'refused',
  'black-hole',
  'forbidden',
  'block-page',
  'freeze',
  'reset',
  'tampering',
  'yesterday',
  'slow',
] as const;

export type Fault = (typeof faults)[number];

export function isFault(value: unknown): value is Fault {
  return (faults as readonly unknown[]).includes(value);
}

/** Bytes sent down one connection before `freeze` and `reset` strike: the commonest limit seen in Russia. */
export const CUT_BYTES = 16_000;

/** What a `slow` address sends a second, all its connections together. */
export const SLOW_BYTES_PER_SECOND = 2_048;

/** How many of the next `waiting` bytes may go down a connection that has sent `sent` of them. */
export function allowedBytes(fault: Fault, sent: number, waiting: number): number {
  if (fault === 'black-hole' || fault === 'refused') return 0;
  if (fault === 'freeze' || fault === 'reset') return Math.max(0, Math.min(waiting, CUT_BYTES - sent));
  return waiting;
}

/** Whether a connection takes nothing in any more, so that even a request is never seen. */
export function isDeaf(fault: Fault, sent: number): boolean {
  return fault === 'black-hole' || (fault === 'freeze' && sent >= CUT_BYTES);
}

/** Flips one bit in the middle of every frame and block, as a mirror with bad intent or a bad disk would. */
export function tamper(bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const middle = changed.length >> 1;
  if (middle < changed.length) changed[middle] = changed[middle]! ^ 1;
  return changed;
}

/** What a provider shows instead of the site: with status 200 it passes for an answer. */
export const blockPage = `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Доступ ограничен</title>
<h1>Доступ к ресурсу ограничен</h1><p>Access to this site is restricted.</p></html>
`;

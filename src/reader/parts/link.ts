/** The address of a link from an edition if it may be followed (http, https, mailto), else null. */
export function safeLink(href: unknown): string | null {
  if (typeof href !== 'string') return null;
  try {
    const url = new URL(href);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    // Relative or malformed: there is nothing it could be relative to, so its text alone is shown.
    return null;
  }
}

/** What every link that leaves the app carries: no window handle, no referrer. */
export const OUTSIDE = {
  target: '_blank',
  rel: 'noopener noreferrer',
  referrerpolicy: 'no-referrer',
} as const;

import type { Picture } from '../../src/edition/body.ts';

/** A picture of which only the address and perhaps the words are known. */
export function emptyPicture(url: string, alt = '', caption = '', credit = ''): Picture {
  return { url, alt, caption, credit, width: 0, height: 0 };
}

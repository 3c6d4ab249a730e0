/** What a source has and gives no article of. */
export interface LeftOut {
  /** The article's, or how many of which source where `count` says so; empty where only the address is known. */
  title: string;
  url: string;
  /** Why, following the title in a sentence. */
  reason: string;
  /** So many at once; absent for one. */
  count?: number;
}

/** A sentence without its full stop. */
export function leftOutSentence({ title, url, reason, count }: LeftOut): string {
  const place = url === '' ? '' : ` (${url})`;
  const subject = count !== undefined ? title : title === '' ? `The page ${url}` : `"${title}"${place}`;
  return `${subject} ${reason}`;
}

/** So many items of a source at once. */
export const itemsLeftOut = (count: number, where: string, how: string): LeftOut => ({
  ...{ count, url: '', reason: `${count === 1 ? 'is' : 'are'} ${how}` },
  title: `${count === 1 ? '1 item' : `${count} items`} of ${where}`,
});

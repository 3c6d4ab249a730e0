import { plainAddress } from './same.ts';

/** Where a source says that the same article is in another language. */
export interface Alternate {
  /** A language tag as written, such as `en-GB`; `x-default` names none. */
  language: string;
  /** Absolute address. */
  url: string;
}

/** More languages than any paper has: what names more was made to burden programs. */
const most = 40;

/** The language of a tag such as `en-GB` or `ru_RU`, in small letters; empty where it names none. */
export function languageIn(tag: string): string {
  return /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag.trim())?.[1]?.toLowerCase() ?? '';
}

/**
 * What a draft says of its translations: language to the address of each, without the draft itself; the first of a
 * language counts. A member to spread, so that a draft without any has none.
 * @param own address of the draft
 */
export function translationsIn(
  alternates: readonly Alternate[],
  own: string,
): { translations?: Record<string, string> } {
  const found: Record<string, string> = {};
  for (const { language, url } of alternates.slice(0, most)) {
    const code = languageIn(language);
    // An address without a path is a front page, which many templates name for want of a translation.
    const address = plainAddress(url);
    if (code !== '' && address !== '' && address !== plainAddress(own)) found[code] ??= url;
  }
  return Object.keys(found).length > 0 ? { translations: found } : {};
}

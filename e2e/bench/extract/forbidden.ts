/** What must not stand in the text of a page's article. */
import { parseHTML } from 'linkedom';
import { decodeText } from '../../../mirrors/newsroom/charset.ts';
import type { Fixture } from './fixtures.ts';

/** Machinery of pages, in the languages of the sets: a line that begins so and is short is never a sentence of news. */
const machinery =
  /^(?:advertisement|sign up (?:for|to)|subscribe (?:to|now)|read more\b|read also|related (?:articles|stories|topics)|share (?:this|on)|follow us|we use cookies|accept (?:all )?cookies|all rights reserved|most (?:read|popular)|log in|sign in|newsletter|comments?$|реклама$|читайте также|подпишитесь|поделиться|abonnez-vous|lire aussi|les plus lus|partager|del på|logg inn|sdílet|přihlásit|prisijungti|registruotis|구독|로그인|기사 공유)/iu;

/**
 * Lines of a page that no part of its article has: those that are nothing but a link of four words or more, such as
 * headlines of other articles, and phrases of the page's machinery. None of them stands in the expected text.
 */
export function forbiddenLines({ bytes, text }: Fixture): string[] {
  const { document } = parseHTML(decodeText(bytes));
  const plain = (some: string): string => some.replace(/\s+/g, ' ').trim();
  const expected = plain(text).toLowerCase();
  const lines = new Set<string>();
  for (const link of document.querySelectorAll('a[href]')) {
    const parent = link.closest('p, li, div, h1, h2, h3, h4, h5, td') ?? link;
    const line = plain(link.textContent ?? '');
    if (plain(parent.textContent ?? '') === line && line.split(' ').length >= 4) lines.add(line);
  }
  for (const one of document.querySelectorAll('p, li, h2, h3, h4, h5, span, div, button, a')) {
    if (one.children.length > 2) continue;
    const line = plain(one.textContent ?? '');
    if (line.length < 120 && machinery.test(line)) lines.add(line);
  }
  return [...lines].filter((line) => line !== '' && !expected.includes(line.toLowerCase()));
}

import { parseFragment } from 'parse5';
import { type Block, bodyText } from '../../src/edition/body.ts';
import { escapeText } from './escape.ts';
import { isLabelText } from './label.ts';
import { collapse } from './line.ts';
import { textOf } from './node.ts';

const knownTag =
  /<\/?(?:p|br|a|b|i|em|strong|div|span|img|ul|ol|li|h[1-6]|blockquote|table|tr|td|hr|figure|figcaption|iframe|sup|sub|font|center|pre|code|u|s|small|script|style|section|article|video|audio|form|input|svg|math|object|embed|link|meta|base|body|html|head|marquee|blink|xml|dl|dt|dd|q|cite|time|abbr|del|ins|mark|picture|source|nav|main|header|footer|aside|details|summary|button|label|select|option|textarea|frameset|frame|applet|layer|title|isindex|bgsound)(?=[\s/>])[^<]*?>/i;
const escapedTag =
  /&(?:amp;)?lt;\/?(?:p|br|a|b|i|em|strong|div|span|img|ul|ol|li|h[1-6]|blockquote|table|figure|iframe)(?=[\s/]|&(?:amp;)?gt;)[\s\S]{0,2000}?&(?:amp;)?gt;/i;

/** Whether a text has HTML tags in it. */
export function hasTags(text: string): boolean {
  return knownTag.test(text);
}

/** HTML out of what a feed gives as body: escaped twice, once, or plain text with line breaks. */
export function asHtml(text: string, isText = false): string {
  if (isText) return plainToHtml(escapeText(text));
  if (hasTags(text) || /<!--/.test(text)) return text;
  if (escapedTag.test(text)) {
    const once = textOf(parseFragment(text));
    return asHtml(once);
  }
  return plainToHtml(text.replace(/<(?![a-z/!?])/gi, '&lt;'));
}

/** Empty lines end paragraphs; a single break stays one unless the sentence plainly goes on. */
function plainToHtml(text: string): string {
  const parts = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[ \t]*(?:\n[ \t]*)+/);
  return parts.map((part) => `<p>${part.replace(/\n[ \t]*(?![\p{Ll}])/gu, '<br>')}</p>`).join('');
}

/** Text of a title or a name, in which feeds put markup and entities that are escaped once too often. */
export function plainText(text: string): string {
  let plain = text;
  for (let round = 0; round < 2; round += 1) {
    if (!hasTags(plain) && !/&(?:#\d+|#x[\da-f]+|[a-z]\w{1,30});/i.test(plain)) break;
    plain = textOf(parseFragment(hasTags(plain) ? plain : plain.replaceAll('<', '&lt;')));
  }
  return collapse(plain).trim();
}

/** Longest summary in characters. */
export const longestSummary = 160;

/** Text cut at a word so that it has at most `longest` characters, the sign of omission counted. */
export function cutAtWord(text: string, longest = longestSummary): string {
  const signs = [...text];
  if (signs.length <= longest) return text;
  const cut = signs.slice(0, longest - 1).join('');
  const space = cut.search(/[\s\u00a0][^\s\u00a0]*$/);
  // A word longer than half of it all is cut where it stands.
  return `${(space > longest / 2 ? cut.slice(0, space) : cut).replace(/[\s\u00a0.,;:!?–—-]+$/, '')}…`;
}

/**
 * The line under a title: the description where it says more than the body's labels, bylines and the title itself,
 * else the first paragraph that does. At most 160 characters, empty where there is none.
 */
export function summaryOf(
  description: string,
  body: readonly Block[],
  title: string,
  by: readonly string[],
): string {
  for (const line of [...description.split('\n'), ...bodyText(body).split('\n')]) {
    const text = collapse(line).trim();
    if (text !== '' && !isLabelText(text) && !isByline(text, by) && text !== title) return cutAtWord(text);
  }
  return '';
}

const longestByline = 200;

function isByline(text: string, by: readonly string[]): boolean {
  if (text.length > longestByline) return false;
  const plain = text.replace(/^(?:by|автор(?:ы)?|текст|от)[:\s]+/iu, '').replace(/[.,\s]+$/, '');
  if (by.some((name) => plain.toLowerCase() === name.toLowerCase())) return true;
  if (
    /^(?:by\s+(?:\p{Lu}[\p{L}.'’-]+\s*){1,4}|(?:автор(?:ы)?|текст|фото|photo|text|image)\s*:\s*.{1,60})$/u.test(
      text,
    )
  )
    return true;
  return /^(?:photo|фото|image|credit)s?\s*[:/]/i.test(text) && text.length < 80;
}

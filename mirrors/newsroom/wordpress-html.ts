/** Bodies as WordPress stores them: blank lines for paragraphs, shortcodes, bare addresses for embeds. */
import type { Picture } from '../../src/edition/body.ts';
import { escapeAttribute as attribute, escapeText } from './escape.ts';
import { outsideBlocks } from './wordpress-blocks.ts';

/** Where pictures that are named by a number are found. */
export interface Attachments {
  byId(id: string): Picture | undefined;
  /** Pictures that were uploaded to a post, in order. */
  ofPost(id: string): readonly Picture[];
}

const block =
  '(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|summary|iframe)';
const startsBlock = new RegExp(`^<\\/?${block}(?=[\\s/>])`, 'i');

/**
 * HTML out of `post_content` as WordPress keeps it. What was written in blocks is HTML already, what stands outside of
 * them has blank lines between paragraphs.
 */
export function storedHtml(content: string, post: string, attachments: Attachments): string {
  const html = embedAddresses(openShortcodes(content.replace(/\r\n?/g, '\n'), post, attachments));
  return outsideBlocks(html, paragraphs);
}

/** Shortcodes that hold pictures or addresses become HTML, others go, what stands between two of them stays. */
function openShortcodes(text: string, post: string, attachments: Attachments): string {
  return outsideCode(text, (plain) =>
    plain
      .replace(/\[\[([\w-]+[^[\]]*)\]\]/g, '&#91;$1&#93;')
      .replace(
        /\[(?:wp_)?caption\b([^\]]*)\]([\s\S]*?)\[\/(?:wp_)?caption\]/gi,
        (_, attributes: string, inside: string) => caption(attributes, inside),
      )
      .replace(/\[gallery\b([^\]]*)\]/gi, (_, attributes: string) => gallery(attributes, post, attachments))
      .replace(/\[embed\b[^\]]*\]\s*(https?:\/\/[^\s[\]]+)\s*\[\/embed\]/gi, '\n\n$1\n\n')
      .replace(
        /\[(?:youtube|vimeo|video|audio|playlist|soundcloud|twitter|tweet|instagram)\b[=\s]([^\]]*)\](?:\s*\[\/\w+\])?/gi,
        (_, attributes: string) => media(attributes),
      )
      .replace(/\[code\b[^\]]*\]([\s\S]*?)\[\/code\]/gi, '<pre>$1</pre>')
      // One with a value or an end of its own was meant for a plugin; a word in brackets is a word in brackets.
      .replace(
        /\[([a-z][\w-]*)(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|&#8221;[^\]]*|[^\s\]]+)[^\]]*|\s*\/)\]/gi,
        '',
      )
      .replace(/\[([a-z][\w-]*)\]([\s\S]*?)\[\/\1\]/gi, '$2')
      .replace(/\[\/[a-z][\w-]*\]/gi, '')
      .replace(
        /\[(?:contact-form|toc|more|nextpage|divider|clear|spacer|ad|ads|adsense|share|newsletter|sitemap|[a-z]+(?:_[a-z0-9]+)+)\]/gi,
        '',
      ),
  );
}

/** Applies a change to everything but what stands in `pre` and `code`. */
function outsideCode(text: string, change: (plain: string) => string): string {
  return text
    .split(/(<(pre|code)\b[\s\S]*?<\/\2\s*>)/i)
    .filter((_, at) => at % 3 !== 2)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join('');
}

function caption(attributes: string, inside: string): string {
  const picture = /(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?/i.exec(inside)?.[0] ?? '';
  // Until version 3.4 the words stood in an attribute.
  const words = attributeIn(attributes, 'caption') || inside.replace(picture, '').trim();
  return `\n\n<figure>${picture}<figcaption>${words}</figcaption></figure>\n\n`;
}

function gallery(attributes: string, post: string, attachments: Attachments): string {
  const ids = (attributeIn(attributes, 'ids') || attributeIn(attributes, 'include')).match(/\d+/g);
  const left = new Set(attributeIn(attributes, 'exclude').match(/\d+/g));
  const pictures = ids
    ? ids.filter((id) => !left.has(id)).flatMap((id) => attachments.byId(id) ?? [])
    : attachments.ofPost(attributeIn(attributes, 'id') || post);
  return `\n\n<figure>${pictures.map(figureOf).join('')}</figure>\n\n`;
}

/** A picture as HTML, its caption and credit with it. */
export function figureOf({ url, alt, caption: words, credit }: Picture): string {
  const about = words || credit;
  const text = `${escapeText(words)}${credit ? `<span class="credit">${escapeText(credit)}</span>` : ''}`;
  return `<figure><img src="${attribute(url)}" alt="${attribute(alt)}">${about ? `<figcaption>${text}</figcaption>` : ''}</figure>`;
}

function media(attributes: string): string {
  const address = /https?:\/\/[^\s"'\]]+/.exec(attributes)?.[0];
  return address ? `\n\n<iframe src="${attribute(address)}"></iframe>\n\n` : '';
}

function attributeIn(attributes: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s\\]]+))`, 'i').exec(attributes);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? '';
}

/** An address alone on its line is an embed to WordPress. A picture or another page stays a link. */
function embedAddresses(text: string): string {
  const line =
    /^([ \t]*(?:<(?:p|div)\b[^>]*>)?[ \t]*)(https?:\/\/[^\s<>"]+)([ \t]*(?:<\/(?:p|div)>)?[ \t]*)$/gim;
  return text.replace(line, (whole, before: string, address: string, after: string) =>
    known.test(address) || /wp-block-embed__wrapper/.test(before)
      ? `${before}<iframe src="${attribute(address)}"></iframe>${after}`
      : whole,
  );
}

const known =
  /^https?:\/\/(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com|instagram\.com|facebook\.com|t\.me|soundcloud\.com|spotify\.com|tiktok\.com|rutube\.ru|vk\.com|dailymotion\.com|flickr\.com|slideshare\.net|ted\.com|reddit\.com|bsky\.app|mastodon\.\w+|podcasts\.apple\.com|mixcloud\.com|scribd\.com)\//i;

/** Blank lines end paragraphs, single breaks stay breaks, blocks stay as they are. */
function paragraphs(html: string): string {
  const kept: string[] = [];
  // Blank lines in code are code.
  const text = html.replace(
    /<pre\b[\s\S]*?<\/pre\s*>/gi,
    (code) => `\n\n\ue000${kept.push(code) - 1}\ue000\n\n`,
  );
  return text
    .replace(new RegExp(`(<${block}(?=[\\s/>])[^>]*>)`, 'gi'), '\n\n$1')
    .replace(new RegExp(`(</${block}>)`, 'gi'), '$1\n\n')
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      if (startsBlock.test(part) || part.startsWith('\ue000')) return part;
      return /<\/(?:li|td|th|figcaption|p|h[1-6])>\s*$/i.test(part)
        ? part.replace(/\n/g, '<br>')
        : `<p>${part.replace(/\n/g, '<br>')}</p>`;
    })
    .join('\n')
    .replace(/\ue000(\d+)\ue000/g, (_, at: string) => kept[Number(at)] ?? '');
}

/**
 * HTML as WordPress prints it, with captions of the time before `figcaption` said in elements.
 */
export function mendPrinted(html: string): string {
  if (!html.includes('wp-caption')) return html;
  return html.replace(
    /<div[^>]*\bwp-caption\b[^>]*>([\s\S]{0,4000}?)<(p|span|dd)[^>]*\bwp-caption-text\b[^>]*>([\s\S]{0,4000}?)<\/\2>\s*<\/div>/gi,
    '<figure>$1<figcaption>$3</figcaption></figure>',
  );
}

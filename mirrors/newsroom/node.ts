import type { DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

/** Value of an attribute, or empty. */
export function attributeOf(node: Pick<Element, 'attrs'>, name: string): string {
  return node.attrs.find((one) => one.name === name)?.value ?? '';
}

/** All text below a node, without scripts and styles; safe for any depth. */
export function textOf(node: Node | DefaultTreeAdapterMap['documentFragment']): string {
  const parts: string[] = [];
  const waiting: (Node | DefaultTreeAdapterMap['documentFragment'])[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.nodeName === '#text') parts.push((next as DefaultTreeAdapterMap['textNode']).value);
    else if ('childNodes' in next && !/^(?:script|style|noscript|template)$/.test(next.nodeName)) {
      if (next.nodeName === 'br') parts.push('\n');
      for (let i = next.childNodes.length - 1; i >= 0; i -= 1) waiting.push(next.childNodes[i]!);
    }
  }
  return parts.join('');
}

/** Text of a `pre`, its line breaks kept and the one that ends it dropped. */
export function codeText(node: Element): string {
  return textOf(node).replace(/\r\n?/g, '\n').replace(/^\n/, '').replace(/\s+$/, '');
}

/** Whether the writer meant nobody to see it. */
export function isHidden(node: Element): boolean {
  return (
    node.attrs.some((one) => one.name === 'hidden') ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributeOf(node, 'style'))
  );
}

/** Names of what plugins put into texts: buttons to share, lists of other articles, lists of contents, ratings. */
const additions =
  /(?:^|\s)(?:sharedaddy|jp-relatedposts|addtoany_share_save_container|ya-share2|yarpp(?:-related)?|crp_related|heateor_sss_sharing_container|essb_links|ssba|lwptoc|ez-toc-container|toc_container|kk-star-ratings|post-ratings|wp-block-file__button|wp-block-(?:social-links|latest-posts|latest-comments|search|tag-cloud|rss)|wp-block-jetpack-(?:subscriptions|mailchimp|like|related-posts|sharing-buttons|contact-form))(?=$|\s)/;

/** Whether something is no word of the writer's, but what a known plugin adds to everything. */
export function isAddition(node: Element): boolean {
  return node.attrs.some(({ name, value }) => (name === 'class' || name === 'id') && additions.test(value));
}

/** Whether a picture or frame is a counter rather than something to look at: a pixel or two, or a known counter. */
export function isTiny(node: Element): boolean {
  const size = (name: string): number => {
    const written =
      attributeOf(node, name) ||
      new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*(\\d+)px`, 'i').exec(attributeOf(node, 'style'))?.[1];
    return written ? Number.parseInt(written, 10) : Number.NaN;
  };
  if (size('width') <= 2 || size('height') <= 2) return true;
  return /feeds\.feedburner\.com\/~[rf]|\/~4\/|pixel\.wp\.com|counter\.yadro\.ru|mc\.yandex\.ru|feedsportal\.com|\/(?:pixel|spacer|blank|1x1)\.(?:gif|png)/i.test(
    attributeOf(node, 'src'),
  );
}

/** Where a link leads, absolute; empty where it is no http, https or mailto link. */
export function linkAddress(node: Element, base: string): string {
  const address = webAddress(attributeOf(node, 'href'), base, /^(?:https?|mailto):$/);
  return leadsNowhere(address) ? '' : address;
}

/** Whether an address is of the kind that stands for a folder of files: it means nothing to a reader. */
export function leadsNowhere(address: string): boolean {
  return /^https?:\/\/[^/?#]*\.invalid(?:[/?#:]|$)/i.test(address);
}

/** The best address of a picture, looking past the stand-ins of lazy loading; empty where it has none. */
export function imageAddress(node: Pick<Element, 'attrs'>, base: string): string {
  const largest = (set: string): string => {
    let best = '';
    let size = 0;
    for (const part of set.split(/,\s+|,(?=https?:)/)) {
      const [address = '', measure = '1x'] = part.trim().split(/\s+/);
      const value = Number.parseFloat(measure);
      if (address && value > size) [best, size] = [address, value];
    }
    return best;
  };
  for (const written of [
    attributeOf(node, 'data-src'),
    attributeOf(node, 'data-lazy-src'),
    attributeOf(node, 'data-original'),
    attributeOf(node, 'src'),
    largest(attributeOf(node, 'data-srcset')),
    largest(attributeOf(node, 'srcset')),
  ]) {
    const address = webAddress(written, base, /^https?:$/);
    if (address) return address;
  }
  return '';
}

/** An address made absolute, if its scheme is one of those allowed; else empty. */
export function webAddress(written: string, base: string, schemes = /^https?:$/): string {
  const text = written.trim();
  if (text === '') return '';
  const from = base === '' ? undefined : base;
  if (!URL.canParse(text, from)) return '';
  const address = new URL(text, from);
  if (!schemes.test(address.protocol) || (address.protocol !== 'mailto:' && address.hostname === ''))
    return '';
  return address.href;
}

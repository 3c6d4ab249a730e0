/** The characters that no XML may hold. */
const forbidden = /[^\P{Cc}\t\n\r\u0080-\u009f]|[\ufffe\uffff]/gu;

/**
 * XML as a parser of feeds takes it: nothing before the first element, no document type (its entities are a known
 * bomb, and no feed needs them), no forbidden characters, a body written as XHTML put where a parser looks for it.
 */
export function cleanXml(text: string): string {
  const plain = text
    .replace(forbidden, '')
    .replace(/^[^<]+/, '')
    .replace(/^(?:\s*(?:<!--[\s\S]*?-->|<\?[\s\S]*?\?>))+/, '');
  return liftXhtmlBodies(nameBodies(openBase64(dropDoctype(plain)))).trimStart();
}

function dropDoctype(text: string): string {
  const start = /<!DOCTYPE/i.exec(text.slice(0, 100_000));
  if (!start) return text;
  // A document type inside an item is somebody's text.
  const root = /<(?:[\w-]+:)?(?:rss|feed|rdf|channel)[\s>]/i.exec(text);
  if (root && root.index < start.index) return text;
  let depth = 0;
  for (let at = start.index; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '[') depth += 1;
    else if (sign === ']') depth -= 1;
    else if (sign === '>' && depth <= 0) return text.slice(0, start.index) + text.slice(at + 1);
    else if (sign === '<' && depth <= 0 && at > start.index + 2000) break;
  }
  return text.slice(root ? root.index : start.index);
}

/** Atom 0.3 could say that a text is base64; parsers have forgotten it. */
function openBase64(text: string): string {
  return text.replace(
    /<((?:[\w-]+:)?(?:content|summary|title))(\s[^<>]*)>([A-Za-z0-9+/=\s]*)<\/\1\s*>/gi,
    (whole, tag: string, attributes: string, inside: string) => {
      const mode = /\smode=["']base64["']/i.exec(attributes);
      if (!mode) return whole;
      const html = Buffer.from(inside, 'base64').toString('utf8').replaceAll(']]>', ']]&gt;');
      return `<${tag}${attributes.replace(mode[0], '')}><![CDATA[${html}]]></${tag}>`;
    },
  );
}

/** Elements that hold a whole body under another name, Yandex's among them, get the one that a parser looks for. */
function nameBodies(text: string): string {
  return text.replace(
    /<(\/?)(?:fullitem|(?:yandex:)?full-text|turbo:content)(?=[\s>])/gi,
    '<$1content:encoded',
  );
}

/** What an item says in XHTML, under any prefix, becomes `content:encoded`. */
function liftXhtmlBodies(text: string): string {
  if (!/http:\/\/www\.w3\.org\/1999\/xhtml/.test(text)) return text;
  return text
    .split(/(?<=<\/(?:[\w-]+:)?item\s*>)/i)
    .map((piece) => {
      const start = /<(?:[\w-]+:)?item[\s>]/i.exec(piece)?.index;
      const isItem = start !== undefined && /<\/(?:[\w-]+:)?item\s*>$/i.test(piece.slice(-100));
      return isItem ? piece.slice(0, start) + liftLast(liftBodies(piece.slice(start))) : piece;
    })
    .join('');
}

/** Every `<body>` of an item. */
function liftBodies(item: string): string {
  let [made, at] = ['', 0];
  let open: RegExpExecArray | undefined;
  for (const mark of item.matchAll(/<(\/?)((?:[\w-]+:)?)body(\s[^<>]*)?>/gi)) {
    const [whole, slash, prefix = '', attributes = ''] = mark;
    if (!slash) {
      if (!open && (prefix !== '' || /1999\/xhtml/.test(attributes))) open = mark;
    } else if (open?.[2] === prefix) {
      made +=
        item.slice(at, open.index) + asContent(item.slice(open.index + open[0].length, mark.index), prefix);
      at = mark.index + whole.length;
      open = undefined;
    }
  }
  return made + item.slice(at);
}

/** The element of XHTML that is the last of an item, and all between the first of its kind and its end. */
function liftLast(item: string): string {
  const end = /<\/((?:xhtml|html|h):)(div|section|p)\s*>\s*<\/item\s*>$/i.exec(item);
  if (!end) return item;
  const [whole, prefix = '', tag] = end;
  const start = new RegExp(`<${prefix}${tag}(?:\\s[^<>]*)?>`, 'i').exec(item);
  if (!start) return item;
  const inside = item.slice(start.index + start[0].length, end.index);
  return `${item.slice(0, start.index)}${asContent(inside, prefix)}${whole.slice(whole.lastIndexOf('</'))}`;
}

/** `html` whose elements may have a prefix, such as `xhtml:`. */
function asContent(html: string, prefix: string): string {
  const bare = prefix ? html.replaceAll(`<${prefix}`, '<').replaceAll(`</${prefix}`, '</') : html;
  return `<content:encoded><![CDATA[${bare.replaceAll(']]>', ']]&gt;')}]]></content:encoded>`;
}

/** A text without what stands between two marks, these included; what never ends stays. */
function without(text: string, start: string, end: string): string {
  let [made, at] = ['', 0];
  for (;;) {
    const from = text.indexOf(start, at);
    const to = from < 0 ? -1 : text.indexOf(end, from + start.length);
    if (to < 0) return made + text.slice(at);
    made += text.slice(at, from);
    at = to + end.length;
  }
}

/** The name of the first element, without its prefix, in lower case; empty where there is none. */
export function rootName(xml: string): string {
  const bare = without(without(xml.slice(0, 100_000), '<!--', '-->'), '<?', '?>');
  return /<(?:[\w-]+:)?([\w-]+)/.exec(bare)?.[1]?.toLowerCase() ?? '';
}

const firstItem = /<((?:[\w-]+:)?(?:item|entry))[\s>]/i;

/** How many items a feed seems to have. */
export function countItems(xml: string): number {
  const bare = without(without(xml, '<![CDATA[', ']]>'), '<!--', '-->');
  const tag = firstItem.exec(bare)?.[1];
  return tag ? (bare.match(new RegExp(`<${tag}[\\s>]`, 'g'))?.length ?? 0) : 0;
}

/** What is left of a feed whose XML is broken. */
export interface Pieces {
  /** Whole items as XML, in their order; one that was cut short is closed. */
  items: string[];
  /** A feed of some of them that says nothing of itself. */
  feedOf(items: readonly string[]): string;
  /** What the feed says of itself, as a feed with one item that is none of its own. */
  head: string;
}

/** A feed whose XML is broken, cut into its items; one that is broken itself then costs itself only. */
export function salvage(text: string): Pieces {
  const none: Pieces = { items: [], feedOf: () => '', head: '' };
  const first = firstItem.exec(text);
  if (!first) return none;
  const tag = first[1]!;
  const head = text.slice(0, first.index);
  const root = /<((?:[\w-]+:)?(?:rss|feed|rdf))(?:\s[^<>]*)?>/i.exec(head);
  if (!root) return none;
  const inChannel = /<channel[\s>]/i.test(head) && !/<\/channel\s*>/i.test(head);
  const opening = `${root[0]}${inChannel ? '<channel>' : ''}`;
  const closing = `${inChannel ? '</channel>' : ''}</${root[1]}>`;
  const items = text.slice(first.index).split(new RegExp(`(?=<${tag}[\\s>])`, 'i'));
  return {
    items: items.slice(0, 20_000).map((item) => {
      const end = new RegExp(`</${tag}\\s*>`, 'i').exec(item);
      return end ? item.slice(0, end.index + end[0].length) : `${closeCdata(item)}</${tag}>`;
    }),
    feedOf: (some) => `${opening}${some.join('')}${closing}`,
    head: `${head}<${tag}><title>-</title></${tag}>${closing}`,
  };
}

/** An item cut short: an open CDATA section is closed, a tag cut in the middle dropped, open elements closed. */
function closeCdata(item: string): string {
  let text = item.lastIndexOf('<![CDATA[') > item.lastIndexOf(']]>') ? `${item}]]>` : item;
  const lastOpen = text.lastIndexOf('<');
  if (lastOpen > text.lastIndexOf('>')) text = text.slice(0, lastOpen);
  const open: string[] = [];
  const bare = without(without(text, '<![CDATA[', ']]>'), '<!--', '-->');
  for (const m of bare.matchAll(/<(\/?)([\w:-]+)[^<>]*?(\/?)>/g)) {
    if (m[1]) open.splice(Math.max(0, open.lastIndexOf(m[2]!)));
    else if (!m[3]) open.push(m[2]!);
  }
  return (
    text +
    open
      .slice(1)
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}

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
    /<((?:[\w-]+:)?(?:content|summary|title))(\s[^>]*?)\s+mode=["']base64["']([^>]*)>([A-Za-z0-9+/=\s]*)<\/\1\s*>/gi,
    (_, tag: string, before: string, after: string, inside: string) => {
      const html = Buffer.from(inside, 'base64').toString('utf8').replaceAll(']]>', ']]&gt;');
      return `<${tag}${before}${after}><![CDATA[${html}]]></${tag}>`;
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

/** `<body>` of the XHTML namespace inside an item, under any prefix, becomes `content:encoded`. */
function liftXhtmlBodies(text: string): string {
  if (!/http:\/\/www\.w3\.org\/1999\/xhtml/.test(text)) return text;
  return text
    .replace(
      /<((?:[\w-]+:)?)body(\s[^>]*)?>([\s\S]*?)<\/\1body\s*>(?=[\s\S]{0,20000}?<\/(?:[\w-]+:)?item\s*>)/gi,
      (whole, prefix: string, attributes: string | undefined, inside: string) => {
        const named = prefix !== '' || /1999\/xhtml/.test(attributes ?? '');
        return named
          ? asContent(prefix ? inside.replaceAll(`<${prefix}`, '<').replaceAll(`</${prefix}`, '</') : inside)
          : whole;
      },
    )
    .replace(
      /<(xhtml|html|h):(div|section|p)(\s[^>]*)?>([\s\S]*?)<\/\1:\2\s*>(?=\s*<\/item\s*>)/gi,
      (_, prefix: string, _tag, _attributes, inside: string) =>
        asContent(inside.replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</')),
    );
}

function asContent(html: string): string {
  return `<content:encoded><![CDATA[${html.replaceAll(']]>', ']]&gt;')}]]></content:encoded>`;
}

/**
 * A feed whose XML is broken, cut into feeds of one item each; an item that is broken itself then costs itself only.
 * An end that is missing is added.
 */
export function salvage(text: string): string[] {
  const first = /<((?:[\w-]+:)?(?:item|entry))[\s>]/i.exec(text);
  if (!first) return [];
  const tag = first[1]!;
  const head = text.slice(0, first.index);
  const root = /<((?:[\w-]+:)?(?:rss|feed|rdf))(?:\s[^>]*)?>/i.exec(head);
  if (!root) return [];
  const inChannel = /<channel[\s>]/i.test(head) && !/<\/channel\s*>/i.test(head);
  const opening = `${root[0]}${inChannel ? '<channel>' : ''}`;
  const closing = `${inChannel ? '</channel>' : ''}</${root[1]}>`;
  const items = text.slice(first.index).split(new RegExp(`(?=<${tag}[\\s>])`, 'i'));
  return items.slice(0, 20_000).map((item) => {
    const end = new RegExp(`</${tag}\\s*>`, 'i').exec(item);
    return (
      opening + (end ? item.slice(0, end.index + end[0].length) : `${closeCdata(item)}</${tag}>`) + closing
    );
  });
}

/** An item cut short: an open CDATA section is closed, a tag cut in the middle dropped, open elements closed. */
function closeCdata(item: string): string {
  let text = item.lastIndexOf('<![CDATA[') > item.lastIndexOf(']]>') ? `${item}]]>` : item;
  const lastOpen = text.lastIndexOf('<');
  if (lastOpen > text.lastIndexOf('>')) text = text.slice(0, lastOpen);
  const open: string[] = [];
  const bare = text.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, '');
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

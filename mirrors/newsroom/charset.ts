import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/**
 * Text of a document in an unknown or wrongly labelled character set. In this order: byte order mark, the pattern of
 * zero bytes in UTF-16 and UTF-32, valid UTF-8 (it wins over any label, since nothing else is so by chance), the
 * label of the transport, the label in the document, a guess from the bytes.
 * @param type the Content-Type it came with, or empty.
 */
export function decodeText(bytes: Uint8Array, type = ''): string {
  const wide = wideCharset(bytes);
  if (wide) return iconv.decode(Buffer.from(bytes), wide).replace(/^\ufeff/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8 throughout: the labels and the guess below are for this.
  }
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const labels = [
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(type)?.[1],
    /^[^<]*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1],
    /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1],
  ];
  const almost = almostUtf8(bytes);
  for (const label of labels) {
    if (!label) continue;
    if (/^utf-?8$/i.test(label)) {
      if (almost !== undefined) return almost;
      continue;
    }
    const text = decodeAs(bytes, label);
    if (text !== undefined && !text.includes('\ufffd')) return text;
  }
  if (almost !== undefined) return almost;
  return guess(bytes) ?? iconv.decode(Buffer.from(bytes), 'windows-1252').replaceAll('\ufffd', '');
}

function wideCharset(b: Uint8Array): string | undefined {
  const [p, q, r, s] = b;
  if (p === 0 && q === 0 && r === 0xfe && s === 0xff) return 'utf-32be';
  if (p === 0xff && q === 0xfe && r === 0 && s === 0) return 'utf-32le';
  if (p === 0xfe && q === 0xff) return 'utf-16be';
  if (p === 0xff && q === 0xfe) return 'utf-16le';
  if (p === 0 && q === 0 && r === 0 && s === 0x3c) return 'utf-32be';
  if (p === 0x3c && q === 0 && r === 0 && s === 0) return 'utf-32le';
  if (p === 0 && q === 0x3c && r === 0) return 'utf-16be';
  if (p === 0x3c && q === 0 && s === 0) return 'utf-16le';
  return undefined;
}

function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  // As browsers do: what is called Latin-1 or ASCII is windows-1252, and the old Chinese sets are read by the newest.
  const name = label.toLowerCase();
  const charset = /^(iso-?8859-?1|latin-?1|(us-)?ascii)$/.test(name)
    ? 'windows-1252'
    : /^(gb2312|gbk|gb_2312-80|x-gbk)$/.test(name)
      ? 'gb18030'
      : name;
  if (/^utf-?(16|32|7)/.test(charset) || !iconv.encodingExists(charset)) return undefined;
  return iconv.decode(Buffer.from(bytes), charset);
}

/** UTF-8 with a few stray bytes, which are read as windows-1252; undefined where they are more than a few. */
function almostUtf8(bytes: Uint8Array): string | undefined {
  let good = 0;
  const stray: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at);
    if (length === 0) {
      stray.push(at);
      at += 1;
    } else {
      if (length > 1) good += 1;
      at += length;
    }
  }
  if (stray.length > good / 20 + 1 || good < 2) return undefined;
  let text = '';
  let from = 0;
  for (const at of stray) {
    text += Buffer.from(bytes.subarray(from, at)).toString('utf8');
    text += iconv.decode(Buffer.from(bytes.subarray(at, at + 1)), 'windows-1252').replace('\ufffd', '');
    from = at + 1;
  }
  return (text + Buffer.from(bytes.subarray(from)).toString('utf8')).replace(/^\ufeff/, '');
}

function sequenceAt(b: Uint8Array, at: number): number {
  const first = b[at]!;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) === 0xe0 ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > b.length) return 0;
  for (let i = 1; i < length; i += 1) if ((b[at + i]! & 0xc0) !== 0x80) return 0;
  const second = b[at + 1]!;
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0;
  return length;
}

function guess(bytes: Uint8Array): string | undefined {
  // Markup is ASCII and speaks for English; the letters alone tell the language.
  const letters = Buffer.from(bytes.subarray(0, 400_000))
    .toString('latin1')
    .replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  for (const { name } of analyse(Buffer.from(letters, 'latin1'))) {
    if (/^(ascii|utf|iso-2022)/i.test(name)) continue;
    const text = decodeAs(bytes, name);
    if (text !== undefined && !text.includes('\ufffd')) return text;
  }
  return undefined;
}

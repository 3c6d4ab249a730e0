import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import iconv from 'iconv-lite';

/** An item longer than this (letters) is broken, or nobody's article. */
const longest = 30_000_000;

/** A stretch of a WXR file: what stands before the first item, or an item, its tags included. */
export interface Stretch {
  kind: 'head' | 'item';
  xml: string;
  /** Whether its end was found. */
  isWhole: boolean;
}

/**
 * Cuts a WXR file into its items without ever holding more than one of them and a piece of the file. What looks like
 * an end inside CDATA is none. An item that has no end is given up to the next one, marked so.
 */
export async function* wxrStretches(file: string, signal?: AbortSignal): AsyncGenerator<Stretch> {
  let text = '';
  let isHead = true;
  for await (const piece of textOfFile(file, signal)) {
    text += piece;
    for (;;) {
      const cut = isHead ? endOfHead(text) : endOfItem(text, 'more');
      if (!cut) break;
      yield cut.stretch;
      text = cut.rest;
      isHead = false;
    }
    if (text.length > longest) {
      const next = text.search(/<item[\s>]/i);
      text = next > 0 ? text.slice(next) : text.slice(-10);
      isHead = false;
    }
  }
  if (isHead) yield { kind: 'head', xml: text, isWhole: true };
  for (let cut = endOfItem(text, 'end'); cut; cut = endOfItem(text, 'end')) {
    yield cut.stretch;
    text = cut.rest;
  }
}

interface Cut {
  stretch: Stretch;
  rest: string;
}

function endOfHead(text: string): Cut | null {
  const at = text.search(/<item[\s>]/i);
  if (at < 0) return null;
  return { stretch: { kind: 'head', xml: text.slice(0, at), isWhole: true }, rest: text.slice(at) };
}

/** The first item of a text and what follows it; null where more of the file is needed, or nothing is left. */
function endOfItem(text: string, after: 'more' | 'end'): Cut | null {
  const start = text.search(/<item[\s>]/i);
  if (start < 0) return null;
  const mark = /<!\[CDATA\[|<\/item\s*>|<item[\s>]|<\/channel\s*>/gi;
  mark.lastIndex = start + 5;
  const item = (end: number, isWhole: boolean): Cut => ({
    stretch: { kind: 'item', xml: text.slice(start, end), isWhole },
    rest: text.slice(end),
  });
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0].startsWith('</item')) return item(mark.lastIndex, true);
    if (found[0] !== '<![CDATA[') return item(found.index, false);
    const close = text.indexOf(']]>', mark.lastIndex);
    if (close < 0) {
      if (after === 'more') return null;
      // A section that never ends: the next item begins where it says so.
      const next = text.slice(mark.lastIndex).search(/<item[\s>]/i);
      return item(next < 0 ? text.length : mark.lastIndex + next, false);
    }
    mark.lastIndex = close + 3;
  }
  return after === 'more' ? null : item(text.length, false);
}

/** The file's text, piece by piece: UTF-8 unless its first line says something else that is known. */
async function* textOfFile(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(await charsetOf(file));
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 18, ...(signal && { signal }) })) {
    yield decoder.write(piece as Buffer).replaceAll('\ufffd', '');
  }
  yield (decoder.end() ?? '').replaceAll('\ufffd', '');
}

async function charsetOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    const head = buffer.subarray(0, bytesRead).toString('latin1');
    const named = /^[^<]*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ?? 'utf-8';
    return iconv.encodingExists(named) ? named : 'utf-8';
  } finally {
    await handle.close();
  }
}

/** A sentence as it is spoken, and where it stands in the page. */
export interface Sentence {
  text: string;
  range: Range;
}

/** A longer one is spoken in pieces (letters): Chromium falls silent in the middle of what takes over 15 s. */
const LONGEST = 220;
/** What holds a line of its own: no sentence goes on from one into the next. */
const LINES = 'h1, h2, h3, h4, p, li, td, th, pre, figcaption, .caption, time';
/** What is there to be pressed or looked at, and footnotes, which would tear the sentence apart. */
const SILENT = 'button, sup, a.button, .note, .inset, .absent, .lost, .embed, .credit, .quiet';

/** Cuts a text into sentences; from where to where each goes. */
export function cutSentences(text: string, language: string): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const { segment, index } of segments(text, language)) {
    if (!/[\p{L}\p{N}]/u.test(segment)) continue;
    let from = index;
    const end = index + segment.length;
    while (end - from > LONGEST) {
      const piece = text.slice(from, from + LONGEST);
      // Best after a sign, else between words, else anywhere.
      const at = piece.search(/[,;:.!?…][^,;:.!?…]*$/) + 1 || piece.lastIndexOf(' ') + 1 || LONGEST;
      found.push([from, from + at]);
      from += at;
    }
    found.push([from, end]);
  }
  return found;
}

function segments(text: string, language: string): Iterable<{ segment: string; index: number }> {
  if (typeof Intl.Segmenter === 'function')
    return new Intl.Segmenter(language || undefined, { granularity: 'sentence' }).segment(text);
  return [...text.matchAll(/[^.!?…]*[.!?…]*[»"”)]*\s*/gu)].map(({ 0: segment, index }) => ({
    segment,
    index,
  }));
}

/** The sentences of an article as it stands in the page: title and text, and captions if they are wanted. */
export function readSentences(article: Element, language: string, captions: boolean): Sentence[] {
  const silent = captions ? SILENT : `${SILENT}, figcaption`;
  const lines = new Map<Element, Text[]>();
  for (const part of article.querySelectorAll('h1, .body')) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      const line = node.parentElement?.closest(LINES) ?? part;
      if (node.parentElement?.closest(silent)) continue;
      lines.set(line, [...(lines.get(line) ?? []), node]);
    }
  }
  return [...lines.values()].flatMap((nodes) => sentencesOf(nodes, language));
}

function sentencesOf(nodes: readonly Text[], language: string): Sentence[] {
  const text = nodes.map((node) => node.data).join('');
  return cutSentences(text, language).map(([from, to]) => {
    const range = document.createRange();
    let at = 0;
    for (const node of nodes) {
      const [start, end] = [from - at, to - at];
      if (start >= 0 && start < node.length) range.setStart(node, start);
      if (end > 0 && end <= node.length) range.setEnd(node, end);
      at += node.length;
    }
    return { text: text.slice(from, to).trim(), range };
  });
}

import { type Inline, inlineText } from '../../src/edition/body.ts';

/** White space as HTML shows it: runs become one space, no-break spaces stay. */
export function collapse(text: string): string {
  // Most text is tidy already, and a body has very many pieces.
  if (!untidy.test(text)) return text;
  return text.replace(/[ \t\n\r\f\v\u2028\u2029]+/g, ' ').replace(/[^\P{Cc}\u0080-\u009f]|\ufeff/gu, '');
}

const untidy = / {2}|[^\P{Cc}\u0080-\u009f]|[\u2028\u2029\ufeff]/u;

/** How many marks may stand inside each other. */
const deepestMark = 3;

/** A line with its white space collapsed across marks, its ends trimmed, and neighbouring strings joined. */
export function tidyLine(line: readonly Inline[]): Inline[] {
  let spaced = true;
  const tidy = (pieces: readonly Inline[], depth: number): Inline[] => {
    const out: Inline[] = [];
    const push = (text: string): void => {
      const last = out.at(-1);
      if (typeof last === 'string') out[out.length - 1] = last + text;
      else if (text !== '') out.push(text);
    };
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        let text = collapse(piece);
        if (spaced && text.startsWith(' ')) text = text.slice(1);
        if (text === '') continue;
        spaced = text.endsWith(' ');
        push(text);
      } else if (piece[0] === 'br') {
        const before = out.at(-1);
        // Within a mark, where no paragraph can end, an empty line is one break.
        if (!Array.isArray(before) || before[0] !== 'br') out.push(['br']);
        spaced = true;
      } else if (piece[0] === 'ref') out.push(piece);
      else {
        const children = tidy((piece[0] === 'a' ? piece.slice(2) : piece.slice(1)) as Inline[], depth + 1);
        if (children.length === 0) continue;
        if (children.every((child) => typeof child === 'string' && child.trim() === ''))
          push(children.join(''));
        else if (depth > deepestMark)
          for (const child of children) typeof child === 'string' ? push(child) : out.push(child);
        else out.push(piece[0] === 'a' ? ['a', piece[1], ...children] : [piece[0], ...children]);
      }
    }
    return out;
  };
  return trimEnd(trimStart(tidy(line, 1)));
}

function trimStart(line: Inline[]): Inline[] {
  const out = [...line];
  while (out.length > 0) {
    const first = out[0]!;
    if (Array.isArray(first) && first[0] === 'br') out.shift();
    else if (typeof first === 'string' && first.trim() === '') out.shift();
    else break;
  }
  if (typeof out[0] === 'string') out[0] = out[0].trimStart();
  return out;
}

function trimEnd(line: Inline[]): Inline[] {
  const out = [...line];
  while (out.length > 0) {
    const last = out.at(-1)!;
    if (Array.isArray(last) && last[0] === 'br') out.pop();
    else if (typeof last === 'string' && last.trim() === '') out.pop();
    else break;
  }
  const last = out.at(-1);
  if (typeof last === 'string') out[out.length - 1] = last.trimEnd();
  // A space before a line break shows nowhere.
  for (let at = 1; at < out.length; at += 1) {
    const before = out[at - 1];
    if (Array.isArray(out[at]) && out[at]![0] === 'br' && typeof before === 'string')
      out[at - 1] = before.trimEnd();
  }
  return out.filter((piece) => piece !== '');
}

/** Whether a tidied line shows nothing. */
export function isEmptyLine(line: readonly Inline[]): boolean {
  if (line.some((piece) => typeof piece === 'string' && /[\p{L}\p{N}]/u.test(piece))) return false;
  return !/[^\s\u00a0\u200b-\u200f\u2060\ufeff]/.test(inlineText(['p', ...line]));
}

/** An article that is larger than a pack becomes lines of consecutive packs (docs/format.md section 7). */
import type { Article, Block } from '../../src/edition/body.ts';
import type { Line } from '../../src/edition/pack.ts';
import { mostThatFit, sizeOfText } from './deflate.ts';
import { countNodes, MOST_NODES } from './tame.ts';

/** Letters of text that a deflated byte is first taken to hold; what is found corrects it. */
const LETTERS_PER_BYTE = 3;

/** Size of a block that holds these lines (bytes); infinite where a reader would refuse it. */
export function sizeOfLines(lines: readonly string[]): number {
  let letters = 0;
  for (const line of lines) letters += line.length;
  return letters > 200_000 ? Number.POSITIVE_INFINITY : sizeOfText(lines.join('\n'));
}

/**
 * Splits an article into lines that each fill a pack of `limit` bytes, at borders of nodes where that is possible;
 * a node larger than a pack is cut as JSON text. `joinParts` puts them together again.
 */
export function splitArticle(article: Article, limit: number): Line[] {
  const { body, ...meta } = article;
  const parts: Line[] = [];
  let next = 0;
  let rest = '';
  while (parts.length === 0 || next < body.length || rest !== '') {
    const line = (parts.length === 0 ? meta : { id: meta.id, part: parts.length }) as Omit<Line, 'body'>;
    let part: Line = { ...line, body: [] };
    if (rest !== '') {
      const length = longest(rest, limit, (glue) => sizeOfLine({ ...line, glue, open: true, body: [] }));
      if (length < rest.length) {
        parts.push({ ...line, glue: rest.slice(0, length), open: true, body: [] });
        rest = rest.slice(length);
        continue;
      }
      part = { ...line, glue: rest, body: [] };
      rest = '';
    }
    const count = nodesThatFit(part, body, next, limit);
    part.body = body.slice(next, next + count);
    next += count;
    const node = body[next];
    if (node !== undefined && sizeOfLine({ ...continued(article), body: [node] }) > limit) {
      const text = JSON.stringify(node);
      const length = longest(text, limit, (cut) => sizeOfLine({ ...part, cut }));
      if (length > 0) {
        part.cut = text.slice(0, length);
        rest = text.slice(length);
        next++;
      }
    }
    parts.push(part);
  }
  return parts;
}

const continued = ({ id }: Article) => ({ id, part: 1000 }) as Omit<Line, 'body'>;

function sizeOfLine(line: Line): number {
  if (countNodes(line) > MOST_NODES) return Number.POSITIVE_INFINITY;
  return sizeOfLines([JSON.stringify(line)]);
}

function nodesThatFit(part: Line, body: readonly Block[], from: number, limit: number): number {
  let guess = 0;
  for (
    let letters = 0;
    from + guess < body.length && letters < limit * LETTERS_PER_BYTE && guess < MOST_NODES;
    guess++
  ) {
    letters += JSON.stringify(body[from + guess]).length;
  }
  return mostThatFit(body.length - from, guess, limit, (count) =>
    count > MOST_NODES
      ? Number.POSITIVE_INFINITY
      : sizeOfLine({ ...part, body: body.slice(from, from + count) }),
  );
}

/** How many letters of a text fit, in steps that spare tries; the whole of it where that fits. */
function longest(text: string, limit: number, size: (text: string) => number): number {
  const step = 64;
  const steps = mostThatFit(
    Math.ceil(text.length / step),
    (limit * LETTERS_PER_BYTE) / step,
    limit,
    (count) => (count * step > 210_000 ? Number.POSITIVE_INFINITY : size(text.slice(0, count * step))),
    limit * 0.97,
  );
  const length = Math.min(steps * step, text.length);
  // A letter of two code units stays whole, so that each part is well-formed text by itself.
  const splitsPair = length < text.length && /[\ud800-\udbff]/.test(text[length - 1] ?? '');
  return splitsPair ? length - 1 : length;
}

import type { Passage } from './found.ts';
import { fits, type Sought, wordsOf } from './words.ts';

/** Letters of a passage, and of what stands in it before the first word that was sought. */
const LENGTH = 170;
const BEFORE = 50;

/** The places in a text of the words that are sought. */
export function markWords(text: string, sought: readonly Sought[]): [start: number, end: number][] {
  return wordsOf(text).flatMap(({ word, start, end }): [number, number][] =>
    sought.some((one) => fits(one, word)) ? [[start, end]] : [],
  );
}

/** The passage with most of the words that are sought; where there is none, the beginning. */
export function choosePassage(lines: readonly string[], sought: readonly Sought[]): Passage {
  let best = lines[0] ?? '';
  let most = 0;
  for (const line of lines) {
    const words = wordsOf(line);
    const count = sought.filter((one) => words.some(({ word }) => fits(one, word))).length;
    if (count > most) [best, most] = [line, count];
    if (most === sought.length) break;
  }
  const [first] = markWords(best, sought);
  const at = first?.[0] ?? 0;
  const start = at <= BEFORE ? 0 : best.lastIndexOf(' ', at - BEFORE) + 1;
  const space = best.indexOf(' ', Math.max(start + LENGTH, first?.[1] ?? 0));
  const text = `${start > 0 ? '…' : ''}${best.slice(start, space < 0 ? undefined : space)}${space < 0 ? '' : '…'}`;
  return { text, marks: markWords(text, sought) };
}

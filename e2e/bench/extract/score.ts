/** How near one text is to another. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Scripts that write no spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Words in lower case, in whatever script; punctuation and spaces fall away. */
export function wordsOf(text: string): string[] {
  const runs =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return runs.flatMap((run) =>
    unspaced.test(run) ? Array.from(segmenter.segment(run), ({ segment }) => segment) : [run],
  );
}

/** Precision, recall and F1 of the words of a text, each counted as often as it stands there; 0 to 1. */
export function wordScore(
  found: string,
  expected: string,
): { precision: number; recall: number; f1: number } {
  const left = new Map<string, number>();
  const wanted = wordsOf(expected);
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  const got = wordsOf(found);
  let same = 0;
  for (const word of got) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    same += 1;
  }
  if (same === 0) return { precision: 0, recall: 0, f1: wanted.length === got.length ? 1 : 0 };
  const [precision, recall] = [same / got.length, same / wanted.length];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

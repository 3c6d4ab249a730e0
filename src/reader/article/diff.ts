/** A stretch of two lists: what both have, what only the earlier has, what only the later has. */
export type Stretch = [kind: 'same' | 'gone' | 'new', items: string[]];

/** A table of more fields than this is not made: a phone has other things to do. */
const LARGEST = 4_000_000;

/** How a list became another: the longest row of items that both share is kept, the rest is gone or new. */
export function diff(before: readonly string[], after: readonly string[]): Stretch[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end++;
  const stretches: Stretch[] = [];
  const add = (kind: Stretch[0], ...items: string[]): void => {
    if (items.length === 0) return;
    const last = stretches.at(-1);
    if (last?.[0] === kind) last[1].push(...items);
    else stretches.push([kind, items]);
  };
  add('same', ...before.slice(0, start));
  compare(before.slice(start, before.length - end), after.slice(start, after.length - end), add);
  add('same', ...after.slice(after.length - end));
  return stretches;
}

function compare(a: string[], b: string[], add: (kind: Stretch[0], ...items: string[]) => void): void {
  const wide = b.length + 1;
  if (a.length * wide > LARGEST) {
    add('gone', ...a);
    add('new', ...b);
    return;
  }
  // How many items the rests share, from each pair of places on.
  const shared = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      shared[i * wide + j] =
        a[i] === b[j]
          ? shared[(i + 1) * wide + j + 1]! + 1
          : Math.max(shared[(i + 1) * wide + j]!, shared[i * wide + j + 1]!);
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      add('same', a[i++]!);
      j++;
    } else if (j >= b.length || (i < a.length && shared[(i + 1) * wide + j]! >= shared[i * wide + j + 1]!))
      add('gone', a[i++]!);
    else add('new', b[j++]!);
  }
}

/** A paragraph of a comparison: how many stayed as they were, or its words. */
export type Paragraph = number | Stretch[];

/** Compares two texts paragraph by paragraph, and those that changed word by word. */
export function compareTexts(before: string, after: string): Paragraph[] {
  const stretches = diff(before.split('\n'), after.split('\n'));
  return stretches.flatMap(([kind, items], at): Paragraph[] => {
    if (kind === 'same') return [items.length];
    // What is gone and what stands in its place come one after the other.
    const [next, others = []] = stretches[at + 1] ?? [];
    if (kind === 'gone' && next === 'new') return pair(items, others);
    if (kind === 'new' && stretches[at - 1]?.[0] === 'gone') return [];
    return items.map((item) => [[kind, [item]]]);
  });
}

function pair(gone: readonly string[], fresh: readonly string[]): Paragraph[] {
  return Array.from({ length: Math.max(gone.length, fresh.length) }, (_, i) =>
    diff(wordsOf(gone[i]), wordsOf(fresh[i])),
  );
}

const wordsOf = (text = ''): string[] => text.match(/\S+/g) ?? [];

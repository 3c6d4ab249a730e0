/** The words as the build writes them (pack.ts), read back: both run once, when the app starts. */

/** From the 64 letters that Russian shares with no other to as many signs that take one byte where they take two. */
const APART = 0x410 - 0x3f;

/** Russian letters (but for ё) for Latin ones and signs, and the other way round: what is swapped twice is as it was. */
export function swapLetters(text: string): string {
  return text.replace(/[?-~А-я]+/g, (run) =>
    String.fromCharCode(
      ...[...run].map((letter) => {
        const code = letter.charCodeAt(0);
        return code < 0x400 ? code + APART : code - APART;
      }),
    ),
  );
}

/** A table whose texts were written with their letters swapped. What functions are given passes through unharmed. */
export function unswap<Table>(table: Table): Table;
export function unswap(value: unknown): unknown {
  if (typeof value === 'string') return swapLetters(value);
  if (typeof value === 'function')
    return (...given: unknown[]) =>
      swapLetters(value(...given.map((one) => (typeof one === 'string' ? swapLetters(one) : one))));
  if (Array.isArray(value)) return value.map(unswap);
  return mapValues(value as object, unswap);
}

/** A table of the same names as another one, its texts in the order of those. */
export function fill<Table>(names: Table, texts: unknown[]): Table;
export function fill(names: unknown, texts: unknown[]): unknown {
  if (typeof names !== 'object' || Array.isArray(names)) return texts.shift();
  return mapValues(names as object, (inner) => fill(inner, texts));
}

const mapValues = (table: object, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value)]));

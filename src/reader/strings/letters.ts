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

/** A text, a list of them or what makes one, written with swapped letters. What functions are given passes unharmed. */
export function unswap(value: unknown): unknown {
  if (typeof value === 'string') return swapLetters(value);
  if (typeof value === 'function')
    return (...given: unknown[]) =>
      swapLetters(value(...given.map((one) => (typeof one === 'string' ? swapLetters(one) : one))));
  return (value as unknown[]).map(unswap);
}

/** The table whose texts have these names, in this order; what stands between `name(` and `)` is a table of its own. */
export function fill<Table>(names: string, texts: unknown[]): Table {
  const left = names.split(' ');
  const table = (): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    for (let name = left.shift(); name && name !== ')'; name = left.shift()) {
      const inner = name.replace('(', '');
      found[inner] = inner === name ? texts.shift() : table();
    }
    return found;
  };
  return table() as Table;
}

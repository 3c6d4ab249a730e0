/** Texts that a page keeps in its programs, for them to show: no reader without programs would see them. */

/** Shorter than this it is no article. In characters of text. */
const shortest = 300;

/**
 * HTML of the longest text with paragraphs that stands in a page's scripts as a string; empty where there is none.
 * Strings within strings are read too: some pages pack their data twice.
 */
export function textInScripts(scripts: readonly string[]): string {
  let best = '';
  let size = shortest;
  const look = (source: string, depth: number): void => {
    for (const [literal] of source.matchAll(/"(?:[^"\\]|\\[\s\S]){300,}"/g)) {
      let text: unknown;
      try {
        text = JSON.parse(literal);
      } catch {
        continue; // A string of another kind than JSON's: nothing is lost but this chance.
      }
      if (typeof text !== 'string') continue;
      const before = best;
      if (depth < 2) look(text, depth + 1);
      if (best !== before || !/<p[\s>]/i.test(text) || /<(?:html|body|script)[\s>]/i.test(text)) continue;
      const length = text.replace(/<[^>]*>/g, '').length;
      if (length > size) [best, size] = [text, length];
    }
  };
  for (const script of scripts) look(script, 0);
  return best;
}

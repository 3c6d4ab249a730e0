/** Where JSON text goes wrong: engines tell it in words that differ, some without a place. */

export interface JsonFault {
  /** Both from 1. */
  line: number;
  column: number;
  what: string;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a JSON string must not hold
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

/** The first place where the text stops being JSON, or null where it is JSON to its end. */
export function jsonFault(text: string): JsonFault | null {
  let at = 0;

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found !== null;
  };
  const sign = (letter: string): boolean => {
    take(SPACE);
    if (text[at] !== letter) return false;
    at++;
    return true;
  };
  /** Both read one value; they answer what was expected where it is missing, or '' where all is well. */
  const members = (end: string, member: () => string): string => {
    if (sign(end)) return '';
    do {
      const wrong = member();
      if (wrong) return wrong;
    } while (sign(','));
    return sign(end) ? '' : `a comma or ${end} is expected`;
  };
  const value = (): string => {
    take(SPACE);
    if (sign('{')) {
      return members('}', () => {
        take(SPACE);
        if (!take(STRING)) return 'a name in double quotes is expected';
        return sign(':') ? value() : 'a colon is expected';
      });
    }
    if (sign('[')) return members(']', value);
    return take(STRING) || take(WORD) || take(NUMBER) ? '' : 'a value is expected';
  };

  let what = value();
  take(SPACE);
  if (!what && at < text.length) what = 'nothing more is expected';
  if (!what) return null;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1, what };
}

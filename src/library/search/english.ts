/**
 * The English stemmer of the Snowball project, Porter2 (snowballstem.org/algorithms/english/stemmer.html), written
 * anew. Words come in lower case and without apostrophes. `Y` is a consonant here, as in the published algorithm.
 */
const WHOLE = new Map(
  endings(
    'skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl',
  ),
);
const UNTOUCHED = /^(?:sky|news|howe|atlas|cosmos|bias|andes)$/;
const DONE_EARLY = /^(?:inn|out|cann|herr|earr)ing$|^(?:pro|ex|suc)ceed$/;
/** Endings and what takes their place, if they lie behind the first syllable; the first that fits counts. */
const SECOND = endings(
  'ational:ate tional:tion enci:ence anci:ance abli:able entli:ent ization:ize izer:ize ation:ate ator:ate alism:al aliti:al alli:al fulness:ful ousness:ous ousli:ous iveness:ive iviti:ive biliti:ble bli:ble fulli:ful lessli:less',
);
const THIRD = endings('ational:ate tional:tion alize:al icate:ic iciti:ic ical:ic ful: ness:');
const FOURTH = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|al|er|ic)$/;
/** A short syllable at the end. */
const SHORT = /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/;

function endings(table: string): [string, string][] {
  return table.split(' ').map((pair) => pair.split(':') as [string, string]);
}

/** What forms of one word have in common: "elections" and "elected" give "elect". */
export function stemEnglish(given: string): string {
  const known = WHOLE.get(given);
  if (known) return known;
  if (given.length < 3 || UNTOUCHED.test(given)) return given;
  let word = given.replace(/^y|(?<=[aeiouy])y/g, 'Y');
  const first = behind(word, /^(?:gener|commun|arsen)|[aeiouy][^aeiouy]/, 0);
  const second = behind(word, /[aeiouy][^aeiouy]/, first);

  word = word
    .replace(/sses$/, 'ss')
    .replace(/(?<=..)ie[ds]$/, 'i')
    .replace(/ie[ds]$/, 'ie');
  word = word.replace(/(?<=[aeiouy].+)(?<![us])s$/, '');
  if (DONE_EARLY.test(word)) return word;

  const past = /eed(?:ly)?$/.exec(word);
  if (past) {
    if (past.index >= first) word = `${word.slice(0, past.index)}ee`;
  } else {
    const shorter = word.replace(/(?<=[aeiouy].*)(?:ed|ing)(?:ly)?$/, '');
    if (shorter !== word) {
      if (/(?:at|bl|iz)$/.test(shorter)) word = `${shorter}e`;
      else if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(shorter)) word = shorter.slice(0, -1);
      else word = first >= shorter.length && SHORT.test(shorter) ? `${shorter}e` : shorter;
    }
  }
  word = word.replace(/(?<=.[^aeiouy])[yY]$/, 'i');

  word = replaceFirst(word, SECOND, first) ?? drop(word, /(?<=[cdeghkmnrt])li$/, first);
  // "ogi" becomes "og" if it follows an l and lies in the region whole.
  word = drop(word, /(?<=log)i$/, first + 2);
  word = replaceFirst(word, THIRD, first) ?? drop(word, /ative$/, second);
  word = FOURTH.test(word) ? drop(word, FOURTH, second) : drop(word, /(?<=[st])ion$/, second);

  if (word.endsWith('e')) {
    const at = word.length - 1;
    if (at >= second || (at >= first && !SHORT.test(word.slice(0, -1)))) word = word.slice(0, -1);
  } else word = drop(word, /(?<=l)l$/, second);
  return word.toLowerCase();
}

/** Where the region behind a match begins. */
function behind(word: string, pattern: RegExp, from: number): number {
  const found = pattern.exec(word.slice(from));
  return found ? from + found.index + found[0].length : word.length;
}

/** The word with the first of the endings that it has replaced, if that lies in the region; null if it has none. */
function replaceFirst(word: string, table: [string, string][], region: number): string | null {
  for (const [ending, instead] of table) {
    if (!word.endsWith(ending)) continue;
    const at = word.length - ending.length;
    return at >= region ? word.slice(0, at) + instead : word;
  }
  return null;
}

function drop(word: string, ending: RegExp, region: number): string {
  const at = ending.exec(word)?.index ?? -1;
  return at >= region ? word.slice(0, at) : word;
}

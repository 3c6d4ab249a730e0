/**
 * The Russian stemmer of the Snowball project (snowballstem.org/algorithms/russian/stemmer.html), written anew as
 * patterns. It works on lower-case words with `е` in place of `ё`. Where Snowball takes the longest ending of a list,
 * a pattern that is bound to the end of the word finds the same: the leftmost match.
 */
const GERUND = /(?:[иы]|(?<=[ая]))в(?:ши(?:сь)?)?$/;
const REFLEXIVE = /с[ья]$/;
const ADJECTIVE = /(?:[еиоы][ейм]|[иы](?:ми|х)|[ео](?:го|му)|[еоую]ю|[ая]я)$/;
const PARTICIPLE = /(?:[иы]вш|ующ|(?<=[ая])(?:ем|нн|вш|ю?щ))$/;
const VERB =
  /(?:[иы](?:л[аио]?|м|ть?)|ен[аоы]?|(?:[еу]й|и)те|[еу]й|ят|у[ею]т|ишь|у?ю|(?<=[ая])(?:л[аио]?|н(?:[аоы]|но)?|[ей]те|й|ем|[ею]т|ть|ешь))$/;
const NOUN = /(?:[ео]в|[иь]?[еюя]|(?:и?я|а)(?:ми?|х)|[еи]?и|и?е[йм]|[ои]?й|ом|[аоуыь])$/;
const DERIVED = /ость?$/;
const SUPERLATIVE = /ейше?$/;

/** What forms of one word have in common, mostly: «выборы», «выборов» and «выборами» give «выбор». */
export function stemRussian(word: string): string {
  // All that is cut off lies behind the first vowel.
  const start = /^[^аеиоуыэюя]*[аеиоуыэюя]/.exec(word)?.[0] ?? word;
  let rest = word.slice(start.length);
  const cut = (ending: RegExp): boolean => {
    const shorter = rest.replace(ending, '');
    const isCut = shorter !== rest;
    rest = shorter;
    return isCut;
  };
  if (!cut(GERUND)) {
    cut(REFLEXIVE);
    if (cut(ADJECTIVE)) cut(PARTICIPLE);
    else if (!cut(VERB)) cut(NOUN);
  }
  cut(/и$/);
  // The ending of a derived noun must lie behind the second run of vowels with a consonant after it.
  const behind = /^(?:[^аеиоуыэюя]*[аеиоуыэюя]+[^аеиоуыэюя]){2}/.exec(word)?.[0].length ?? word.length;
  const at = DERIVED.exec(rest)?.index ?? -1;
  if (at >= 0 && start.length + at >= behind) rest = rest.slice(0, at);
  if (cut(SUPERLATIVE) || !cut(/ь$/)) rest = rest.replace(/нн$/, 'н');
  return start + rest;
}

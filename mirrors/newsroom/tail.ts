/** The line that a site's machine puts under every item of its feed, to say where it was published first. */
import { type Block, inlineText } from '../../src/edition/body.ts';

/** As the plugin of most WordPress sites words it: the title, the words, the name of the site. */
const published = [
  /^The post .+ (?:appeared first on|first appeared on) .+$/isu,
  /^(?:Сообщение|Запись) .+ (?:появил(?:ись|ось|ась) (?:сначала|впервые)|(?:сначала|впервые) появил(?:ись|ось|ась))(?: на| в)? .+$/isu,
  /^Запис .+ (?:спершу|вперше) з.яви\S+ на .+$/isu,
  /^Der Beitrag .+ erschien zuerst auf .+$/isu,
  /^L.article .+ est apparu en premier sur .+$/isu,
  /^La entrada .+ (?:se publicó|aparece) primero en .+$/isu,
  /^O post .+ apareceu primeiro em .+$/isu,
  /^L.articolo .+ proviene da .+$/isu,
  /^Artykuł .+ pochodzi z serwisu .+$/isu,
];
/** A title and a name make no longer line (letters). */
const longest = 400;

/** A body without that line, if it ends in one. */
export function withoutTail(body: Block[]): Block[] {
  const last = body.at(-1);
  if (last === undefined || (typeof last !== 'string' && last[0] !== 'p')) return body;
  const text = inlineText(typeof last === 'string' ? last : ['p', ...last.slice(1)]).trim();
  return text.length <= longest && published.some((words) => words.test(text)) ? body.slice(0, -1) : body;
}

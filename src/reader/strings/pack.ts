/**
 * How the build writes the words (letters.ts reads them): Russian with one byte for a letter, and English without the
 * names of its texts, since they are those of the Russian ones. Together that spares a tenth of the app's code.
 */
import { swapLetters } from './letters.ts';

/** What is looked at of a syntax tree. */
interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

/** A module of words in its short form, in JavaScript; `program` is its syntax tree. */
export function packWords(language: 'ru' | 'en', code: string, program: unknown): string {
  const table = tableOf(language, program as Node);
  const packed = language === 'ru' ? swapped(code, table) : `fill(ru,[${leavesOf(code, table)}])`;
  const reader = language === 'ru' ? 'unswap' : 'fill';
  return [
    `import{${reader}}from'./letters.ts';`,
    language === 'ru' ? '' : "import{ru}from'./ru.ts';",
    code.slice(0, table.start),
    language === 'ru' ? `unswap(${packed})` : packed,
    code.slice(table.end),
  ].join('');
}

/** The object that a module exports by the name of its language. */
function tableOf(language: string, program: Node): Node {
  for (const { declaration } of program.body as { declaration?: Node }[])
    for (const { id, init } of (declaration?.declarations ?? []) as { id: Node; init: Node }[])
      if (id.name === language && init.type === 'ObjectExpression') return init;
  throw new Error(`no table of words is exported as ${language}`);
}

/** The source of each text, in the order of the table. */
function leavesOf(code: string, table: Node): string[] {
  return (table.properties as { value: Node }[]).flatMap(({ value }) =>
    value.type === 'ObjectExpression' ? leavesOf(code, value) : [code.slice(value.start, value.end)],
  );
}

/** The source of a part, with the letters of every text in it swapped; names stay as they are. */
function swapped(code: string, part: Node): string {
  let written = '';
  let at = part.start;
  for (const text of textsOf(part)) {
    written += code.slice(at, text.start) + textIn(text);
    at = text.end;
  }
  return written + code.slice(at, part.end);
}

function textIn({ type, value }: Node): string {
  if (type === 'Literal') return JSON.stringify(swapLetters(value as string));
  return swapLetters((value as { cooked: string }).cooked).replace(/[`\\]|\$(?=\{)/g, '\\$&');
}

function textsOf(part: unknown): Node[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(textsOf);
  const { type, key, ...rest } = part as Node;
  if ((type === 'Literal' && typeof rest.value === 'string') || type === 'TemplateElement')
    return [part as Node];
  return Object.values(rest)
    .flatMap(textsOf)
    .sort((one, other) => one.start - other.start);
}

/** Markdown as HTML, with the footnotes that most of its dialects have. */
import { Marked, type MarkedExtension, type Tokens } from 'marked';
import { escapeAttribute as attribute } from './escape.ts';

/** `[^a]: …` and what follows it: lines of the same paragraph, and paragraphs that are indented. */
const note =
  /^\[\^([^\]\s]+)\]:[ \t]*([^\n]*(?:\n(?!\[\^[^\]\s]+\]:)[^\n]*\S[^\n]*|\n(?:[ \t]*\n)+(?: {2,}|\t)[^\n]*\S[^\n]*)*)\n*/;
const mark = /^\[\^([^\]\s]+)\]/;

/** The HTML of a text in Markdown. */
export function htmlOfMarkdown(markdown: string): string {
  // Every paragraph is asked whether a note follows: a long text without any need not be.
  const hasNotes = /^\[\^[^\]\s]+\]:/m.test(markdown);
  const dialect = new Marked({ async: false, gfm: true }, ...(hasNotes ? [footnotes()] : []));
  return dialect.parse(markdown, { async: false });
}

/** Footnotes of one text: marks that lead to no note stay as typed. */
function footnotes(): MarkedExtension {
  const known = new Set<string>();
  const marked: string[] = [];
  return {
    extensions: [
      {
        name: 'note',
        level: 'block',
        start: (text) => /^\[\^[^\]\s]+\]:/m.exec(text)?.index,
        tokenizer(text) {
          const found = note.exec(text);
          if (!found) return undefined;
          const [raw, name = '', words = ''] = found;
          known.add(name);
          const tokens = this.lexer.blockTokens(words.replace(/^(?: {2,4}|\t)/gm, ''), []);
          return { type: 'note', raw, name, tokens };
        },
        renderer({ name, tokens = [] }: Tokens.Generic) {
          return `<div id="note-${attribute(String(name))}">${this.parser.parse(tokens)}</div>\n`;
        },
      },
      {
        name: 'mark',
        level: 'inline',
        start: (text) => text.indexOf('[^'),
        // Lines are looked at when all blocks are known.
        tokenizer(text) {
          const [raw, name = ''] = mark.exec(text) ?? [];
          return raw !== undefined && known.has(name) ? { type: 'mark', raw, name } : undefined;
        },
        renderer(token: Tokens.Generic) {
          const name = String(token.name);
          if (!marked.includes(name)) marked.push(name);
          return `<sup><a href="#note-${attribute(name)}">${marked.indexOf(name) + 1}</a></sup>`;
        },
      },
    ],
  };
}

import { type Article, bodyText, inlineText } from '../../edition/body.ts';

/** An article as text to be passed on: its title, its paragraphs and its legal labels. No address, no name of a paper. */
export function plainText({ title, body }: Pick<Article, 'title' | 'body'>): string {
  const blocks = body.map((block) =>
    // A label is part of what the law asks of whoever spreads a text: it travels with it.
    Array.isArray(block) && block[0] === 'label' ? inlineText(['p', ...block.slice(1)]) : bodyText([block]),
  );
  return [title, ...blocks].filter((text) => text.trim() !== '').join('\n\n');
}

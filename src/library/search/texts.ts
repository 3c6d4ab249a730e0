import { type Article, bodyText, picturesOf } from '../../edition/body.ts';

/** All of an article that can be found, beside its title: lines in the order in which a passage is chosen from them. */
export function textsOf({ summary, body, by, tags }: Article): string[] {
  const pictures = picturesOf(body).flatMap(({ caption, credit, alt }) => [caption, credit, alt]);
  const lines = [summary, ...bodyText(body).split('\n'), ...pictures, by.join(', '), tags.join(', ')];
  return lines.filter((line) => typeof line === 'string' && line !== '');
}

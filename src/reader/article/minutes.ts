import { type Article, bodyText } from '../../edition/body.ts';

/** Words a minute that people read silently: Russian words are longer than those of most languages. */
const PACE = { ru: 180, other: 220 };

/** How many minutes it takes to read an article; at least one. */
export function readingMinutes({ title, body, language }: Article): number {
  const count = `${title} ${bodyText(body)}`.match(/\S+/g)?.length ?? 0;
  return Math.max(1, Math.round(count / (/^ru\b/.test(language) ? PACE.ru : PACE.other)));
}

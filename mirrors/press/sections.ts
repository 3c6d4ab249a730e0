/** Sections: the publisher's own names for them, and the short ids by which cards name them. */
import type { Article } from '../../src/edition/body.ts';
import { base32 } from '../../src/edition/bytes.ts';
import type { Head } from '../../src/edition/head.ts';
import { sha256Of } from './deflate.ts';

type Sections = Head['sections'];

/** A head has room for so many; articles of rarer ones still name theirs. */
const MOST_SECTIONS = 32;

/** The id of a section: five letters made of its name, so that no list of names must be kept. Empty for no name. */
export function sectionId(name: string): string {
  return name === '' ? '' : base32(sha256Of(Buffer.from(name.toLowerCase())).subarray(0, 4)).slice(0, 5);
}

/** The sections of a head: those it had, in their order, as long as they have articles; then new ones, fullest first. */
export function listSections(articles: Iterable<Article>, before: Sections): Sections {
  const counted = new Map<string, { id: string; name: string; language: string; count: number }>();
  for (const { section, language } of articles) {
    const id = sectionId(section);
    if (id === '') continue;
    const one = counted.get(id) ?? { id, name: section, language, count: 0 };
    one.count++;
    counted.set(id, one);
  }
  const kept = before.filter(([id]) => counted.has(id));
  const known = new Set(kept.map(([id]) => id));
  const added = [...counted.values()]
    .filter(({ id }) => !known.has(id))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
    .map(({ id, name, language }): Sections[number] => [id, { [language]: name }]);
  return [...kept, ...added].slice(0, MOST_SECTIONS);
}

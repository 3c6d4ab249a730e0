/** Sections: the publisher's own names for them, and the short ids by which cards name them. */
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

/** What names a section: an article that is new, in its own language. */
export interface Sectioned {
  section: string;
  language: string;
}

/**
 * The sections of a head: those it had, in their order, as long as they have articles; then new ones, fullest first.
 * @param living ids of the sections of articles that stay as they were
 */
export function listSections(
  living: Iterable<string>,
  fresh: Iterable<Sectioned>,
  before: Sections,
): Sections {
  const counted = new Map<string, { name: string; language: string; count: number }>();
  for (const { section, language } of fresh) {
    const id = sectionId(section);
    if (id === '') continue;
    const one = counted.get(id) ?? { name: section, language, count: 0 };
    one.count++;
    counted.set(id, one);
  }
  const alive = new Set([...counted.keys(), ...living]);
  const kept = before.filter(([id]) => alive.has(id));
  const known = new Set(kept.map(([id]) => id));
  const added = [...counted]
    .filter(([id]) => !known.has(id))
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .map(([id, { name, language }]): Sections[number] => [id, { [language]: name }]);
  return [...kept, ...added].slice(0, MOST_SECTIONS);
}

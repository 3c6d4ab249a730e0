/** Related articles where a source names none: those that share its rarer words, or a tag and a word. */
import type { CardView } from '../../src/edition/card.ts';

/** What articles are compared by. */
export interface Subject {
  id: string;
  language: string;
  title: string;
  summary: string;
  /** Only of articles that came in this run: cards have none. */
  tags: readonly string[];
  /** It has related articles already, and is one for others only. */
  isRelated: boolean;
}

/** So many are named. */
const MOST_RELATED = 3;
/** So many of the newest are looked through: whoever reads today hardly wants the paper of three years ago. */
const NEWEST = 5_000;
/** A word of fewer letters says too little; one of more is cut, so that most endings fall off. */
const SHORTEST = 4;
const STEM = 5;
/** A word in more than this share of the articles says nothing; in so many it always may. */
const COMMON = 1 / 20;
const ALWAYS_RARE = 5;
/** The same for tags, which editors chose. */
const COMMON_TAG = 1 / 5;

/**
 * Related articles of each subject, by id, the closest first; none where nothing is close.
 * @param published cards of what is there, oldest first
 */
export function findRelated(
  subjects: readonly Subject[],
  published: readonly CardView[],
): Map<string, string[]> {
  if (subjects.every(({ isRelated }) => isRelated)) return new Map();
  const others = published.slice(-NEWEST).map((view): Subject => ({ ...view, tags: [], isRelated: true }));
  const fresh = new Set(subjects.map(({ id }) => id));
  const all = [...others.filter(({ id }) => !fresh.has(id)), ...subjects];
  const holders = new Map<string, number[]>();
  const marksOf = all.map(marks);
  for (const [at, list] of marksOf.entries())
    for (const mark of list) {
      const known = holders.get(mark);
      if (known) known.push(at);
      else holders.set(mark, [at]);
    }
  const isTelling = (mark: string, count: number) =>
    count <= Math.max(ALWAYS_RARE, all.length * (mark.startsWith('#') ? COMMON_TAG : COMMON));

  const found = new Map<string, string[]>();
  const start = all.length - subjects.length;
  for (let at = start; at < all.length; at++) {
    if (all[at]!.isRelated) continue;
    const scores = new Map<number, { sum: number; count: number }>();
    for (const mark of marksOf[at]!) {
      const list = holders.get(mark)!;
      if (!isTelling(mark, list.length)) continue;
      for (const other of list) {
        if (other === at || all[other]!.language !== all[at]!.language) continue;
        const score = scores.get(other) ?? { sum: 0, count: 0 };
        score.sum += Math.log(all.length / list.length);
        score.count++;
        scores.set(other, score);
      }
    }
    // One word in common may be chance.
    const close = [...scores].filter(([, { count }]) => count > 1);
    close.sort(([a, one], [b, other]) => other.sum - one.sum || b - a);
    if (close.length > 0)
      found.set(
        all[at]!.id,
        close.slice(0, MOST_RELATED).map(([other]) => all[other]!.id),
      );
  }
  return found;
}

/** What tells one subject from others: stems of words, and tags. */
function marks({ title, summary, tags }: Subject): Set<string> {
  const words = `${title} ${summary} ${tags.join(' ')}`.toLowerCase().match(/\p{L}+/gu) ?? [];
  const stems = words.filter((word) => word.length >= SHORTEST).map((word) => word.slice(0, STEM));
  return new Set([...stems, ...tags.map((tag) => `#${tag.toLowerCase()}`)]);
}

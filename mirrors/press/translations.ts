/** Articles that are one in several languages: what sources call each other becomes ids of this publication. */
import { articleId } from '../../src/edition/id.ts';
import { plainAddress } from '../newsroom/same.ts';
import type { Intake } from './intake.ts';

/** Language to id, by the id of the article that they are translations of; without those that have none. */
export type Translations = Map<string, Record<string, string>>;

/**
 * Finds the translations of what came in. A link that one article has to another leads back too, unless several in one
 * language claim to be its translation. What leads out of the publication is left out.
 * @param languages of all articles that are published or about to be, by id
 */
export async function findTranslations(
  { arrived, aliases, left }: Intake,
  languages: ReadonlyMap<string, string>,
): Promise<Translations> {
  const found: Translations = new Map();
  const claims = [...arrived.values()].filter(
    ({ id, translations }) => translations !== undefined && languages.has(id),
  );
  if (claims.length === 0) return found;
  const places = new Map<string, string>();
  for (const { id, addresses } of [...left, ...arrived.values()])
    for (const address of addresses) places.set(plainAddress(address), id);
  const add = (id: string, to: string): void => {
    const links = found.get(id) ?? {};
    links[languages.get(to)!] ??= to;
    found.set(id, links);
  };
  const claimed = new Map<string, string[]>();
  for (const { id, translations } of claims) {
    for (const name of Object.values(translations!)) {
      const byName = await articleId(aliases.get(name) ?? name);
      const to = languages.has(byName) ? byName : places.get(plainAddress(name));
      if (to === undefined || !languages.has(to) || languages.get(to) === languages.get(id)) continue;
      add(id, to);
      if (arrived.has(to)) claimed.set(to, [...(claimed.get(to) ?? []), id]);
    }
  }
  for (const [id, by] of claimed)
    for (const other of by)
      if (by.every((one) => one === other || languages.get(one) !== languages.get(other))) add(id, other);
  const inOrder = ([one]: [string, string], [other]: [string, string]): number => (one < other ? -1 : 1);
  for (const [id, links] of found) found.set(id, Object.fromEntries(Object.entries(links).sort(inOrder)));
  return found;
}

/** Translations without those of which `isThere` says that readers would not find them. */
export function withoutAbsent(
  translations: Record<string, string>,
  isThere: (id: string) => boolean,
): Record<string, string> | undefined {
  const there = Object.entries(translations).filter(([, id]) => isThere(id));
  return there.length > 0 ? Object.fromEntries(there) : undefined;
}

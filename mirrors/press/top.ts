/** The editors' order on the front page: by a list, by the source's own front page, or by what articles say. */
import { articleId } from '../../src/edition/id.ts';
import type { Config } from '../config.ts';
import type { Getter } from '../newsroom/index.ts';
import { GetError } from '../newsroom/index.ts';
import { linksOf } from '../newsroom/links.ts';
import type { Published } from './edition.ts';
import type { Intake } from './intake.ts';

/** So many stand first in each language: more would leave no room for news. */
const MOST_PICKS = 12;
const PAGE_TIMEOUT_MS = 20_000;
const PAGE_BYTES = 8e6;

/**
 * Ids by language, or null where the order stays as it was.
 * @param options.warn takes a sentence for each pick that names nothing
 */
export async function readTop(options: {
  config: Config;
  intake: Intake;
  published: Published | null;
  get: Getter;
  warn(sentence: string): void;
}): Promise<Record<string, string[]> | null> {
  const { config, intake, published, get, warn } = options;
  const { top } = config;
  const all = [...intake.arrived.values()];
  if (top === undefined) {
    const ordered = all.filter(({ order }) => order !== undefined).sort((a, b) => a.order! - b.order!);
    // A source that failed took its order along: the one before is better than none.
    if (ordered.length === 0 && intake.failures.length > 0) return null;
    return byLanguage(ordered);
  }
  const languages = new Map(published?.views.map(({ id, language }) => [id, language]));
  for (const { id, language } of all) languages.set(id, language);
  const urls = new Map(all.filter(({ url }) => url !== '').map(({ url, id }) => [plain(url), id]));
  const idOf = async (name: string) => {
    const found = urls.get(plain(name)) ?? (languages.has(name) ? name : await articleId(name));
    return languages.has(found) ? found : undefined;
  };
  let names: string[];
  if (Array.isArray(top)) names = top;
  else {
    try {
      const { bytes, url, type } = await get(top.page, {
        ...{ accept: 'text/html', timeoutMs: PAGE_TIMEOUT_MS, capBytes: PAGE_BYTES, trusted: true },
      });
      names = linksOf(bytes, url, type);
    } catch (error) {
      if (!(error instanceof GetError)) throw error;
      warn(`The front page ${top.page} ${error.message}: the order stays as it was.`);
      return null;
    }
  }
  const picks: { id: string; language: string }[] = [];
  for (const name of names) {
    const id = await idOf(name);
    if (id) picks.push({ id, language: languages.get(id)! });
    else if (Array.isArray(top))
      warn(`"top" of tamizdat.json names "${name}", and no article has this id or address: mend it there.`);
  }
  return byLanguage(picks);
}

function byLanguage(picks: readonly { id: string; language: string }[]): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const { id, language } of picks) {
    lists[language] ??= [];
    const list = lists[language];
    if (list.length < MOST_PICKS && !list.includes(id)) list.push(id);
  }
  return lists;
}

/** An address as two writers of it agree on: without scheme, `www.`, query, fragment and final slash. */
function plain(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}`;
}

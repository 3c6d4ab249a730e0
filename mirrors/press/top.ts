/** The editors' order on the front page: by a list, by the source's own front page, or by what articles say. */
import { articleId } from '../../src/edition/id.ts';
import type { Config } from '../config.ts';
import { decodeText } from '../newsroom/charset.ts';
import type { Getter } from '../newsroom/index.ts';
import { GetError } from '../newsroom/index.ts';
import { linksOf } from '../newsroom/links.ts';
import { wallOf } from '../newsroom/wall.ts';
import type { Published } from './edition.ts';
import type { Intake } from './intake.ts';

/** So many stand first in each language: more would leave no room for news. */
const MOST_PICKS = 12;

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
  const picksOf = async (names: readonly string[], miss: (name: string) => void): Promise<Pick[]> => {
    const picks: Pick[] = [];
    for (const name of names) {
      const id = await idOf(name);
      if (id) picks.push({ id, language: languages.get(id)! });
      else miss(name);
    }
    return picks;
  };
  if (Array.isArray(top)) {
    const miss = (name: string) =>
      warn(`"top" of tamizdat.json names "${name}", and no article has this id or address: mend it there.`);
    return byLanguage(await picksOf(top, miss));
  }
  const picks: Pick[] = [];
  let isWhole = true;
  for (const page of top.pages) {
    const names = await linksFrom(page, get, config.limits);
    const found = typeof names === 'string' ? [] : await picksOf(names, () => {});
    picks.push(...found);
    if (found.length > 0) continue;
    isWhole = false;
    const fault = typeof names === 'string' ? names : 'leads to no article that is published';
    warn(`The front page ${page} ${fault}: the order stays as it was.`);
  }
  return { ...(!isWhole && published?.head.top), ...byLanguage(picks) };
}

interface Pick {
  id: string;
  language: string;
}

/** Where a page leads, or what is wrong with it, as the end of a sentence. */
async function linksFrom(
  page: string,
  get: Getter,
  { timeout, download }: Config['limits'],
): Promise<string[] | string> {
  try {
    const { bytes, url, type } = await get(page, {
      ...{ accept: 'text/html', timeoutMs: timeout * 1000, capBytes: download * 1e6 },
      ...{ trusted: true, manners: 'source' },
    });
    const wall = wallOf(decodeText(bytes, type), url);
    return wall ? `gave ${wall}` : linksOf(bytes, url, type);
  } catch (error) {
    if (!(error instanceof GetError)) throw error;
    return error.message;
  }
}

function byLanguage(picks: readonly Pick[]): Record<string, string[]> {
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

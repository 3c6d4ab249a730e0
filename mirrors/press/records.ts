/** What the newsroom yields becomes articles; those that are new or changed become records. */
import { isDeepStrictEqual } from 'node:util';
import { type Article, bodyText } from '../../src/edition/body.ts';
import { articleId } from '../../src/edition/id.ts';
import type { Draft } from '../newsroom/draft.ts';
import type { Entry } from './load.ts';
import { tame } from './tame.ts';

/** A draft with its id; of several with one key the longest stands. */
export interface Known {
  id: string;
  draft: Draft;
  before: Article | null;
}

/** One draft for each id, in the order of their first coming. */
export async function identify(
  drafts: readonly Draft[],
  published: ReadonlyMap<string, Entry>,
): Promise<Known[]> {
  const byId = new Map<string, Known>();
  for (const draft of drafts) {
    const id = await articleId(draft.key);
    const other = byId.get(id);
    if (other) {
      // A section's feed often has only the beginning of what the main feed has whole.
      if (bodyText(draft.body).length > bodyText(other.draft.body).length) other.draft = draft;
    } else byId.set(id, { id, draft, before: published.get(id)?.article ?? null });
  }
  return [...byId.values()];
}

/** The article of a draft whose pictures are in its body already. `now` in seconds since 1970. */
export async function toArticle({ id, draft, before }: Known, now: number): Promise<Article> {
  const { title, summary, by, url, updated, section, tags, language, source, related, translations } = draft;
  const isDated = draft.published !== null;
  return tame({
    id,
    title,
    summary,
    by,
    url,
    published: draft.published ?? before?.published ?? now,
    ...(isDated ? {} : { dated: false as const }),
    ...(updated === undefined ? {} : { updated }),
    section,
    tags,
    language,
    source,
    ...(related?.length ? { related: await Promise.all(related.map(articleId)) } : {}),
    ...(translations && Object.keys(translations).length > 0
      ? { translations: await translate(translations) }
      : {}),
    body: draft.body,
  });
}

async function translate(keys: Record<string, string>): Promise<Record<string, string>> {
  const entries = Object.entries(keys).map(async ([language, key]) => [language, await articleId(key)]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Those that readers do not have yet, oldest first, and how they divide. */
export function findFresh(articles: readonly Article[], published: ReadonlyMap<string, Entry>) {
  const added: Article[] = [];
  const updated: Article[] = [];
  for (const article of articles) {
    const before = published.get(article.id)?.article;
    if (!before) added.push(article);
    else if (!isDeepStrictEqual(before, article)) updated.push(article);
  }
  const fresh = [...added, ...updated].sort((a, b) => a.published - b.published || (a.id < b.id ? -1 : 1));
  return {
    fresh,
    added: added.length,
    updated: updated.length,
    unchanged: articles.length - fresh.length,
  };
}

/** What the newsroom yields becomes articles; those that are new or changed become records. */
import { isDeepStrictEqual } from 'node:util';
import { type Article, bodyText } from '../../src/edition/body.ts';
import { articleId } from '../../src/edition/id.ts';
import type { Draft } from '../newsroom/draft.ts';
import { tame } from './tame.ts';

/**
 * The article of a draft whose pictures are in its body already.
 * @param before what is published of it; a text that changed since, without a word of the source, is updated now
 * @param now seconds since 1970
 */
export async function toArticle(
  id: string,
  draft: Draft,
  before: Article | null,
  now: number,
): Promise<Article> {
  const { title, summary, by, url, section, tags, language, source, related, translations } = draft;
  const isDated = draft.published !== null;
  const updated = draft.updated ?? before?.updated;
  const article = tame({
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
    // What the press itself found related stays as it is.
    ...(related?.length
      ? { related: await Promise.all(related.map(articleId)) }
      : before?.related
        ? { related: before.related }
        : {}),
    ...(translations && Object.keys(translations).length > 0
      ? { translations: await translate(translations) }
      : {}),
    body: draft.body,
  });
  if (before && draft.updated === undefined && saysOther(article, before) && now > article.published)
    return { ...article, updated: now };
  return article;
}

/** Whether readers would find other words in it. */
function saysOther(article: Article, before: Article): boolean {
  return article.title !== before.title || bodyText(article.body) !== bodyText(before.body);
}

async function translate(keys: Record<string, string>): Promise<Record<string, string>> {
  const entries = Object.entries(keys).map(async ([language, key]) => [language, await articleId(key)]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Whether an article is what is published already, member for member. */
export const isPublished = (article: Article, before: Article | null) => isDeepStrictEqual(before, article);

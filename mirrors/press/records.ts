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
 * @param translations language to id of the same article in it
 */
export async function toArticle(
  id: string,
  draft: Draft,
  before: Article | null,
  now: number,
  translations: Record<string, string> = {},
): Promise<Article> {
  const { title, summary, by, url, section, tags, language, source, related } = draft;
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
    ...(Object.keys(translations).length > 0 ? { translations } : {}),
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

/** Whether an article is what is published already, member for member. */
export const isPublished = (article: Article, before: Article | null) => isDeepStrictEqual(before, article);

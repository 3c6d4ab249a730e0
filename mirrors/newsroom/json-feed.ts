import type { Entry, Feed } from './entry.ts';
import { type Loose, list, NoFeedError, picture, str } from './loose.ts';

/** Reads JSON Feed. @throws NoFeedError */
export function jsonFeed(text: string): Feed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NoFeedError(`is broken JSON (${(error as Error).message})`);
  }
  const top = value as Loose;
  const items = list(top?.items).map((item) => item as Loose);
  const named = /jsonfeed\.org/.test(str(top?.version));
  const alike =
    str(top?.version) !== '' &&
    items.some((item) => item && ('content_html' in item || 'content_text' in item));
  if (!named && !alike) throw new NoFeedError('is JSON, but no JSON Feed');
  const names = (one: Loose): string[] =>
    [...list(one?.authors), one?.author].map((a) => str((a as Loose)?.name));
  const entries = items.map(
    (item): Entry => ({
      guid: str(item?.id),
      link: str(item?.url) || str(item?.external_url),
      title: str(item?.title),
      content: str(item?.content_html) || str(item?.content_text),
      contentIsText: !str(item?.content_html),
      description: str(item?.summary),
      descriptionIsText: true,
      published: [str(item?.date_published)],
      updated: [str(item?.date_modified)],
      categories: list(item?.tags).map(str),
      authors: names(item),
      language: str(item?.language),
      pictures: [
        ...[item?.image, item?.banner_image].map((url) => picture(str(url))),
        ...list(item?.attachments)
          .filter((one) => str((one as Loose)?.mime_type).startsWith('image/'))
          .map((one) => picture(str((one as Loose)?.url), str((one as Loose)?.title))),
      ].filter((one) => one.url !== ''),
      // The format has no way to name them.
      alternates: [],
      base: '',
    }),
  );
  return {
    title: str(top?.title),
    link: str(top?.home_page_url),
    language: str(top?.language),
    base: str(top?.feed_url),
    authors: names(top),
    entries,
    next: str(top?.next_url),
    archive: '',
    generator: '',
  };
}

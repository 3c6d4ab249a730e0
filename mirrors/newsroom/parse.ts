import { parseFeed } from 'feedsmith';
import type { Entry, EntryPicture, Feed } from './entry.ts';
import { jsonFeed } from './json-feed.ts';
import { type Loose, list, NoFeedError, picture, str } from './loose.ts';
import { cleanXml, countItems, type Pieces, rootName, salvage } from './repair.ts';
import { type Alternate, languageIn } from './translations.ts';

/**
 * Reads RSS, RDF, Atom or JSON Feed. Broken XML is read item by item; what stays broken is lost, and counted.
 * @throws NoFeedError
 */
export function readFeed(text: string): { feed: Feed; broken: number } {
  const start = text.replace(/^[\s\ufeff]+/, '');
  if (start === '') throw new NoFeedError('is empty');
  if (start.startsWith('{') || start.startsWith('[')) return { feed: jsonFeed(start), broken: 0 };
  const xml = cleanXml(start);
  const root = rootName(xml);
  if (!/^(rss|rdf|feed)$/.test(root)) {
    throw new NoFeedError(
      root === 'html' || /<html[\s>]/i.test(xml.slice(0, 5000)) ? 'is a web page, not a feed' : 'is no feed',
    );
  }
  const feed = feedFrom(xml);
  // A parser of feeds may give no more than what stands before the first fault.
  if (feed && feed.entries.length >= countItems(xml)) return { feed, broken: 0 };
  const pieces = salvage(xml);
  const { entries, broken } = readPieces(pieces);
  if (feed && feed.entries.length >= entries.length)
    return { feed, broken: Math.max(0, broken - (feed.entries.length - entries.length)) };
  // What it says of itself decides on the ids of its items, which must stay the same whatever breaks.
  return { feed: { ...(feed ?? feedFrom(pieces.head) ?? nothing), entries }, broken };
}

const nothing: Feed = {
  ...{ title: '', link: '', language: '', base: '', authors: [], entries: [] },
  ...{ next: '', archive: '', generator: '' },
};

/** A feed, or null where it is broken (or has nothing in it). */
function feedFrom(xml: string): Feed | null {
  try {
    return fromParsed(parseFeed(xml) as { format: string; feed: unknown });
  } catch {
    return null;
  }
}

/** How many items of a broken feed are read at once, as long as these are whole. */
const together = 100;
/** How many are read alone: it takes its time. */
const mostAlone = 4_000;

function readPieces({ items, feedOf }: Pieces): { entries: Entry[]; broken: number } {
  const entries: Entry[] = [];
  let [broken, alone] = [0, 0];
  for (let at = 0; at < items.length; at += together) {
    const some = items.slice(at, at + together);
    const whole = feedFrom(feedOf(some))?.entries;
    if (whole?.length === some.length) entries.push(...whole);
    else
      for (const item of some) {
        const one = alone++ < mostAlone ? feedFrom(feedOf([item])) : null;
        entries.push(...(one?.entries ?? []));
        if (!one || one.entries.length === 0) broken += 1;
      }
  }
  return { entries, broken };
}

function fromParsed(parsed: { format: string; feed: unknown }): Feed {
  const feed = parsed.feed as Loose;
  const atom = parsed.format === 'atom';
  const base = str((feed?.xml as Loose)?.base);
  const language =
    str(feed?.language) || str((feed?.xml as Loose)?.lang) || str(list((feed?.dc as Loose)?.languages)[0]);
  return {
    title: str(atom ? (feed?.title as Loose)?.value : feed?.title),
    link: atom ? alternate(feed) : str(feed?.link),
    language,
    base,
    authors: atom ? people(feed?.authors) : [],
    entries: list(atom ? feed?.entries : feed?.items).map((item) =>
      atom ? atomEntry(item as Loose, language) : rssEntry(item as Loose),
    ),
    next: linked(feed, 'next'),
    archive: linked(feed, 'prev-archive'),
    generator: generatorOf(feed?.generator),
  };
}

/** Where a feed's own link of a kind leads, be it Atom or RSS with a link of Atom. */
function linked(feed: Loose, rel: string): string {
  const links = [...list(feed?.links), ...list((feed?.atom as Loose)?.links)].map((one) => one as Loose);
  return str(links.find((one) => str(one?.rel) === rel)?.href);
}

function generatorOf(value: unknown): string {
  const one = value as Loose;
  return str(value) || `${str(one?.text)} ${str(one?.value)} ${str(one?.uri)}`.trim();
}

function rssEntry(item: Loose): Entry {
  const guid = item?.guid as Loose;
  const dc = item?.dc as Loose;
  const terms = item?.dcterms as Loose;
  const encoded = str((item?.content as Loose)?.encoded);
  const id = str(guid?.value) || str((item?.rdf as Loose)?.about) || str(list(dc?.identifiers)[0]);
  const linked =
    str(item?.link) ||
    (guid?.isPermaLink !== false && /^https?:\/\//i.test(str(guid?.value)) ? str(guid?.value) : '');
  const atom = item?.atom as Loose;
  return {
    guid: id,
    link: linked || alternate(atom) || (/^https?:/.test(id) && !str(guid?.value) ? id : ''),
    title:
      str(item?.title) || str(list(dc?.titles)[0]) || str(((item?.media as Loose)?.title as Loose)?.value),
    content: encoded || typed(atom?.content).text,
    contentIsText: false,
    description:
      str(item?.description) || str((item?.itunes as Loose)?.summary) || str(list(dc?.descriptions)[0]),
    descriptionIsText: false,
    published: [
      str(item?.pubDate),
      ...list(dc?.dates).map(str),
      ...list(terms?.issued).map(str),
      ...list(terms?.created).map(str),
      str(atom?.published),
      str(item?.date),
    ],
    updated: [...list(terms?.modified).map(str), str(atom?.updated)],
    categories: [
      ...list(item?.categories).map((one) => str((one as Loose)?.name)),
      ...list(dc?.subjects).map(str),
    ],
    authors: firstFull(list(dc?.creators).map(str), people(item?.authors), people(atom?.authors), [
      str((item?.itunes as Loose)?.author),
    ]),
    language: str(list(dc?.languages)[0]),
    pictures: picturesOf(item),
    alternates: alternatesOf(atom),
    base: str((item?.xml as Loose)?.base),
  };
}

function atomEntry(entry: Loose, feedLanguage: string): Entry {
  const content = typed(entry?.content);
  const summary = typed(entry?.summary);
  const title = typed(entry?.title);
  const dc = entry?.dc as Loose;
  const language = str((entry?.xml as Loose)?.lang) || str(list(dc?.languages)[0]);
  return {
    guid: str(entry?.id),
    link: alternate(entry, language || feedLanguage),
    title: title.isText ? title.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : title.text,
    content: content.text,
    contentIsText: content.isText,
    description: summary.text,
    descriptionIsText: summary.isText,
    published: [
      str(entry?.published),
      str(entry?.issued),
      str(entry?.created),
      ...list(dc?.dates).map(str),
      str(entry?.updated),
    ],
    updated: [str(entry?.updated), str(entry?.modified)],
    categories: [
      ...list(entry?.categories).map((one) => str((one as Loose)?.label) || str((one as Loose)?.term)),
      ...list(dc?.subjects).map(str),
    ],
    authors: firstFull(
      people(entry?.authors),
      list(dc?.creators).map(str),
      people((entry?.source as Loose)?.authors),
    ),
    language,
    pictures: [
      ...list(entry?.links)
        .filter(
          (one) =>
            str((one as Loose)?.rel) === 'enclosure' &&
            isImage(str((one as Loose)?.type), str((one as Loose)?.href)),
        )
        .map((one) => picture(str((one as Loose)?.href), str((one as Loose)?.title))),
      ...picturesOf(entry),
    ],
    alternates: alternatesOf(entry),
    base: content.base || summary.base || str((entry?.xml as Loose)?.base),
  };
}

function typed(value: unknown): { text: string; isText: boolean; base: string } {
  const one = value as Loose;
  const type = str(one?.type).toLowerCase();
  const text = str(one?.value);
  const base = str((one?.xml as Loose)?.base);
  if (type !== '' && !/^(text|html|xhtml|text\/.*|application\/xhtml\+xml|.*xml)$/.test(type)) {
    // Anything else is base64 by the letter of the format; what does not decode to text is somebody's mistake.
    const plain = text.replace(/\s+/g, '');
    const decoded = /^[A-Za-z0-9+/]+=*$/.test(plain)
      ? Buffer.from(plain, 'base64').toString('utf8')
      : '\ufffd';
    return { text: decoded.includes('\ufffd') ? text : decoded, isText: false, base };
  }
  return { text, isText: type === 'text' || type === 'text/plain', base };
}

/** Pages that an item names as itself in other languages. */
function alternatesOf(holder: Loose): Alternate[] {
  return list(holder?.links)
    .map((one) => one as Loose)
    .filter((one) => str(one?.rel) === 'alternate' && str(one?.hreflang) !== '')
    .map((one) => ({ language: str(one?.hreflang), url: str(one?.href) }));
}

/** The page of an item or feed: of several languages that of its own. */
function alternate(holder: Loose, language = ''): string {
  const all = list(holder?.links).map((one) => one as Loose);
  const own = languageIn(language);
  const links = all.filter(
    (one) => !str(one?.hreflang) || own === '' || languageIn(str(one?.hreflang)) === own,
  );
  const ranked = [
    links.find(
      (one) =>
        /^(alternate)?$/.test(str(one?.rel)) &&
        /^(text\/html.*|application\/xhtml\+xml)?$/.test(str(one?.type)) &&
        str(one?.href),
    ),
    links.find((one) => /^(alternate)?$/.test(str(one?.rel)) && str(one?.href)),
    all.find((one) => /^(alternate)?$/.test(str(one?.rel)) && str(one?.href)),
    all.find((one) => str(one?.rel) === 'via' && str(one?.href)),
  ];
  return str(ranked.find(Boolean)?.href);
}

function picturesOf(item: Loose): EntryPicture[] {
  const media = item?.media as Loose;
  const found: EntryPicture[] = [];
  const thumbs: EntryPicture[] = [];
  const words = (...holders: Loose[]): [string, string] => {
    const first = (pick: (one: Loose) => string): string =>
      holders.map(pick).find((text) => text !== '') ?? '';
    return [
      first((one) => str((one?.description as Loose)?.value)) ||
        first((one) => str((one?.title as Loose)?.value)),
      first((one) =>
        list(one?.credits)
          .map((credit) => str((credit as Loose)?.value))
          .filter(Boolean)
          .join(', '),
      ) || first((one) => str((one?.copyright as Loose)?.value)),
    ];
  };
  const take = (holder: Loose, outer: Loose): void => {
    for (const one of list(holder?.contents).map((each) => each as Loose)) {
      const [caption, credit] = words(one, holder, outer);
      const url = str(one?.url);
      // Some say nothing of the kind, and only pictures have a size but no length.
      const unsaid = !one?.type && !one?.medium && !one?.duration && Number(one?.width) > 0;
      if (url && (str(one?.medium) === 'image' || unsaid || isImage(str(one?.type), url))) {
        found.push({ url, alt: '', caption, credit, width: Number(one?.width) || 0 });
      }
      for (const thumb of list(one?.thumbnails))
        thumbs.push({ ...picture(str((thumb as Loose)?.url)), caption, credit });
    }
    for (const thumb of list(holder?.thumbnails)) {
      const [caption, credit] = words(holder, outer);
      thumbs.push({
        ...picture(str((thumb as Loose)?.url)),
        caption,
        credit,
        width: Number((thumb as Loose)?.width) || 0,
      });
    }
  };
  for (const one of list(item?.enclosures).map((each) => each as Loose)) {
    if (isImage(str(one?.type), str(one?.url))) found.push(picture(str(one?.url)));
  }
  take(media, undefined);
  for (const group of [media?.group, ...list(media?.groups)]) if (group) take(group as Loose, media);
  if (found.length === 0) found.push(...thumbs);
  if (found.length === 0) {
    const cover = (item?.itunes as Loose)?.image;
    found.push(picture(str(cover) || str((cover as Loose)?.href)));
  }
  return found.filter((one) => one.url !== '' && !/gravatar\.com\/avatar/.test(one.url));
}

function isImage(type: string, url: string): boolean {
  if (type !== '' && !/octet-stream/.test(type)) return /^image\b/i.test(type) && !/svg/i.test(type);
  return /\.(?:jpe?g|png|gif|webp|avif)(?:[?#].*)?$/i.test(url);
}

function people(value: unknown): string[] {
  return list(value).map((one) =>
    typeof one === 'string' ? one : str((one as Loose)?.name) || str((one as Loose)?.email),
  );
}

function firstFull(...lists: string[][]): string[] {
  return lists.find((one) => one.some((text) => text.trim() !== '')) ?? [];
}

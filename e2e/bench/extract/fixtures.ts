/** Pages as served with the text that people took out of them by hand, or by code written for the very site. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseHTML } from 'linkedom';

/** One page and what is known of its article. */
export interface Fixture {
  set: 'fundus' | 'newspaper' | 'newspaper4k' | 'readability' | 'omnivore';
  name: string;
  url: string;
  bytes: Uint8Array;
  text: string;
  /** Empty where the set does not say. */
  title: string;
  pictures: { caption: string; credits: string[] }[];
}

/** All sets of a folder of pages, in the order of their names. */
export function readFixtures(pages: string): Fixture[] {
  return [
    ...readFundus(join(pages, 'fundus')),
    ...readNewspaper(join(pages, 'newspaper'), 'newspaper'),
    ...readNewspaper(join(pages, 'newspaper4k'), 'newspaper4k'),
    ...readFolders(join(pages, 'readability'), 'readability'),
    ...readFolders(join(pages, 'omnivore'), 'omnivore'),
  ];
}

interface FundusArticle {
  title?: string;
  body?: { summary: string[]; sections: { headline: string[]; paragraphs: string[] }[] };
  images?: { caption?: string | null; authors?: string[] }[];
}

/** Expected results are listed by version of the site's look; pages bear dates: both in the order of time. */
function readFundus(folder: string): Fixture[] {
  return names(folder).flatMap((land) => {
    const all = names(join(folder, land));
    const meta = json<Record<string, { url: string }>>(join(folder, land, 'meta.info'));
    return all
      .filter((name) => name.endsWith('.json'))
      .flatMap((list) => {
        const site = basename(list, '.json');
        const pages = all.filter((name) => name.startsWith(`${site}_`));
        const articles = Object.values(json<Record<string, FundusArticle>>(join(folder, land, list)));
        return pages.map((name, at): Fixture => {
          const { title = '', body, images = [] } = articles[at]!;
          return {
            set: 'fundus',
            name: `${land}/${basename(name, '.html.gz')}`,
            url: meta[name]!.url,
            bytes: gunzipSync(readFileSync(join(folder, land, name))),
            text: [
              ...(body?.summary ?? []),
              ...(body?.sections ?? []).flatMap(({ headline, paragraphs }) => [...headline, ...paragraphs]),
            ].join('\n'),
            title,
            pictures: images.map(({ caption, authors = [] }) => ({
              caption: caption ?? '',
              credits: authors,
            })),
          };
        });
      });
  });
}

function readNewspaper(folder: string, set: Fixture['set']): Fixture[] {
  const all = names(folder);
  return all
    .filter((name) => name.endsWith('.html') && all.includes(name.replace(/html$/, 'txt')))
    .map((name): Fixture => {
      const stem = name.replace(/\.html$/, '');
      const about = all.includes(`${stem}.json`)
        ? json<{ url?: string; title?: string }>(join(folder, `${stem}.json`))
        : {};
      return {
        set,
        name: stem,
        url: about.url ?? `https://${stem.replace(/\d+$/, '')}/`,
        bytes: readFileSync(join(folder, name)),
        text: readFileSync(join(folder, `${stem}.txt`), 'utf8'),
        title: about.title ?? '',
        pictures: [],
      };
    });
}

function readFolders(folder: string, set: Fixture['set']): Fixture[] {
  return findPages(folder).map((path): Fixture => {
    const { title = '' } = json<{ title?: string }>(join(path, 'expected-metadata.json'));
    const expected = readFileSync(join(path, 'expected.html'), 'utf8');
    const source = names(path).find((name) => /^source\.html$|^page\.html$/.test(name))!;
    return {
      set,
      name: basename(path),
      url: 'http://fakehost/test/page.html',
      bytes: readFileSync(join(path, source)),
      text: textOfHtml(expected),
      title,
      pictures: [],
    };
  });
}

function findPages(folder: string): string[] {
  return names(folder).flatMap((name) => {
    const path = join(folder, name);
    return names(path).includes('expected.html') ? [path] : [];
  });
}

const ends = /^(?:p|div|br|li|h[1-6]|tr|td|th|figure|figcaption|blockquote|section|article|header|pre)$/i;

/** All text of some HTML, a line for each block. */
export function textOfHtml(html: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  const parts: string[] = [];
  const walk = (node: Node): void => {
    if (node.nodeType === 3) parts.push(node.textContent ?? '');
    if (/^(?:script|style|noscript|template)$/i.test(node.nodeName)) return;
    for (const child of node.childNodes) walk(child);
    if (ends.test(node.nodeName)) parts.push('\n');
  };
  walk(document.body);
  return parts.join('');
}

function names(folder: string): string[] {
  return readdirSync(folder).sort();
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** Articles in several languages, from sources that call each other by addresses, numbers and names. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type MadeSite, makeSite } from '../newsroom/made-site.ts';
import { press } from './index.ts';
import { type MadeNewsroom, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { openFolder } from './open.ts';

// Each test presses several times.
vi.setConfig({ testTimeout: 60_000 });

let site: MadeSite;
beforeAll(async () => {
  site = await makeSite();
});
beforeEach(() => site.pages.clear());
afterAll(async () => {
  await site.close();
  await removeNewsrooms();
});

const words: Record<string, string> = {
  ru: 'Суд выслушал свидетелей, которые приехали издалека, и отложил решение до конца недели.',
  en: 'The court heard witnesses who had come from afar, and put off its decision to the end of the week.',
  de: 'Das Gericht hörte Zeugen, die von weit her gekommen waren, und vertagte sich bis zum Ende der Woche.',
};
const alternates = (links: Record<string, string>, tag = 'link'): string =>
  Object.entries(links)
    .map(([language, path]) => `<${tag} rel="alternate" hreflang="${language}" href="${site.url}${path}"/>`)
    .join('');
const page = (language: string, title: string, head = ''): string =>
  `<!doctype html><html lang="${language}"><head><title>${title}</title><meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-01T10:00:00Z">${head}</head><body><article><h1>${title}</h1>${`<p>${words[language]}</p>`.repeat(4)}</article></body></html>`;
const make = (...sources: unknown[]): Promise<MadeNewsroom> =>
  makeNewsroom({ sources, languages: ['ru', 'en', 'de'], limits: { pause: 0 } });

/** Titles of the translations of each article, by its title. */
async function linked(made: MadeNewsroom, afterMs = 0): Promise<Record<string, Record<string, string>>> {
  const { failures } = await press(made.options(afterMs));
  expect(failures).toEqual([]);
  const { entries } = (await openFolder(made.site)).edition;
  const named = new Map(entries.map(({ article }) => [article.id, article.title]));
  return Object.fromEntries(
    entries.map(({ article }) => [
      article.title,
      Object.fromEntries(
        Object.entries(article.translations ?? {}).map(([code, id]) => [code, named.get(id) ?? 'nothing']),
      ),
    ]),
  );
}

test('pages lead to their translations, and nowhere out of the publication', async () => {
  const all = {
    'x-default': '/en/court',
    'en-GB': '/en/court',
    'en-US': '/us/court',
    ru: '/sud',
    fr: '/fr/cour',
  };
  site.pages.set('/sud', page('ru', 'Суд', alternates(all)));
  site.pages.set('/en/court', page('en', 'Court', alternates({ ...all, de: '/' })));
  site.pages.set('/alone', page('en', 'Alone', alternates({ ru: '/', de: '/de/none' })));
  const made = await make(...['/sud', '/en/court', '/alone'].map((path) => ({ page: site.url + path })));
  expect(await linked(made)).toEqual({ Суд: { en: 'Court' }, Court: { ru: 'Суд' }, Alone: {} });
});

test('a translation that comes later is linked from the one before, which is no update of it', async () => {
  site.pages.set('/map.txt', `${site.url}/sud`);
  site.pages.set('/sud', page('ru', 'Суд'));
  const made = await make({ sitemap: `${site.url}/map.txt` });
  expect(await linked(made)).toEqual({ Суд: {} });
  site.pages.set('/map.txt', `${site.url}/sud\n${site.url}/en/court`);
  site.pages.set('/en/court', page('en', 'Court', alternates({ ru: '/sud' })));
  expect(await linked(made, 60_000)).toEqual({ Суд: { en: 'Court' }, Court: { ru: 'Суд' } });
  const { entries } = (await openFolder(made.site)).edition;
  for (const { article } of entries) expect(article.updated).toBeUndefined();
  expect(await press(made.options(120_000))).toMatchObject({ files: 0, updated: 0 });
  await press({
    ...made.options(180_000),
    withdraw: { articles: [`${site.url}/en/court`], reason: 'x' },
  });
  expect(await linked(made, 240_000)).toEqual({ Суд: {} });
});

test('a news sitemap names translations of pages that do not', async () => {
  const url = (path: string, links: Record<string, string>): string =>
    `<url><loc>${site.url}${path}</loc><lastmod>2026-11-01</lastmod>${alternates(links, 'xhtml:link')}</url>`;
  site.pages.set(
    '/map.xml',
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${url('/sud', { ru: '/sud', de: '/de/gericht' })}${url('/de/gericht', { ru: '/sud', de: '/de/gericht' })}</urlset>`,
  );
  site.pages.set('/sud', page('ru', 'Суд'));
  site.pages.set('/de/gericht', page('de', 'Gericht'));
  const made = await make({ sitemap: `${site.url}/map.xml` });
  expect(await linked(made)).toEqual({ Суд: { de: 'Gericht' }, Gericht: { ru: 'Суд' } });
});

test('posts of WordPress lead to each other by number or address, as plugins for languages have it', async () => {
  const post = (id: number, title: string, more: object) => ({
    ...{ id, status: 'publish', link: `${site.url}/post-${id}`, title: { rendered: title } },
    ...{ date_gmt: '2026-11-01T00:00:00', modified_gmt: '2026-11-01T00:00:00', ...more },
    content: { rendered: `<p>${title}</p>` },
  });
  const serve = (path: string, posts: unknown[]): void =>
    void site.pages.set(
      `${path}wp-json/wp/v2/posts?per_page=100&page=1&orderby=date&_embed=author%2Cwp%3Afeaturedmedia%2Cwp%3Aterm`,
      JSON.stringify(posts),
    );
  serve('/polylang/', [
    post(1, 'Суд', { lang: 'ru', translations: { ru: 1, en: 2, de: 77 } }),
    post(2, 'Court', { lang: 'en', translations: { ru: 1, en: 2, de: 77 } }),
    post(3, 'Рынок', { lang: 'ru', translations: [] }),
  ]);
  serve('/wpml/', [
    post(4, 'Школа', {
      wpml_current_locale: 'ru_RU',
      wpml_translations: [{ locale: 'en_US', id: 5, post_title: 'School', href: `${site.url}/post-5` }],
    }),
  ]);
  serve('/wpml/en/', [post(5, 'School', { wpml_current_locale: 'en_US', wpml_translations: [] })]);
  const made = await make(
    ...['/polylang/', '/wpml/', '/wpml/en/'].map((path) => ({ wordpress: site.url + path })),
  );
  expect(await linked(made)).toEqual({
    ...{ Суд: { en: 'Court' }, Court: { ru: 'Суд' }, Рынок: {} },
    ...{ Школа: { en: 'School' }, School: { ru: 'Школа' } },
  });
});

test('items of feeds lead to each other, and keep to their own page among those of many languages', async () => {
  const links = alternates({ en: '/en/court', ru: '/sud' });
  const atom = (language: string, id: number, title: string, more = links): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><title>F</title><entry><id>urn:${id}</id><title>${title}</title><published>2026-11-01T10:00:00Z</published>${more}<content>${words[language]}</content></entry></feed>`;
  site.pages.set('/ru.xml', atom('ru', 1, 'Суд'));
  site.pages.set('/en.xml', atom('en', 2, 'Court'));
  site.pages.set(
    '/de.xml',
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>F</title><language>de</language><item><guid>urn:3</guid><title>Gericht</title><link>${site.url}/de/gericht</link>${alternates({ ru: '/sud' }, 'atom:link')}<description>${words.de}</description></item></channel></rss>`,
  );
  const made = await make(...['/ru.xml', '/en.xml', '/de.xml'].map((path) => ({ feed: site.url + path })));
  expect(await linked(made)).toEqual({
    Суд: { en: 'Court', de: 'Gericht' },
    Court: { ru: 'Суд' },
    Gericht: { ru: 'Суд' },
  });
  const { entries } = (await openFolder(made.site)).edition;
  expect(entries.find(({ article }) => article.title === 'Суд')!.article.url).toBe(`${site.url}/sud`);
  // What left its feed keeps its links, and what comes finds it.
  site.pages.set('/en.xml', atom('en', 9, 'Market', ''));
  expect(await linked(made, 60_000)).toMatchObject({
    Суд: { en: 'Court', de: 'Gericht' },
    Court: { ru: 'Суд' },
  });
  site.pages.set('/de.xml', atom('de', 10, 'Prozess', alternates({ de: '/de/prozess', en: '/en/court' })));
  expect(await linked(made, 120_000)).toMatchObject({ Prozess: { en: 'Court' } });
});

test('a translation under embargo is linked when its hour has come', async () => {
  const made = await make({ folder: 'texts' });
  await mkdir(join(made.folder, 'texts'));
  const text = (title: string, language: string, more = ''): string =>
    `---\ntitle: ${title}\nlanguage: ${language}\ndate: 2026-11-01\ntranslation: court\n${more}---\n${words[language]}`;
  await writeFile(join(made.folder, 'texts/a.md'), text('Суд', 'ru'));
  await writeFile(join(made.folder, 'texts/b.md'), text('Court', 'en', 'embargo: 2026-11-20T13:00:00Z\n'));
  expect(await linked(made)).toEqual({ Суд: {} });
  expect(await linked(made, 3_600_000)).toEqual({ Суд: { en: 'Court' }, Court: { ru: 'Суд' } });
});

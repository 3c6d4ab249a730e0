/** Sources that are sites: WordPress by its interface, sitemaps, pages, feeds in pages. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyText } from '../../src/edition/body.ts';
import type { Draft } from './draft.ts';
import { openGetter, openSource, readSource, type Source } from './index.ts';
import { usualLimits } from './limits.ts';
import { hearing, type MadeSite, makeSite } from './made-site.ts';
import type { State } from './source.ts';

const limits = { ...usualLimits, pause: 0, timeout: 5 };
const web = openGetter({ inside: () => ['loopback'], backoffMs: 1, limits });
let site: MadeSite;
beforeAll(async () => {
  site = await makeSite();
});
afterAll(async () => {
  await web.close();
  await site.close();
});

const context = (lines: string[] = [], more: object = {}) => ({
  ...{ folder: '/', language: 'en', get: web.get, limits },
  ...hearing(lines),
  ...more,
});
const read = (source: Source, lines: string[] = []): Promise<Draft[]> => readSource(source, context(lines));
async function take(source: Source, before: State, known: string[] = [], lines: string[] = []) {
  const reading = await openSource(
    source,
    context(lines, { before, knows: (key: string) => known.includes(key) }),
  );
  const drafts: Draft[] = [];
  for await (const draft of reading.drafts) drafts.push(draft);
  return { ...reading, drafts };
}

/** Prose long enough to be an article. */
const prose = (name: string): string =>
  Array.from(
    { length: 8 },
    (_, at) =>
      `<p>Paragraph ${at} of ${name} says what happened in the town, who was there, what they said to each other, and why it matters to those who live in the houses beside the river today.</p>`,
  ).join('');
const page = (name: string, more = ''): string =>
  `<!doctype html><html lang="en"><head><title>${name}</title><meta property="og:title" content="${name}"><meta property="og:type" content="article"><meta property="article:published_time" content="2024-05-01T10:00:00Z">${more}</head><body><nav><a href="/">Home</a></nav><article><h1>${name}</h1>${prose(name)}</article></body></html>`;

describe('a WordPress site', () => {
  const wordpress = (name: string): string => `${site.url}/${name}/`;
  const postOf = (id: number, changed = '2024-01-02T00:00:00') => ({
    ...{ id, status: 'publish', guid: { rendered: `${site.url}/?p=${id}` }, link: `${site.url}/post-${id}` },
    ...{
      date_gmt: '2024-01-01T00:00:00',
      modified_gmt: changed,
      title: { rendered: `Post &#8220;${id}&#8221;` },
    },
    content: {
      rendered: `<p>Text ${id}</p><ul class="wp-block-gallery blocks-gallery-grid"><li class="blocks-gallery-item"><figure><img src="/1.jpg"></figure></li><li class="blocks-gallery-item"><figure><img src="/2.jpg"></figure></li></ul>`,
      protected: false,
    },
    excerpt: { rendered: '<p>Short words [&hellip;]</p>' },
    _embedded: {
      author: [{ name: 'Jane Roe' }],
      'wp:featuredmedia': [
        {
          ...{ media_type: 'image', source_url: `${site.url}/lead.jpg`, alt_text: 'alt' },
          caption: { rendered: '<p>A square. Photo: Agency</p>' },
        },
      ],
      'wp:term': [
        [{ taxonomy: 'category', name: 'Politics' }],
        [{ taxonomy: 'post_tag', name: 'War &amp; peace' }],
      ],
    },
  });
  const serve = (prefix: string, lists: unknown[][], route = 'wp-json/wp/v2/posts?') => {
    lists.forEach((posts, at) => {
      for (const order of ['date', 'modified']) {
        const query = `${route}per_page=100&page=${at + 1}&orderby=${order}&_embed=author%2Cwp%3Afeaturedmedia%2Cwp%3Aterm`;
        site.pages.set(`/${prefix}/${query}`, (_, response) => {
          response.writeHead(200, { 'x-wp-totalpages': String(lists.length) }).end(JSON.stringify(posts));
        });
      }
    });
  };

  it('gives whole posts with authors, terms, galleries and the featured picture, from all its pages', async () => {
    serve('two', [[postOf(1)], [postOf(2), { ...postOf(3), status: 'draft' }]]);
    const drafts = await read({ wordpress: wordpress('two') });
    expect(drafts.map(({ key }) => key)).toEqual([`${site.url}/?p=1`, `${site.url}/?p=2`]);
    expect(drafts[0]).toMatchObject({
      ...{ title: 'Post “1”', summary: 'Short words…', by: ['Jane Roe'], url: `${site.url}/post-1` },
      ...{ published: Date.UTC(2024, 0, 1) / 1000, updated: Date.UTC(2024, 0, 2) / 1000 },
      ...{ section: 'Politics', tags: ['War & peace'] },
    });
    expect(drafts[0]!.body).toMatchObject([
      ['img', { url: `${site.url}/lead.jpg`, alt: 'alt', caption: 'A square.', credit: 'Agency' }],
      'Text 1',
      ['gallery', { url: `${site.url}/1.jpg` }, { url: `${site.url}/2.jpg` }],
    ]);
  });

  it('gives classic galleries as galleries, of the pictures that they lead to', async () => {
    const one = (name: string): string =>
      `<dl class='gallery-item'><dt class='gallery-icon'><a href='/up/${name}.jpg'><img width="150" height="150" src="/up/${name}-150x150.jpg"></a></dt><dd class='wp-caption-text gallery-caption'>${name}</dd></dl>`;
    const rendered = `<p>Text</p><div id='gallery-1' class='gallery galleryid-5'>${one('a')}${one('b')}<br style="clear: both"></div>`;
    serve('classic', [[{ ...postOf(5), content: { rendered, protected: false }, _embedded: {} }]]);
    const [draft] = await read({ wordpress: wordpress('classic') });
    expect(draft!.body).toMatchObject([
      'Text',
      [
        'gallery',
        { url: `${site.url}/up/a.jpg`, caption: 'a' },
        { url: `${site.url}/up/b.jpg`, caption: 'b' },
      ],
    ]);
  });

  it('is found where addresses are plain, and asked only for what changed afterwards', async () => {
    serve('plain', [[postOf(1)]], '?rest_route=%2Fwp%2Fv2%2Fposts&');
    const source = { wordpress: wordpress('plain') };
    const first = await take(source, {});
    expect(first).toMatchObject({ kind: 'whole', drafts: [{ title: 'Post “1”' }] });
    site.pages.set(
      '/plain/?rest_route=%2Fwp%2Fv2%2Fposts&per_page=100&page=1&orderby=modified&_embed=author%2Cwp%3Afeaturedmedia%2Cwp%3Aterm&modified_after=2024-01-01T23%3A59%3A00',
      (_, response) => void response.end(JSON.stringify([postOf(1, '2024-02-02T00:00:00')])),
    );
    const second = await take(source, first.state);
    expect(second).toMatchObject({ kind: 'more', drafts: [{ title: 'Post “1”' }] });
  });

  it('gives what came before an error in the middle', async () => {
    serve('half', [[postOf(1)], [postOf(2)]]);
    site.pages.set(
      '/half/wp-json/wp/v2/posts?per_page=100&page=2&orderby=date&_embed=author%2Cwp%3Afeaturedmedia%2Cwp%3Aterm',
      (_, response) => void response.writeHead(500).end(),
    );
    const lines: string[] = [];
    const half = await take({ wordpress: wordpress('half') }, {}, [], lines);
    expect(half.drafts).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/answered 500/)]);
    // The rest is had next time.
    expect(half.state.changed).toBeUndefined();
  });

  it('is refused with one sentence where there is none, or a wall before it', async () => {
    await expect(read({ wordpress: wordpress('none') })).rejects.toThrow(/answered 404 .*name its feed/);
    const captcha = '<html><head><title>Just a moment...</title></head><body></body></html>';
    site.pages.set(
      '/walled/wp-json/wp/v2/posts?per_page=100&page=1&orderby=date&_embed=author%2Cwp%3Afeaturedmedia%2Cwp%3Aterm',
      captcha,
    );
    await expect(read({ wordpress: wordpress('walled') })).rejects.toThrow(/proof of a human being/);
  });
});

describe('a sitemap', () => {
  it('leads through its index to pages, and says what pages do not', async () => {
    site.pages.set(
      '/index.xml',
      `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${site.url}/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap><sitemap><loc>${site.url}/news.xml.gz</loc><lastmod>2024-01-01</lastmod></sitemap><sitemap><loc>${site.url}/gone.xml</loc></sitemap></sitemapindex>`,
    );
    site.pages.set(
      '/old.xml',
      `<urlset><url><loc>${site.url}/</loc></url><url><loc>${site.url}/news/old</loc></url><url><loc>${site.url}/shop/1</loc></url></urlset>`,
    );
    site.pages.set('/news.xml.gz', (_, response) => {
      response.end(
        gzipSync(
          `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>${site.url}/news/new</loc><news:news><news:publication_date>2024-05-02T10:00:00Z</news:publication_date><news:title>New</news:title><news:keywords>a, b</news:keywords></news:news></url></urlset>`,
        ),
      );
    });
    site.pages.set('/news/old', page('Old news of the town'));
    site.pages.set('/news/new', page('New news of the town'));
    const lines: string[] = [];
    const source = { sitemap: `${site.url}/index.xml`, only: '/news/', section: 'Town' };
    const first = await take(source, {}, [], lines);
    expect(first.drafts).toMatchObject([
      { title: 'New news of the town', url: `${site.url}/news/new`, section: 'Town', tags: ['a', 'b'] },
      { title: 'Old news of the town', published: Date.UTC(2024, 4, 1, 10) / 1000 },
    ]);
    expect(bodyText(first.drafts[0]!.body)).toContain('Paragraph 7 of New news');
    expect(lines).toEqual([expect.stringMatching(/gone\.xml answered 404/)]);

    const asked = site.asked.length;
    const second = await take(source, first.state);
    expect(second.drafts.length).toBeLessThanOrEqual(1);
    expect(site.asked.slice(asked)).not.toContain('/news/new');
  });

  it('that suddenly names no page is reported, and nothing is forgotten', async () => {
    site.pages.set('/s.xml', `<urlset><url><loc>${site.url}/news/one</loc></url></urlset>`);
    site.pages.set('/news/one', page('One news of the town'));
    const source = { sitemap: `${site.url}/s.xml` };
    const first = await take(source, {});
    expect(first.drafts).toHaveLength(1);
    site.pages.set('/s.xml', '<urlset></urlset>');
    const lines: string[] = [];
    const second = await take(source, first.state, [], lines);
    expect(second).toMatchObject({ kind: 'same', state: first.state });
    expect(lines).toEqual([expect.stringMatching(/s\.xml names no page now; what was published stays/)]);
  });

  it('publishes no captcha and no notice, and stops asking a site that gives nothing else', async () => {
    const walls = [
      '<html><head><title>DDoS-Guard</title></head><body></body></html>',
      '<html><body><h1>Доступ к ресурсу ограничен</h1><p>на основании 149-ФЗ</p></body></html>',
    ];
    const paths = Array.from({ length: 9 }, (_, at) => `/wall/${at}`);
    for (const [at, path] of paths.entries()) site.pages.set(path, walls[at % 2]!);
    site.pages.set('/walls.txt', paths.map((path) => site.url + path).join('\n'));
    const lines: string[] = [];
    expect(await read({ sitemap: `${site.url}/walls.txt` }, lines)).toEqual([]);
    expect(lines.join('\n')).toMatch(/guard against robots/);
    expect(lines.join('\n')).toMatch(/a notice that it is blocked/);
    expect(site.asked.filter((path) => path.startsWith('/wall/'))).toHaveLength(3);
  });
});

describe('a page', () => {
  it('is one article, live or saved', async () => {
    site.pages.set('/live', page('Live news of the town'));
    const [draft] = await read({ page: `${site.url}/live` });
    expect(draft).toMatchObject({ title: 'Live news of the town', url: `${site.url}/live` });
  });

  it('has what it says to its readers offered, and not in the text', async () => {
    const box =
      '<aside class="support"><h3>Support us</h3><p>Dear readers, we have been designated undesirable. Support our journalism from $2 a month.</p><form><button>Donate</button></form></aside>';
    site.pages.set('/asking', page('Asking news of the town').replace('</article>', `</article>${box}`));
    const lines: string[] = [];
    const [draft] = await read({ page: `${site.url}/asking` }, lines);
    expect(JSON.stringify(draft)).not.toMatch(/Support/);
    expect(lines).toEqual([
      expect.stringMatching(
        /pages say to their readers: appeal "Dear readers, .*"; "messages" in tamizdat\.json can/,
      ),
    ]);
  });

  it('that holds no article is one sentence', async () => {
    site.pages.set('/empty', '<html><title>x</title><body></body></html>');
    await expect(read({ page: `${site.url}/empty` })).rejects.toThrow(/holds no article; give the page/);
  });
});

describe('a feed in pages', () => {
  const item = (id: number): string =>
    `<item><guid>urn:${id}</guid><title>Item ${id}</title><description>d</description></item>`;
  const feed = (ids: number[], more = ''): string =>
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>F</title>${more}${ids.map(item).join('')}</channel></rss>`;
  const next = (path: string, rel = 'next'): string => `<atom:link rel="${rel}" href="${site.url}${path}"/>`;

  it('is followed to its end, and later only to what is known', async () => {
    site.pages.set('/f', feed([6, 5], next('/f2')));
    site.pages.set('/f2', feed([4, 3], next('/f3', 'prev-archive')));
    site.pages.set('/f3', feed([2, 1], next('/f2')));
    const first = await take({ feed: `${site.url}/f` }, {});
    expect(first.drafts.map(({ key }) => key)).toEqual(
      ['6', '5', '4', '3', '2', '1'].map((id) => `urn:${id}`),
    );
    expect(first.kind).toBe('more');
    const asked = site.asked.length;
    site.pages.set('/f', feed([7, 6], next('/f2')));
    const known = first.drafts.map(({ key }) => key);
    const second = await take({ feed: `${site.url}/f` }, first.state, known);
    expect(second.drafts.map(({ key }) => key)).toEqual(['urn:7', 'urn:6']);
    expect(site.asked.slice(asked)).toEqual(['/f']);
  });

  it('of WordPress is followed without being named, until there is no more', async () => {
    const made = '<generator>https://wordpress.org/?v=6.5</generator>';
    site.pages.set('/wp', feed([4, 3], made));
    site.pages.set('/wp?paged=2', feed([2, 1], made));
    const lines: string[] = [];
    expect(await read({ feed: `${site.url}/wp` }, lines)).toHaveLength(4);
    expect(lines).toEqual([]);
  });

  it('of JSON is followed by its next_url, relative ones too', async () => {
    const json = (ids: number[], more: object): string =>
      JSON.stringify({
        ...{ version: 'https://jsonfeed.org/version/1.1', title: 'F', ...more },
        items: ids.map((id) => ({ id: `urn:${id}`, title: `Item ${id}`, content_text: 'd' })),
      });
    site.pages.set('/json', json([6, 5], { next_url: `${site.url}/json?page=2` }));
    site.pages.set('/json?page=2', json([4, 3], { next_url: '/json?page=3' }));
    // The last page names itself, as some do.
    site.pages.set('/json?page=3', json([2, 1], { next_url: '/json?page=3' }));
    const first = await take({ feed: `${site.url}/json` }, {});
    const keys = ['6', '5', '4', '3', '2', '1'].map((id) => `urn:${id}`);
    expect(first.drafts.map(({ key }) => key)).toEqual(keys);
    const asked = site.asked.length;
    site.pages.set('/json', json([7, 6], { next_url: `${site.url}/json?page=2` }));
    const second = await take({ feed: `${site.url}/json` }, first.state, keys);
    expect(second.drafts.map(({ key }) => key)).toEqual(['urn:7', 'urn:6']);
    expect(site.asked.slice(asked)).toEqual(['/json']);
  });

  it('is bounded, and goes on next time where a page failed', async () => {
    for (let at = 1; at < 30; at += 1) site.pages.set(`/long${at}`, feed([at], next(`/long${at + 1}`)));
    expect(await read({ feed: `${site.url}/long1` })).toHaveLength(limits.pages);
    site.pages.set('/gap', feed([1], next('/gap2')));
    site.pages.set('/gap2', (_, response) => void response.writeHead(500).end());
    const lines: string[] = [];
    const first = await take({ feed: `${site.url}/gap` }, {}, [], lines);
    expect(first.drafts).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/gap2 .*answered 500/)]);
    site.pages.set('/gap2', feed([0]));
    const second = await take({ feed: `${site.url}/gap` }, first.state, ['urn:1']);
    expect(second.drafts.map(({ key }) => key)).toEqual(['urn:1', 'urn:0']);
  });

  it('is not read again while its server or its bytes say that it stayed', async () => {
    site.pages.set('/tag', (request, response) => {
      if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"a"' }).end(feed([1]));
    });
    const tagged = await take({ feed: `${site.url}/tag` }, {});
    expect(tagged).toMatchObject({ kind: 'whole', state: { etag: '"a"' } });
    expect(await take({ feed: `${site.url}/tag` }, tagged.state)).toMatchObject({ kind: 'same' });
    site.pages.set('/bytes', feed([1]));
    const { state } = await take({ feed: `${site.url}/bytes` }, {});
    expect(await take({ feed: `${site.url}/bytes` }, state)).toMatchObject({ kind: 'same' });
  });

  it('that is a wall is one sentence', async () => {
    site.pages.set(
      '/wall',
      '<html><title>Вы не робот?</title><body><div class="smart-captcha"></div></body></html>',
    );
    await expect(read({ feed: `${site.url}/wall` })).rejects.toThrow(
      /gave a page that wants proof of a human/,
    );
  });
});

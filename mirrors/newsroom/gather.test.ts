import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyText, picturesOf } from '../../src/edition/body.ts';
import type { Draft } from './draft.ts';
import { gather, mergeParts, openGetter, type Source } from './index.ts';
import { usualLimits } from './limits.ts';
import { hearing, type MadeSite, makeSite } from './made-site.ts';
import type { Profile } from './page/index.ts';

const limits = { ...usualLimits, pause: 0, retries: 0, timeout: 5 };
const web = openGetter({ inside: () => ['loopback'], limits });
let site: MadeSite;
let folder = '';
beforeAll(async () => {
  site = await makeSite();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gather-'));
  site.pages.clear();
});
afterAll(async () => {
  await web.close();
  await site.close();
});

/** Merged articles of sources, and what was reported. */
async function run(sources: Source[], profiles: readonly Profile[] = []) {
  const lines: string[] = [];
  const gathered = await gather({
    ...{ sources, folder, language: 'en', get: web.get, limits, profiles, shelves: join(folder, 'shelves') },
    ...{ ...hearing(lines), progress() {} },
  });
  const drafts: Draft[] = gathered.articles.map((members) => {
    const [first, ...others] = members.map((member) => member.part());
    return mergeParts([first!, ...others]);
  });
  gathered.close();
  return { drafts, lines, failures: gathered.failures };
}

const long = Array.from(
  { length: 8 },
  (_, at) =>
    `<p>Paragraph ${at} tells at some length what was said in court on that day, who came to listen, and what the judge had to say about all of it before he left.</p>`,
).join('');
const item = (name: string, body: string, more = ''): string =>
  `<item><guid>urn:${name}</guid><title>${name}</title><link>${site.url}/${name}</link><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description><![CDATA[${body}]]></description>${more}</item>`;
const feed = (...items: string[]): string =>
  `<rss version="2.0"><channel><title>Paper</title><link>${site.url}/</link>${items.join('')}</channel></rss>`;
const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

describe('several sources', () => {
  it('give one article with the best of each: text of one, section of another, words of the page', async () => {
    await write(
      'all.xml',
      feed(
        item(
          'Jane Roe: The trial',
          long,
          `<author>office@paper.example (Office)</author><enclosure url="${site.url}/card.jpg" type="image/jpeg"/>`,
        ).replace(`${site.url}/Jane Roe: The trial`, `${site.url}/trial?utm_source=rss`),
      ),
    );
    const excerpt = (name: string): string =>
      item(name, '<p>Short words on it.</p>', '<category>Opinion</category>').replace(/urn:/, 'section:');
    await write('opinion.xml', feed(excerpt('trial'), excerpt('second'), excerpt('third')));
    site.pages.set(
      '/trial',
      `<!doctype html><html lang="en"><head><title>The trial</title><meta property="og:type" content="article"><meta name="author" content="Jane Roe"><meta property="article:modified_time" content="2024-05-02T10:00:00Z"><meta property="article:published_time" content="2024-05-01T10:00:00Z"><meta property="og:image" content="${site.url}/photo.jpg"></head><body><article><h1>The trial</h1><figure><img src="/photo.jpg" width="900" height="600"><figcaption>The court. Photo: Agency</figcaption></figure>${long}</article></body></html>`,
    );
    const { drafts, failures } = await run([
      { feed: 'all.xml' },
      { feed: 'opinion.xml' },
      { page: `${site.url}/trial` },
    ]);
    expect(failures).toEqual([]);
    expect(drafts).toHaveLength(3);
    const [trial] = drafts;
    expect(trial).toMatchObject({
      ...{ key: 'urn:Jane Roe: The trial', title: 'The trial', by: ['Jane Roe'], section: 'Opinion' },
      ...{ published: Date.UTC(2024, 4, 1, 10) / 1000, updated: Date.UTC(2024, 4, 2, 10) / 1000 },
    });
    expect(trial!.summary).toBe('Short words on it.');
    expect(bodyText(trial!.body)).toContain('Paragraph 7');
    expect(picturesOf(trial!.body)).toMatchObject([
      { url: `${site.url}/photo.jpg`, caption: 'The court.', credit: 'Agency' },
    ]);
  });

  it('stay apart where a source says that they are different articles of one address', async () => {
    await write('a.xml', feed(item('x', 'One'), item('y', 'Two').replace(`${site.url}/y`, `${site.url}/x`)));
    await write('b.xml', feed(item('z', 'Three').replace(`${site.url}/z`, `${site.url}/x`)));
    const { drafts } = await run([{ feed: 'a.xml' }, { feed: 'b.xml' }]);
    expect(drafts.map(({ key }) => key).sort()).toEqual(['urn:x', 'urn:y', 'urn:z']);
  });

  it('fetch the page of every item where a feed says so, once', async () => {
    site.pages.set('/f', feed(item('verdict', '<p>Short words.</p>')));
    site.pages.set(
      '/verdict',
      `<html><head><title>trial</title><meta property="og:type" content="article"></head><body><article><h1>trial</h1>${long}</article></body></html>`,
    );
    const sources = [{ feed: `${site.url}/f`, pages: true }];
    const first = await run(sources);
    expect(first.drafts).toMatchObject([{ key: 'urn:verdict' }]);
    expect(bodyText(first.drafts[0]!.body)).toContain('Paragraph 7');
    const second = await run(sources);
    expect(second.drafts).toEqual(first.drafts);
    expect(site.asked.filter((path) => path === '/verdict')).toHaveLength(1);
  });
});

describe('profiles of sites', () => {
  const page = `<!doctype html><html lang="en"><head><title>Trial</title><meta property="og:type" content="article"></head><body><article><h1>Trial</h1><div class="kicker">The trial of the year</div>${long}<p class="shout">Come to our shop, which has cups and shirts for all who read us and for their friends too.</p></article></body></html>`;
  const profile: Profile = { hosts: ['127.0.0.1'], headline: '.kicker', body: 'article', drop: '.shout' };

  it('decide on what is taken of pages, of sitemaps and of feeds too, and reach no other host', async () => {
    for (const path of ['/page', '/mapped', '/item']) site.pages.set(path, page);
    site.pages.set('/map.txt', `${site.url}/mapped`);
    site.pages.set('/f', feed(item('item', '<p>Short words.</p>')));
    const sources = [
      { page: `${site.url}/page` },
      { sitemap: `${site.url}/map.txt` },
      { feed: `${site.url}/f`, pages: true },
    ];
    const without = await run(sources, [{ ...profile, hosts: ['paper.example'] }]);
    expect(without.drafts).toHaveLength(3);
    for (const { body } of without.drafts) expect(bodyText(body)).toContain('cups and shirts');
    const { drafts, failures } = await run(sources, [profile]);
    expect(failures).toEqual([]);
    expect(drafts.map(({ title }) => title)).toEqual([
      'The trial of the year',
      'The trial of the year',
      'item',
    ]);
    for (const { body } of drafts) {
      expect(bodyText(body)).toContain('Paragraph 7');
      expect(bodyText(body)).not.toContain('cups and shirts');
    }
  });

  it('that have not changed have no page fetched again', async () => {
    site.pages.set('/mapped', page);
    site.pages.set(
      '/map.xml',
      `<urlset><url><loc>${site.url}/mapped</loc><lastmod>2024-05-01</lastmod></url></urlset>`,
    );
    const sources = [{ sitemap: `${site.url}/map.xml` }];
    const fetched = async (profiles: Profile[]): Promise<number> => {
      const before = site.asked.length;
      await run(sources, profiles);
      return site.asked.slice(before).filter((path) => path === '/mapped').length;
    };
    expect(await fetched([profile])).toBe(1);
    expect(await fetched([profile])).toBe(0);
    expect(await fetched([{ ...profile, headline: 'h1' }])).toBe(1);
  });
});

describe('between runs', () => {
  it('a file that stayed is not read again, and what it gave is still there to be joined', async () => {
    await write('all.xml', feed(item('one', long)));
    await write('export.xml', '<rss xmlns:wp="x"><channel></channel></rss>');
    const sources = [{ feed: 'all.xml' }, { wxr: 'export.xml' }];
    const first = await run(sources);
    expect(first.drafts).toHaveLength(1);
    await rm(join(folder, 'shelves'), { recursive: true });
    expect((await run(sources)).drafts).toEqual(first.drafts);
    expect((await run(sources)).drafts).toEqual(first.drafts);
  });

  it('a source that fails or is suddenly empty costs nothing of what it gave, and is named', async () => {
    const short = item('one', 'Short', '<category>Courts</category>');
    site.pages.set('/all', feed(item('one', long)));
    site.pages.set('/section', feed(short));
    const sources = [{ feed: `${site.url}/all` }, { feed: `${site.url}/section` }];
    const first = await run(sources);
    expect(first.drafts).toMatchObject([{ section: 'Courts' }]);
    site.pages.set('/section', (_, response) => void response.writeHead(500).end());
    const failed = await run(sources);
    expect(failed.drafts).toEqual(first.drafts);
    expect(failed.failures).toEqual([expect.stringMatching(/section answered 500; check the address/)]);
    site.pages.set('/section', feed());
    const empty = await run(sources);
    expect(empty.drafts).toEqual(first.drafts);
    const said = [expect.stringMatching(/gave 1 article before and has none now/)];
    expect(empty.lines).toEqual(said);
    expect(empty.failures).toEqual([]);
    // As long as it is so, whether it is read again or not.
    expect((await run(sources)).lines).toEqual(said);
    // And where nothing is remembered of it.
    await rm(join(folder, 'shelves'), { recursive: true });
    expect((await run([sources[1]!])).lines).toEqual([
      expect.stringMatching(/section has no article; what was/),
    ]);
  });

  it('an article that left every source is given no more', async () => {
    site.pages.set('/all', feed(item('one', long), item('two', long)));
    const sources = [{ feed: `${site.url}/all` }];
    expect((await run(sources)).drafts).toHaveLength(2);
    site.pages.set('/all', feed(item('two', long)));
    expect((await run(sources)).drafts).toMatchObject([{ title: 'two' }]);
  });

  it('a damaged shelf is filled anew', async () => {
    await write('all.xml', feed(item('one', long)));
    const first = await run([{ feed: 'all.xml' }]);
    const shelves = join(folder, 'shelves');
    const names = await readdir(shelves);
    for (const name of names) await write(join('shelves', name), 'x');
    expect((await run([{ feed: 'all.xml' }])).drafts).toEqual(first.drafts);
  });
});

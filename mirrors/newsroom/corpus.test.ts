import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { describeWithCorpus } from '../../e2e/corpus.ts';
import { feedNames, type Weighed } from '../../e2e/weigh-feeds.ts';
import { type Block, bodyText } from '../../src/edition/body.ts';
import { decodeText } from './charset.ts';
import type { Draft } from './draft.ts';
import { bare, type CrudeItem, crudeItems, plain, reversed } from './feed-crude.ts';
import { bodyFromHtml } from './html.ts';
import { openPictures, PictureError, readSource, SourceError } from './index.ts';
import { type PageArticle, PageError, readPage } from './page/index.ts';

const allowed = new Set(
  'p h2 h3 h4 label ul ol quote table code img gallery embed note entry hr a em strong sub sup s u br ref'.split(
    ' ',
  ),
);

/** Every tag that stands first in an array, and every address. */
function marksOf(body: readonly Block[]): { tags: Set<string>; links: string[] } {
  const tags = new Set<string>();
  const links: string[] = [];
  const inline = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    tags.add(String(value[0]));
    if (value[0] === 'a') links.push(String(value[1]));
    if (value[0] === 'embed') links.push(String(value[2]));
    if (value[0] === 'img') links.push((value[1] as { url: string }).url);
    if (value[0] === 'table')
      for (const row of value.slice(2) as unknown[][][]) for (const cell of row) cell.forEach(inline);
    else if (value[0] === 'ul' || value[0] === 'ol')
      for (const item of value.slice(1)) Array.isArray(item) && item.forEach(inline);
    else if (value[0] === 'gallery') links.push(...value.slice(1).map((one) => (one as { url: string }).url));
    else value.slice(1).forEach(inline);
  };
  body.forEach(inline);
  return { tags, links };
}

function expectClean(body: readonly Block[], where: string): void {
  const { tags, links } = marksOf(body);
  expect(
    [...tags].filter((tag) => !allowed.has(tag)),
    where,
  ).toEqual([]);
  expect(
    links.filter((link) => !/^(https?:|mailto:)/.test(link)),
    where,
  ).toEqual([]);
}

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** Reads a copy of all feeds, elsewhere, in a process of its own. */
async function weighFeeds(corpus: string): Promise<Weighed> {
  const folder = await mkdtemp(join(tmpdir(), 'weighed-'));
  try {
    await cp(join(corpus, 'feeds'), folder, { recursive: true });
    const words = ['--import', 'tsx', join(root, 'e2e/weigh-feeds.ts'), folder];
    const { stdout } = await run(process.execPath, words, { cwd: root, maxBuffer: 1e8 });
    return JSON.parse(stdout) as Weighed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Words with the stars that the law puts after them. */
const starred = (text: string): string[] => [...new Set(text.match(/\p{L}+[»"”]?\*+/gu))].sort();

/** In what drafts differ from what an eye finds; empty where in nothing. */
function compare(drafts: readonly Draft[], items: readonly CrudeItem[]): string {
  const faces = new Set(items.map(({ face }) => face)).size;
  if (drafts.length !== items.length && drafts.length !== faces) return `${drafts.length} of ${faces} items`;
  const titles = new Map(drafts.map((draft) => [bare(draft.title), draft]));
  for (const { title, published } of items) {
    if (title === '') continue;
    const draft = titles.get(title);
    if (!draft) return `no "${title}"`;
    const isOne = items.filter((other) => other.title === title).length === 1;
    if (isOne && published !== null && draft.published !== published)
      return `"${title}" of ${draft.published}, not ${published}`;
  }
  return '';
}

describeWithCorpus('the corpus', (corpus) => {
  const read = (path: string, lines: string[] = []): Promise<Draft[]> =>
    readSource(
      { feed: join(corpus, path) },
      { folder: '/', language: 'ru', report: (line) => lines.push(line) },
    );

  /** What was read, for tests that look at all of it. */
  const feeds = new Map<string, Draft[]>();

  it('gives 198 articles in 13 sections out of the feed as served', async () => {
    const drafts = await read('feeds/ru-served/lenta.xml');
    expect(drafts).toHaveLength(198);
    expect(new Set(drafts.map((draft) => draft.key)).size).toBe(198);
    expect(new Set(drafts.map((draft) => draft.section)).size).toBe(13);
    expect(
      drafts.filter((draft) => draft.published === null || draft.summary === '' || draft.by.length === 0),
    ).toEqual([]);
  });

  it('gives articles or one sentence for every feed', { timeout: 180_000 }, async () => {
    let articles = 0;
    const failed: string[] = [];
    for (const name of await feedNames(join(corpus, 'feeds'))) {
      try {
        const drafts = await read(join('feeds', name));
        feeds.set(name, drafts);
        articles += drafts.length;
        expect(new Set(drafts.map((draft) => draft.key)).size, name).toBe(drafts.length);
        for (const draft of drafts) {
          expect(draft.title, name).not.toBe('');
          expect([...draft.summary].length).toBeLessThanOrEqual(160);
          expect(JSON.stringify(draft), name).not.toContain('\ufffd');
          expectClean(draft.body, name);
        }
      } catch (error) {
        if (!(error instanceof SourceError)) throw new Error(`${name}: ${String(error)}`);
        expect(error.message).toMatch(/^The feed [^\n]*\.$/);
        failed.push(name);
      }
    }
    expect(articles).toBeGreaterThan(4000);
    // What is no feed: pages, lists of feeds, CDF, expected results of somebody's tests, broken JSON.
    expect(
      failed.filter(
        (name) =>
          !/\.(html|json|opml)$|cdf_|channel_|item_(abstract|href|lastmod)|2\.rss|logback|opml|iso88591/.test(
            name,
          ),
      ),
    ).toEqual([]);
  });

  it('gives what an eye finds in a feed: as many items, their titles, their times, ids that last', {
    timeout: 120_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reversed-'));
    const wrong: string[] = [];
    let count = 0;
    for (const name of await feedNames(join(corpus, 'feeds'))) {
      count += 1;
      const drafts = feeds.get(name) ?? (await read(join('feeds', name)).catch(() => null));
      if (!drafts) continue;
      const text = decodeText(await readFile(join(corpus, 'feeds', name)));
      const fault = compare(drafts, crudeItems(text));
      if (fault) wrong.push(`${name}: ${fault}`);
      // An item within an item cannot be turned round by a pattern.
      if (/^rome\/v[46]\.xml$/.test(name) || drafts.length < 2) continue;
      await writeFile(join(folder, 'feed'), reversed(text));
      const turned = await readSource(
        { feed: join(folder, 'feed') },
        { folder, language: 'ru', report: () => {} },
      );
      expect(turned.map(({ key }) => key).sort(), name).toEqual(drafts.map(({ key }) => key).sort());
    }
    expect(wrong.filter((name) => name.startsWith('ru-'))).toEqual([]);
    expect(wrong.length / count, wrong.join('\n')).toBeLessThan(0.03);
  });

  it('reads each feed within 5 s and all of them within 300 MB, elsewhere under the same ids', {
    timeout: 180_000,
  }, async () => {
    const weighed = await weighFeeds(corpus);
    const names = await feedNames(join(corpus, 'feeds'));
    expect(Object.keys(weighed.feeds).sort()).toEqual([...names].sort());
    for (const [name, { seconds, keys }] of Object.entries(weighed.feeds)) {
      // Of the processor, since the machine may be busy with other tests.
      expect(seconds, name).toBeLessThan(5);
      expect(keys, name).toEqual(feeds.get(name)?.map(({ key }) => key) ?? null);
    }
    // Of one process that reads one after the other: no feed alone can have taken more.
    expect(weighed.peak).toBeLessThan(300);
  });

  it('keeps the stars of names in Russian feeds', async () => {
    let stars = 0;
    for (const [name, drafts] of feeds) {
      if (!name.startsWith('ru-')) continue;
      const feed = decodeText(await readFile(join(corpus, 'feeds', name)));
      const given = starred(
        plain(
          crudeItems(feed)
            .map(({ face }) => face)
            .join(' '),
        ),
      );
      const taken = starred(drafts.map(({ title, body }) => `${title} ${bodyText(body)}`).join(' '));
      expect(taken, name).toEqual(given);
      stars += given.length;
    }
    expect(stars).toBeGreaterThan(20);
  });

  it('has nothing hostile left in any body', { timeout: 60_000 }, async () => {
    const folder = join(corpus, 'hostile');
    for (const name of (await readdir(folder, { recursive: true })).filter((one) =>
      /\.(xml|txt|html|md|dat|svg)$/.test(one),
    )) {
      const text = await readFile(join(folder, name), 'utf8');
      if (name.endsWith('.xml')) {
        for (const draft of await read(join('hostile', name)).catch(() => [])) expectClean(draft.body, name);
      }
      expectClean(bodyFromHtml(text, 'https://news.example/'), name);
      if (name.endsWith('.txt'))
        for (const line of text.split('\n')) expectClean(bodyFromHtml(line, ''), line);
    }
  });

  it('has nothing hostile left of any page', { timeout: 120_000 }, async () => {
    const folder = join(corpus, 'hostile');
    const sentence =
      'The bridge over the river was opened on Thursday after two years of repairs, the mayor said.';
    for (const name of (await readdir(folder, { recursive: true })).filter((one) =>
      /\.(txt|html|md|dat|svg)$/.test(one),
    )) {
      const text = await readFile(join(folder, name), 'utf8');
      const page = `<title>${text.slice(0, 200)}</title><article><p>${sentence} ${sentence}</p>
        <p>${sentence} ${text}</p><figure><img src="/a.jpg" alt="${text.slice(0, 100)}"><figcaption>${text.slice(0, 300)}</figcaption></figure>
        <p>${sentence}</p><p>${sentence} ${sentence}</p></article>`;
      let article: PageArticle;
      try {
        article = readPage(Buffer.from(page), { url: 'https://news.example/a' });
      } catch (error) {
        // What opens a comment or a script that never ends leaves nothing behind it: a page without an article.
        if (error instanceof PageError) continue;
        throw new Error(`${name}: ${String(error)}`);
      }
      expectClean([...article.body, ...(article.lead ? [['img', article.lead] as Block] : [])], name);
      expect(
        [article.canonical, ...article.messages.map(({ url }) => url || 'https:')].join(),
        name,
      ).not.toMatch(/javascript:|data:|vbscript:/i);
      expect(JSON.stringify(article.body), name).not.toMatch(/"(?:script|style|on\w+|srcset)"/);
    }
  });

  it('strips places, turns photographs upright, keeps to the weights, and gives the same bytes twice', {
    timeout: 180_000,
  }, async () => {
    const open = async () =>
      openPictures({
        get: () => Promise.reject(new Error('no network')),
        cacheFolder: await mkdtemp(join(tmpdir(), 'pictures-')),
      });
    const [pictures, others] = [await open(), await open()];
    const names = (await readdir(join(corpus, 'photos'), { recursive: true })).filter((name) =>
      /\.(?:jpe?g|png|webp)$/i.test(name),
    );
    expect(names.length).toBeGreaterThan(40);
    await Promise.all(
      names.map(async (name) => {
        const file = join(corpus, 'photos', name);
        const made = await pictures.picture(name, file);
        const sizes = [made.list, made.article, ...(made.full ? [made.full] : [])];
        for (const [i, bytes] of sizes.entries()) {
          expect(bytes.length, name).toBeLessThanOrEqual([2_500, 7_000, 200_000][i]!);
          const about = await sharp(bytes).metadata();
          expect(about.exif ?? about.xmp ?? about.iptc, name).toBeUndefined();
          expect(about.orientation ?? 1).toBe(1);
        }
        const { autoOrient } = await sharp(file, { failOn: 'none' }).metadata();
        expect(made.width / made.height, name).toBeCloseTo(autoOrient.width / autoOrient.height, 1);
        // Each costs a second of encoding: those that a camera turned stand for all.
        if (name.startsWith('exif-orientation')) expect(await others.picture(name, file)).toEqual(made);
      }),
    );
    for (const name of [
      'photos/heic/IMG_5195.HEIC',
      'hostile/svg/SVG_XSS1.svg',
      'hostile/images/decompression_bomb.ico',
      'hostile/images/broken.png',
    ]) {
      await expect(pictures.picture(name, join(corpus, name)), name).rejects.toThrow(PictureError);
    }
  });

  it('prints no mark of a site generator', { timeout: 60_000 }, async () => {
    const marks: string[] = [];
    for (const folder of ['18f-en-cc0', 'letsencrypt-en-mpl', 'web-standards-ru', 'doka-ru-ccbyncsa']) {
      const drafts = await readSource(
        { folder: join(corpus, 'articles', folder) },
        { folder: '/', language: 'en', report: () => {} },
      );
      for (const { key, title, summary, body } of drafts) {
        const words = body.filter((block) => typeof block === 'string' || block[0] !== 'code');
        const text = JSON.stringify([title, summary, words]).replace(/\["code",(?:"(?:[^"\\]|\\.)*")\]/g, '');
        const found = /\{%|%\}|\{\{\s*[\w"'<%#]|\{:|<%/.exec(text);
        if (found) marks.push(`${key}: ${text.slice(Math.max(0, found.index - 40), found.index + 40)}`);
      }
    }
    expect(marks).toEqual([]);
  });

  it('reads WXR files, good and broken, or says what they are', { timeout: 60_000 }, async () => {
    const counts: Record<string, number> = {};
    for (const folder of ['wxr', 'wxr-ghost']) {
      for (const name of await readdir(join(corpus, 'articles', folder))) {
        const drafts = await readSource(
          { wxr: join(corpus, 'articles', folder, name) },
          { folder: '/', language: 'en', report: () => {} },
        );
        counts[name] = drafts.length;
        expect(new Set(drafts.map(({ key }) => key)).size, name).toBe(drafts.length);
        for (const draft of drafts) {
          expectClean(draft.body, name);
          expect(bodyText(draft.body), name).not.toMatch(/\[\/?(?:caption|gallery|embed|vc_\w+)\b/);
        }
      }
    }
    expect(counts).toMatchObject({
      ...{
        'themeunittestdata.wordpress.xml': expect.any(Number),
        'multiple-cdata.xml': 1,
        'cdata-edge.xml': 1,
      },
      ...{ 'crazy-cdata-escaped.xml': 1, 'malformed-simple.xml': 0, 'attachments-only.xml': 0 },
    });
    expect(counts['themeunittestdata.wordpress.xml']).toBeGreaterThan(30);
  });

  it('reads the posts of WordPress sites as they were served', async () => {
    for (const [folder, name, count] of [
      ['wp-rest-frontity', 'posts-from-category-7.json', 5],
      ['wp-rest-ghost', 'single-post-with-html-in-title.json', 1],
    ] as const) {
      const text = await readFile(join(corpus, 'articles', folder, name), 'utf8');
      const posts = text.trimStart().startsWith('[') ? text : `[${text}]`;
      const drafts = await readSource(
        { wordpress: 'https://paper.example/' },
        {
          ...{ folder: '/', language: 'en', report: () => {} },
          get: async (url) => ({ bytes: Buffer.from(posts), type: 'application/json', url }),
        },
      );
      expect(drafts, name).toHaveLength(count);
      for (const draft of drafts) {
        expect(draft.published, name).not.toBeNull();
        expect(draft.title, name).not.toMatch(/[<>]/);
        expect(draft.body[0], name).toHaveProperty('0', 'img');
        expectClean(draft.body, name);
      }
    }
  });

  it('reads folders of real Markdown', { timeout: 60_000 }, async () => {
    for (const folder of ['18f-en-cc0', 'letsencrypt-en-mpl']) {
      const lines: string[] = [];
      const drafts = await readSource(
        { folder: join(corpus, 'articles', folder) },
        { folder: '/', language: 'en', report: (line) => lines.push(line) },
      );
      expect(lines, folder).toEqual([]);
      expect(drafts.length, folder).toBeGreaterThan(30);
      for (const draft of drafts) {
        expect(draft.published, draft.key).not.toBeNull();
        expect(bodyText(draft.body), draft.key).not.toBe('');
        expectClean(
          draft.body.filter((block) => typeof block === 'string' || block[0] !== 'img'),
          draft.key,
        );
      }
    }
  });
});

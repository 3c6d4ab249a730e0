import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bodyText, picturesOf } from '../../src/edition/body.ts';
import type { Draft } from './draft.ts';
import { readSource, SourceError } from './index.ts';

async function read(text: string, url?: string, lines: string[] = []): Promise<Draft[]> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-'));
  await writeFile(join(folder, 'feed'), text);
  return readSource(
    { feed: 'feed', ...(url && { url }) },
    { folder, language: 'ru', report: (line) => lines.push(line) },
  );
}

const rss = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>News</title><link>https://news.example/</link>${items}</channel></rss>`;

describe('a feed', () => {
  it('gives title, body, summary, section, tags, authors, dates and pictures', async () => {
    const [draft, ...others] = await read(
      rss(`<item><guid>urn:1</guid><title>  A &amp;amp; B
        </title><link>/a</link><description>Short &lt;b&gt;words&lt;/b&gt;</description>
        <content:encoded><![CDATA[<p>Islamic State is a terrorist group banned in Russia.</p><p>First.</p><p><a href="b">Second</a>.</p>]]></content:encoded>
        <pubDate>Sat, 03 Dec 2022 19:43:00 +0300</pubDate><category>News - Politics</category><category>War</category>
        <dc:creator>Jane Roe</dc:creator><author>office@news.example (Office)</author>
        <media:content url="/p.jpg" medium="image"><media:credit>Agency</media:credit><media:description>A square</media:description></media:content></item>`),
    );
    expect(others).toEqual([]);
    expect(draft).toEqual({
      key: 'urn:1',
      source: 'feed',
      title: 'A & B',
      summary: 'Short words',
      by: ['Jane Roe'],
      url: 'https://news.example/a',
      published: Date.UTC(2022, 11, 3, 16, 43) / 1000,
      section: 'Politics',
      tags: ['War'],
      language: 'en',
      body: [
        [
          'img',
          {
            url: 'https://news.example/p.jpg',
            alt: '',
            caption: 'A square',
            credit: 'Agency',
            width: 0,
            height: 0,
          },
        ],
        ['label', 'Islamic State is a terrorist group banned in Russia.'],
        'First.',
        ['p', ['a', 'https://news.example/b', 'Second'], '.'],
      ],
    });
  });

  it('never makes a label or a byline the summary, and cuts at a word', async () => {
    const long = 'Длинное слово и ещё одно. '.repeat(20);
    const [draft] = await read(
      rss(
        `<item><title>t</title><author>x@y.example (Иван Петров)</author><description><![CDATA[<p>Организация признана иностранным агентом.</p><p>Иван Петров</p><p>${long}</p>]]></description></item>`,
      ),
    );
    expect(draft!.by).toEqual(['Иван Петров']);
    expect(draft!.summary).toMatch(/^Длинное слово.*\p{L}…$/u);
    expect([...draft!.summary].length).toBeLessThanOrEqual(160);
  });

  it('ends where the text ends, not where a machine says which site had it first', async () => {
    const item = (body: string, description = ''): string =>
      `<item><title>${body.replace(/<[^>]*>/g, '').slice(0, 12)}</title><description><![CDATA[${description}]]></description><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[${body}]]></content:encoded></item>`;
    const link = '<a href="https://news.example/1">Мост</a>';
    const drafts = await read(
      rss(
        item(
          `<p>One.</p><p>The post ${link} appeared first on ${link}.</p>`,
          `<p>In short.</p><p>The post ${link} appeared first on ${link}.</p>`,
        ) +
          item(`<p>Два.</p><p>Сообщение ${link} появились сначала на ${link}.</p>`) +
          item('<p>Three.</p><p>The post of the guard appeared in a film.</p>') +
          item(`<p>This article first appeared on ${link}, with their leave.</p>`),
      ),
    );
    expect(drafts.map(({ body }) => bodyText(body))).toEqual([
      'One.',
      'Два.',
      'Three.\nThe post of the guard appeared in a film.',
      'This article first appeared on Мост, with their leave.',
    ]);
    expect(drafts[0]!.summary).toBe('In short.');
  });

  it('shows a picture once, though the feed names it twice and in two sizes', async () => {
    const [draft] = await read(
      rss(`<item><title>t</title><link>https://news.example/a</link><enclosure url="https://news.example/i/p.jpg" type="image/jpeg"/>
        <description><![CDATA[<p>Text.</p><figure><img src="/i/p-300x200.jpg" alt="alt"><figcaption>Words</figcaption></figure>]]></description></item>`),
    );
    expect(picturesOf(draft!.body)).toHaveLength(1);
    expect(picturesOf(draft!.body)[0]).toMatchObject({ alt: 'alt', caption: 'Words' });
    expect(draft!.body[0]).toHaveProperty('0', 'img');
  });

  it('reads bodies that are escaped twice, of XHTML, and under the name that Yandex gave them', async () => {
    const drafts = await read(
      rss(`<item><title>1</title><description>&amp;lt;p&amp;gt;Twice &amp;lt;b&amp;gt;escaped&amp;lt;/b&amp;gt;&amp;lt;/p&amp;gt;</description></item>
        <item><title>2</title><body xmlns="http://www.w3.org/1999/xhtml"><p>Of <i>XHTML</i></p></body></item>
        <item xmlns:yandex="http://news.yandex.ru"><title>3</title><description>Short</description><yandex:full-text>Whole text</yandex:full-text></item>`),
    );
    expect(drafts.map((draft) => bodyText(draft.body))).toEqual(['Twice escaped', 'Of XHTML', 'Whole text']);
  });

  it('takes a date before 1990 for none', async () => {
    const [draft] = await read(
      rss('<item><title>t</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>'),
    );
    expect(draft!.published).toBeNull();
  });

  it('resolves relative links against the address that the publisher gives', async () => {
    const [draft] = await read(
      '<rss><channel><item><title>t</title><link>a/b</link><description>&lt;a href="c">c&lt;/a></description></item></channel></rss>',
      'https://own.example/x/',
    );
    expect(draft!.url).toBe('https://own.example/x/a/b');
    expect(draft!.body).toEqual([['p', ['a', 'https://own.example/x/a/c', 'c']]]);
  });

  it('reads Atom with bases and JSON Feed', async () => {
    const [atom] = await read(
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/b/"><entry><id>tag:1</id><title type="text">1 &lt; 2</title><link href="c"/><updated>2024-01-02T00:00:00Z</updated><published>2024-01-01T00:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p><a href="d">x</a></p></div></content></entry></feed>',
    );
    expect(atom).toMatchObject({
      title: '1 < 2',
      url: 'https://a.example/b/c',
      published: 1704067200,
      updated: 1704153600,
      body: [['p', ['a', 'https://a.example/b/d', 'x']]],
    });
    const [json] = await read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: [{ id: 'x:1', title: 'J', content_html: '<p>Hi</p>', tags: ['A', 'B'] }],
      }),
    );
    expect(json).toMatchObject({ key: 'x:1', title: 'J', body: ['Hi'], section: 'A', tags: ['B'] });
  });

  it('reads what is left of a feed that was cut off or is broken in one item', {
    timeout: 60_000,
  }, async () => {
    const whole = rss(
      Array.from(
        { length: 5 },
        (_, at) => `<item><title>t${at}</title><description>d${at}</description></item>`,
      ).join(''),
    );
    expect(await read(whole.slice(0, whole.indexOf('d3') + 2))).toHaveLength(4);
    expect(await read(whole.replace('<title>t2', '<title><![CDATA[t2'))).not.toHaveLength(0);
    // Of many items those alone are lost that are broken themselves, and the others keep their ids.
    for (const broken of ['<item><b title=</item>', '<item><title>a < b</title></item>']) {
      const item = (at: number): string => `<item><guid>${at}</guid><title>t${at}</title></item>`;
      const feed = (middle: string): string =>
        rss(Array.from({ length: 120 }, (_, at) => (at === 60 ? middle : item(at))).join(''));
      const keys = (drafts: Draft[]): string[] => drafts.map(({ key }) => key);
      const lines: string[] = [];
      expect(keys(await read(feed(broken), undefined, lines))).toEqual(keys(await read(feed(''))));
      expect(lines).toEqual([expect.stringMatching(/^1 item of .* is broken\.$/)]);
    }
  });

  it('written in XHTML has its text, whatever the prefix of its marks', async () => {
    const item = (inside: string): string =>
      rss(`<item><title>t</title><description>short</description>${inside}</item>`).replace(
        '<rss',
        '<rss xmlns:h="http://www.w3.org/1999/xhtml"',
      );
    for (const inside of [
      '<h:body><h:p>One</h:p><h:p>Two</h:p></h:body>',
      '<body xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></body>',
      '<h:div><h:p>One</h:p><h:div><h:p>Two</h:p></h:div></h:div>',
    ])
      expect((await read(item(inside)))[0]!.body, inside).toEqual(['One', 'Two']);
  });

  it('expands no entities of a document type', async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, at) => `<!ENTITY b${at} "${(at ? `&b${at - 1};` : '&a;').repeat(10)}">`).join('')}<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    const drafts = await read(
      rss('<item><title>t</title><description>&b8;&x;</description></item>').replace('<rss', `${bomb}<rss`),
    );
    expect(JSON.stringify(drafts).length).toBeLessThan(1000);
    expect(JSON.stringify(drafts)).not.toContain('root:');
  });

  it('of the public web cannot have us look around in a private network', async () => {
    const text = rss(
      '<item><title>t</title><enclosure url="http://127.0.0.1:80/a.jpg" type="image/jpeg"/><description><![CDATA[<p>x</p><img src="http://router.localhost/b.jpg"><img src="https://news.example/c.jpg">]]></description></item>',
    );
    const lines: string[] = [];
    const context = {
      folder: '/',
      language: 'ru',
      report: (line: string) => lines.push(line),
      get: async (url: string) => ({ bytes: Buffer.from(text), type: '', url }),
    };
    const [far] = await readSource({ feed: 'https://news.example/rss' }, context);
    expect(picturesOf(far!.body).map((picture) => picture.url)).toEqual(['https://news.example/c.jpg']);
    expect(lines).toHaveLength(2);
    const [near] = await readSource({ feed: 'http://a.localhost/rss' }, context);
    expect(picturesOf(near!.body)).toHaveLength(3);
  });

  it('reads the base64 of Atom 0.3', async () => {
    const [draft] = await read(
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>t</title><content type="text/html" mode="base64">${btoa('<p>Opened</p>')}</content></entry></feed>`,
    );
    expect(draft!.body).toEqual(['Opened']);
  });

  it('is fine without items, and one sentence where it is no feed', async () => {
    expect(await read(rss(''))).toEqual([]);
    for (const text of [
      '<!DOCTYPE html><html><body>Доступ ограничен</body></html>',
      '',
      '{"a":1}',
      'plain words',
      '\u0000\u0001',
    ]) {
      const error = await read(text).catch((caught: unknown) => caught);
      expect(error, JSON.stringify(text)).toBeInstanceOf(SourceError);
      expect((error as Error).message).toMatch(/^The feed .*; .*\.$/);
    }
    await expect(
      readSource({ feed: 'nowhere.xml' }, { folder: '/', language: 'ru', report: () => {} }),
    ).rejects.toThrow(/does not exist/);
  });

  it('of marks that never end is read or refused within seconds', { timeout: 120_000 }, async () => {
    const xhtml = rss('<item><title>t</title><item><title>u</title>').replace(
      '<rss',
      '<rss xmlns:x="http://www.w3.org/1999/xhtml"',
    );
    const long = (mark: string): string => mark.repeat(1_000_000 / mark.length);
    for (const [mark, text] of [
      ...['<!--', '<![CDATA[', '<?', '<content ', '<content mode="base64" ', '<title>', '<item>'].map(
        (mark) => [mark, rss(`<item><title>t</title></item>${long(mark)}`)],
      ),
      ...['<!--', '<?x '].map((mark) => [mark, long(mark)]),
      ...[' ', '&#160;', '\n '].map((mark) => [
        mark,
        rss(`<item><title>t</title><description>a${long(mark)}b</description></item>`),
      ]),
      ...['<x:body>', '<body xmlns="http://www.w3.org/1999/xhtml">'].map((mark) => [
        mark,
        xhtml.replace('</channel>', `${long(mark)}</item></channel>`),
      ]),
    ] as const) {
      const start = process.cpuUsage();
      await read(text!).catch((error: unknown) => expect(error, mark).toBeInstanceOf(SourceError));
      // Of the processor, since the machine may be busy with other tests.
      expect(process.cpuUsage(start).user / 1e6, mark).toBeLessThan(5);
    }
  });

  it('reads 5,000 items within seconds, the same in any order', { timeout: 60_000 }, async () => {
    const items = Array.from(
      { length: 5000 },
      (_, at) =>
        `<item><guid>urn:${at >> 1}</guid><title>Новость ${at}</title><link>https://news.example/${at}</link><description><![CDATA[<p>${'Слово. '.repeat(60)}</p>]]></description></item>`,
    );
    const start = process.cpuUsage();
    const drafts = await read(rss(items.join('')));
    // Of the processor, since the machine may be busy with other tests.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000);
    expect(new Set(drafts.map((draft) => draft.key)).size).toBe(5000);
    const reversed = await read(rss([...items].reverse().join('')));
    expect(new Set(reversed.map((draft) => draft.key))).toEqual(new Set(drafts.map((draft) => draft.key)));
  });
});

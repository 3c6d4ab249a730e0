import { mkdtemp, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bodyText, picturesOf } from '../../src/edition/body.ts';
import type { Draft } from './draft.ts';
import { openSource, readSource, SourceError } from './index.ts';
import { hearing } from './made-site.ts';

const head = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Paper</title><link>https://paper.example</link><language>en</language><wp:author><wp:author_login>jr</wp:author_login><wp:author_display_name><![CDATA[Jane Roe]]></wp:author_display_name></wp:author>`;

const post = (id: number, content: string, more = '', type = 'post', status = 'publish'): string =>
  `<item><title>Title ${id}</title><link>https://paper.example/${id}</link><guid isPermaLink="false">https://paper.example/?p=${id}</guid><dc:creator><![CDATA[jr]]></dc:creator><content:encoded><![CDATA[${content}]]></content:encoded><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2024-03-01 10:00:00</wp:post_date_gmt><wp:post_type>${type}</wp:post_type><wp:status>${status}</wp:status>${more}</item>`;

async function file(items: string, start = head): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'wxr-')), 'export.xml');
  await writeFile(path, `${start}${items}</channel></rss>`);
  return path;
}

const context = (lines: string[] = []) => ({
  ...{ folder: '/', language: 'en' },
  ...hearing(lines),
});
const read = async (items: string, lines: string[] = [], start = head): Promise<Draft[]> =>
  readSource({ wxr: await file(items, start) }, context(lines));

describe('a WXR file', () => {
  it('gives published posts with the names, terms and pictures that stand elsewhere in it', async () => {
    const [draft, ...others] = await read(
      post(
        1,
        'First &amp; last.\nSame paragraph.\n\n[gallery ids="8,9"]\n\nSecond [sic] one.',
        `<category domain="category" nicename="war"><![CDATA[War]]></category><category domain="post_tag" nicename="t"><![CDATA[Tag]]></category><excerpt:encoded><![CDATA[In short.]]></excerpt:encoded><wp:post_modified_gmt>2024-03-02 10:00:00</wp:post_modified_gmt><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[7]]></wp:meta_value></wp:postmeta>`,
      ) +
        post(2, 'Draft', '', 'post', 'draft') +
        post(3, 'Page', '', 'page') +
        post(4, 'Secret', '<wp:post_password>x</wp:post_password>') +
        [7, 8, 9]
          .map((id) =>
            post(
              id,
              '',
              `<wp:attachment_url>https://paper.example/${id}.jpg</wp:attachment_url><excerpt:encoded><![CDATA[Words ${id}. Photo: Agency]]></excerpt:encoded><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>alt ${id}</wp:meta_value></wp:postmeta>`,
              'attachment',
              'inherit',
            ),
          )
          .join(''),
    );
    expect(others).toEqual([]);
    expect(draft).toMatchObject({
      key: 'https://paper.example/?p=1',
      url: 'https://paper.example/1',
      title: 'Title 1',
      summary: 'In short.',
      by: ['Jane Roe'],
      published: Date.UTC(2024, 2, 1, 10) / 1000,
      updated: Date.UTC(2024, 2, 2, 10) / 1000,
      section: 'War',
      tags: ['Tag'],
    });
    const picture = (id: number) => ({
      ...{
        url: `https://paper.example/${id}.jpg`,
        alt: `alt ${id}`,
        caption: `Words ${id}.`,
        credit: 'Agency',
      },
    });
    expect(draft!.body[0]).toMatchObject(['img', picture(7)]);
    expect(draft!.body[1]).toEqual(['p', 'First & last.', ['br'], 'Same paragraph.']);
    expect(draft!.body[2]).toMatchObject(['gallery', picture(8), picture(9)]);
    expect(draft!.body[3]).toBe('Second [sic] one.');
  });

  it('opens shortcodes, captions and bare addresses, and prints none of them', async () => {
    const [draft] = await read(
      post(
        1,
        '[caption id="a" width="300"]<a href="x"><img src="https://paper.example/a.jpg"></a> Words[/caption]\n\nhttps://www.youtube.com/watch?v=1\n\n[su_box title="x"]Inside[/su_box]\n\n[contact-form-7 id="1" title="Form"]\n\n<pre>[code] stays</pre>\n\n<h2>Head</h2>\nAfter',
      ),
    );
    expect(picturesOf(draft!.body)[0]).toMatchObject({ caption: 'Words' });
    expect(draft!.body[1]).toEqual(['embed', 'www.youtube.com', 'https://www.youtube.com/watch?v=1', '']);
    expect(draft!.body.slice(2)).toEqual(['Inside', ['code', '[code] stays'], ['h2', 'Head'], 'After']);
  });

  it('keeps what was written in blocks as it is', async () => {
    const [draft] = await read(
      post(
        1,
        '<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:embed -->\n<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://vimeo.com/1\n</div></figure>\n<!-- /wp:embed -->',
      ),
    );
    expect(draft!.body).toEqual(['One', ['embed', 'vimeo.com', 'https://vimeo.com/1', '']]);
  });

  it('has paragraphs beside blocks, blocks that posts share, and footnotes, which are kept elsewhere', async () => {
    const shared =
      '<!-- wp:paragraph --><p>The Centre* is an undesirable organization in Russia.</p><!-- /wp:paragraph -->';
    const drafts = await read(
      post(
        1,
        `Classic one.\n\nClassic two.\n\n<!-- wp:paragraph -->\n<p>A block.<sup data-fn="f-1" class="fn"><a id="f-1-link" href="#f-1">1</a></sup></p>\n<!-- /wp:paragraph -->\n\n<!-- wp:block {"ref":7} /-->\n\nAfter\nall.\n\n<!-- wp:footnotes /-->`,
        '<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[[{"content":"The <em>note</em>.","id":"f-1"}]]]></wp:meta_value></wp:postmeta>',
      ) +
        post(7, shared, '', 'wp_block') +
        post(8, '<!-- wp:block {"ref":8} /-->Itself <!-- wp:block {"ref":8} /-->', '', 'wp_block') +
        post(2, '<!-- wp:block {"ref":8} /--><!-- wp:block {"ref":404} /-->', '', 'post'),
    );
    expect(drafts[0]!.body).toEqual([
      'Classic one.',
      'Classic two.',
      ['p', 'A block.', ['ref', 'n1']],
      ['label', 'The Centre* is an undesirable organization in Russia.'],
      ['p', 'After', ['br'], 'all.'],
      ['note', 'n1', ['p', 'The ', ['em', 'note'], '.']],
    ]);
    // One that holds itself ends somewhere.
    expect(drafts[1]!.body.length).toBeLessThan(20);
  });

  it('loses no time over comments that never end', async () => {
    const start = performance.now();
    await read(post(1, '<!-- wp:block {"a":1 '.repeat(50_000)));
    await read(post(2, '<!-- wp:footnotes '.repeat(50_000)));
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('takes what looks like an end inside CDATA for text, and loses of broken items only these', async () => {
    const lines: string[] = [];
    const drafts = await read(
      `${post(1, 'Text of <code></item></code> and <item>.')}<item><title>Cut off</title><wp:post_type>post</wp:post_type>${post(2, 'Two')}<item><title>Open</title><content:encoded><![CDATA[never closed`,
      lines,
    );
    expect(drafts.map(({ title }) => title)).toEqual(['Title 1', 'Title 2']);
    expect(lines).toEqual([expect.stringMatching(/^1 item of .* is broken\.$/)]);
    expect(bodyText(drafts[0]!.body)).toBe('Text of and .');
  });

  it('expands no entities of a document type', async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, at) => `<!ENTITY b${at} "${(at ? `&b${at - 1};` : '&a;').repeat(10)}">`).join('')}]>`;
    const drafts = await read(
      post(1, 'x').replace('Title 1', '&b8;'),
      [],
      head.replace('<rss', `${bomb}<rss`),
    );
    expect(JSON.stringify(drafts).length).toBeLessThan(1000);
  });

  it('is never held whole, and not read again while it stays', async () => {
    const path = await file('');
    const handle = await open(path, 'w');
    await handle.write(head);
    const some = Array.from({ length: 100 }, (_, at) => post(at, 'x'.repeat(10_000), '', 'page')).join('');
    for (let at = 0; at < 100; at += 1) await handle.write(some);
    await handle.write(`${post(1, 'The last')}</channel></rss>`);
    await handle.close();
    const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const before = held();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, held() - before);
    }, 10);
    const reading = await openSource({ wxr: path }, context());
    const drafts: Draft[] = [];
    for await (const draft of reading.drafts) drafts.push(draft);
    clearInterval(watch);
    expect(drafts).toMatchObject([{ title: 'Title 1', body: ['The last'] }]);
    // The file has 100 MB, and as a string with its bytes twice that.
    expect(most).toBeLessThan(90e6);
    const again = await openSource({ wxr: path }, { ...context(), before: reading.state });
    expect(again.kind).toBe('same');
  });

  it('is refused with one sentence where it is none', async () => {
    for (const [start, words] of [
      ['<rss><channel>', /is no WXR file/],
      ['<html><body>', /is no WXR file/],
    ] as const)
      await expect(readSource({ wxr: await file('', start) }, context())).rejects.toThrow(words);
    await expect(readSource({ wxr: '/nowhere.xml' }, context())).rejects.toThrow(SourceError);
  });
});

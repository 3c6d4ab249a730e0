import { expect, it } from 'vitest';
import { bodyText } from '../../../src/edition/body.ts';
import { PageError, readPage } from './index.ts';

const url = 'https://paper.example/2026/11/26/bridge';
const bytes = (html: string) => new TextEncoder().encode(html);
const sentence =
  'The bridge over the river was opened on Thursday after two years of repairs, the mayor said.';
const page = (article: string, head = '') =>
  bytes(`<html lang="en"><head><title>Bridge opens</title>${head}</head><body>
  <nav><a href="/a">Home</a> <a href="/b">World</a></nav><article>${article}</article></body></html>`);

it('takes an article out of its page', () => {
  const paragraphs = Array.from({ length: 5 }, (_, i) => `Paragraph ${i + 1}. ${sentence}`);
  const read = readPage(
    page(
      `<h1>Bridge opens</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}`,
      `<meta property="article:published_time" content="2026-11-26T10:00:00Z"><meta name="author" content="A. Writer">
      <link rel="canonical" href="/2026/11/26/bridge?x"><script type="application/ld+json">broken</script>`,
    ),
    { url },
  );
  expect(bodyText(read.body).split('\n')).toEqual(paragraphs);
  expect(read).toMatchObject({
    title: 'Bridge opens',
    authors: ['A. Writer'],
    published: Date.UTC(2026, 10, 26, 10) / 1000,
    canonical: `${url}?x`,
    language: 'en',
  });
});

it('refuses a page without an article', () => {
  expect(() => readPage(bytes('<title>Nothing</title>'), { url })).toThrow(PageError);
});

it('reads a page by the profile that is given for its host', () => {
  const html = `<article><h1>Opinion: Bridge opens</h1><p class="kicker">Bridge opens</p>
    <div class="writer">A. Writer</div><div class="story"><p>${sentence}</p><p class="law">Reprinting is forbidden by the law on bridges.</p>
    <p class="more">See also our other bridges</p></div><hr class="end"><div class="story"><p>After the end. ${sentence}</p></div></article>`;
  const profile = {
    hosts: ['paper.example'],
    headline: '.kicker',
    author: '.writer',
    body: '.story',
    label: '.law',
    drop: '.more',
    stop: '.end',
  };
  const read = readPage(page(html), { url, profiles: [profile] });
  expect(read).toMatchObject({ title: 'Bridge opens', authors: ['A. Writer'] });
  expect(read.body).toEqual([sentence, ['label', 'Reprinting is forbidden by the law on bridges.']]);
  expect(read.labels).toEqual(['Reprinting is forbidden by the law on bridges.']);
});

it('reads a page as any other where its profile finds nothing in it', () => {
  const read = readPage(page(`<p>${sentence} ${sentence}</p><p>${sentence}</p>`), {
    url,
    profiles: [{ hosts: ['paper.example'], body: '.old-template' }],
  });
  expect(read.body).toEqual([`${sentence} ${sentence}`, sentence]);
});

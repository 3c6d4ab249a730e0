import { expect, it } from 'vitest';
import { bodyText } from '../../../src/edition/body.ts';
import { PageError, readPage } from './index.ts';
import { readProfile } from './profile-check.ts';
import { profileReport } from './profile-command.ts';
import { knownProfiles } from './profiles.ts';
import { proposeProfile } from './propose.ts';

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

it('refuses a page of more elements than any article has before it takes them apart', () => {
  const started = performance.now();
  const entry = `<div><time datetime="2026-11-26T10:00:00Z">10:00</time><p>${sentence}</p></div>`;
  expect(() => readPage(page(`<h1>Bridge opens</h1>${entry.repeat(20_000)}`), { url })).toThrow(
    new PageError('has more than 50,000 elements: no article is that long'),
  );
  expect(performance.now() - started).toBeLessThan(20_000);
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

it('keeps the entries of a live blog with their times', () => {
  const entry = (minute: number) =>
    `<div class="live-post"><time datetime="2026-11-26T10:0${minute}:00Z">10:0${minute}</time><p>Entry ${minute}. ${sentence}</p></div>`;
  const read = readPage(page(`<h1>Bridge opens</h1><p>${sentence}</p>${entry(5)}${entry(3)}`), { url });
  const start = Date.UTC(2026, 10, 26, 10) / 1000;
  expect(read.body).toEqual([
    sentence,
    ['entry', start + 300, `Entry 5. ${sentence}`],
    ['entry', start + 180, `Entry 3. ${sentence}`],
  ]);
});

it('knows the entries of a page that calls itself a live blog, whatever it calls them', () => {
  const entry = (minute: number) =>
    `<section class="x${minute}"><header><time datetime="2026-11-26T10:0${minute}:00Z">10:0${minute}</time></header><p>Entry ${minute}. ${sentence}</p><p>More of ${minute}: ${sentence}</p></section>`;
  const html = `<h1>Bridge opens</h1><p>${sentence}</p>${entry(5)}${entry(3)}${entry(1)}`;
  const live =
    '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Bridge opens"}</script>';
  const times = (head: string) =>
    readPage(page(html, head), { url }).body.flatMap((block) => (block[0] === 'entry' ? [block[1]] : []));
  const start = Date.UTC(2026, 10, 26, 10) / 1000;
  expect(times(live)).toEqual([start + 300, start + 180, start + 60]);
  expect(times('')).toEqual([]);
});

it('keeps what gives a text its shape, and cards for frames of known hosts', () => {
  const html = `<h1>Bridge opens</h1><p>${sentence} ${sentence}</p><h2>What was mended</h2><ul><li>${sentence}</li><li>The lamps.</li></ul>
    <blockquote><p>“${sentence}”</p></blockquote><iframe src="https://www.youtube.com/embed/x1" title="The opening"></iframe>
    <iframe src="https://ads.example/slot"></iframe>
    <figure><img src="/1.jpg" alt="The bridge"><figcaption>The bridge at night. <span class="photo-credit">J. Doe / AP</span></figcaption></figure>
    <table><tr><th>Year</th><th>Cars</th></tr><tr><td>2024</td><td>300</td></tr></table><pre>a  b</pre><p>${sentence} The end.</p>`;
  expect(readPage(page(html), { url }).body).toEqual([
    `${sentence} ${sentence}`,
    ['h2', 'What was mended'],
    ['ul', [sentence], ['The lamps.']],
    ['quote', `“${sentence}”`],
    ['embed', 'www.youtube.com', 'https://www.youtube.com/embed/x1', 'The opening'],
    [
      'img',
      expect.objectContaining({
        url: 'https://paper.example/1.jpg',
        alt: 'The bridge',
        caption: 'The bridge at night.',
        credit: 'J. Doe / AP',
      }),
    ],
    ['table', 1, [['Year'], ['Cars']], [['2024'], ['300']]],
    ['code', 'a  b'],
    `${sentence} The end.`,
  ]);
});

it('keeps the pictures of a gallery together, each with its own words', () => {
  const shot = (n: number) =>
    `<div class="slide"><figure><img src="/photos/bridge-${n}.jpg" width="900" height="600" alt="Bridge ${n}"><figcaption>The bridge as it was in week ${n} of the repairs.</figcaption></figure></div>`;
  const html = `<h1>Bridge opens</h1><p>${sentence} ${sentence}</p><p>First of all. ${sentence}</p>
    <div class="photo-gallery js">${[1, 2, 3].map(shot).join('')}</div><p>After all. ${sentence}</p>`;
  const { body } = readPage(page(html), { url });
  const gallery = body.find((block) => typeof block !== 'string' && block[0] === 'gallery');
  expect(gallery?.slice(1)).toMatchObject(
    [1, 2, 3].map((n) => ({
      url: `https://paper.example/photos/bridge-${n}.jpg`,
      caption: `The bridge as it was in week ${n} of the repairs.`,
    })),
  );
});

it('finds a text that only the programs of the page would show', () => {
  const text = `<p>${sentence} ${sentence}</p><p>Second. ${sentence}</p><p>Third. ${sentence}</p>`;
  const data = JSON.stringify(JSON.stringify({ article: { body: text } }));
  const read = readPage(page('<h1>Bridge opens</h1>', `<script>self.push([1, ${data}])</script>`), { url });
  expect(read.body).toEqual([`${sentence} ${sentence}`, `Second. ${sentence}`, `Third. ${sentence}`]);
});

it('proposes a profile that takes of the page what was taken without it', () => {
  const html = `<h1 class="story-title">Bridge opens</h1><p class="story-author">A. Writer</p>
    <figure class="story-picture"><img src="/1.jpg"><figcaption><span class="words">The bridge at night.</span> <span class="credit-line">J. Doe</span></figcaption></figure>
    <div class="story-text"><p>${sentence} ${sentence}</p><p>Second. ${sentence}</p></div><div class="newsletter-box"><p>Sign up for our newsletter</p><form><input></form></div>`;
  const bytes = page(html, '<meta name="author" content="A. Writer">');
  const { profile, isKnown, lines, article } = proposeProfile(bytes, { url });
  expect(isKnown).toBe(false);
  expect(profile).toEqual({
    hosts: ['paper.example'],
    article: 'article',
    headline: '.story-title',
    author: '.story-author',
    lead: '.story-picture',
    caption: '.words',
    credit: '.credit-line',
    body: '.story-text',
  });
  expect(article.body).toEqual(readPage(bytes, { url }).body);
  // Headline, author and the words of the picture are taken too, though they are no part of the text.
  expect(lines.filter(({ isTaken }) => isTaken).map(({ text }) => text)).toEqual([
    'Bridge opens',
    'A. Writer',
    'The bridge at night. J. Doe',
    ...article.body,
  ]);
  expect(lines.find(({ text }) => text.startsWith('Sign up'))).toMatchObject({ isTaken: false });
});

it('says in one sentence what is wrong with a profile', () => {
  const check = (value: unknown) => () =>
    readProfile(value, (what) => {
      throw new Error(`The profile ${what}.`);
    });
  expect(check({ hosts: ['paper.example'], body: '.story > p', stop: '.end, hr' })).not.toThrow();
  for (const profile of knownProfiles) expect(check(profile)).not.toThrow();
  expect(check([])).toThrow('must be an object');
  expect(check({ hosts: ['https://paper.example/'] })).toThrow('"hosts"');
  expect(check({ hosts: ['paper.example'], boby: 'p' })).toThrow('did you mean "body"?');
  expect(check({ hosts: ['paper.example'], body: 'p[' })).toThrow('needs a CSS selector');
});

it('a profile is proposed of a page that ends: what is no file, or has no end, is one sentence', async () => {
  for (const where of ['/dev/zero', '/'])
    await expect(profileReport(where, '')).rejects.toThrow(
      /^The page \S+ is no file; give a file or an address\.$/,
    );
});

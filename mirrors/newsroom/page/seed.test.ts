import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithCorpus } from '../../../e2e/corpus.ts';
import { bodyText } from '../../../src/edition/body.ts';
import { readPage } from './index.ts';

/** Where the saved text of the page has what, counted in paragraphs. */
interface Seed {
  banner: string[];
  strap: string;
  headline: string;
  caption: string;
  credit: string;
  paragraphs: string[];
  label: string;
  newsletter: string[];
  message: string[];
  choice: string[];
}

function readSeed(corpus: string): Seed {
  const lines = readFileSync(join(corpus, 'seed', 'seed-article.txt'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const at = (start: string): number => lines.findIndex((line) => line.startsWith(start));
  const picture = at('Children in camp');
  const label = at('Islamic State is a terrorist');
  const newsletter = at('Sign up for our free');
  const message = at('A Message from');
  const once = at('Once');
  const end = lines[picture]!.indexOf('Juma Muhammad');
  return {
    banner: lines.slice(1, at('Support us')),
    strap: lines[at('Our journalism is banned')]!,
    headline: lines[picture - 1]!,
    caption: lines[picture]!.slice(0, end).trim(),
    credit: lines[picture]!.slice(end),
    paragraphs: lines.slice(picture + 1, label),
    label: lines[label]!,
    newsletter: lines.slice(newsletter, message),
    message: lines.slice(message, once),
    choice: lines.slice(once),
  };
}

const p = (lines: readonly string[]): string => lines.map((line) => `<p>${line}</p>`).join('\n');

/** A page of that newspaper's shape, with the next article loaded into it. */
function pageOf(seed: Seed): Uint8Array {
  const next = `<article y-use="article.IsIntersecting"><article class="article article--news"><header class="article__header"><h1>The next one</h1></header>
    <div class="article__content">${p(Array.from({ length: 8 }, (_, i) => `Sentence ${i} of another article, which nobody asked for and which must not be in this one.`))}</div></article></article>`;
  return new TextEncoder().encode(`<!doctype html><html lang="en"><head><title>${seed.headline} - The Moscow Times</title>
  <meta property="og:site_name" content="The Moscow Times"><meta property="og:title" content="${seed.headline} - The Moscow Times">
  <meta property="og:image" content="https://static.paper.example/og/card.jpg"></head><body class="article-item">
  <div class="top-bar"><a class="close">×</a>${p(seed.banner)}<a href="/contribute" class="button">Support us</a></div>
  <div class="strap-line">${seed.strap}</div>
  <nav><a href="/news">News</a><a href="/opinion">Opinion</a></nav>
  <main><article y-use="article.IsIntersecting"><div class="container article-container"><article class="article article--news">
  <header class="article__header"><h1><a href="/x">${seed.headline}</a></h1><h2></h2></header>
  <div class="article__byline byline"><div class="byline__author">By <a class="byline__author__name">AFP</a></div>
  Updated: <time class="byline__datetime timeago" datetime="2024-07-05T09:30:00+03:00">July 5, 2024</time></div>
  <figure class="article__featured-image featured-image"><img src="/image/1360/camp.jpg"><figcaption class="">
  <span class="article__featured-image__caption featured-image__caption">${seed.caption}</span>
  <span class="article__featured-image__credits featured-image__credits">${seed.credit}</span></figcaption></figure>
  <div class="article__content-container"><div class="article__content">${[...seed.paragraphs, seed.label]
    .map((line) => `<div class="article__block article__block--html"><p>${line}</p></div>`)
    .join('\n')}</div>
  <div class="article__bottom"></div>
  <div class="newsletterbox"><h3>${seed.newsletter[0]}</h3><form>${p(seed.newsletter.slice(1))}<input name="email"></form></div>
  <div class="contribute-article"><h3>${seed.message[0]}</h3>${p(seed.message.slice(1))}<form action="/contribute">${p(seed.choice.slice(0, -1))}</form></div></div>
  </article></div><section class="cluster"><h2>${seed.choice.at(-1)}</h2><a href="/y">Some other headline of the day</a></section></article>
  ${next}</main></body></html>`);
}

describeWithCorpus('the page of the newspaper that this reader is made for first', (corpus) => {
  const seed = readSeed(corpus);
  const unwanted =
    /\$10,000|ad-free|Our journalism is banned|newsletter|Dear readers|undesirable|Remind me later|Read more|nobody asked for|from just \$2|Continue/;
  const hosts = { 'with its profile': 'www.themoscowtimes.com', 'without any': 'paper.example' };

  it.each(Object.entries(hosts))('is read whole and with nothing else %s', (_, host) => {
    const article = readPage(pageOf(seed), { url: `https://${host}/2024/07/05/children-a1` });
    expect(article.title).toBe(seed.headline);
    expect(article.lead).toMatchObject({
      url: `https://${host}/image/1360/camp.jpg`,
      caption: seed.caption,
      credit: seed.credit,
    });
    expect(article.lead?.credit).toMatch(/ТАСС$/);
    expect(seed.paragraphs).toHaveLength(11);
    expect(bodyText(article.body).split('\n')).toEqual(seed.paragraphs);
    expect(article.labels).toEqual([seed.label]);
    expect(article.body.at(-1)).toEqual(['label', seed.label]);
    expect(article.authors).toEqual(['AFP']);
    expect(article.published).toBe(Date.UTC(2024, 6, 5, 6, 30) / 1000);
    expect(JSON.stringify(article.body)).not.toMatch(unwanted);
  });

  it.each(Object.entries(hosts))('offers what it says to its readers as messages %s', (_, host) => {
    const { messages } = readPage(pageOf(seed), { url: `https://${host}/2024/07/05/children-a1` });
    expect(messages.map(({ kind }) => kind)).toEqual(['banner', 'strap', 'newsletter', 'appeal']);
    const [banner, strap, newsletter, appeal] = messages;
    expect(banner).toMatchObject({ title: seed.banner[0], url: `https://${host}/contribute` });
    expect(banner?.text.split('\n\n')).toEqual(seed.banner.slice(1));
    expect(strap?.text).toBe(seed.strap);
    expect(newsletter?.title).toBe(seed.newsletter[0]);
    expect(newsletter?.text).toContain('every Friday');
    expect(appeal?.text).toContain('unprecedented challenges');
    expect(appeal?.text).not.toContain('Remind me later');
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWithCorpus } from '../../e2e/corpus.ts';
import { escapeText } from './escape.ts';
import { PageError } from './page/index.ts';
import { articleOf } from './pages.ts';
import { wallOf } from './wall.ts';

describe('a wall', () => {
  it('is known by its marks and its words', () => {
    for (const html of [
      '<html><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x"></script></html>',
      '<html><body><div class="g-recaptcha"></div>Are you a human?</body></html>',
      '<html><body>Доступ к информационному ресурсу ограничен на основании Федерального закона</body></html>',
      '<html><body>Уважаемый абонент! Сайт заблокирован по решению суда.</body></html>',
      '<html><body><h1>Access to this website has been blocked</h1></body></html>',
    ])
      expect(wallOf(html), html).not.toBe('');
    expect(wallOf('<html><body></body></html>', 'http://blocked.provider.example/')).not.toBe('');
  });

  it('is no article about walls, however short, and no feed', () => {
    const words = 'Роскомнадзор сообщил, что доступ к сайту ограничен по решению суда. ';
    expect(
      wallOf(
        `<html><head><meta property="og:type" content="article"></head><body><p>${words}</p></body></html>`,
      ),
    ).toBe('');
    expect(wallOf(`<html><body><p>${words.repeat(60)}</p></body></html>`)).toBe('');
    expect(wallOf('<html><body><p>It rained in the valley, and nobody came.</p></body></html>')).toBe('');
    expect(wallOf('Access denied')).toBe('');
  });
});

describeWithCorpus('the collected marks of block pages', (corpus) => {
  it('are taken for walls or for no article, never published', async () => {
    const text = await readFile(join(corpus, 'vectors/blocking-fingerprints/fingerprints_http.csv'), 'utf8');
    let known = 0;
    let count = 0;
    const published: string[] = [];
    for (const [, , , where = '', kind = '', pattern = ''] of rows(text)) {
      if (where !== 'body' || kind === 'regexp' || pattern === '') continue;
      const inside = /<[a-z!]/i.test(pattern) ? pattern : escapeText(pattern);
      const html = `<html><head></head><body>${inside}</body></html>`;
      count += 1;
      if (wallOf(html)) known += 1;
      else if (isArticle(html)) published.push(pattern);
    }
    expect(count).toBeGreaterThan(100);
    expect(published).toEqual([]);
    // Many of them are a number or a name that tells nothing by itself.
    expect(known / count).toBeGreaterThan(0.2);
  });
});

function isArticle(html: string): boolean {
  try {
    articleOf({ bytes: Buffer.from(html), type: '', url: '' }, 'https://news.example/1', 'en');
    return true;
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    return false;
  }
}

/** Rows of a CSV text, the one with the names of the columns left out; the first stands for itself. */
function rows(text: string): [string, ...string[]][] {
  return text
    .split(/\r?\n(?=[\w.]+,(?:nat|isp|inst|prod|vbw|corp|fp)?,?)/)
    .slice(1)
    .map((line) => {
      const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      );
      return [line, ...cells.slice(1)] as [string, ...string[]];
    });
}

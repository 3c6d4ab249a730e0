/** An edition as files that any browser opens: each article as a page, each picture as stored. */
import type { Article, Block, Inline, Picture } from '../../src/edition/body.ts';
import { inlineText, picturesOf } from '../../src/edition/body.ts';
import { utf8 } from '../../src/edition/bytes.ts';
import { folderWriter } from './files.ts';
import type { Edition, SiteGet } from './load.ts';
import { loadLargest } from './open.ts';
import { hexOf } from './show.ts';
import { escapeHtml } from './way-in.ts';

/** Writes `<id>.html` and `<sha256>.avif` into a folder. */
export async function extract(edition: Edition, get: SiteGet, folder: string): Promise<void> {
  const writer = folderWriter(folder);
  for (const { article } of edition.entries) {
    for (const picture of picturesOf(article.body)) {
      const bytes = await loadLargest(get, picture);
      if (bytes) await writer.write(`${hexOf(picture.sha256)}.avif`, bytes);
    }
    await writer.write(`${article.id}.html`, utf8(articlePage(article)));
  }
}

/** An article as a page of its own. Everything in it is escaped: the tree knows no markup. */
export function articlePage(article: Article): string {
  const { title, language, by, published, updated, dated, body } = article;
  const time = (seconds: number) => {
    const iso = new Date(seconds * 1000).toISOString();
    return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
  };
  const times = [...(dated === false ? [] : [time(published)]), ...(updated ? [time(updated)] : [])];
  const line = [by.map(escapeHtml).join(', '), ...times].filter((part) => part !== '').join(' · ');
  return [
    `<!doctype html><html lang="${escapeHtml(language)}"><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<article><h1>${escapeHtml(title)}</h1><p>${line}</p>`,
    ...body.map(blockHtml),
    '</article></html>\n',
  ].join('\n');
}

function blockHtml(block: Block): string {
  if (typeof block === 'string') return `<p>${escapeHtml(block)}</p>`;
  switch (block[0]) {
    case 'p':
    case 'h2':
    case 'h3':
    case 'h4':
      return `<${block[0]}>${inlinesHtml(block.slice(1) as Inline[])}</${block[0]}>`;
    case 'label':
      return `<p class="label"><small>${inlinesHtml(block.slice(1) as Inline[])}</small></p>`;
    case 'ul':
      return `<ul>${itemsHtml(block.slice(1) as Block[][])}</ul>`;
    case 'ol':
      return `<ol start="${Number(block[1])}">${itemsHtml(block.slice(2) as Block[][])}</ol>`;
    case 'quote':
      return `<blockquote>${blocksHtml(block.slice(1) as Block[])}</blockquote>`;
    case 'table':
      return tableHtml(block[1], block.slice(2) as Inline[][][]);
    case 'code':
      return `<pre><code>${escapeHtml(block[1])}</code></pre>`;
    case 'img':
      return pictureHtml(block[1]);
    case 'gallery':
      return (block.slice(1) as Picture[]).map(pictureHtml).join('\n');
    case 'embed':
      return `<p><a href="${escapeHtml(block[2])}" rel="noreferrer">${escapeHtml(block[3] || block[1])}</a></p>`;
    case 'note':
      return `<aside id="note-${escapeHtml(block[1])}">${blocksHtml(block.slice(2) as Block[])}</aside>`;
    case 'entry':
      return `<section>${blocksHtml(block.slice(2) as Block[])}</section>`;
    case 'hr':
      return '<hr>';
    default:
      return `<p>${escapeHtml(inlineText(block))}</p>`;
  }
}

const blocksHtml = (blocks: readonly Block[]) => blocks.map(blockHtml).join('');
const itemsHtml = (items: readonly Block[][]) => items.map((item) => `<li>${blocksHtml(item)}</li>`).join('');
const inlinesHtml = (inlines: readonly Inline[]) => inlines.map(inlineHtml).join('');

function tableHtml(headRows: number, rows: readonly Inline[][][]): string {
  const html = rows.map((row, i) => {
    const tag = i < headRows ? 'th' : 'td';
    return `<tr>${row.map((cell) => `<${tag}>${inlinesHtml(cell)}</${tag}>`).join('')}</tr>`;
  });
  return `<table>${html.join('')}</table>`;
}

function inlineHtml(inline: Inline): string {
  if (typeof inline === 'string') return escapeHtml(inline);
  switch (inline[0]) {
    case 'a': {
      const content = inlinesHtml(inline.slice(2) as Inline[]);
      const isSafe = /^(https?:\/\/|mailto:)/i.test(inline[1]);
      return isSafe ? `<a href="${escapeHtml(inline[1])}" rel="noreferrer">${content}</a>` : content;
    }
    case 'br':
      return '<br>';
    case 'ref':
      return `<sup><a href="#note-${escapeHtml(inline[1])}">${escapeHtml(inline[1])}</a></sup>`;
    case 'em':
    case 'strong':
    case 'sub':
    case 'sup':
    case 's':
    case 'u':
    case 'code':
      return `<${inline[0]}>${inlinesHtml(inline.slice(1) as Inline[])}</${inline[0]}>`;
    default:
      return escapeHtml(inlineText(inline));
  }
}

function pictureHtml(picture: Picture): string {
  const { alt, caption, credit, width, height, sha256 } = picture;
  const image = sha256
    ? `<img src="${hexOf(sha256)}.avif" alt="${escapeHtml(alt)}" width="${Number(width)}" height="${Number(height)}">`
    : '';
  const words = [escapeHtml(caption), credit && `<small>${escapeHtml(credit)}</small>`].filter(Boolean);
  const below = words.length > 0 ? `<figcaption>${words.join(' ')}</figcaption>` : '';
  return `<figure>${image}${below}</figure>`;
}

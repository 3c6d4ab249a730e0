/** The way in: what somebody who comes to a mirror's address for the first time is given. */
import { readdir } from 'node:fs/promises';
import { relative } from 'node:path';
import zlib from 'node:zlib';
import { gzipSync } from 'fflate';
import { type Bytes, base64url, utf8 } from '../../src/edition/bytes.ts';
import type { Card } from '../../src/edition/card.ts';
import type { Mirror } from '../../src/edition/mirrors.ts';
import type { PublicationCard } from '../../src/edition/paths.ts';
import type { TrustedRoot } from '../../src/edition/root.ts';
import { PublisherError } from '../config.ts';
import { type FolderWriter, readIfThere } from './files.ts';
import { clip } from './tame.ts';

/** `index.html` must pass a connection that freezes after 14 KB, deflated (bytes). */
const PAGE_LIMIT = 6_500;
const MOST_HEADLINES = 20;
const SUMMARIES = [160, 120, 80, 40, 0];

/** What is sent for a file. By zlib, since it is smaller and nobody signs it: the way in is counted in bytes. */
const twin = (bytes: Uint8Array): Bytes => new Uint8Array(zlib.gzipSync(bytes, { level: 9 }));

/** gzip with nothing of the clock in it. */
export const gzip = (bytes: Uint8Array): Bytes => gzipSync(bytes, { level: 9, mtime: 0 }) as Bytes;

/** What `publication.json` and the first page say of a publication. */
export function publicationCard(trusted: TrustedRoot, firstRoot: Bytes, mirrors: Mirror[]): PublicationCard {
  return { v: 1, id: trusted.publication, root: base64url(firstRoot), names: trusted.root.name, mirrors };
}

/**
 * Files of the way in by their path in the site.
 * @param folder of the built app: `way-in/` whole, and of `app/` what a browser asks for by name
 * @param cards newest first
 */
export async function makeWayIn(
  folder: string,
  card: PublicationCard,
  content: { name: string; languages: readonly string[]; cards: readonly Card[] },
): Promise<Map<string, Bytes>> {
  const files = new Map<string, Bytes>();
  for (const path of await listFiles(`${folder}/app`)) {
    if (/^(icons\/.*|[^/]*\.webmanifest|robots\.txt)$/.test(path))
      files.set(path, await read(`${folder}/app/${path}`));
  }
  for (const path of await listFiles(`${folder}/way-in`))
    files.set(path, await read(`${folder}/way-in/${path}`));
  const template = files.get('index.html');
  if (!template)
    throw new PublisherError(
      `The built app lacks ${folder}/way-in/index.html: build it again (npm run build).`,
    );
  files.set('publication.json', utf8(`${JSON.stringify(card)}\n`));
  files.set('index.html', utf8(fillPage(new TextDecoder().decode(template), card, content)));
  for (const path of ['index.html', 'sw.js']) {
    const bytes = files.get(path);
    if (bytes) files.set(`${path}.gz`, twin(bytes));
  }
  // A file and its twin are written one right after the other, the page last: it leads to the rest.
  const isPage = (path: string) => (path.startsWith('index.html') ? 1 : 0);
  return new Map([...files].sort(([a], [b]) => isPage(a) - isPage(b) || (a < b ? -1 : 1)));
}

/** Writes the way in, file after file. A page is never there beside the deflated twin of another. */
export async function writeWayIn(files: ReadonlyMap<string, Bytes>, writer: FolderWriter): Promise<void> {
  for (const [path, bytes] of files) {
    if (files.has(`${path}.gz`) && !(await writer.isSame(path, bytes))) await writer.remove(`${path}.gz`);
    await writer.write(path, bytes);
  }
}

/** The first page, with as many headlines as its size allows: shorter summaries first, then fewer. */
export function fillPage(
  template: string,
  card: PublicationCard,
  content: { name: string; languages: readonly string[]; cards: readonly Card[] },
): string {
  const [language = 'ru'] = content.languages;
  const json = JSON.stringify(card).replaceAll('<', '\\u003c');
  const page = fillRegion(
    template.replace(/<html lang="[^"]*"/, `<html lang="${escapeHtml(language)}"`),
    'publication',
    `<script type="application/json" id="publication">${json}</script>`,
  );
  const rank = (one: Card) => {
    const at = content.languages.indexOf(one[4]);
    return at < 0 ? content.languages.length : at;
  };
  const cards = [...content.cards].sort((a, b) => rank(a) - rank(b));
  const withHeadlines = (count: number, letters: number) =>
    fillRegion(
      page,
      'headlines',
      headlines(content.name, language, cards.slice(0, Math.min(count, cards.length)), letters),
    );
  for (const letters of SUMMARIES) {
    const whole = withHeadlines(MOST_HEADLINES, letters);
    if (gzip(utf8(whole)).length <= PAGE_LIMIT) return whole;
  }
  for (let count = MOST_HEADLINES - 1; count > 0; count--) {
    const whole = withHeadlines(count, 0);
    if (gzip(utf8(whole)).length <= PAGE_LIMIT) return whole;
  }
  return withHeadlines(0, 0);
}

function headlines(name: string, pageLanguage: string, cards: readonly Card[], letters: number): string {
  const items = cards.map(([q, id, , , language, title, summary]) => {
    const lang = language === pageLanguage ? '' : ` lang="${escapeHtml(language)}"`;
    const text = letters > 0 && summary ? `<p>${escapeHtml(clip(summary, letters))}</p>` : '';
    return `<li${lang}><a href="#/a/${id}.${q}">${escapeHtml(title)}</a>${text}</li>`;
  });
  return `<h1>${escapeHtml(name)}</h1><ol>${items.join('')}</ol>`;
}

function fillRegion(page: string, name: string, content: string): string {
  const region = new RegExp(`<!--${name}-->[\\s\\S]*?<!--/${name}-->`);
  if (!region.test(page))
    throw new PublisherError(
      `The built first page lacks its region "${name}": build it again (npm run build).`,
    );
  return page.replace(region, () => `<!--${name}-->${content}<!--/${name}-->`);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

async function read(file: string): Promise<Bytes> {
  return (await readIfThere(file)) ?? new Uint8Array();
}

/** Paths of all files below a folder, in order; none where there is no folder. */
async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((one) => one.isFile())
    .map((one) => relative(folder, `${one.parentPath}/${one.name}`).replaceAll('\\', '/'))
    .sort();
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { type Block, bodyText, inlineText, type Picture, picturesOf } from '../../src/edition/body.ts';
import { sha256 } from './cache.ts';
import { decodeText } from './charset.ts';
import { splitTail } from './credit.ts';
import { parseDate } from './dates.ts';
import type { Draft } from './draft.ts';
import { bodyFromHtml } from './html.ts';
import { htmlOfMarkdown } from './markdown.ts';
import { webAddress } from './node.ts';
import { emptyPicture } from './picture.ts';
import { authorsOf, sectionOf } from './section.ts';
import { type FolderSource, type Reading, type SourceContext, SourceError, same } from './source.ts';
import { withoutTemplates } from './templates.ts';
import { cutAtWord, plainText, summaryOf } from './words.ts';

/** Stands for the folder in relative addresses while HTML is read; never leaves this file. */
const here = 'http://folder.invalid/';

type Front = { [name: string]: unknown };

interface File {
  /** Relative to the source's folder, with slashes. */
  path: string;
  front: Front;
  draft: Draft;
}

/**
 * The articles of a folder: every `*.md` in it and below, with YAML front matter. A file that cannot be read costs
 * itself, with a line in the report.
 * @throws SourceError where the folder is missing or holds no article.
 */
export async function readFolder(source: FolderSource, context: SourceContext): Promise<Reading> {
  const { folder } = source;
  const root = resolve(context.folder, folder);
  let names: string[];
  let print: string;
  try {
    names = await readdir(root, { recursive: true });
    print = await printOf(root, names);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new SourceError(
      code === 'ENOENT'
        ? `The folder ${root} does not exist; check the path in tamizdat.json.`
        : `The folder ${root} cannot be read (${code ?? String(error)}); check what it is and its permissions.`,
    );
  }
  if (context.before?.print === print) return same({ print });
  const files: File[] = [];
  for (const name of names.map((one) => one.split(sep).join('/')).sort()) {
    if (!/\.(?:md|markdown)$/i.test(name) || /(?:^|\/)(?:[._]|node_modules\/)/.test(name)) continue;
    context.signal?.throwIfAborted();
    try {
      const file = readArticle(name, decodeText(await readFile(join(root, name))), {
        root,
        source: folder,
        newsroom: context.folder,
        language: context.language,
        report: context.report,
      });
      if (file) files.push(file);
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      context.leave({ title: join(folder, name), url: '', reason: `cannot be read: ${why}` });
    }
  }
  if (files.length === 0) {
    throw new SourceError(
      `The folder ${root} holds no article; put Markdown files (*.md) with a title into it.`,
    );
  }
  joinTranslations(files);
  if (source.section) for (const { draft } of files) draft.section = source.section;
  return { kind: 'whole', drafts: files.map((file) => file.draft), state: { print } };
}

/** Changes whenever a file of the folder does, pictures too: names, sizes and times of all of them. */
export async function printOf(root: string, names: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const name of [...names].sort()) {
    const about = await stat(join(root, name));
    if (about.isFile()) lines.push(`${name} ${about.size} ${about.mtimeMs}`);
  }
  return sha256(Buffer.from(lines.join('\n')));
}

interface Place extends Pick<SourceContext, 'language' | 'report'> {
  root: string;
  newsroom: string;
  /** As written in `tamizdat.json`. */
  source: string;
}

function readArticle(path: string, text: string, place: Place): File | undefined {
  const { front, markdown } = splitFront(text);
  if (front.draft === true || front.published === false) return undefined;
  const untitled = Object.keys(front).length === 0;
  if (untitled && /(?:^|\/)(?:readme|license|changelog|contributing)\.\w+$/i.test(path)) return undefined;
  const base = new URL(encodeURI(path), here).href;
  let body = bodyFromHtml(htmlOfMarkdown(withoutTemplates(markdown, front)), base);
  const first = body[0];
  const heading =
    Array.isArray(first) && first[0] === 'h2' ? inlineText(['p', ...(first.slice(1) as string[])]) : '';
  const given = plainText(withoutTemplates(word(front.title), front));
  if (heading !== '' && (given === '' || given === heading)) body = body.slice(1);
  const lead = leadOf(front, base);
  if (lead && !picturesOf(body.slice(0, 1)).some((one) => one.url === lead.url))
    body = [['img', lead], ...body];
  const files = localise(body, path, place);
  for (const one of words(front.correction ?? front.corrections)) body.push(['p', ['em', one]]);
  const by = authorsOf(words(front.authors ?? front.author ?? front.by));
  const title = given || heading || cutAtWord(bodyText(body).split('\n')[0] ?? '', 100) || path;
  const stated = withoutTemplates(
    word(front.summary) || word(front.description) || word(front.excerpt),
    front,
  );
  const { section, tags } = sectionOf([
    ...words(front.section ?? front.category),
    ...(front.section || front.category ? [] : words(front.categories).slice(0, 1)),
  ]);
  const published = parseDate(word(front.date)) ?? parseDate(/(?:^|\/)(\d{4}-\d\d-\d\d)[-_]/.exec(path)?.[1]);
  const updated = parseDate(word(front.updated ?? front.modified ?? front.lastmod));
  const embargo = parseDate(word(front.embargo));
  const order = Number(front.order ?? front.top ?? Number.NaN);
  const draft: Draft = {
    key: word(front.id) || path,
    source: place.source,
    title,
    summary: summaryOf(stated, body, title, by),
    by,
    url: webAddress(word(front.url) || word(front.canonical_url), ''),
    published,
    ...(updated !== null && published !== null && updated > published && { updated }),
    section,
    tags: [...new Set([...words(front.tags), ...tags])],
    language: (word(front.language) || word(front.lang) || folderLanguage(path) || place.language)
      .slice(0, 3)
      .replace(/[-_].*$/, '')
      .toLowerCase(),
    body,
    ...(files.size > 0 && { files }),
    ...(words(front.related).length > 0 && { related: words(front.related) }),
    ...(embargo !== null && { embargo }),
    ...(Number.isFinite(order) && { order }),
  };
  return { path, front, draft };
}

function splitFront(text: string): { front: Front; markdown: string } {
  const toml = /^\ufeff?\+\+\+[ \t]*\r?\n([\s\S]*?)\r?\n\+\+\+[ \t]*(?:\r?\n|$)/.exec(text);
  if (toml) return splitFront(`---\n${yamlOf(toml[1]!)}\n---\n${text.slice(toml[0].length)}`);
  const m = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  if (!m) return { front: {}, markdown: text };
  const front = parseFront(m[1]!);
  if (front === null || typeof front !== 'object' || Array.isArray(front)) {
    throw new Error('its front matter is no list of names and values');
  }
  return { front: front as Front, markdown: text.slice(m[0].length) };
}

/** The members of TOML before its first table, as YAML: lists and quotes are the same in both. */
function yamlOf(toml: string): string {
  const members = toml.split(/^[ \t]*\[[\w."-]/m, 1)[0]!;
  return members
    .replace(/^[ \t]*"?([\w-]+)"?[ \t]*=[ \t]*/gm, '$1: ')
    .replace(/^(?=\s*\]|\s*["'].*,?\s*$)/gm, ' ');
}

function parseFront(text: string): unknown {
  const options = { maxAliasCount: 20, uniqueKeys: false };
  try {
    return parseYaml(text, options) as unknown;
  } catch {
    // People write colons into unquoted values and go on in the next line without indenting; generators let them.
    return parseYaml(mended(text), options) as unknown;
  }
}

function mended(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => {
      if (line !== '' && !/^(?:[\w-]+:(?:\s|$)|\s|-\s|-$|#|[\]}])/.test(line)) return `  ${line}`;
      const m = /^([\w-]+:\s+)([^\s"'[{|>&*!].*:\s.*)$/.exec(line);
      return m ? `${m[1]}${JSON.stringify(m[2])}` : line;
    })
    .join('\n');
}

function leadOf(front: Front, base: string): Picture | undefined {
  const named = front.picture ?? front.image ?? front.cover;
  const inside = typeof named === 'object' && named !== null ? (named as Front) : {};
  const written = word(named) || word(inside.path) || word(inside.src) || word(inside.url);
  const url = webAddress(written, base);
  if (url === '') return undefined;
  const caption = splitTail(word(front.caption) || word(inside.caption));
  const credit = word(front.credit) || word(inside.credit) || caption.credit;
  return emptyPicture(
    url,
    word(front.alt) || word(inside.alt) || word(front.image_alt),
    caption.caption,
    credit,
  );
}

/** Makes pictures' addresses relative to the folder again, and says which file each of them is. */
function localise(body: Block[], path: string, place: Place): Map<string, string> {
  const files = new Map<string, string>();
  for (const picture of picturesOf(body)) {
    if (!picture.url.startsWith(here)) continue;
    const named = decodeURIComponent(new URL(picture.url).pathname).slice(1);
    const file = resolve(place.root, named);
    picture.url = named;
    const known = [place.root, place.newsroom].some((folder) => !relative(folder, file).startsWith('..'));
    if (known) files.set(named, file);
    else place.report(`${path}: the picture ${named} is outside the newsroom and was left out.`);
  }
  return files;
}

/** Articles with the same word under `translation` are one article in several languages. */
function joinTranslations(files: readonly File[]): void {
  const groups = new Map<string, File[]>();
  for (const file of files) {
    const key = word(file.front.translation);
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), file]);
    const map = file.front.translation ?? file.front.translations;
    if (typeof map === 'object' && map !== null && !Array.isArray(map)) {
      file.draft.translations = Object.fromEntries(
        Object.entries(map as Front).map(([language, to]) => [language, resolveKey(word(to), file, files)]),
      );
    }
  }
  for (const [key, group] of groups) {
    const named = files.find((file) => file.path === key || file.draft.key === key);
    const all = named && !group.includes(named) ? [named, ...group] : group;
    for (const file of all) {
      const others = all.filter((other) => other.draft.language !== file.draft.language);
      if (others.length > 0) {
        file.draft.translations = Object.fromEntries(
          others.map((other) => [other.draft.language, other.draft.key]),
        );
      }
    }
  }
}

function resolveKey(written: string, file: File, files: readonly File[]): string {
  const path = join(dirname(file.path), written).split(sep).join('/');
  return files.find((other) => other.path === path || other.path === written)?.draft.key ?? written;
}

function folderLanguage(path: string): string {
  return /^([a-z]{2})(?:-[A-Z]{2})?\//.exec(path)?.[1] ?? '';
}

function word(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function words(value: unknown): string[] {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  return list.map((one) => word(one) || word((one as Front | null)?.name)).filter((one) => one !== '');
}

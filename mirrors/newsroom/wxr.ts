/** WXR: the file that WordPress exports. Read twice, item by item: pictures are named by numbers that may come later. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { type Block, bodyText, type Picture } from '../../src/edition/body.ts';
import { splitTail } from './credit.ts';
import { parseDate } from './dates.ts';
import type { Draft } from './draft.ts';
import { bodyFromHtml } from './html.ts';
import { withLead } from './lead.ts';
import { itemsLeftOut } from './left-out.ts';
import { list } from './loose.ts';
import { leadsNowhere, webAddress } from './node.ts';
import { emptyPicture } from './picture.ts';
import { authorsOf, languageOf, sectionOf } from './section.ts';
import { type Reading, type SourceContext, SourceError, type State, same, type WxrSource } from './source.ts';
import { fillBlocks } from './wordpress-blocks.ts';
import { type Attachments, storedHtml } from './wordpress-html.ts';
import { plainText, summaryOf } from './words.ts';
import { wxrStretches } from './wxr-items.ts';

type Xml = { [name: string]: unknown };

/** `2025-11-06 00:00:00` is what WordPress writes for no date at all. */
const noDate = /^0000/;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
});

/** What the first reading finds and the second needs. */
interface Site {
  link: string;
  language: string;
  /** Login to the name that readers see. */
  authors: Map<string, string>;
  attachments: Map<string, Picture>;
  /** Post to the pictures that were uploaded to it. */
  uploads: Map<string, Picture[]>;
  /** What posts share as blocks, by number. */
  blocks: Map<string, string>;
  /** Guids, and those of them that several published items share. */
  guids: Set<string>;
  shared: Set<string>;
}

/**
 * The published posts of a WXR file. An item that is broken costs itself.
 * @throws SourceError where the file is missing or is no WXR file
 */
export async function readWxr(source: WxrSource, context: SourceContext): Promise<Reading> {
  const file = resolve(context.folder, source.wxr);
  const state = await stateOf(file);
  if (context.before?.size === state.size && context.before?.time === state.time) return same(state);
  const site = await readSite(file, context);
  return { kind: 'whole', drafts: drafts(file, site, source, context), state };
}

async function stateOf(file: string): Promise<State> {
  try {
    const about = await stat(file);
    if (!about.isFile())
      throw new SourceError(`The WXR file ${file} is no file; give the exported XML file.`);
    return { size: String(about.size), time: String(about.mtimeMs) };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SourceError(
      code === 'ENOENT'
        ? `The WXR file ${file} does not exist; check the path in tamizdat.json.`
        : `The WXR file ${file} cannot be read (${code ?? message}); check its permissions.`,
    );
  }
}

async function readSite(file: string, { signal }: SourceContext): Promise<Site> {
  const site: Site = {
    ...{ link: '', language: '', authors: new Map(), attachments: new Map(), uploads: new Map() },
    ...{ blocks: new Map(), guids: new Set(), shared: new Set() },
  };
  for await (const { kind, xml } of wxrStretches(file, signal)) {
    if (kind === 'head') readHead(xml, file, site);
    else {
      noteGuid(xml, site);
      const type = typeOf(xml);
      if (type === 'attachment') readAttachment(xml, site);
      else if (type === 'wp_block') readBlock(xml, site);
    }
  }
  return site;
}

function readHead(xml: string, file: string, site: Site): void {
  if (!/<rss[\s>]/i.test(xml) || !/wordpress\.org\/export|<wp:/i.test(xml)) {
    throw new SourceError(
      `The file ${file} is no WXR file; export one in WordPress under Tools, Export, or name a feed as "feed".`,
    );
  }
  const text = (name: string): string =>
    plainText(
      (new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '').replace(/<!\[CDATA\[|\]\]>/g, ''),
    );
  site.link = webAddress(text('link') || text('wp:base_blog_url'), '');
  site.language = text('language');
  for (const [piece] of xml.matchAll(/<wp:author>[\s\S]*?<\/wp:author>/g)) {
    const author = field(parse(piece), 'wp:author') as Xml | undefined;
    const login = word(author?.['wp:author_login']);
    const names = `${word(author?.['wp:author_first_name'])} ${word(author?.['wp:author_last_name'])}`.trim();
    const name = word(author?.['wp:author_display_name']);
    // Whoever never chose a name to be shown is shown by the login.
    site.authors.set(login, name && name !== login ? name : names || name);
  }
}

function noteGuid(xml: string, site: Site): void {
  const guid = /<guid[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]*)/.exec(xml)?.[1]?.trim();
  if (!guid || !/<wp:status>\s*(?:<!\[CDATA\[)?\s*publish\b/.test(xml)) return;
  if (site.guids.has(guid)) site.shared.add(guid);
  site.guids.add(guid);
}

function readAttachment(xml: string, site: Site): void {
  const item = itemOf(xml);
  const url = webAddress(word(item?.['wp:attachment_url']), site.link);
  if (!item || url === '' || !/\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)(?:[?#].*)?$/i.test(url)) return;
  const { caption, credit } = splitTail(plainText(word(item['excerpt:encoded'])));
  const picture = {
    ...emptyPicture(url, plainText(metaOf(item, '_wp_attachment_image_alt')), caption, credit),
  };
  site.attachments.set(word(item['wp:post_id']), picture);
  const parent = word(item['wp:post_parent']);
  if (parent !== '' && parent !== '0')
    site.uploads.set(parent, [...(site.uploads.get(parent) ?? []), picture]);
}

function readBlock(xml: string, site: Site): void {
  const item = itemOf(xml);
  if (item && word(item['wp:status']) === 'publish')
    site.blocks.set(word(item['wp:post_id']), word(item['content:encoded']));
}

async function* drafts(
  file: string,
  site: Site,
  source: WxrSource,
  context: SourceContext,
): AsyncGenerator<Draft> {
  const types = new Set(source.types ?? ['post']);
  const most = context.limits?.articles ?? Number.POSITIVE_INFINITY;
  let broken = 0;
  let given = 0;
  for await (const { kind, xml, isWhole } of wxrStretches(file, context.signal)) {
    if (kind === 'head') continue;
    let draft: Draft | undefined;
    try {
      draft = draftOf(xml, isWhole, types, site, source, context);
    } catch {
      // Whatever is wrong with one item costs this item.
      broken += 1;
    }
    if (!draft) continue;
    if (given === most) {
      context.report(`${source.wxr}: only the first ${most} articles were taken ("articles" in "limits").`);
      break;
    }
    given += 1;
    yield draft;
  }
  if (broken > 0) context.leave(itemsLeftOut(broken, source.wxr, 'broken'));
}

function draftOf(
  xml: string,
  isWhole: boolean,
  types: ReadonlySet<string>,
  site: Site,
  source: WxrSource,
  context: SourceContext,
): Draft | undefined {
  if (!types.has(typeOf(xml))) return undefined;
  const item = itemOf(xml);
  if (!item) throw new Error('no item');
  const status = word(item['wp:status']) || (isWhole ? 'publish' : '');
  if (status !== 'publish' || word(item['wp:post_password']) !== '') return undefined;
  const id = word(item['wp:post_id']);
  const url = webAddress(word(item.link), site.link);
  const attachments: Attachments = {
    byId: (one) => site.attachments.get(one),
    ofPost: (one) => site.uploads.get(one) ?? [],
  };
  const base = url || site.link;
  const blockOf = (one: string): string | undefined => site.blocks.get(one);
  const content = fillBlocks(word(item['content:encoded']), blockOf, metaOf(item, 'footnotes'));
  let body: Block[] = bodyFromHtml(storedHtml(content, id, attachments), base);
  const lead = site.attachments.get(metaOf(item, '_thumbnail_id'));
  if (lead) body = withLead(body, lead);
  const terms = termsOf(item);
  const login = plainText(word(item['dc:creator']));
  const by = authorsOf(terms.authors.length > 0 ? terms.authors : [site.authors.get(login) ?? login]);
  const text = bodyText(body);
  const title = plainText(word(item.title)) || text.split('\n')[0]?.slice(0, 100) || '';
  if (title === '' && body.length === 0) return undefined;
  const { published, updated } = timesOf(item);
  const excerpt = bodyText(bodyFromHtml(word(item['excerpt:encoded']), ''));
  const { section, tags } = sectionOf(terms.categories);
  return {
    key: keyOf(word(item.guid), url, id, site),
    source: source.wxr,
    title: title || url || '—',
    summary: summaryOf(excerpt, body, title, by),
    by,
    url: leadsNowhere(url) ? '' : url,
    published,
    ...(updated !== null && published !== null && updated > published && { updated }),
    section: source.section ?? section,
    tags: [...new Set([...tags, ...terms.tags])].slice(0, 30),
    language: languageOf([site.language], `${title} ${text.slice(0, 1000)}`, context.language),
    body,
  };
}

/** The guid, which WordPress gives once and never changes; with the number where a copied site has it twice. */
function keyOf(guid: string, url: string, id: string, site: Site): string {
  if (guid !== '') return site.shared.has(guid) ? `${guid} ${id}` : guid;
  return url || `${site.link} ${id}`;
}

function termsOf(item: Xml): { categories: string[]; tags: string[]; authors: string[] } {
  const found = { categories: [] as string[], tags: [] as string[], authors: [] as string[] };
  for (const one of list(item.category)) {
    const name = plainText(word(one));
    const domain = word((one as Xml)['@domain']);
    if (domain === 'post_tag' || domain === 'tag') found.tags.push(name);
    else if (domain === 'author') found.authors.push(name);
    else if (domain === 'category' || domain === '') found.categories.push(name);
  }
  return found;
}

/** Times in seconds: as WordPress keeps them in UTC, else as the item says; its own clock knows no zone. */
function timesOf(item: Xml): { published: number | null; updated: number | null } {
  const utc = (name: string): number | null => {
    const text = word(item[name]);
    return text === '' || noDate.test(text) ? null : parseDate(`${text}Z`.replace(' ', 'T'));
  };
  const published = utc('wp:post_date_gmt') ?? parseDate(word(item.pubDate)) ?? utc('wp:post_date');
  // WordPress calls every saving a modification; one within ten minutes is part of publishing.
  const updated = utc('wp:post_modified_gmt');
  const isUpdate = updated !== null && published !== null && updated - published > 600;
  return { published, updated: isUpdate ? updated : null };
}

function metaOf(item: Xml, key: string): string {
  const found = list(item['wp:postmeta']).find((one) => word((one as Xml)['wp:meta_key']) === key);
  return found ? word((found as Xml)['wp:meta_value']) : '';
}

function typeOf(xml: string): string {
  return /<wp:post_type>\s*(?:<!\[CDATA\[)?\s*([\w-]+)/.exec(xml)?.[1] ?? 'post';
}

function itemOf(xml: string): Xml | undefined {
  const item = field(parse(xml), 'item');
  return typeof item === 'object' && item !== null ? (item as Xml) : undefined;
}

function field(value: unknown, name: string): unknown {
  const found = (value as Xml)[name];
  return Array.isArray(found) ? found[0] : found;
}

// Control characters are no XML, and WordPress exports what was pasted.
const parse = (xml: string): unknown =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  parser.parse(xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ''));

/** The text of an element, whatever attributes it has. */
function word(value: unknown): string {
  const one = Array.isArray(value) ? value[0] : value;
  const text = typeof one === 'object' && one !== null ? (one as Xml)['#text'] : one;
  return typeof text === 'string' || typeof text === 'number' ? String(text).trim() : '';
}

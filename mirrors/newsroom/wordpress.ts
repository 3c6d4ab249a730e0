/** A WordPress site by its REST interface: whole posts with their authors, terms and featured pictures. */
import { type Block, bodyText, type Picture } from '../../src/edition/body.ts';
import { leadsInside } from './address.ts';
import { bareCredit, splitTail } from './credit.ts';
import { parseDate } from './dates.ts';
import type { Draft } from './draft.ts';
import { GetError, type Getter, type Got } from './get.ts';
import { bodyFromHtml } from './html.ts';
import { isClosed } from './inside.ts';
import { withLead, without } from './lead.ts';
import { usualLimits } from './limits.ts';
import { type Loose, list, str } from './loose.ts';
import { webAddress } from './node.ts';
import { emptyPicture } from './picture.ts';
import { authorsOf, languageOf, sectionOf } from './section.ts';
import {
  type Reading,
  type SourceContext,
  SourceError,
  type State,
  same,
  type WordPressSource,
} from './source.ts';
import { wallOf } from './wall.ts';
import { mendPrinted } from './wordpress-html.ts';
import { postLanguage, postTranslations } from './wordpress-languages.ts';
import { plainText, summaryOf } from './words.ts';

const perPage = 100;
const embedded = 'author,wp:featuredmedia,wp:term';
/** Asked again from a little before the newest change that is known: clocks and caches are not exact. */
const overlapS = 60;

/** Where the posts of one type are listed. */
interface Route {
  /** Address of a list, without its page. */
  list(query: Record<string, string>): string;
  type: string;
}

/**
 * The published posts of a site, newest first; after the first time those that changed since.
 * @throws SourceError where there is no such interface
 */
export async function readWordPress(source: WordPressSource, context: SourceContext): Promise<Reading> {
  if (!context.get)
    throw new SourceError(`The site ${source.wordpress} is an address, and nothing here can fetch one.`);
  const site = new Site(source, context, context.get);
  const changed = context.before?.changed ?? '';
  const routes = await site.routes(changed);
  const first = await Promise.all(routes.map((route) => site.page(route, 1, changed)));
  const state: State = { ...context.before };
  if (changed !== '' && first.every(({ posts }) => posts.every((post) => site.isOld(post, changed))))
    return same(state);
  const drafts = site.drafts(routes, first, changed, state);
  return { kind: changed === '' ? 'whole' : 'more', drafts, state };
}

interface Page {
  posts: Loose[];
  /** How many pages there are in all. */
  of: number;
  url: string;
}

class Site {
  readonly source: WordPressSource;
  readonly context: SourceContext;
  readonly get: Getter;
  readonly limits;

  constructor(source: WordPressSource, context: SourceContext, get: Getter) {
    this.source = source;
    this.context = context;
    this.get = get;
    this.limits = context.limits ?? usualLimits;
  }

  /** Where the posts of each type are listed: under `/wp-json/`, or by a query where addresses are plain. */
  async routes(changed: string): Promise<Route[]> {
    const base = this.source.wordpress.replace(/(?:wp-json\/?.*)?$/i, '').replace(/([^/])$/, '$1/');
    const named = (this.source.types ?? ['post']).map((type) =>
      type === 'post' ? 'posts' : type === 'page' ? 'pages' : type,
    );
    const styles: ((type: string) => Route)[] = [
      (type) => ({ type, list: (query) => withQuery(new URL(`wp-json/wp/v2/${type}`, base), query) }),
      (type) => ({
        type,
        list: (query) => withQuery(new URL(base), { rest_route: `/wp/v2/${type}`, ...query }),
      }),
    ];
    const faults: string[] = [];
    for (const style of styles) {
      try {
        const route = style(named[0]!);
        await this.page(route, 1, changed);
        return named.map(style);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        faults.push(error.message);
        // Only what has no such address may have the other one.
        if (!/answered 40[04]|is no list of posts/.test(error.message)) break;
      }
    }
    throw new SourceError(faults[0]!);
  }

  readonly #pages = new Map<string, Promise<Page>>();

  /** One page of a list, asked for once. @throws SourceError */
  page(route: Route, number: number, changed: string): Promise<Page> {
    const url = route.list({
      per_page: String(perPage),
      page: String(number),
      orderby: changed === '' ? 'date' : 'modified',
      _embed: embedded,
      ...(changed !== '' && { modified_after: isoTime(Number(changed) - overlapS) }),
    });
    const known = this.#pages.get(url) ?? this.#fetch(url);
    this.#pages.set(url, known);
    return known;
  }

  async #fetch(url: string): Promise<Page> {
    let got: Got;
    try {
      got = await this.get(url, {
        accept: 'application/json',
        timeoutMs: this.limits.timeout * 1000,
        capBytes: this.limits.download * 1e6,
        trusted: true,
        manners: 'source',
        ...(this.context.signal && { signal: this.context.signal }),
      });
    } catch (error) {
      if (!(error instanceof GetError)) throw error;
      throw new SourceError(
        `The WordPress site ${this.source.wordpress} ${error.message} at ${url}; check the address, or name its feed as "feed".`,
      );
    }
    const text = new TextDecoder().decode(got.bytes).replace(/^[\s\ufeff]+/, '');
    const posts = parseList(text);
    if (posts) return { posts, of: Number(got.header?.('x-wp-totalpages') || 0), url: got.url };
    const wall = wallOf(text, got.url);
    throw new SourceError(
      wall
        ? `The WordPress site ${this.source.wordpress} gave ${wall} in place of its posts; open it in a browser from here.`
        : `What ${url} gave is no list of posts; check that the REST interface of ${this.source.wordpress} is open, or name its feed as "feed".`,
    );
  }

  /** Whether a post was known before; sites that do not know `modified_after` give these again. */
  isOld(post: Loose, changed: string): boolean {
    const time = parseDate(`${str(post?.modified_gmt)}Z`);
    return time !== null && time < Number(changed);
  }

  async *drafts(
    routes: readonly Route[],
    first: readonly Page[],
    changed: string,
    state: State,
  ): AsyncGenerator<Draft> {
    let newest = Number(changed);
    let given = 0;
    for (const [at, route] of routes.entries()) {
      let page = first[at]!;
      for (let number = 1; ; number += 1) {
        for (const post of page.posts) {
          const draft = this.#draft(post, page.url);
          newest = Math.max(newest, parseDate(`${str(post?.modified_gmt)}Z`) ?? 0);
          if (draft && given < this.limits.articles) {
            given += 1;
            yield draft;
          }
        }
        this.#pages.clear();
        const isLast = page.of > 0 ? number >= page.of : page.posts.length < perPage;
        if (isLast || page.posts.length === 0) break;
        if (changed !== '' && page.posts.every((post) => this.isOld(post, changed))) break;
        if (given >= this.limits.articles) {
          this.context.report(
            `${this.source.wordpress}: only the newest ${given} articles were taken ("articles" in "limits").`,
          );
          break;
        }
        const next = await this.#next(route, number + 1, changed);
        if (!next) {
          // What is older is had next time.
          newest = Number(changed);
          break;
        }
        // A site that does not know pages gives the first again and again.
        if (JSON.stringify(next.posts[0]) === JSON.stringify(page.posts[0])) break;
        page = next;
      }
    }
    if (newest > 0) state.changed = String(newest);
  }

  /** The next page; null where it cannot be had: what came before it is taken. */
  async #next(route: Route, number: number, changed: string): Promise<Page | null> {
    try {
      return await this.page(route, number, changed);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      // A list that lost a post meanwhile has a page less.
      if (!/answered 400/.test(error.message)) this.context.report(error.message);
      return null;
    }
  }

  #draft(post: Loose, address: string): Draft | undefined {
    if (!post || typeof post !== 'object') return undefined;
    const status = str(post.status);
    const content = post.content as Loose;
    if ((status !== '' && status !== 'publish') || content?.protected === true) return undefined;
    const rendered = (value: unknown): string => str((value as Loose)?.rendered);
    const home = this.source.wordpress;
    const url = webAddress(str(post.link), home);
    const inside = post._embedded as Loose;
    let body: Block[] = bodyFromHtml(mendPrinted(rendered(content)), url || home);
    const lead = featured(inside, str(post.jetpack_featured_media_url), home);
    if (lead) body = withLead(body, lead);
    if (!leadsInside(address)) body = without(body, (picture) => isClosed(picture.url, this.context.inside));
    const title = plainText(rendered(post.title));
    if (title === '' && body.length === 0) return undefined;
    const authors = list(inside?.author).map((one) => str((one as Loose)?.name));
    const by = authorsOf(coAuthors(post) ?? authors);
    const { section, tags } = termsOf(inside);
    const published = parseDate(str(post.date_gmt) && `${str(post.date_gmt)}Z`) ?? parseDate(str(post.date));
    const changed = parseDate(`${str(post.modified_gmt)}Z`);
    const isUpdate = changed !== null && published !== null && changed - published > 600;
    const excerpt = bodyText(bodyFromHtml(rendered(post.excerpt), ''));
    const text = bodyText(body);
    return {
      key: rendered(post.guid) || url || `${home} ${str(post.id)}`,
      source: this.source.wordpress,
      title: title || url || '—',
      summary: summaryOf(withoutMore(excerpt), body, title, by),
      by,
      url,
      published,
      ...(isUpdate && { updated: changed }),
      section: this.source.section ?? section,
      tags,
      language: languageOf([postLanguage(post)], `${title} ${text.slice(0, 1000)}`, this.context.language),
      ...postTranslations(post, home),
      body,
    };
  }
}

function parseList(text: string): Loose[] | null {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) ? (value as Loose[]) : null;
  } catch {
    return null;
  }
}

/** The featured picture with its caption; the address alone where the site embeds no more. */
function featured(inside: Loose, plain: string, base: string): Picture | null {
  const media = list(inside?.['wp:featuredmedia'])[0] as Loose;
  const details = media?.media_details as Loose;
  const url = webAddress(str(media?.source_url), base) || webAddress(plain, base);
  if (url === '' || (str(media?.media_type) !== '' && str(media?.media_type) !== 'image')) return null;
  const { caption, credit } = splitTail(plainText(str((media?.caption as Loose)?.rendered)));
  const written = bareCredit(plainText(str((details?.image_meta as Loose)?.credit)));
  return { ...emptyPicture(url, plainText(str(media?.alt_text))), caption, credit: credit || written };
}

/** Several authors, as the two usual plugins name them. */
function coAuthors(post: Loose): string[] | null {
  const found = [...list(post?.authors), ...list(post?.coauthors)].map(
    (one) => str((one as Loose)?.display_name) || str((one as Loose)?.name),
  );
  return found.some((name) => name !== '') ? found : null;
}

/** The first category is the section, the others and the tags are tags. */
function termsOf(inside: Loose): { section: string; tags: string[] } {
  const terms = list(inside?.['wp:term']).flatMap(list) as Loose[];
  const named = (taxonomy: RegExp): string[] =>
    terms.filter((term) => taxonomy.test(str(term?.taxonomy))).map((term) => plainText(str(term?.name)));
  const { section, tags } = sectionOf(named(/^category$/));
  return { section, tags: [...new Set([...tags, ...named(/^post_tag$/)])].slice(0, 30) };
}

/** An excerpt that WordPress cut by itself ends in words that are no part of it. */
function withoutMore(text: string): string {
  return text.replace(
    /\s*(?:\[(?:…|&hellip;|\.\.\.)\]|(?:Continue reading|Read more|Читать далее|Подробнее)\b.*)\s*$/su,
    '…',
  );
}

function withQuery(address: URL, query: Record<string, string>): string {
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

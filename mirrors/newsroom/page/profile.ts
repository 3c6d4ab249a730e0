import { parseDate } from '../dates.ts';
import { authorsOf } from '../section.ts';
import { collapse } from './blocks.ts';
import { allSaid, articleThing } from './schema.ts';

/** What is known of a site's pages, as data. Every selector is CSS, the first element that it finds counts. */
export interface Profile {
  /** Host names, without `www.`; subdomains are meant too. */
  hosts: string[];
  /** The element that holds one article and nothing of the next. */
  article?: string;
  headline?: string;
  author?: string;
  section?: string;
  published?: string;
  updated?: string;
  /** The figure or picture that opens the article. */
  lead?: string;
  /** Within a figure. */
  caption?: string;
  credit?: string;
  /** Elements whose children are the text; all that are found count, in their order. */
  body?: string;
  label?: string;
  /** What is no part of the text, though it stands in it. */
  drop?: string;
  /** Where the text ends: this element and all after it are left. */
  stop?: string;
  /** One entry of a live blog. */
  entry?: string;
}

/** The first profile that names a page's host; undefined where none does. */
export function profileOf(profiles: readonly Profile[], url: string): Profile | undefined {
  if (!URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/^www\./, '');
  return profiles.find((one) => one.hosts.some((name) => host === name || host.endsWith(`.${name}`)));
}

/** A selector that is no CSS is somebody's mistake in a profile: it finds nothing. */
export function select(root: ParentNode, selector: string | undefined): Element[] {
  if (!selector) return [];
  try {
    return [...root.querySelectorAll(selector)];
  } catch {
    return [];
  }
}

/** Gives the parts that a profile names the marks that pictures and labels are read by. */
export function markByProfile(document: Document, profile: Profile | undefined): void {
  for (const part of ['caption', 'credit'] as const)
    for (const node of select(document, profile?.[part])) node.setAttribute('class', part);
  for (const node of select(document, profile?.lead)) node.setAttribute('data-lead', '');
  for (const node of select(document, profile?.label)) node.setAttribute('data-label', '');
}

/** What a profile's selectors find about an article; members that find nothing are absent. */
export function saidByProfile(
  root: Element,
  profile: Profile,
): { title?: string; authors?: string[]; section?: string; published?: number; updated?: number } {
  const text = (selector: string | undefined): string =>
    collapse(select(root, selector)[0]?.textContent ?? '');
  const date = (selector: string | undefined): number | null => {
    const node = select(root, selector)[0];
    return parseDate(
      node?.getAttribute('datetime') ?? node?.getAttribute('content') ?? collapse(node?.textContent ?? ''),
    );
  };
  const authors = authorsOf(select(root, profile.author).map((one) => one.textContent ?? ''));
  const [published, updated] = [date(profile.published), date(profile.updated)];
  return {
    title: text(profile.headline),
    section: text(profile.section),
    ...(authors.length > 0 && { authors }),
    ...(published !== null && { published }),
    ...(updated !== null && { updated }),
  };
}

const liveEntry =
  '[itemprop="liveBlogUpdate"], .live-post, [class*="live-blog-post"], [class*="liveblog-post"], [class*="liveblog-entry"], [class*="live-blog-entry"]';

/** Marks the entries of a live blog with their times, where there are two or more. */
export function markEntries(document: Document, profile: Profile | undefined): void {
  const named = timed(select(document, profile?.entry ?? liveEntry));
  const entries = named.length < 2 && !profile?.entry && isLive(document) ? timed(likely(document)) : named;
  if (entries.length < 2) return;
  for (const { node, seconds } of entries) node.setAttribute('data-entry', String(seconds));
}

function timed(nodes: readonly Element[]): { node: Element; seconds: number }[] {
  return nodes.flatMap((node) => {
    const time = node.querySelector('time[datetime], [itemprop="datePublished"]');
    const seconds = parseDate(time?.getAttribute('datetime') ?? time?.getAttribute('content') ?? undefined);
    return seconds === null ? [] : [{ node, seconds }];
  });
}

/** Whether a page says of itself that it is a live blog. */
function isLive(document: Document): boolean {
  return (
    document.querySelector('[itemtype$="LiveBlogPosting"]') !== null ||
    allSaid(articleThing(document), '@type').includes('LiveBlogPosting')
  );
}

/** What stands side by side in the largest number, each with a time and words of its own. */
function likely(document: Document): Element[] {
  const times = 'time[datetime]';
  const alike = new Map<Element, Map<string, number>>();
  /** Of an element's children, how many of each kind have a time; each element is looked at once. */
  const timedChildren = (parent: Element): Map<string, number> => {
    const known = alike.get(parent);
    if (known) return known;
    const counts = new Map<string, number>();
    for (const child of parent.children)
      if (child.querySelector(times)) counts.set(child.tagName, (counts.get(child.tagName) ?? 0) + 1);
    alike.set(parent, counts);
    return counts;
  };
  const groups = new Map<Element, Set<Element>>();
  const seen = new Set<Element>();
  for (const time of document.querySelectorAll(times)) {
    for (let node = time.parentElement; node?.parentElement; node = node.parentElement) {
      const parent = node.parentElement;
      if ((timedChildren(parent).get(node.tagName) ?? 0) < 2) continue;
      if (seen.has(node)) break;
      seen.add(node);
      if (collapse(node.textContent ?? '').length > 60)
        groups.set(parent, (groups.get(parent) ?? new Set()).add(node));
      break;
    }
  }
  const [largest = new Set<Element>()] = [...groups.values()].sort((a, b) => b.size - a.size);
  return [...largest];
}

import { type Block, bodyText, type Picture, picturesOf } from '../../src/edition/body.ts';
import type { Draft } from './draft.ts';
import { isLabelText } from './label.ts';
import { pictureName, withLead } from './lead.ts';

/** A draft and where it is from. */
export interface Part {
  draft: Draft;
  /** Taken out of a page, or given by a feed, a file or an interface as the article itself. */
  from: 'page' | 'given';
  /** All articles of its source are of one section, and that is its own. */
  isOfSection?: boolean;
}

/** A text that was given counts as whole where it is as long as this share of what the page has. */
const wholeShare = 0.75;

/**
 * One article out of what several sources say of it, the best of each: the longest true text; captions, credits and
 * the lead picture from where somebody wrote them; the section of a section's own feed; authors and the time of the
 * last change from the page.
 * @param parts in the order of the sources; at least one
 */
export function mergeParts(parts: readonly [Part, ...Part[]]): Draft {
  const [{ draft: first }] = parts;
  if (parts.length === 1) return first;
  const pages = parts.filter(({ from }) => from === 'page').map(({ draft }) => draft);
  const given = parts.filter(({ from }) => from === 'given').map(({ draft }) => draft);
  const all = parts.map(({ draft }) => draft);
  const best = bestBody(given, pages);
  const body = withBestPictures(best, all, pages);
  const by = [...pages, ...all].find((draft) => draft.by.length > 0)?.by ?? [];
  const times = all.flatMap(({ updated }) => updated ?? []);
  const published = all.find((draft) => draft.published !== null)?.published ?? null;
  const updated = times.length > 0 ? Math.max(...times) : undefined;
  const { updated: _, ...rest } = joined(all);
  return {
    ...rest,
    title: titleOf(given, pages, by),
    summary: summaryOf(given, best, all),
    by,
    url: all.find(({ url }) => url !== '')?.url ?? '',
    published,
    ...(updated !== undefined && published !== null && updated > published && { updated }),
    section: sectionOf(parts),
    tags: [...new Set(all.flatMap(({ tags }) => tags))].slice(0, 30),
    language: best.language,
    body,
  };
}

/** The first draft, and what only others say. */
function joined(all: readonly Draft[]): Draft {
  const draft = { ...all[0]! };
  for (const other of all) {
    for (const [name, value] of Object.entries(other) as [keyof Draft, unknown][])
      if (draft[name] === undefined) Object.assign(draft, { [name]: value });
    if (other.files) draft.files = new Map([...other.files, ...(draft.files ?? [])]);
  }
  return draft;
}

/** The longest text that was given, unless only the page has the whole of it. */
function bestBody(given: readonly Draft[], pages: readonly Draft[]): Draft {
  const longest = (drafts: readonly Draft[]): Draft | undefined =>
    drafts.reduce<Draft | undefined>(
      (best, draft) => (best && lengthOf(best) >= lengthOf(draft) ? best : draft),
      undefined,
    );
  const [own, page] = [longest(given), longest(pages)];
  if (!own || !page) return (own ?? page)!;
  const isWhole = !isCut(own) && lengthOf(own) >= lengthOf(page) * wholeShare;
  return isWhole || lengthOf(page) <= lengthOf(own) ? own : page;
}

const lengthOf = ({ body }: Draft): number => bodyText(body).length;

/** Whether a text says itself that it goes on elsewhere. */
function isCut({ body }: Draft): boolean {
  return /(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read more|continue reading|читать далее|читать полностью|подробнее)[\s.…»>→]*)$/iu.test(
    bodyText(body).trim(),
  );
}

function titleOf(given: readonly Draft[], pages: readonly Draft[], by: readonly string[]): string {
  const title = (given[0] ?? pages[0])!.title;
  // Opinions come as "Author: Title"; the page has both apart.
  const author = by.find((name) => title.startsWith(`${name}: `));
  return author ? title.slice(author.length + 2) : title;
}

/** What somebody wrote as a summary, rather than the beginning of some text. */
function summaryOf(given: readonly Draft[], best: Draft, all: readonly Draft[]): string {
  const start = bodyText(best.body);
  const isWritten = ({ summary }: Draft): boolean =>
    summary !== '' && !isLabelText(summary) && !start.startsWith(summary.replace(/…$/, '').slice(0, 60));
  return (given.find(isWritten) ?? all.find(isWritten))?.summary ?? (best.summary || all[0]!.summary);
}

function sectionOf(parts: readonly Part[]): string {
  const named = parts.filter(({ draft }) => draft.section !== '');
  const own = named.find(({ isOfSection }) => isOfSection === true);
  return (own ?? named[0])?.draft.section ?? '';
}

/** The best text with the words of pictures that others have, and the page's own lead picture in front. */
function withBestPictures(best: Draft, all: readonly Draft[], pages: readonly Draft[]): Block[] {
  const body = structuredClone(best.body);
  const words = new Map<string, Picture>();
  for (const picture of [...pages, ...all].flatMap((draft) => picturesOf(draft.body))) {
    const name = pictureName(picture.url);
    const known = words.get(name) ?? { ...picture };
    known.caption ||= picture.caption;
    known.credit ||= picture.credit;
    known.alt ||= picture.alt;
    words.set(name, known);
  }
  const lead = leadOf(pages) ?? all.map(({ body: one }) => leadIn(one)).find((picture) => picture !== null);
  const card = leadIn(body);
  let led = body;
  // A feed's own picture is a card for social networks: without words, and beside the text.
  if (lead && card && pictureName(card.url) !== pictureName(lead.url) && lead.caption && !card.caption)
    led = body.slice(1);
  if (lead) led = withLead(led, lead);
  for (const picture of picturesOf(led)) {
    const known = words.get(pictureName(picture.url));
    picture.caption ||= known?.caption ?? '';
    picture.credit ||= known?.credit ?? '';
    picture.alt ||= known?.alt ?? '';
  }
  return led;
}

/** The picture that opens the first page which has one. */
function leadOf(pages: readonly Draft[]): Picture | null {
  return pages.map(({ body }) => leadIn(body)).find((picture) => picture !== null) ?? null;
}

function leadIn(body: readonly Block[]): Picture | null {
  const opening = body[0];
  return Array.isArray(opening) && opening[0] === 'img' ? (opening[1] as Picture) : null;
}

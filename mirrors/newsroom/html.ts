import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import type { Block, Inline, Picture } from '../../src/edition/body.ts';
import { splitCredit } from './credit.ts';
import { galleryIn } from './gallery.ts';
import { isLabel } from './label.ts';
import { collapse, isEmptyLine, tidyLine } from './line.ts';
import {
  attributeOf,
  codeText,
  imageAddress,
  isAddition,
  isHidden,
  isTiny,
  leadsNowhere,
  linkAddress,
  textOf,
} from './node.ts';
import { findNotes, type Notes } from './notes.ts';
import { emptyPicture } from './picture.ts';
import { blockTags, holdsBlock, holdsCaption, isLayout, rowsOf } from './shape.ts';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

/** How deep arrays may stand in a body, the body itself counted; readers refuse more than 12 in an article. */
const deepest = 10;
/** Elements deeper than this give their text only: no writer nests so, but an attacker does. */
const deepestElement = 150;

const dropped = new Set(
  'script style noscript template form input button select textarea svg math canvas map area head title meta link base applet param source track frameset frame dialog nav xml'.split(
    ' ',
  ),
);
const embeds = new Set(['iframe', 'object', 'embed', 'video', 'audio']);
const marks: Record<string, 'em' | 'strong' | 'sub' | 'sup' | 's' | 'u' | 'code'> = {
  em: 'em',
  i: 'em',
  cite: 'em',
  dfn: 'em',
  var: 'em',
  b: 'strong',
  strong: 'strong',
  sub: 'sub',
  sup: 'sup',
  s: 's',
  strike: 's',
  del: 's',
  u: 'u',
  ins: 'u',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
};
const headings: Record<string, 'h2' | 'h3' | 'h4'> = {
  h1: 'h2',
  h2: 'h2',
  h3: 'h3',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
};
/** Where a stretch of HTML is turned into blocks. */
interface Place {
  base: string;
  notes: Notes;
  blocks: Block[];
  /** Inline content not yet ended by a block. */
  line: Inline[];
  /** How deep the array `blocks` stands; the body is 1. */
  depth: number;
  /** How deep the element stands in the source. */
  level: number;
}

/**
 * A body tree from any HTML, hostile HTML included: only the tags of the body tree come out, links lead to http,
 * https and mailto only, and nothing of scripts, forms, styles and handlers is left.
 * @param base absolute address that relative links and pictures are resolved against, or empty.
 */
export function bodyFromHtml(html: string, base: string): Block[] {
  const fragment = parseFragment(html);
  const place: Place = { base, notes: findNotes(fragment, base), blocks: [], line: [], depth: 1, level: 0 };
  walkAll(fragment.childNodes, place);
  endLine(place);
  return place.blocks;
}

function walkAll(nodes: readonly Node[], place: Place): void {
  for (const node of nodes) walk(node, place);
}

function walk(node: Node, place: Place): void {
  if (node.nodeName === '#text') {
    place.line.push((node as DefaultTreeAdapterMap['textNode']).value);
    return;
  }
  if (!('tagName' in node)) return;
  const tag = node.tagName;
  if (dropped.has(tag) || (isHidden(node) && !embeds.has(tag)) || isAddition(node)) return;
  if (place.level >= deepestElement) {
    place.line.push(textOf(node));
    return;
  }
  const inner: Place = { ...place, level: place.level + 1 };
  element(tag, node, inner);
  place.line = inner.line;
}

function element(tag: string, node: Element, place: Place): void {
  const { marks: noteMarks, texts, back } = place.notes;
  if (back.has(node)) return;
  const pictures = tag === 'figure' ? null : galleryIn(node, place.base);
  const note = noteMarks.get(node);
  const noted = texts.get(node);
  const time = entryTime(node);
  if (note) place.line.push(['ref', note]);
  else if (noted && place.depth + 5 <= deepest) within(['note', noted], node, place);
  else if (time !== null && place.depth + 5 <= deepest) within(['entry', time], node, place);
  else if (pictures) add(place, inGallery(pictures));
  else if (tag === 'br') place.line.push(['br']);
  else if (tag === 'img') picture(node, place);
  else if (tag === 'hr') add(place, ['hr']);
  else if (embeds.has(tag)) embed(node, place);
  else if (tag in headings) lineBlock(headings[tag]!, node, place);
  else if (tag === 'ul' || tag === 'ol' || tag === 'dl') list(tag, node, place);
  else if (tag === 'blockquote') quote(node, place);
  else if (tag === 'pre') code(node, place);
  else if (tag === 'table') table(node, place);
  else if (tag === 'figure') figure(node, place);
  else if (tag === 'a' || tag in marks) inline(tag, node, place);
  else if (blockTags.has(tag) || /^(tr|td|th|caption)$/.test(tag)) {
    endLine(place);
    walkAll(node.childNodes, place);
    endLine(place);
  } else if (tag === 'q') {
    place.line.push('“');
    walkAll(node.childNodes, place);
    place.line.push('”');
  } else walkAll(node.childNodes, place);
}

/** Pictures that stand together; one alone is no gallery. */
function inGallery(pictures: readonly Picture[]): Block {
  return pictures.length === 1 ? ['img', pictures[0]!] : ['gallery', ...pictures];
}

/** A footnote or an entry of a live blog, with the blocks of its own. */
function within(head: ['note', string] | ['entry', number], node: Element, place: Place): void {
  endLine(place);
  const blocks = blocksWithin(node.childNodes, place, 1);
  if (blocks.length > 0) place.blocks.push([...head, ...blocks] as Block);
}

/** When an entry of a live blog was written, in seconds since 1970; null for all other elements. */
function entryTime(node: Element): number | null {
  const written = node.attrs.find((one) => one.name === 'data-entry')?.value ?? '';
  return /^\d{1,12}$/.test(written) ? Number(written) : null;
}

/** Ends the paragraph that has gathered, if it has any text; two line breaks in a row end one too. */
function endLine(place: Place, tag: 'p' | 'h2' | 'h3' | 'h4' = 'p'): void {
  const gathered = place.line;
  place.line = [];
  let part: Inline[] = [];
  const parts: Inline[][] = [part];
  let breaks = 0;
  for (const piece of gathered) {
    if (Array.isArray(piece) && piece[0] === 'br') breaks += 1;
    else if (typeof piece !== 'string' || collapse(piece).trim() !== '' || piece.includes('\u00a0'))
      breaks = 0;
    if (breaks === 2) {
      part = [];
      parts.push(part);
      breaks = 0;
    } else part.push(piece);
  }
  for (const one of parts) {
    const line = tidyLine(one);
    if (isEmptyLine(line)) continue;
    if (tag === 'p' && isLabel(line)) place.blocks.push(['label', ...line]);
    else if (tag === 'p' && line.every((piece) => typeof piece === 'string'))
      place.blocks.push(line.join(''));
    else place.blocks.push([tag, ...line]);
  }
}

function add(place: Place, block: Block): void {
  endLine(place);
  place.blocks.push(block);
}

function lineBlock(tag: 'h2' | 'h3' | 'h4', node: Element, place: Place): void {
  endLine(place);
  const before = place.blocks;
  const inner: Place = { ...place, blocks: [], line: [] };
  walkAll(node.childNodes, inner);
  endLine(inner, tag);
  for (const block of inner.blocks) before.push(typeof block === 'string' ? [tag, block] : block);
}

function inline(tag: string, node: Element, place: Place): void {
  // A link around a picture or a paragraph in bold: the block counts, the mark goes.
  if (holdsBlock(node)) {
    walkAll(node.childNodes, place);
    return;
  }
  const inner: Place = { ...place, blocks: [], line: [] };
  walkAll(node.childNodes, inner);
  if (inner.line.length === 0) return;
  // A mark of a footnote is raised by the reader itself.
  if (tag === 'sup' && inner.line.every((piece) => piece[0] === 'ref' || /^[\s,[\]]*$/.test(String(piece)))) {
    place.line.push(...inner.line.filter((piece) => Array.isArray(piece)));
    return;
  }
  const address = tag === 'a' ? linkAddress(node, place.base) : '';
  if (tag === 'a' && address) place.line.push(['a', address, ...inner.line]);
  else if (tag !== 'a') place.line.push([marks[tag]!, ...inner.line]);
  else for (const piece of inner.line) place.line.push(piece);
}

/** Blocks of some nodes as a list of their own, which stands `deeper` arrays below the place. */
function blocksWithin(nodes: readonly Node[], place: Place, deeper: number): Block[] {
  const inner: Place = { ...place, blocks: [], line: [], depth: place.depth + deeper };
  walkAll(nodes, inner);
  endLine(inner);
  return inner.blocks;
}

function list(tag: string, node: Element, place: Place): void {
  endLine(place);
  // A list, an item, a paragraph, a mark and a link in it must still fit.
  if (place.depth + 6 > deepest) {
    walkAll(node.childNodes, place);
    return;
  }
  const items: Block[][] = [];
  let loose: Node[] = [];
  const endLoose = (): void => {
    const blocks = blocksWithin(loose, place, 2);
    if (blocks.length > 0) items.push(blocks);
    loose = [];
  };
  for (const child of node.childNodes) {
    if ('tagName' in child && place.notes.texts.has(child)) {
      endLoose();
      walk(child, place);
    } else if ('tagName' in child && /^(li|dt|dd)$/.test(child.tagName)) {
      endLoose();
      const blocks = blocksWithin(child.childNodes, place, 2);
      if (blocks.length > 0) items.push(blocks);
    } else loose.push(child);
  }
  endLoose();
  if (items.length === 0) return;
  const start = Number.parseInt(node.attrs.find((one) => one.name === 'start')?.value ?? '1', 10);
  if (tag === 'ol') place.blocks.push(['ol', Number.isSafeInteger(start) ? start : 1, ...items]);
  else place.blocks.push(['ul', ...items]);
}

function quote(node: Element, place: Place): void {
  endLine(place);
  if (place.depth + 5 > deepest) {
    walkAll(node.childNodes, place);
    return;
  }
  const blocks = blocksWithin(node.childNodes, place, 1);
  if (blocks.length > 0) place.blocks.push(['quote', ...blocks]);
}

function code(node: Element, place: Place): void {
  const text = codeText(node);
  if (text.trim() === '') return;
  if (!/\bverse\b/.test(attributeOf(node, 'class'))) {
    add(place, ['code', text]);
    return;
  }
  // A poem is no code, though its lines end where they end.
  endLine(place);
  for (const line of text.split('\n')) place.line.push(line, ['br']);
  endLine(place);
}

function table(node: Element, place: Place): void {
  endLine(place);
  const rows = rowsOf(node);
  const wide = rows.reduce((most, row) => Math.max(most, row.length), 0);
  // One column, or tables and pictures inside: a table for the sake of layout.
  if (wide < 2 || place.depth + 7 > deepest || rows.some((row) => row.some(isLayout))) {
    walkAll(node.childNodes, place);
    endLine(place);
    return;
  }
  let headRows = 0;
  for (const row of rows) {
    if (!row.every((cell) => cell.tagName === 'th')) break;
    headRows += 1;
  }
  const cells = rows.map((row) => row.map((cell) => cellLine(cell, place)));
  const filled = cells.filter((row) => row.some((cell) => cell.length > 0));
  for (const child of node.childNodes) if (child.nodeName === 'caption') walk(child, place);
  if (filled.length > 0) place.blocks.push(['table', Math.min(headRows, filled.length), ...filled]);
}

function cellLine(cell: Element, place: Place): Inline[] {
  const lines: Inline[] = [];
  for (const block of blocksWithin(cell.childNodes, place, 3)) {
    if (lines.length > 0) lines.push(['br']);
    if (typeof block === 'string') lines.push(block);
    else if (block[0] === 'p' || block[0] === 'label') lines.push(...(block.slice(1) as Inline[]));
  }
  return lines;
}

function picture(node: Element, place: Place): void {
  if (isTiny(node)) return;
  const url = imageAddress(node, place.base);
  if (!url) return;
  const attribute = (name: string): string => node.attrs.find((one) => one.name === name)?.value ?? '';
  add(place, ['img', emptyPicture(url, collapse(attribute('alt')).trim())]);
}

function figure(node: Element, place: Place): void {
  endLine(place);
  const captions: Node[] = [];
  const rest: Node[] = [];
  const sort = (nodes: readonly Node[], depth: number): void => {
    for (const child of nodes) {
      const tag = 'tagName' in child ? child.tagName : '';
      if (tag === 'figcaption') captions.push(child);
      else if (/^(div|span|a|header|footer)$/.test(tag) && depth < 8 && holdsCaption(child as Element)) {
        sort((child as Element).childNodes, depth + 1);
      } else rest.push(child);
    }
  };
  sort(node.childNodes, 0);
  const inner: Place = { ...place, blocks: [], line: [] };
  walkAll(rest, inner);
  endLine(inner);
  const pictures = inner.blocks.filter((block) => typeof block !== 'string' && block[0] === 'img') as [
    'img',
    Picture,
  ][];
  const last = pictures.at(-1)?.[1];
  if (!last) {
    walkAll(captions, inner);
    endLine(inner);
  } else {
    const { caption, credit } = splitCredit(captions as Element[]);
    if (inner.blocks.length === pictures.length && pictures.length > 1) {
      const shown = pictures.map(([, one]) => one);
      const [first] = shown as [Picture, ...Picture[]];
      place.blocks.push(inGallery(shown));
      // Words for all of them stand where the gallery begins; after it where its first picture has its own.
      if (!first.caption) first.caption = caption;
      else if (caption !== '' && first.caption !== caption) place.blocks.push(caption);
      for (const one of shown) one.credit ||= credit;
      return;
    }
    if (!last.caption) last.caption = caption;
    if (!last.credit) last.credit = credit;
  }
  for (const block of inner.blocks) place.blocks.push(block);
}

function embed(node: Element, place: Place): void {
  const attribute = (name: string): string => node.attrs.find((one) => one.name === name)?.value ?? '';
  const inside = node.childNodes.find(
    (child): child is Element => 'tagName' in child && child.tagName === 'source',
  );
  const source =
    attribute('src') ||
    attribute('data-src') ||
    attribute('data') ||
    inside?.attrs.find((one) => one.name === 'src')?.value ||
    '';
  const text = source.trim();
  if (!text || isTiny(node) || !URL.canParse(text, place.base || undefined)) return;
  const address = new URL(text, place.base || undefined);
  if (!/^https?:$/.test(address.protocol) || leadsNowhere(address.href)) return;
  add(place, ['embed', address.host, address.href, collapse(attribute('title')).trim()]);
}

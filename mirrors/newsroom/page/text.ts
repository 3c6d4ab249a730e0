import { blocksOf, keyOf, placesOf, type TextBlock, wrapLooseText } from './blocks.ts';
import { isSmallPrint, kindOfBlock } from './messages.ts';
import { isNoiseBox, isNoisePhrase, isUnseen } from './noise.ts';
import type { Profile } from './profile.ts';
import { select } from './profile.ts';
import { articleThing, said } from './schema.ts';
import { isFor, type Vote } from './votes.ts';

/** A block and how much speaks for its being text of the article. */
export interface Judged extends TextBlock {
  score: number;
  why: string;
}

/** From this score on a block is text. */
const enough = 1;

/**
 * Chooses the blocks of the article: each extractor has a vote, and so have the place of the block, its links, its
 * words and what the page says of itself.
 */
export function judgeBlocks(
  document: Document,
  votes: { readability: Vote; defuddle: Vote },
  description: string,
): { blocks: Judged[]; root: Element } {
  wrapLooseText(document, document.body);
  const blocks = blocksOf(document.body);
  const own = keyOf(stripTags(said(articleThing(document), 'articleBody')));
  const lede = keyOf(description);
  const titles = new Set([...document.querySelectorAll('h1')].map((one) => keyOf(one.textContent ?? '')));
  const agreed = blocks.filter(
    (block) =>
      isLong(block) && block.linked < 0.4 && isFor(votes.readability, block) && isFor(votes.defuddle, block),
  );
  const root = homeOf(agreed.length > 0 ? agreed : blocks.filter(isLong)) ?? document.body;
  const core = agreed.filter((block) => root.contains(block.node));
  const kin = new Map<string, number>();
  for (const block of core)
    kin.set(signature(block.node), (kin.get(signature(block.node)) ?? 0) + block.text.length);
  const first = core[0]?.order ?? 0;
  const last = core.at(-1)?.order ?? 0;
  const judged = blocks.map((block): Judged => {
    const reasons: string[] = [];
    let score = 0;
    const add = (worth: number, why: string): void => {
      score += worth;
      reasons.push(`${why} ${worth}`);
    };
    if (isFor(votes.readability, block)) add(0.7, 'readability');
    if (isFor(votes.defuddle, block)) add(0.5, 'defuddle');
    if (own.length > 400) {
      if (block.key.length > 20 && own.includes(block.key)) add(1, 'schema');
      else if (isLong(block)) add(-0.2, 'not in schema');
    }
    const isBoxed = isIn(block.node, root, isNoiseBox);
    if (!isBoxed && kin.has(signature(block.node))) add(0.4, 'kin');
    const within = root.contains(block.node);
    if (!within) add(-1, 'outside');
    else if (block.order > first && block.order < last) add(0.3, 'between');
    if (block.linked > 0.6) add(-0.6, 'links');
    if (isBoxed) add(-0.8, 'box');
    if (isIn(block.node, root, isUnseen)) add(-3, 'unseen');
    if (isNoisePhrase(block.text) || isOnlyTime(block)) add(-2, 'phrase');
    if (block.node.closest('figure, figcaption')) add(-3, 'figure');
    if (kindOfBlock(block.text) || isSmallPrint(block.text)) add(-2, 'message');
    if (block.node.tagName === 'H1' || titles.has(block.key)) add(-2, 'title');
    if (lede.length > 30 && block.order < first && isLede(block, lede)) add(2.5, 'lede');
    return { ...block, score, why: reasons.join(', ') };
  });
  return { blocks: judged, root };
}

/**
 * Takes the blocks that a site's profile names, up to where it says that the text ends. No blocks where the page is
 * not as the profile knows it.
 */
export function takeBlocks(document: Document, profile: Profile): { blocks: Judged[]; root: Element } {
  wrapLooseText(document, document.body);
  const root = select(document, profile.article)[0] ?? document.body;
  const bodies = select(root, profile.body);
  const dropped = select(root, profile.drop);
  const placeOf = placesOf(document.body);
  const end = Math.min(...select(root, profile.stop).map(placeOf));
  const blocks = blocksOf(document.body).map((block): Judged => {
    const taken =
      bodies.some((one) => one.contains(block.node)) &&
      !dropped.some((one) => one.contains(block.node)) &&
      placeOf(block.node) < end &&
      !block.node.closest('figure, figcaption, form') &&
      !isNoisePhrase(block.text) &&
      !isOnlyTime(block);
    return { ...block, score: taken ? enough : 0, why: taken ? 'profile' : '' };
  });
  return { blocks, root };
}

export function isText(block: Judged): boolean {
  return block.score >= enough;
}

/** Whether a block says only when something was written. */
function isOnlyTime(block: TextBlock): boolean {
  return (
    block.text.length < 60 && (block.node.tagName === 'TIME' || block.node.querySelector('time') !== null)
  );
}

/** Whether a block is the line under the headline, which pages repeat in their head, often cut short. */
function isLede(block: TextBlock, lede: string): boolean {
  return (
    block.key === lede || (block.key.startsWith(lede.slice(0, -3)) && block.key.length < lede.length * 1.5)
  );
}

/** Chinese, Japanese and Korean say in 20 signs what others say in 60. */
function isLong(block: TextBlock): boolean {
  return block.key.length > (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(block.key) ? 20 : 60);
}

/** Tag and class of an element and its parent: blocks of one kind look alike on one page. */
function signature(node: Element): string {
  const of = (one: Element | null): string =>
    one ? `${one.tagName}.${one.getAttribute('class') ?? ''}` : '';
  return `${of(node.parentElement)} ${of(node)}`;
}

export function isIn(node: Element, root: Element, asked: (one: Element) => boolean): boolean {
  for (let at: Element | null = node; at && at !== root; at = at.parentElement) {
    // Their classes speak of the whole page's look, not of what stands in them.
    if (/^(?:BODY|MAIN|ARTICLE)$/.test(at.tagName)) return false;
    if (asked(at)) return true;
  }
  return false;
}

/** The lowest element that holds nearly all of the text of some blocks. */
export function homeOf(blocks: readonly TextBlock[]): Element | undefined {
  const held = new Map<Element, number>();
  let all = 0;
  for (const block of blocks) {
    all += block.text.length;
    for (let at = block.node.parentElement; at; at = at.parentElement)
      held.set(at, (held.get(at) ?? 0) + block.text.length);
  }
  let home: Element | undefined;
  let depth = -1;
  for (const [element, size] of held) {
    if (size < all * 0.85) continue;
    let deep = 0;
    for (let at = element.parentElement; at; at = at.parentElement) deep += 1;
    if (deep > depth) [home, depth] = [element, deep];
  }
  return home;
}

function stripTags(text: string): string {
  return text.replace(/<[^>]*>/g, ' ');
}

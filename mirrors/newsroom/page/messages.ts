import { webAddress } from '../node.ts';
import { collapse, type TextBlock } from './blocks.ts';

/** Something that a page says to its readers about itself and not in the article. */
export interface PageMessage {
  kind: 'strap' | 'banner' | 'notice' | 'newsletter' | 'appeal';
  title: string;
  /** Paragraphs with an empty line between them. */
  text: string;
  /** Where it leads, or empty. */
  url: string;
}

/** The surest sign first: a letter to readers that asks for money is an appeal, whatever else it speaks of. */
const signs: readonly { kind: PageMessage['kind']; sign: RegExp }[] = [
  {
    kind: 'newsletter',
    sign: /\b(?:sign up|subscribe|get|join)\b.{0,60}\b(?:newsletter|mailing list|inbox|mailbox)\b|\bour (?:free |weekly |daily )*newsletter\b|subscribers agree to|(?:подпи(?:шитесь|саться|ска)|получайте).{0,60}(?:рассылк|письм)|наш[аеу]\s+(?:\p{L}+\s+)?рассылк/iu,
  },
  {
    kind: 'appeal',
    sign: /\b(?:support|donate|contribute|give)\b.{0,40}\b(?:monthly|today|from (?:just |as little as )?[$€£])|please (?:consider )?(?:support|donat)|your (?:support|donation|contribution).{0,60}(?:difference|help|matters|keeps)|become a (?:member|patron|supporter) of|by supporting\b|\b(?:need|rely on|depend on) (?:the )?(?:help|support) of (?:our|its) readers\b|нам нужна ваша (?:помощь|поддержка)|(?:поддержите|поддержать|помогите)\s+(?:нас|наш|редакци|«|"|независим)|(?:сделайте|оформите)\s+(?:\p{L}+\s+)?(?:пожертвовани|донат)/iu,
  },
  { kind: 'banner', sign: /\bad-free\b|disabled all ads|без рекламы\b|мы отключили рекламу/iu },
  {
    kind: 'notice',
    sign: /^(?:a )?message from\b.{2,60}:?$|^dear readers?\b|^(?:дорогие|уважаемые) читатели|^обращение редакции/iu,
  },
  {
    kind: 'strap',
    sign: /\bour (?:journalism|work|website|site) is (?:banned|blocked)\b|need your help to keep|наш сайт заблокирован|нас заблокировали/iu,
  },
];

/** Words of buttons and small print that stand in such boxes and say nothing by themselves. */
const smallPrint =
  /^(?:×|close|support us|continue|once|monthly|annual(?:ly)?|one-time|pay(?:ment)? methods|paiment methods|preview|remind me (?:later|next month)\.?|not ready to support today\??|not now|sign up|subscribe|subscribers agree to .{0,80}|privacy policy|donate|maybe later|закрыть|поддержать|подписаться|разово|ежемесячно|не сейчас|напомнить позже)$/iu;

/** Longest text of a box that is still one message. */
const longest = 3_000;

/** The kind of message that a block by itself is surely a part of; undefined where it may be text. */
export function kindOfBlock(text: string): PageMessage['kind'] | undefined {
  if (text.length > 700) return undefined;
  return signs.find(({ sign }) => sign.test(text))?.kind;
}

/** Whether a block is one of the buttons and small lines of such boxes. */
export function isSmallPrint(text: string): boolean {
  return smallPrint.test(text.trim());
}

/**
 * What a page says to its readers, in its order.
 * @param kept blocks of the article; a box that holds one of them is no message
 */
export function messagesOf(
  body: Element,
  blocks: readonly TextBlock[],
  kept: ReadonlySet<Element>,
  base: string,
): PageMessage[] {
  const holders = new Set<Element>();
  for (const node of kept)
    for (let at: Element | null = node; at && !holders.has(at); at = at.parentElement) holders.add(at);
  const hits = blocks.flatMap((block) => {
    const kind = kept.has(block.node) || block.linked > 0.9 ? undefined : kindOfBlock(block.text);
    return kind ? [{ kind, node: block.node }] : [];
  });
  const boxes = new Map<Element, PageMessage['kind'][]>();
  for (const { kind, node } of hits) {
    const box = boxOf(node, body, holders, (one, within) =>
      hits.some((hit) => isOther(hit.kind, kind) && one.contains(hit.node) && !within.contains(hit.node)),
    );
    boxes.set(box, [...(boxes.get(box) ?? []), kind]);
  }
  const outer = [...boxes].filter(
    ([box]) => ![...boxes.keys()].some((one) => one !== box && one.contains(box)),
  );
  const found = outer.map(([box, kinds]) => written(box, kindOfBox(kinds), blocks, base));
  return found.filter(
    (one, at) => found.findIndex((other) => other.text === one.text && other.title === one.title) === at,
  );
}

/** What a box is: as it begins, but a letter that goes on to ask is an appeal. */
function kindOfBox([first = 'notice', ...others]: readonly PageMessage['kind'][]): PageMessage['kind'] {
  return first === 'notice' && others.includes('appeal') ? 'appeal' : first;
}

/**
 * Blocks that were taken for text though they stand in a box that says something to readers: such boxes hold little
 * of what was taken, and more than one sign or a form.
 */
export function blocksInMessages(blocks: readonly TextBlock[], kept: ReadonlySet<Element>): Set<Element> {
  const lengths = new Map<Element, number>();
  const signsIn = new Map<Element, number>();
  let all = 0;
  const count = (into: Map<Element, number>, block: TextBlock, worth: number, levels: number): void => {
    for (
      let at = block.node.parentElement, level = 0;
      at && level < levels;
      at = at.parentElement, level += 1
    )
      into.set(at, (into.get(at) ?? 0) + worth);
  };
  for (const block of blocks) {
    if (kept.has(block.node)) {
      all += block.text.length;
      count(lengths, block, block.text.length, Infinity);
    }
    if (kindOfBlock(block.text)) count(signsIn, block, 1, 4);
  }
  const found = new Set<Element>();
  for (const [box, signs] of signsIn) {
    const isSure = signs > 1 || box.querySelector('form, input, button') !== null;
    if (!isSure || (lengths.get(box) ?? 0) > all * 0.4 || /^(?:BODY|MAIN|ARTICLE)$/.test(box.tagName))
      continue;
    for (const node of kept) if (box.contains(node)) found.add(node);
  }
  return found;
}

/** A letter to readers and the appeal in it are one thing. */
function isOther(one: PageMessage['kind'], other: PageMessage['kind']): boolean {
  const family = (kind: PageMessage['kind']): string => (kind === 'notice' ? 'appeal' : kind);
  return family(one) !== family(other);
}

/** The largest box around a sign that holds no text of the article and no message of another kind. */
function boxOf(
  node: Element,
  body: Element,
  holders: ReadonlySet<Element>,
  holdsOther: (one: Element, within: Element) => boolean,
): Element {
  let box = node;
  for (let at = node.parentElement; at && at !== body; at = at.parentElement) {
    if (holders.has(at) || /^(?:MAIN|ARTICLE|FOOTER|HEADER)$/.test(at.tagName)) break;
    if (box !== node && holdsOther(at, box)) break;
    if (collapse(at.textContent ?? '').length > longest) break;
    box = at;
  }
  return box;
}

function written(
  box: Element,
  kind: PageMessage['kind'],
  blocks: readonly TextBlock[],
  base: string,
): PageMessage {
  const lines = blocks.filter((block) => box.contains(block.node)).filter(({ text }) => !isSmallPrint(text));
  const head = lines.find(({ node, text }) => /^H[1-6]$/.test(node.tagName) && text.length < 120);
  const first = lines.length > 1 && lines[0]!.text.length < 90 ? lines[0] : undefined;
  const title = kind === 'strap' ? undefined : (head ?? first);
  const links = [...box.querySelectorAll('a[href]')];
  const main =
    links.find((link) =>
      /support|donat|contribut|subscri|sign up|give|поддерж|подпис/iu.test(link.textContent ?? ''),
    ) ?? links[0];
  return {
    kind,
    title: title?.text.replace(/:$/, '') ?? '',
    text: lines
      .filter((line) => line !== title)
      .map(({ text }) => text)
      .join('\n\n'),
    url: webAddress(main?.getAttribute('href') ?? '', base),
  };
}

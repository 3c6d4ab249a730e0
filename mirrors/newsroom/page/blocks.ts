/** Elements that end the line they stand in. */
const blockTag =
  /^(?:P|DIV|SECTION|ARTICLE|MAIN|ASIDE|HEADER|FOOTER|NAV|FIGURE|FIGCAPTION|UL|OL|LI|DL|DT|DD|BLOCKQUOTE|TABLE|THEAD|TBODY|TFOOT|TR|TD|TH|CAPTION|PRE|HR|H[1-6]|IFRAME|VIDEO|AUDIO|OBJECT|EMBED|ADDRESS|DETAILS|SUMMARY|CENTER|FORM|FIELDSET|BODY|HTML|DIALOG|NOSCRIPT|SCRIPT|BUTTON|SELECT|TEXTAREA|INPUT|LABEL)$/;

/** Elements whose text is never that of an article's paragraph. */
const closed =
  /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE|SELECT|TEXTAREA|BUTTON|SVG|MATH|IFRAME|VIDEO|AUDIO|OBJECT)$/i;

/** A stretch of text that no other block divides. */
export interface TextBlock {
  node: Element;
  /** White space collapsed. */
  text: string;
  /** Letters and digits alone, in lower case: what two extractors' versions of a block have in common. */
  key: string;
  /** Share of the text that stands in links, 0 to 1. */
  linked: number;
  /** Place in the page, 0 first. */
  order: number;
}

export function isBlock(node: Node): boolean {
  return node.nodeType === 1 && blockTag.test((node as Element).tagName.toUpperCase());
}

/** Letters and digits of a text in lower case. */
export function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Puts every stretch of loose text that stands beside blocks into a paragraph of its own; two line breaks end one.
 * Then each text of the page is that of an element without blocks in it.
 */
export function wrapLooseText(document: Document, root: Element): void {
  const holders = holdersOf(root);
  const waiting: Element[] = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const children = [...next.childNodes];
    const divides = (node: Node): boolean => isBlock(node) || holders.has(node);
    const mixed = children.some(divides);
    const broken = !mixed && hasDoubleBreak(children);
    if (!mixed && !broken) continue;
    // A paragraph may hold no paragraph; what was one is then only a box.
    let run: Node[] = [];
    const parent = next;
    const end = (before: Node | null): void => {
      if (run.some((one) => (one.textContent ?? '').trim() !== '' || holdsPicture(one))) {
        const paragraph = document.createElement('p');
        parent.insertBefore(paragraph, before);
        for (const one of run) paragraph.appendChild(one);
      }
      run = [];
    };
    let breaks = 0;
    for (const child of children) {
      if (divides(child)) {
        end(child);
        breaks = 0;
        if (child.nodeType === 1 && !closed.test((child as Element).tagName)) waiting.push(child as Element);
        continue;
      }
      breaks = child.nodeName === 'BR' ? breaks + 1 : isBlank(child) ? breaks : 0;
      run.push(child);
      if (breaks < 2) continue;
      end(child.nextSibling);
      breaks = 0;
    }
    end(null);
  }
}

/** All blocks of text below an element in their order. */
export function blocksOf(root: Element): TextBlock[] {
  const holders = holdersOf(root);
  const found: TextBlock[] = [];
  const walk = (node: Element): void => {
    if (closed.test(node.tagName)) return;
    const children = [...node.childNodes];
    if ((isBlock(node) && !holders.has(node)) || isFigures(node)) {
      const text = collapse(node.textContent ?? '');
      if (text === '') return;
      found.push({ node, text, key: keyOf(text), linked: linkedShare(node, text), order: found.length });
      return;
    }
    for (const child of children) if (child.nodeType === 1) walk(child as Element);
  };
  walk(root);
  return found;
}

/** Whether an element is a table of words and figures rather than of boxes: it is one block then. */
function isFigures(node: Element): boolean {
  if (node.tagName !== 'TABLE' || node.querySelector('table, figure, img, h1, h2, h3, form, iframe'))
    return false;
  const cells = [...node.querySelectorAll('td, th')];
  if (cells.length < 4 || node.querySelectorAll('tr').length < 2) return false;
  return (node.textContent ?? '').length / cells.length < 150;
}

function linkedShare(node: Element, text: string): number {
  if (text.length === 0) return 0;
  if (node.closest('a')) return 1;
  let linked = 0;
  for (const link of node.querySelectorAll('a')) linked += collapse(link.textContent ?? '').length;
  return Math.min(1, linked / text.length);
}

/** All elements that hold a block. */
function holdersOf(root: Element): Set<Node> {
  const found = new Set<Node>();
  for (const node of root.querySelectorAll('*')) {
    if (!isBlock(node)) continue;
    for (let at = node.parentElement; at && !found.has(at); at = at.parentElement) found.add(at);
  }
  return found;
}

function holdsPicture(node: Node): boolean {
  return (
    node.nodeName === 'IMG' ||
    (node.nodeType === 1 && (node as Element).querySelector('img, picture') !== null)
  );
}

function hasDoubleBreak(nodes: readonly Node[]): boolean {
  let breaks = 0;
  for (const node of nodes) {
    if (node.nodeName === 'BR') breaks += 1;
    else if (!isBlank(node)) breaks = 0;
    if (breaks === 2) return true;
  }
  return false;
}

function isBlank(node: Node): boolean {
  return node.nodeType !== 1 && (node.textContent ?? '').trim() === '';
}

/** Runs of white space made one space, ends trimmed. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The place of every element below a root in reading order. (linkedom's own comparison goes by depth.) */
export function placesOf(root: ParentNode): (node: Element) => number {
  const places = new Map<Element, number>();
  for (const node of root.querySelectorAll('*')) places.set(node, places.size);
  return (node) => places.get(node) ?? -1;
}

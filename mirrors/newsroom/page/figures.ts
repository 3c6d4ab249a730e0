import { bareCredit, splitTail } from '../credit.ts';
import { imageAddress } from '../node.ts';
import { collapse } from './blocks.ts';
import { isStrangeBox, spaced } from './noise.ts';

const captionClass =
  /(?:^|[\s_-])(?:captions?|figcaption|legend(?:e)?|photo-?desc\w*|image-?desc\w*|img-?desc\w*|media-?desc\w*|picture-?desc\w*|cutline|description|wp-caption-text|imagetext|image-?text|photo-?text|bildtext|podpis|alt-?text)(?:$|[\s_-])/i;
const creditClass =
  /(?:^|[\s_-])(?:credits?|copyrights?|sources?|src|photographers?|photo-?by|photo-?author|author|attribution|byline|rights|agency|provider|signature|distributor|owner|contributor)(?:$|[\s_-])/i;
/** Said to those who hear the page instead of seeing it. */
const spokenLabel =
  /^(?:image (?:source|caption)|image|photo|picture|caption|source|credit|copyright)\s*[,:]?\s*$/i;

/** Longest text of a box around a picture that is still no more than its caption and credit. */
const longestWords = 900;

/**
 * Makes every picture with words of its own a `figure` of one shape: the pictures, then a `figcaption` that holds the
 * caption and, in an element of the class `credit`, the credit.
 */
export function shapeFigures(document: Document): void {
  const done = new Set<Element>();
  for (const image of [...document.querySelectorAll('img, picture')]) {
    if (image.tagName === 'IMG' && image.closest('picture')) continue;
    const box = boxOf(image);
    if (!box || done.has(box) || isPartOf(box, done)) continue;
    done.add(box);
    reshape(document, box);
  }
}

function isPartOf(box: Element, done: ReadonlySet<Element>): boolean {
  for (let at = box.parentElement; at; at = at.parentElement) if (done.has(at)) return true;
  return false;
}

/** The smallest box that holds a picture and its words; undefined where it has none. */
function boxOf(image: Element): Element | undefined {
  let figure: Element | undefined;
  let at = image.parentElement;
  for (let level = 0; at && level < 7; level += 1, at = at.parentElement) {
    if (/^(?:BODY|HTML|MAIN|ARTICLE)$/.test(at.tagName)) break;
    if ((at.textContent ?? '').trim().length > longestWords) break;
    if (at.querySelector('h1, h2')) break;
    if (at.tagName === 'FIGURE') {
      // A gallery's figure holds others; the innermost with words is the picture's own.
      figure = at;
      if (at.querySelector('figcaption') || wordsIn(at).length > 0) return at;
      continue;
    }
    if (wordsIn(at).length > 0) return at;
  }
  return figure;
}

/** Elements in a box that are marked as caption or credit. */
function wordsIn(box: Element): Element[] {
  return [...box.querySelectorAll('figcaption, [class], [itemprop], [data-testid]')]
    .filter(
      (one) => one.tagName === 'FIGCAPTION' || isMarked(one, captionClass) || isMarked(one, creditClass),
    )
    .filter((one) => collapse(one.textContent ?? '') !== '' && !one.querySelector('img, picture'));
}

function isMarked(one: Element, mark: RegExp): boolean {
  return mark.test(
    spaced(
      `${one.getAttribute('class') ?? ''} ${one.getAttribute('itemprop') ?? ''} ${one.getAttribute('data-testid') ?? ''}`,
    ),
  );
}

function reshape(document: Document, box: Element): void {
  const images = [...box.querySelectorAll('img, picture')].filter(
    (one) => !(one.tagName === 'IMG' && one.closest('picture')),
  );
  const { caption, credit } = wordsOf(box);
  const figure = document.createElement('figure');
  const seen = new Set<string>();
  for (const one of images) {
    const address = addressOf(one);
    if (address === '' || seen.has(address)) continue;
    seen.add(address);
    figure.appendChild(one);
  }
  if (caption || credit) {
    const line = document.createElement('figcaption');
    if (caption) line.appendChild(document.createTextNode(caption));
    if (credit) {
      const mark = document.createElement('span');
      mark.setAttribute('class', 'credit');
      mark.textContent = credit;
      line.appendChild(document.createTextNode(' '));
      line.appendChild(mark);
    }
    figure.appendChild(line);
  }
  if (box.closest('[data-lead]') || box.querySelector('[data-lead]')) figure.setAttribute('data-lead', '');
  if (isStrangeBox(box)) figure.setAttribute('data-box', 'strange');
  box.parentElement?.replaceChild(figure, box);
}

/** Address of a picture as written, stand-ins of lazy loading passed over; empty where it has none. */
function addressOf(one: Element): string {
  const image = one.tagName === 'IMG' ? one : one.querySelector('img');
  const sources = [image, ...one.querySelectorAll('source')].filter((part) => part !== null);
  for (const part of sources) {
    const attrs = [...part.attributes].map(({ name, value }) => ({ name, value }));
    const address = imageAddress({ attrs }, 'http://page.invalid/');
    if (address !== '') return address;
  }
  return '';
}

/** Caption and credit of a box, by the marks of its elements, and where there are none by the words' own shape. */
export function wordsOf(box: Element): { caption: string; credit: string } {
  const marked = wordsIn(box);
  const credits: string[] = [];
  const captions: string[] = [];
  const push = (list: string[], text: string): void => {
    const plain = collapse(text);
    if (plain !== '' && !spokenLabel.test(plain) && !list.includes(plain)) list.push(plain);
  };
  const creditNodes = marked.filter(
    (one) => one.tagName !== 'FIGCAPTION' && isMarked(one, creditClass) && !isMarked(one, captionClass),
  );
  for (const one of creditNodes) {
    if (creditNodes.some((other) => other !== one && other.contains(one))) continue;
    push(credits, one.textContent ?? '');
  }
  const captionNodes = marked.filter((one) => one.tagName === 'FIGCAPTION' || isMarked(one, captionClass));
  for (const one of captionNodes) {
    if (captionNodes.some((other) => other !== one && other.contains(one))) continue;
    push(captions, textWithout(one, creditNodes));
  }
  const caption = captions.join(' ');
  if (credits.length > 0)
    return { caption: withoutTail(caption, credits), credit: bareCredit(credits.join(', ')) };
  return parted(caption);
}

/** The text of an element without that of some elements in it, and without what is only spoken. */
function textWithout(node: Element, left: readonly Element[]): string {
  const parts: string[] = [];
  const walk = (one: Node): void => {
    if (one.nodeType === 3) parts.push(one.textContent ?? '');
    if (one.nodeType !== 1 || left.includes(one as Element)) return;
    const element = one as Element;
    if (/^(?:SCRIPT|STYLE|BUTTON|SVG|NOSCRIPT)$/i.test(element.tagName)) return;
    if (/(?:^|[\s_-])(?:visually-?hidden|sr-?only|screen-?reader)/i.test(element.getAttribute('class') ?? ''))
      return;
    for (const child of element.childNodes) walk(child);
    if (/^(?:P|DIV|LI|BR|SPAN)$/.test(element.tagName)) parts.push(' ');
  };
  walk(node);
  return collapse(parts.join('')).replace(/\s+([.,;:!?])/g, '$1');
}

function withoutTail(caption: string, credits: readonly string[]): string {
  let text = caption;
  for (const credit of credits) if (text.endsWith(credit)) text = text.slice(0, -credit.length).trim();
  return text.replace(/[\s|–—-]+$/, '');
}

/** Agencies whose names end captions without any word to say that they are a credit. */
const agency =
  /(?:AFP|AP(?: Photo)?|Associated Press|Reuters|Getty(?: Images)?|EPA(?:-EFE)?|ANSA|dpa|PA(?: Wire| Media)?|ТАСС|TASS|РИА Новости|RIA Novosti|Sputnik|Коммерсантъ|NTB|SIPA|Bloomberg|Shutterstock(?:\.com)?|iStock|Alamy|Zuma(?: Press(?: Wire)?)?|IMAGO|Unsplash|Wikimedia(?: Commons)?|ČTK|Anadolu(?: Agency)?|Xinhua|Rex(?: Features)?|SOPA Images|NurPhoto|ELTA|BNS|LETA|연합뉴스|뉴시스|뉴스1)/;

/** A caption and the credit that ends it, known by a word, by brackets, by a bar, or by an agency's name. */
export function parted(text: string): { caption: string; credit: string } {
  const named = splitTail(text);
  if (named.credit !== '') return named;
  for (const { shape, test } of shapes) {
    const found = shape.exec(text);
    if (found && test(found[2]!)) return { caption: found[1]!.trim(), credit: found[2]!.trim() };
  }
  return { caption: text, credit: '' };
}

/** How captions end in a credit, the surest first: what stands before, then the credit. */
const shapes: readonly { shape: RegExp; test: (credit: string) => boolean }[] = [
  // "… [사진 출처 = 연합뉴스]", "… (Photo by X)"
  {
    shape:
      /^(.*?)\s*[[(［（]\s*(?:사진|출처|写真|Photo|Foto|Фото)[^=:＝：\])]{0,10}[=:＝：]?\s*([^\])］）]{2,80})[\])］）]\.?$/su,
    test: () => true,
  },
  {
    shape: /^(.*?[^\s(])\s*\(([^()]{2,80})\)\.?$/su,
    test: (credit) => agency.test(credit) || /^[^.]{2,40}\/[^.]{2,40}$/.test(credit),
  },
  { shape: /^(.*[.!?…"”»])\s+[|–—-]?\s*([^.!?]{2,100})$/su, test: isCreditLike },
  // "… 고영권 기자": a reporter's name and the word for what he is.
  { shape: /^(.*\S)\s+(\p{Script=Hangul}{2,4} 기자)$/su, test: () => true },
  { shape: /^(.*\S)\s+[|]\s+([^|]{2,80})$/su, test: () => true },
  { shape: /^(.*?\S)\s+\/\s+(.{2,80})$/su, test: (credit) => credit.split(/\s+/).length <= 10 },
  // "… the UK Jon Super/AP": two names and an agency.
  {
    shape: /^(.*\S)\s+((?:\p{Lu}\. ?|\p{Lu}[\p{L}'’-]+ ){1,2}\p{Lu}[\p{L}'’-]+\/[^/.]{2,40})$/su,
    test: (credit) => agency.test(credit) || /Images|Press|Pictures|Photo/.test(credit),
  },
  {
    shape: /^()([^.]{2,60})$/su,
    test: (credit) =>
      isCreditLike(credit) &&
      !/\p{Ll} \p{Ll}+ \p{Ll}/u.test(credit) &&
      (agency.test(credit) || /[/|©]/.test(credit)),
  },
];

function isCreditLike(text: string): boolean {
  if (agency.test(text) || /[/|©]/.test(text)) return text.split(/\s+/).length <= 14;
  // A photographer and nothing else: two to four words, each with a capital.
  return /^(?:\p{Lu}[\p{L}.'’-]+\s?){2,4}$/u.test(text);
}

import type { DefaultTreeAdapterMap } from 'parse5';
import { collapse } from './line.ts';
import { attributeOf, textOf } from './node.ts';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

const creditClass =
  /(?:^|[\s_-])(?:credits?|copyright|source|author|photographer|attribution|byline|rights)(?:$|[\s_-])/i;
const opening =
  /(?:^|[\s.,;|([—–-])(?:(?:Photo(?:graph|s)?(?: by| credits?| courtesy of)?|Credits?|Image(?: by| credits?)?|Picture|Фото(?:графия|графии)?|Foto(?:graf)?|Fotografie|Bild|Kuva|Zdroj|Quelle|Crédits?(?: photo)?|Автор фото|Источник(?: фото)?|Изображение|Иллюстрация|Скриншот|Снимок)\s*[:：]\s*|Photo by\s+|©\s*|\(c\)\s*)/iu;

/** The words of figcaptions, the picture's credit apart: an element of its own, or a tail such as "Photo: …". */
export function splitCredit(captions: readonly Element[]): { caption: string; credit: string } {
  const credits: string[] = [];
  const parts: string[] = [];
  const walk = (node: Node, depth: number): void => {
    if (!('tagName' in node) || depth > 20) {
      parts.push(textOf(node));
      return;
    }
    if (/^(script|style|button)$/.test(node.tagName)) return;
    const mark = `${attributeOf(node, 'class')} ${attributeOf(node, 'itemprop')}`;
    if (node.tagName !== 'figcaption' && creditClass.test(mark)) {
      credits.push(clean(textOf(node)));
      return;
    }
    for (const child of node.childNodes) walk(child, depth + 1);
    if (/^(p|div|br|figcaption|li)$/.test(node.tagName)) parts.push(' ');
  };
  for (const caption of captions) walk(caption, 0);
  const caption = collapse(parts.join('')).trim();
  const credit = credits.filter((one) => one !== '').join(', ');
  return credit ? { caption, credit: bareCredit(credit) } : splitTail(caption);
}

/** A caption and the credit that ends it: "… Photo: X", "… (Фото: X)", "… © X". */
export function splitTail(text: string): { caption: string; credit: string } {
  const whole = clean(text);
  const found = opening.exec(whole);
  if (!found) return { caption: whole, credit: '' };
  const credit = whole.slice(found.index + found[0].length);
  // A credit is short and is no sentence; else the words only happen to stand there.
  if (credit === '' || credit.length > 100) return { caption: whole, credit: '' };
  const bracketed = /[([]/.test(found[0]) && /[)\]]\.?$/.test(credit);
  const caption = whole.slice(0, found.index + (/^[.]/.test(found[0]) ? 1 : 0)).replace(/[\s|—–,;-]+$/, '');
  return { caption, credit: clean(bracketed ? credit.replace(/[)\]]\.?$/, '') : credit) };
}

/** A credit without the word that says that it is one. */
export function bareCredit(text: string): string {
  const tail = splitTail(text);
  return tail.caption === '' && tail.credit !== '' ? tail.credit : clean(text);
}

function clean(text: string): string {
  return collapse(text).trim();
}

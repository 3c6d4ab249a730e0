/** Galleries as WordPress prints them: classic ones in whichever elements the theme has, and those of lists. */
import type { DefaultTreeAdapterMap } from 'parse5';
import type { Picture } from '../../src/edition/body.ts';
import { splitCredit } from './credit.ts';
import { collapse } from './line.ts';
import { attributeOf, imageAddress, isTiny, webAddress } from './node.ts';
import { emptyPicture } from './picture.ts';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

const gallery = /(?:^|\s)(?:gallery|blocks-gallery-grid|wp-block-gallery)(?:$|\s)/;
const item = /(?:^|\s)(?:gallery-item|blocks-gallery-item)(?:$|\s)/;
const caption = /(?:^|\s)(?:gallery-caption|wp-caption-text|blocks-gallery-item__caption)(?:$|\s)/;

/**
 * The pictures of an element that is a gallery, each with its own words; null for every other element.
 * @param base address that relative ones are resolved against, or empty
 */
export function galleryIn(node: Element, base: string): Picture[] | null {
  if (!gallery.test(attributeOf(node, 'class'))) return null;
  const items = below(node, (one) => item.test(attributeOf(one, 'class')));
  const pictures = items.flatMap((one) => pictureIn(one, base) ?? []);
  // What is not all items is no gallery that is known: nothing of it may be lost.
  const images = below(node, ({ tagName }) => tagName === 'img').filter((one) => !isTiny(one));
  return pictures.length > 0 && pictures.length === images.length ? pictures : null;
}

function pictureIn(one: Element, base: string): Picture | undefined {
  const [image] = below(one, ({ tagName }) => tagName === 'img');
  const shown = image && !isTiny(image) ? imageAddress(image, base) : '';
  if (!image || shown === '') return undefined;
  const words = splitCredit(
    below(one, (inner) => inner.tagName === 'figcaption' || caption.test(attributeOf(inner, 'class'))),
  );
  const links = below(one, ({ tagName }) => tagName === 'a').map((link) =>
    webAddress(attributeOf(link, 'href'), base),
  );
  // What is shown is a small square, cut out of the picture that it leads to.
  const whole = links.find((link) => nameOf(link) === nameOf(shown) && isPicture(link));
  return emptyPicture(
    whole ?? shown,
    collapse(attributeOf(image, 'alt')).trim(),
    words.caption,
    words.credit,
  );
}

const isPicture = (url: string): boolean => /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i.test(url);

/** The name of a picture's file without the size that WordPress adds to it. */
function nameOf(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/(?:-\d+x\d+|-scaled)?\.\w+$/, '');
}

/** Elements below one that are as asked, the outermost of them; by a list, since hostile HTML nests without end. */
function below(node: Element, asked: (one: Element) => boolean): Element[] {
  const found: Element[] = [];
  const waiting: Node[] = [...node.childNodes].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!('tagName' in next)) continue;
    if (asked(next)) found.push(next);
    else for (let at = next.childNodes.length - 1; at >= 0; at -= 1) waiting.push(next.childNodes[at]!);
  }
  return found;
}

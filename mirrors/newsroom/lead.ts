import { type Block, type Picture, picturesOf } from '../../src/edition/body.ts';
import { bareCredit, splitTail } from './credit.ts';
import type { Entry, EntryPicture } from './entry.ts';
import { webAddress } from './node.ts';
import { emptyPicture } from './picture.ts';
import { plainText } from './words.ts';

/** The body with the item's own pictures: the first one first, none twice. */
export function withPictures(body: Block[], entry: Entry, base: string, title: string): Block[] {
  const own: Picture[] = [];
  const widths = new Map<string, number>();
  const said = new Set([title, plainText(entry.description)]);
  for (const one of entry.pictures) {
    const url = webAddress(one.url, base);
    if (url === '') continue;
    const name = pictureName(url);
    const before = own.find((other) => pictureName(other.url) === name);
    if (!before) {
      own.push({ ...emptyPicture(url), ...wordsOf(one, said) });
      widths.set(name, one.width);
    } else {
      const words = wordsOf(one, said);
      before.caption ||= words.caption;
      before.credit ||= words.credit;
      if (one.width > (widths.get(name) ?? 0)) {
        before.url = url;
        widths.set(name, one.width);
      }
    }
  }
  return withOwn(body, own);
}

/** The body with this picture first, unless it stands there already. */
export function withLead(body: Block[], lead: Picture): Block[] {
  return withOwn(body, [{ ...lead }]);
}

/** The body with an article's own pictures: the first one first, the others last, none twice. */
function withOwn(body: Block[], own: readonly Picture[]): Block[] {
  const lead = own[0];
  let inBody = picturesOf(body);
  const seen = new Map<string, Picture>();
  let kept = without(body, (picture) => {
    const name = pictureName(picture.url);
    const first = seen.get(name);
    if (!first) seen.set(name, picture);
    else {
      first.caption ||= picture.caption;
      first.credit ||= picture.credit;
      first.alt ||= picture.alt;
    }
    return first !== undefined;
  });
  inBody = picturesOf(kept);
  for (const one of own) {
    const same = inBody.find((picture) => pictureName(picture.url) === pictureName(one.url));
    if (!same) continue;
    same.caption ||= one.caption;
    same.credit ||= one.credit;
    same.alt ||= one.alt;
  }
  const missing = own.filter(
    (one) => !inBody.some((picture) => pictureName(picture.url) === pictureName(one.url)),
  );
  if (lead && !missing.includes(lead)) {
    const same = inBody.find((picture) => pictureName(picture.url) === pictureName(lead.url))!;
    const opens = Array.isArray(kept[0]) && kept[0][0] === 'img' && kept[0][1] === same;
    if (!opens) kept = [['img', same], ...without(kept, (picture) => picture === same)];
    return [...kept, ...missing.map((one): Block => ['img', one])];
  }
  return [
    ...missing.slice(0, 1).map((one): Block => ['img', one]),
    ...kept,
    ...missing.slice(1).map((one): Block => ['img', one]),
  ];
}

function wordsOf(
  one: EntryPicture,
  said: ReadonlySet<string>,
): { alt: string; caption: string; credit: string } {
  const whole = plainText(one.caption);
  const caption = said.has(whole) ? { caption: '', credit: '' } : splitTail(whole);
  return {
    alt: plainText(one.alt),
    caption: caption.caption,
    credit: bareCredit(plainText(one.credit)) || caption.credit,
  };
}

/** A picture's address without what tells only its size, so that two sizes of it are known as one. */
export function pictureName(url: string): string {
  const bare = url.replace(/^https?:\/\/(?:i\d\.wp\.com\/)?/i, '').replace(/#.*$/, '');
  const path = bare.replace(/\?.*$/, '');
  const named = /\.(?:jpe?g|png|gif|webp|avif)$/i.test(path) ? path : bare;
  return named.replace(/-\d{2,4}x\d{2,4}(?=\.\w+$)|-scaled(?=\.\w+$)/, '');
}

/** A body without the pictures that `drop` names. Galleries that lose all are lost. */
export function without(body: readonly Block[], drop: (picture: Picture) => boolean): Block[] {
  const keep = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    if (value[0] === 'img') return drop(value[1] as Picture) ? undefined : value;
    if (value[0] === 'gallery') {
      const pictures = (value.slice(1) as Picture[]).filter((picture) => !drop(picture));
      if (pictures.length === 0) return undefined;
      return pictures.length === 1 ? ['img', pictures[0]] : ['gallery', ...pictures];
    }
    const children = value.map(keep).filter((child) => child !== undefined);
    // An item or a quote that held nothing but the picture.
    return children.length === 0 || (children.length === 1 && /^(?:ul|quote)$/.test(String(children[0])))
      ? undefined
      : children;
  };
  return body.map(keep).filter((block) => block !== undefined) as Block[];
}

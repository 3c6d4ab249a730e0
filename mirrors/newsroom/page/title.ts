import { plainText } from '../words.ts';
import { metaOf } from './about.ts';
import { collapse, keyOf, placesOf } from './blocks.ts';
import { articleThing, said } from './schema.ts';

/** What stands between a headline and the name of the site. */
const divider = /\s+(?:[-–—|·•:»ㅣ/]|::|--)\s+|\s*[|ㅣ｜]\s*|-(?=[^-\s]+\s*[|ㅣ])/u;
/** Shorter than this, a beginning says too little to be the whole. In letters and digits. */
const shortest = 8;

interface Claim {
  text: string;
  worth: number;
}

/**
 * The headline: what most of those say who know it; each part of a page has been left behind by some site's changes.
 * The site's name, which many put behind it, is taken off.
 * @param first the block that opens the text; the headline stands before it
 * @param others what extractors take for the headline
 */
export function titleOf(document: Document, first: Element | undefined, others: readonly string[]): string {
  const thing = articleThing(document);
  const site = new Set(
    [...metaOf(document, 'og:site_name'), ...metaOf(document, 'application-name')].map(keyOf),
  );
  const claims: Claim[] = [
    { text: headingBefore(document, first, site), worth: 1 },
    { text: said(thing, 'headline'), worth: 1 },
    { text: metaOf(document, 'og:title')[0] ?? '', worth: 1 },
    { text: metaOf(document, 'twitter:title')[0] ?? '', worth: 0.3 },
    { text: document.querySelector('title')?.textContent ?? '', worth: 0.9 },
    ...others.map((text) => ({ text, worth: 0.45 })),
  ]
    .map(({ text, worth }) => ({ text: plainText(text), worth }))
    .filter(({ text }) => text !== '' && !site.has(keyOf(text)));
  // One that was cut short is no claim where another has the whole.
  const whole = claims.filter(({ text }) => {
    const stem = keyOf(text.replace(/(?:\.{3}|…)$/, ''));
    return (
      !/(?:\.{3}|…)$/.test(text) ||
      !claims.some((other) => other.text !== text && keyOf(other.text).startsWith(stem))
    );
  });
  const bare = whole.map((claim) => ({ ...claim, text: withoutSite(claim.text, claims, site) }));
  const sums = new Map<string, number>();
  for (const { text, worth } of bare) sums.set(keyOf(text), (sums.get(keyOf(text)) ?? 0) + worth);
  const best = [...sums].sort((one, other) => other[1] - one[1])[0]?.[0];
  return bare.find(({ text }) => keyOf(text) === best)?.text ?? '';
}

/** The nearest first heading before the text; the first of all where none stands there. */
function headingBefore(document: Document, first: Element | undefined, site: ReadonlySet<string>): string {
  const all = [...document.querySelectorAll('h1, [itemprop="headline"]')].filter((one) => {
    const text = collapse(one.textContent ?? '');
    return text !== '' && text.length < 400 && !site.has(keyOf(text));
  });
  const placeOf = placesOf(document);
  const before = all.filter((one) => first && placeOf(one) < placeOf(first));
  // Of several the one that is marked, or else the nearest.
  const chosen = before.find((one) => one.hasAttribute('itemprop')) ?? before.at(-1) ?? all[0];
  return chosen?.textContent ?? '';
}

/** A headline without the site's name: what is behind a divider goes where the rest is what somebody else claims. */
function withoutSite(text: string, claims: readonly Claim[], site: ReadonlySet<string>): string {
  const key = keyOf(text);
  const shorter = claims
    .filter((claim) => {
      const other = keyOf(claim.text);
      return other.length >= shortest && other.length < key.length && key.startsWith(other);
    })
    .sort((one, other) => one.text.length - other.text.length)[0];
  const parts = text.split(divider).filter((part) => part !== undefined);
  if (shorter && divider.test(text)) return shorter.text;
  const last = parts.at(-1) ?? '';
  if (parts.length > 1 && site.has(keyOf(last)))
    return text.slice(0, text.lastIndexOf(last)).replace(/[\s\-–—|·•:»ㅣ/]+$/u, '');
  return text;
}

import { placesOf } from './blocks.ts';
import { isStrangeBox, isUnseen, spaced } from './noise.ts';
import { isIn } from './text.ts';

/** What stands beside texts and is no picture of theirs. */
const ornament =
  /(?:^|[\s_/.-])(?:avatars?|logos?|icons?|author|badge|sprite|emoji|gravatar|placeholder|spacer|pixel|button|flag)(?:$|[\s_/.-])/i;

/** Whose frames a reader may want to open: films, sounds, posts, maps and drawings. Others are mostly advertising. */
const embedHost =
  /(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|rutube\.ru|vk\.com|vkvideo\.ru|ok\.ru|twitter\.com|x\.com|instagram\.com|facebook\.com|tiktok\.com|threads\.net|bsky\.app|reddit\.com|t\.me|telegram\.org|soundcloud\.com|spotify\.com|music\.yandex\.ru|apple\.com|mave\.digital|acast\.com|megaphone\.fm|simplecast\.com|buzzsprout\.com|datawrapper\.de|dwcdn\.net|flourish\.studio|infogram\.com|infogr\.am|documentcloud\.org|scribd\.com|issuu\.com|google\.com|openstreetmap\.org|yandex\.ru|arcgis\.com|streamable\.com|jwplayer\.com|brightcove\.net|twitch\.tv|podbean\.com|bandcamp\.com|coub\.com|tableau\.com|knightlab\.com|codepen\.io|genial\.ly|thinglink\.com|ted\.com|archive\.org)$/i;

/** Figures, loose pictures and frames that belong to a text, those that open it included. */
export function picturesOfText(
  body: Element,
  root: Element,
  kept: ReadonlySet<Element>,
  base: string,
): Set<Element> {
  const found = new Set<Element>();
  const placeOf = placesOf(body);
  const texts = [...kept].map(placeOf);
  const [first, last] = [Math.min(...texts), Math.max(...texts)];
  const heads = [...body.querySelectorAll('h1')].map(placeOf).filter((at) => at < first);
  const opening = heads.at(-1) ?? first;
  for (const node of body.querySelectorAll('figure, img, picture, iframe, video, audio, hr')) {
    const at = placeOf(node);
    if (node.parentElement?.closest('figure, picture, video, audio')) continue;
    if (isWithin(node, kept)) continue;
    if (node.hasAttribute('data-lead')) {
      found.add(node);
      continue;
    }
    const inText = at > first && at < last && root.contains(node);
    const opens = at < first && (at > opening || root.contains(node)) && node.tagName !== 'HR';
    const closes =
      at > last && node.tagName === 'FIGURE' && node.parentElement === [...kept].at(-1)?.parentElement;
    if (!inText && !opens && !closes) continue;
    if (node.getAttribute('data-box') === 'strange') continue;
    if (isIn(node, root, isStrangeBox) || isIn(node, root, isUnseen)) continue;
    if (isWanted(node, base)) found.add(node);
  }
  return found;
}

function isWithin(node: Element, kept: ReadonlySet<Element>): boolean {
  for (let at: Element | null = node; at; at = at.parentElement) if (kept.has(at)) return true;
  return false;
}

function isWanted(node: Element, base: string): boolean {
  if (node.tagName === 'HR') return true;
  if (/^(?:IFRAME|VIDEO|AUDIO)$/.test(node.tagName)) {
    const source = node.getAttribute('src') ?? node.getAttribute('data-src') ?? '';
    if (!URL.canParse(source, base || undefined)) return node.tagName !== 'IFRAME';
    return node.tagName !== 'IFRAME' || embedHost.test(new URL(source, base || undefined).hostname);
  }
  const image = node.tagName === 'IMG' ? node : node.querySelector('img');
  if (!image) return node.querySelector('video, iframe') !== null;
  const names = ['class', 'alt', 'data-cy', ...(node.tagName === 'FIGURE' ? [] : ['src'])];
  const about = [
    ...names.map((name) => image.getAttribute(name)),
    image.parentElement?.getAttribute('class'),
  ];
  const sides = ['width', 'height'].map((name) => Number.parseInt(image.getAttribute(name) ?? '', 10));
  // Less than 20 is no size but the shape, as in 16 by 9.
  const isSmall = sides.some((side) => side >= 20 && side < 100);
  return !isSmall && !ornament.test(spaced(about.join(' ')));
}

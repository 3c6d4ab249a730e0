import { getHere, getMeta, type ScreenNode } from '../library/store.ts';
import { afterPaint } from './parts/paint.ts';

/** Cards that are remembered: as many as any phone shows at once. */
const CARDS = 4;
/** What has no place in a picture of the screen: what loads, what changes by itself, what is below. */
const LEFT_OUT = `img, canvas, script, form, .install, .update, .more, .cards > li:nth-child(n + ${CARDS + 1})`;
const ATTRIBUTES =
  /^(class|href|lang|dir|datetime|viewBox|d|width|height|fill|stroke|stroke-width|role|type|tabindex|hidden|aria-.+|data-.+)$/;

/** Whether the address is that of the front page: only its picture is kept. */
export function isFront(hash: string): boolean {
  return hash === '' || hash === '#' || hash === '#/';
}

/**
 * Draws what the front page last looked like, with the app's styles, and resolves once it is painted. Does nothing
 * where something is on screen already, another screen is asked for, or nothing is kept.
 */
export async function drawLastScreen(styles: string): Promise<void> {
  const container = document.getElementById('app');
  if (!container || container.childElementCount > 0 || !isFront(location.hash)) return;
  // The styles are read while the database opens.
  const [screen] = await Promise.all([readLast(), adoptStyles(styles)]);
  if (!screen) return;
  const root = document.documentElement;
  root.lang = screen.lang;
  root.dataset.theme = screen.theme;
  root.style.fontSize = screen.fontSize;
  root.dataset.edition = String(screen.edition);
  container.append(...screen.nodes.map(toNode));
  await afterPaint();
}

/** The kept screen, unless a newer edition has come since it was taken: nothing older than what is held is shown. */
async function readLast() {
  const here = await getHere();
  if (!here) return null;
  const [screen, head] = await Promise.all([getMeta(here, 'screen'), getMeta(here, 'head')]);
  return screen && screen.edition === head?.n ? screen : null;
}

/** Gives the page the app's styles, once: sheets made by script need no leave of the page's policy and no request. */
export function adoptStyles(styles: string): void {
  if (document.adoptedStyleSheets.length > 0) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  for (const own of document.querySelectorAll('style')) own.remove();
  document.adoptedStyleSheets = [sheet];
}

/** The screen as data: tags, a few attributes, texts. */
export function readScreen(container: Element): ScreenNode[] {
  const copy = container.cloneNode(true) as Element;
  for (const element of copy.querySelectorAll(LEFT_OUT)) element.remove();
  return [...copy.childNodes].flatMap(toData);
}

function toData(node: Node): ScreenNode[] {
  if (node.nodeType === Node.TEXT_NODE) return [node.textContent ?? ''];
  if (!(node instanceof Element)) return [];
  const attributes = [...node.attributes].filter(({ name }) => ATTRIBUTES.test(name));
  return [
    [
      node.localName,
      Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
      ...[...node.childNodes].flatMap(toData),
    ],
  ];
}

/** Elements that a drawing is made of stand in a namespace of their own. */
const DRAWN = /^(svg|path|circle|rect|line|g)$/;

function toNode(node: ScreenNode): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const element = DRAWN.test(tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map(toNode));
  return element;
}

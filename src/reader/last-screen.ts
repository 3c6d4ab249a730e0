/** What the front page last looked like, kept so that the worker can put it into the page before any script runs. */

/** Cards that are remembered: as many as any phone shows at once. */
const CARDS = 4;
/** What has no place in a picture of the screen: what loads, what changes by itself, what is below. */
const LEFT_OUT = `img, canvas, script, form, .install, .message, .update, .more, .cards ~ .cards, .cards > li:nth-child(n + ${CARDS + 1})`;
/** An attribute that is not among these is left out: `style` above all, which the page's policy forbids. */
const ATTRIBUTES =
  /^(class|href|lang|dir|datetime|viewBox|d|width|height|fill|stroke|stroke-width|role|type|tabindex|hidden|aria-.+|data-.+)$/;
/** Marks on the root element that say what is going on now, not how the page looks. */
const STATE = /^(style|data-(worker|held|dress))$/;

/** Whether the address is that of the front page: only its picture is kept. */
export function isFront(hash: string): boolean {
  return hash === '' || hash === '#' || hash === '#/';
}

/** The page as HTML: the attributes of its root element, each with a space before it, and what the app's element holds. */
export function readScreen(root: HTMLElement, container: Element): [root: string, app: string] {
  const copy = copyOf(container);
  const shown = document.createElement('i');
  for (const { name, value } of root.attributes) if (!STATE.test(name)) shown.setAttribute(name, value);
  // The page's own script turns this into its style: the policy forbids the attribute.
  shown.dataset.dress = root.style.cssText;
  return [shown.outerHTML.slice(2, shown.outerHTML.lastIndexOf('></i>')), copy.innerHTML];
}

/** Node by node: a front page of a thousand cards is not copied for the sake of four. */
function copyOf(element: Element): Element {
  const copy = element.cloneNode() as Element;
  for (const { name } of [...element.attributes]) if (!ATTRIBUTES.test(name)) copy.removeAttribute(name);
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode());
    else if (!child.matches(LEFT_OUT)) copy.append(copyOf(child));
  }
  return copy;
}

/** Elements that give the text its shape; all others are only boxes. */
const shaping = /^(?:UL|OL|LI|DL|DT|DD|BLOCKQUOTE)$/;
/** Boxes whose pictures belong together. */
const gallery = /(?:^|[\s_-])(?:gallery|slideshow|carousel|slider)(?:$|[\s_-])/i;
const pictures = /^(?:FIGURE|IMG|PICTURE)$/;

/**
 * HTML of what is kept of a page, in its order: lists and quotes stay around what is kept of them, the pictures of a
 * gallery stand in one figure, all other boxes fall away.
 */
export function htmlOfKept(root: Element, kept: ReadonlySet<Element>): string {
  const holders = new Set<Element>();
  for (const node of kept) {
    for (let at = node.parentElement; at && !holders.has(at); at = at.parentElement) holders.add(at);
  }
  const parts: string[] = [];
  const walk = (node: Element): void => {
    if (kept.has(node)) parts.push(written(node));
    else if (holders.has(node)) {
      const isShaping = shaping.test(node.tagName) || node.hasAttribute('data-entry');
      const tag = isGallery(node, kept) ? 'figure' : isShaping ? node.tagName.toLowerCase() : '';
      if (tag) parts.push(`<${tag}${attributes(node, ['id', 'start', 'data-entry'])}>`);
      for (const child of node.children) walk(child);
      if (tag) parts.push(`</${tag}>`);
    }
  };
  walk(root);
  return parts.join('');
}

/** Whether pictures are all that is kept of a gallery: words between them would be lost in it. */
function isGallery(node: Element, kept: ReadonlySet<Element>): boolean {
  if (!gallery.test(node.getAttribute('class') ?? '')) return false;
  const within = [...kept].filter((one) => node.contains(one));
  return within.length > 1 && within.every((one) => pictures.test(one.tagName));
}

function written(node: Element): string {
  if (
    /^(?:P|H[1-6]|LI|DT|DD|PRE|TABLE|FIGURE|IFRAME|VIDEO|AUDIO|BLOCKQUOTE|IMG|PICTURE|HR)$/.test(node.tagName)
  )
    return node.outerHTML;
  return `<p${attributes(node, ['id'])}>${node.innerHTML}</p>`;
}

/** Some attributes of an element as they are written in a tag. */
function attributes(node: Element, names: readonly string[]): string {
  return names
    .filter((name) => node.hasAttribute(name))
    .map(
      (name) =>
        ` ${name}="${(node.getAttribute(name) ?? '').replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
    )
    .join('');
}

import { canvas, colour } from './palette.ts';

/** A whole drawing: `content` on a canvas filled with `background`. */
export function sheet(background: string, content: string[]): string {
  const { width, height } = canvas;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="${background}"/>`,
    ...content,
    '</svg>',
  ].join('\n');
}

/** Moves, turns (degrees) and scales `content`, whose own origin is its middle. */
export function place(content: string, at: { x: number; y: number; turn?: number; scale?: number }): string {
  const { x, y, turn = 0, scale = 1 } = at;
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})">${content}</g>`;
}

/** An open book, 200 units wide, its middle at the origin: the mark of the reader in every drawing. */
export function book(options: { cover?: string; page?: string; line?: string } = {}): string {
  const { cover = colour.sea, page = colour.cream, line = colour.sky } = options;
  const leaf = 'M0 -46 C-24 -64 -62 -66 -92 -56 L-92 50 C-62 40 -24 42 0 60 Z';
  const lines = [-34, -12, 10, 32].map(
    (y) => `<path d="M-76 ${y} C-56 ${y - 5} -34 ${y - 3} -16 ${y + 7}"/>`,
  );
  const half = `<path d="${leaf}" fill="${page}"/><g fill="none" stroke="${line}" stroke-width="8" stroke-linecap="round">${lines.join('')}</g>`;
  return [
    `<path d="M0 -30 C-30 -46 -70 -48 -100 -42 L-100 66 C-66 56 -26 58 0 74 C26 58 66 56 100 66 L100 -42 C70 -48 30 -46 0 -30 Z" fill="${cover}"/>`,
    half,
    `<g transform="scale(-1 1)">${half}</g>`,
    `<path d="M0 -44 V58" stroke="${line}" stroke-width="4"/>`,
  ].join('');
}

/** A rounded app tile with the book on it, 200 units wide, its middle at the origin. */
export function tile(): string {
  return `<rect x="-100" y="-100" width="200" height="200" rx="46" fill="${colour.sea}"/>${place(
    book({ cover: colour.ink }),
    { x: 0, y: -4, scale: 0.72 },
  )}`;
}

/** A phone of 320 × 620 units, its middle at the origin; `screen` is clipped to 280 × 560. */
export function phone(screen: string, options: { id: string; background?: string }): string {
  const { id, background = colour.cream } = options;
  return [
    `<rect x="-160" y="-310" width="320" height="620" rx="48" fill="${colour.ink}"/>`,
    `<clipPath id="${id}"><rect x="-140" y="-280" width="280" height="560" rx="30"/></clipPath>`,
    `<g clip-path="url(#${id})"><rect x="-140" y="-280" width="280" height="560" fill="${background}"/>${screen}</g>`,
    `<rect x="-40" y="-299" width="80" height="9" rx="4.5" fill="${colour.sea}"/>`,
  ].join('');
}

/** A soft flat shadow under a thing that stands or lies at the origin. */
export function shadow(width: number, height: number, fill: string = colour.shade): string {
  return `<ellipse rx="${width / 2}" ry="${height / 2}" fill="${fill}"/>`;
}

import { colour } from './palette.ts';
import { book, place } from './parts.ts';

/**
 * The app's icon: an open book, and nothing that hints at news or at a newsroom.
 * `round` leaves the corners transparent; `bleed` fills the square, for systems that cut their own shape
 * (a maskable icon keeps what matters within the middle 80 %).
 */
export function icon(shape: 'round' | 'bleed'): string {
  const ground = shape === 'round' ? 'rx="46"' : '';
  const scale = shape === 'round' ? 0.76 : 0.66;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><title>Reader</title><rect width="200" height="200" ${ground} fill="${colour.sea}"/>${place(
    book({ cover: colour.ink }),
    { x: 100, y: 97, scale },
  )}</svg>`;
}

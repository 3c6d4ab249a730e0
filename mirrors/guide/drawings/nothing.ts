import { colour } from './palette.ts';
import { book, place, sheet } from './parts.ts';

/** A town without lights; in one window a lamp burns over an open book. */
export function nothing(): string {
  return sheet(colour.night, [
    `<path d="M1010 90 A70 70 0 1 0 1060 210 A56 56 0 1 1 1010 90 Z" fill="${colour.cream}"/>`,
    block({ x: 0, y: 330, width: 190, fill: '#1c3446' }),
    block({ x: 1010, y: 300, width: 190, fill: '#1c3446' }),
    block({ x: 150, y: 420, width: 170, fill: colour.ink }),
    block({ x: 890, y: 400, width: 170, fill: colour.ink }),
    house(),
    `<rect y="740" width="1200" height="60" fill="#0f1f2b"/>`,
  ]);
}

function block({ x, y, width, fill }: { x: number; y: number; width: number; fill: string }): string {
  const panes: string[] = [];
  for (let top = y + 34; top < 690; top += 76) {
    for (let left = x + 28; left + 36 <= x + width - 16; left += 62)
      panes.push(`<rect x="${left}" y="${top}" width="36" height="44" fill="#12242f"/>`);
  }
  return `<rect x="${x}" y="${y}" width="${width}" height="${800 - y}" fill="${fill}"/>${panes.join('')}`;
}

function house(): string {
  return `<path d="M270 400 L600 130 L930 400 Z" fill="${colour.brick}"/>
    <rect x="310" y="390" width="580" height="360" fill="${colour.sea}"/>
    <rect x="440" y="430" width="320" height="240" fill="${colour.ochre}"/>
    <path d="M530 430 L600 470 L670 430 Z" fill="${colour.ink}"/>
    <path d="M540 472 H660 L730 670 H470 Z" fill="${colour.cream}" opacity="0.8"/>
    ${place(book({ cover: colour.ink }), { x: 600, y: 600, scale: 0.95 })}
    <rect x="440" y="430" width="320" height="240" fill="none" stroke="${colour.cream}" stroke-width="18"/>
    <rect x="420" y="668" width="360" height="22" rx="6" fill="${colour.cream}"/>`;
}

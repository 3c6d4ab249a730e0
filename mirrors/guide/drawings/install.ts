import { colour } from './palette.ts';
import { phone, place, shadow, sheet, tile } from './parts.ts';

/** A phone's home screen; the tile with the book drops into the free place. */
export function install(): string {
  return sheet(colour.paper, [
    `<circle cx="600" cy="400" r="330" fill="${colour.mist}"/>`,
    place(shadow(420, 40), { x: 470, y: 760 }),
    place(phone(homeScreen(), { id: 'home' }), { x: 470, y: 400, scale: 1.15 }),
    `<path d="M850 400 C850 530 760 566 650 545" fill="none" stroke="${colour.brick}" stroke-width="22" stroke-linecap="round"/>`,
    `<path d="M688 498 L636 542 L696 582" fill="none" stroke="${colour.brick}" stroke-width="22" stroke-linecap="round" stroke-linejoin="round"/>`,
    place(tile(), { x: 850, y: 270, turn: 8, scale: 1.15 }),
  ]);
}

function homeScreen(): string {
  const fills = [colour.sky, colour.leaf, colour.ochre, colour.shade, colour.brick, colour.sky, colour.moss];
  const spots = [-86, 0, 86].flatMap((x, column) =>
    [-170, -78, 14].map((y, row) => ({ x, y, fill: fills[(column * 3 + row * 2) % fills.length] })),
  );
  const icons = spots.map(
    ({ x, y, fill }) => `<rect x="${x - 31}" y="${y - 31}" width="62" height="62" rx="15" fill="${fill}"/>`,
  );
  const free = `<rect x="55" y="75" width="62" height="62" rx="15" fill="${colour.white}" stroke="${colour.brick}" stroke-width="5" stroke-dasharray="12 9"/>`;
  const lower = [-86, 0].map(
    (x, i) =>
      `<rect x="${x - 31}" y="75" width="62" height="62" rx="15" fill="${i ? colour.shade : colour.ochre}"/>`,
  );
  return `<rect x="-140" y="-280" width="280" height="560" fill="${colour.cream}"/>
    <rect x="-116" y="-252" width="90" height="14" rx="7" fill="${colour.shade}"/>
    ${icons.join('')}${lower.join('')}${free}
    <rect x="-122" y="186" width="244" height="78" rx="26" fill="${colour.mist}"/>
    ${[-72, 0, 72].map((x) => `<circle cx="${x}" cy="225" r="25" fill="${colour.sea}"/>`).join('')}`;
}

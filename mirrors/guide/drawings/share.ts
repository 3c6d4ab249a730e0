import { colour } from './palette.ts';
import { phone, place, shadow, sheet } from './parts.ts';

/** One phone shows a square code, another frames it with its camera. */
export function share(): string {
  return sheet(colour.mist, [
    `<path d="M0 640 H1200 V800 H0 Z" fill="${colour.sky}"/>`,
    place(shadow(420, 46, colour.leaf), { x: 360, y: 742 }),
    place(shadow(420, 46, colour.leaf), { x: 850, y: 742 }),
    place(phone(place(code(), { x: 0, y: -40, scale: 1.05 }) + caption(), { id: 'shown' }), {
      x: 370,
      y: 400,
      turn: -7,
      scale: 1.1,
    }),
    place(phone(camera(), { id: 'seen', background: colour.night }), { x: 840, y: 400, turn: 7, scale: 1.1 }),
    [0, 1, 2, 3].map((i) => `<circle cx="${562 + i * 30}" cy="400" r="9" fill="${colour.brick}"/>`).join(''),
  ]);
}

/** Looks like a QR code and is none: nothing can be read from it. */
function code(): string {
  const cells = 11;
  const size = 20;
  const start = -(cells * size) / 2;
  const squares: string[] = [];
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const inCorner = (row < 4 || row > 6) && (column < 4 || column > 6) && !(row > 6 && column > 6);
      const dark = (row * 7 + column * 5 + row * column * 3) % 11 < 5;
      if (dark && !inCorner) {
        squares.push(`M${start + column * size} ${start + row * size}h${size}v${size}h-${size}z`);
      }
    }
  }
  const corner = (column: number, row: number) =>
    `<rect x="${start + column * size + 8}" y="${start + row * size + 8}" width="64" height="64" fill="none" stroke="${colour.ink}" stroke-width="16"/>
     <rect x="${start + column * size + 29}" y="${start + row * size + 29}" width="22" height="22" fill="${colour.ink}"/>`;
  return `<rect x="-124" y="-124" width="248" height="248" fill="${colour.white}"/>
    <path d="${squares.join('')}" fill="${colour.ink}"/>${corner(0, 0)}${corner(7, 0)}${corner(0, 7)}`;
}

function caption(): string {
  return `<rect x="-100" y="130" width="200" height="22" rx="11" fill="${colour.shade}"/><rect x="-70" y="172" width="140" height="22" rx="11" fill="${colour.shade}"/>`;
}

function camera(): string {
  const bracket = 'M-108 -58 V-88 Q-108 -108 -88 -108 H-58';
  const frame = [0, 90, 180, 270].map(
    (turn) =>
      `<path d="${bracket}" transform="rotate(${turn})" fill="none" stroke="${colour.ochre}" stroke-width="16" stroke-linecap="round"/>`,
  );
  return `${place(code(), { x: 0, y: -40, turn: -9, scale: 0.62 })}
    ${place(frame.join(''), { x: 0, y: -40 })}
    <circle cx="0" cy="190" r="44" fill="none" stroke="${colour.cream}" stroke-width="8"/><circle cx="0" cy="190" r="30" fill="${colour.cream}"/>`;
}

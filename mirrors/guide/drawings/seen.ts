import { colour } from './palette.ts';
import { place, shadow, sheet } from './parts.ts';

/** A sealed envelope; the magnifying glass enlarges the address and nothing else. */
export function seen(): string {
  return sheet(colour.paper, [
    `<rect y="560" width="1200" height="240" fill="${colour.shade}"/>`,
    place(shadow(820, 60, '#cbbc9d'), { x: 560, y: 690 }),
    place(envelope(), { x: 550, y: 400, turn: -4 }),
    place(glass(), { x: 830, y: 490 }),
  ]);
}

function envelope(): string {
  return `<rect x="-400" y="-260" width="800" height="520" rx="22" fill="${colour.cream}" stroke="${colour.ink}" stroke-width="10"/>
    <path d="M-392 250 L-120 -10 M392 250 L120 -10" stroke="${colour.shade}" stroke-width="10"/>
    <path d="M-396 -246 Q-390 -256 -378 -256 H378 Q390 -256 396 -246 L40 40 Q0 70 -40 40 Z" fill="${colour.mist}" stroke="${colour.ink}" stroke-width="10" stroke-linejoin="round"/>
    <g fill="${colour.brick}"><circle cx="0" cy="30" r="84"/><circle cx="-60" cy="74" r="34"/><circle cx="66" cy="66" r="32"/><circle cx="44" cy="-38" r="38"/></g>
    <circle cx="0" cy="30" r="60" fill="none" stroke="#a8432d" stroke-width="8"/>
    ${place(bookMark(), { x: 0, y: 30, scale: 0.42 })}`;
}

function bookMark(): string {
  return `<path d="M0 -46 C-24 -64 -62 -66 -92 -56 L-92 50 C-62 40 -24 42 0 60 C24 42 62 40 92 50 L92 -56 C62 -66 24 -64 0 -46 Z M0 -46 V60" fill="none" stroke="${colour.cream}" stroke-width="18" stroke-linejoin="round"/>`;
}

function glass(): string {
  const lines = [
    { y: -58, width: 150 },
    { y: -4, width: 190 },
    { y: 50, width: 120 },
  ].map(
    ({ y, width }) =>
      `<rect x="-92" y="${y - 14}" width="${width}" height="28" rx="14" fill="${colour.ink}"/>`,
  );
  return `<g transform="rotate(-45)"><rect x="-26" y="150" width="52" height="210" rx="24" fill="${colour.sea}"/><rect x="-18" y="128" width="36" height="40" fill="${colour.ink}"/></g>
    <circle r="150" fill="${colour.white}" stroke="${colour.ink}" stroke-width="26"/>
    ${lines.join('')}
    <path d="M-104 -62 A122 122 0 0 1 -42 -114" fill="none" stroke="${colour.sky}" stroke-width="14" stroke-linecap="round"/>`;
}

import { colour } from './palette.ts';
import { place, shadow, sheet } from './parts.ts';

/** A hand press; the sheet that comes out of it bears a seal already. */
export function publishing(): string {
  return sheet(colour.mist, [
    `<rect y="620" width="1200" height="180" fill="${colour.shade}"/>`,
    place(shadow(780, 60, '#c4b594'), { x: 520, y: 720 }),
    `<rect x="230" y="110" width="60" height="600" rx="10" fill="${colour.ink}"/><rect x="690" y="110" width="60" height="600" rx="10" fill="${colour.ink}"/>`,
    `<rect x="200" y="90" width="580" height="76" rx="18" fill="${colour.sea}"/>`,
    `<rect x="454" y="160" width="72" height="170" fill="${colour.ochre}"/><path d="M454 200 L526 180 M454 250 L526 230 M454 300 L526 280" stroke="#b98427" stroke-width="12"/>`,
    `<path d="M490 190 L900 130" stroke="${colour.brick}" stroke-width="30" stroke-linecap="round"/><circle cx="912" cy="128" r="36" fill="${colour.brick}"/>`,
    `<rect x="310" y="326" width="360" height="60" rx="12" fill="${colour.sea}"/>`,
    `<rect x="170" y="520" width="640" height="64" rx="12" fill="${colour.ink}"/>`,
    place(page(), { x: 760, y: 486, turn: 4 }),
    `<rect x="200" y="690" width="120" height="30" rx="10" fill="${colour.ink}"/><rect x="660" y="690" width="120" height="30" rx="10" fill="${colour.ink}"/>`,
  ]);
}

function page(): string {
  const lines = [-26, 6].map(
    (y) => `<path d="M-330 ${y} H-20" stroke="${colour.sky}" stroke-width="14" stroke-linecap="round"/>`,
  );
  return `<path d="M-390 -70 H300 Q350 -60 350 0 Q350 60 300 62 H-390 Z" fill="${colour.cream}" stroke="${colour.ink}" stroke-width="9"/>
    ${lines.join('')}
    <rect x="20" y="-44" width="90" height="80" fill="${colour.leaf}"/>
    <g fill="${colour.brick}"><circle cx="228" cy="0" r="62"/><circle cx="182" cy="34" r="24"/><circle cx="272" cy="36" r="26"/><circle cx="262" cy="-42" r="26"/></g>
    <circle cx="228" cy="0" r="42" fill="none" stroke="#a8432d" stroke-width="8"/>`;
}

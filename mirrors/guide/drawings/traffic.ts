import { colour } from './palette.ts';
import { place, shadow, sheet } from './parts.ts';

/** A pair of scales: one large picture outweighs a stack of written sheets. */
export function traffic(): string {
  return sheet(colour.mist, [
    `<rect y="640" width="1200" height="160" fill="${colour.leaf}"/>`,
    place(shadow(520, 50, colour.moss), { x: 600, y: 700 }),
    `<path d="M600 190 V660" stroke="${colour.ink}" stroke-width="34" stroke-linecap="round"/>`,
    `<path d="M430 690 Q600 600 770 690 Z" fill="${colour.ink}"/>`,
    `<path d="M230 176 L970 264" stroke="${colour.sea}" stroke-width="30" stroke-linecap="round"/>`,
    `<circle cx="600" cy="220" r="44" fill="${colour.ochre}" stroke="${colour.ink}" stroke-width="14"/>`,
    place(pan(sheets()), { x: 250, y: 180 }),
    place(pan(painting()), { x: 950, y: 262 }),
  ]);
}

function pan(load: string): string {
  return `<path d="M0 0 L-150 250 M0 0 L150 250" stroke="${colour.ink}" stroke-width="9"/>
    ${load}
    <path d="M-184 250 H184 Q150 330 0 330 Q-150 330 -184 250 Z" fill="${colour.ochre}"/>`;
}

function sheets(): string {
  return [0, 1, 2, 3]
    .map((i) => {
      const y = 224 - i * 34;
      return `<rect x="-112" y="${y}" width="224" height="28" rx="5" fill="${i % 2 ? colour.cream : colour.white}" stroke="${colour.sky}" stroke-width="5"/><path d="M-88 ${y + 14} H${40 + i * 12}" stroke="${colour.sky}" stroke-width="6"/>`;
    })
    .join('');
}

function painting(): string {
  return `<rect x="-118" y="62" width="236" height="190" rx="10" fill="${colour.brick}"/>
    <rect x="-94" y="86" width="188" height="142" fill="${colour.sky}"/>
    <circle cx="46" cy="122" r="22" fill="${colour.ochre}"/>
    <path d="M-94 228 V196 L-40 132 L4 184 L40 150 L94 206 V228 Z" fill="${colour.sea}"/>`;
}

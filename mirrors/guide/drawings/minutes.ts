import { colour } from './palette.ts';
import { book, place, shadow, sheet } from './parts.ts';

/** An hourglass; out of the sand in its lower half grows a mirror with the book in it. */
export function minutes(): string {
  return sheet(colour.paper, [
    `<circle cx="600" cy="400" r="350" fill="${colour.mist}"/>`,
    place(shadow(560, 50), { x: 600, y: 756 }),
    `<path d="M370 110 C370 290 560 320 560 400 C560 480 370 510 370 690 H830 C830 510 640 480 640 400 C640 320 830 290 830 110 Z" fill="${colour.white}" stroke="${colour.sky}" stroke-width="12"/>`,
    `<path d="M432 220 C470 310 566 330 580 398 H620 C634 330 730 310 768 220 Z" fill="${colour.ochre}"/>`,
    `<path d="M594 390 H606 V560 H594 Z" fill="${colour.ochre}"/>`,
    place(glass(), { x: 600, y: 560 }),
    `<path d="M384 690 Q400 640 480 640 Q600 610 720 640 Q800 640 816 690 Z" fill="${colour.ochre}"/>`,
    `<rect x="330" y="70" width="540" height="56" rx="20" fill="${colour.sea}"/><rect x="330" y="676" width="540" height="56" rx="20" fill="${colour.sea}"/>`,
    `<path d="M352 120 V690 M848 120 V690" stroke="${colour.ink}" stroke-width="20"/>`,
  ]);
}

function glass(): string {
  return `<path d="M-92 120 V-10 A92 92 0 0 1 92 -10 V120 Z" fill="${colour.brick}"/>
    <path d="M-72 120 V-10 A72 72 0 0 1 72 -10 V120 Z" fill="${colour.mist}"/>
    <path d="M-66 60 L30 -78 H62 L-66 100 Z" fill="${colour.white}" opacity="0.6"/>
    ${place(book(), { x: 0, y: 34, scale: 0.6 })}`;
}

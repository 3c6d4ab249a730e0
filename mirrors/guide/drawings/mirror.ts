import { colour } from './palette.ts';
import { book, place, shadow, sheet } from './parts.ts';

/** One open book before three mirrors, the same in each of them. */
export function mirror(): string {
  return sheet(colour.paper, [
    `<rect y="560" width="1200" height="240" fill="${colour.leaf}"/>`,
    place(lookingGlass('left', colour.brick), { x: 235, y: 330, turn: -3 }),
    place(lookingGlass('right', colour.ochre), { x: 965, y: 330, turn: 3 }),
    place(lookingGlass('middle', colour.ink), { x: 600, y: 300 }),
    place(shadow(440, 60, colour.moss), { x: 600, y: 730 }),
    place(book(), { x: 600, y: 640, scale: 1.9 }),
  ]);
}

function lookingGlass(id: string, frame: string): string {
  const arch = (inset: number) =>
    `M${-150 + inset} ${250 - inset} V-80 A${150 - inset} ${150 - inset} 0 0 1 ${150 - inset} -80 V${250 - inset} Z`;
  return `<path d="M-110 240 L-140 320 M110 240 L140 320" stroke="${frame}" stroke-width="24" stroke-linecap="round"/>
    <path d="${arch(0)}" fill="${frame}"/>
    <clipPath id="${id}"><path d="${arch(24)}"/></clipPath>
    <g clip-path="url(#${id})"><path d="${arch(24)}" fill="${colour.mist}"/>
      <path d="M-170 40 L60 -260 H130 L-170 130 Z" fill="${colour.white}" opacity="0.55"/>
      ${place(book({ line: colour.sky }), { x: 0, y: 60, scale: 1.06 })}</g>`;
}

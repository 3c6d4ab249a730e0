import { colour } from './palette.ts';
import { place, sheet } from './parts.ts';

/** A straight road closed by a barrier, and a footpath around it to the same house. */
export function blocked(): string {
  return sheet(colour.mist, [
    `<circle cx="1010" cy="130" r="62" fill="${colour.ochre}"/>`,
    `<path d="M0 330 C180 230 330 260 520 300 C760 230 980 220 1200 310 V800 H0 Z" fill="${colour.leaf}"/>`,
    `<path d="M0 430 C260 330 480 330 640 340 C860 330 1040 380 1200 440 V800 H0 Z" fill="${colour.moss}"/>`,
    `<path d="M250 800 L560 330 L640 330 L690 800 Z" fill="${colour.shade}"/>`,
    `<path d="M470 800 L600 340" stroke="${colour.cream}" stroke-width="12" stroke-dasharray="60 44" fill="none"/>`,
    path(),
    place(house(), { x: 604, y: 248, scale: 1.25 }),
    place(tree(), { x: 150, y: 470 }),
    place(tree(), { x: 1110, y: 430, scale: 0.8 }),
    place(tree(), { x: 880, y: 585, scale: 0.56 }),
    place(barrier(), { x: 470, y: 560 }),
  ]);
}

function path(): string {
  const way = 'M700 800 C720 690 1010 730 1010 590 C1010 450 700 480 650 352';
  return `<path d="${way}" fill="none" stroke="${colour.ochre}" stroke-width="44" stroke-linecap="round"/>
    <path d="${way}" fill="none" stroke="${colour.cream}" stroke-width="14" stroke-linecap="round" stroke-dasharray="1 46"/>`;
}

function house(): string {
  return `<rect x="-74" y="-40" width="148" height="120" fill="${colour.cream}"/>
    <path d="M-100 -34 L0 -122 L100 -34 Z" fill="${colour.ink}"/>
    <rect x="-22" y="10" width="44" height="70" rx="4" fill="${colour.sea}"/>
    <rect x="-60" y="-14" width="30" height="30" fill="${colour.ochre}"/><rect x="30" y="-14" width="30" height="30" fill="${colour.ochre}"/>`;
}

function tree(): string {
  return `<rect x="-10" y="40" width="20" height="80" fill="${colour.ink}"/>
    <ellipse cx="0" cy="-10" rx="66" ry="90" fill="${colour.sea}"/>`;
}

function barrier(): string {
  const stripes = [-370, -250, -130, -10, 110, 230].map(
    (x) => `<path d="M${x} 40 L${x + 40} -40 H${x + 100} L${x + 60} 40 Z" fill="${colour.brick}"/>`,
  );
  return `<rect x="-270" y="-30" width="36" height="190" rx="8" fill="${colour.ink}"/>
    <rect x="234" y="-30" width="36" height="190" rx="8" fill="${colour.ink}"/>
    <clipPath id="bar"><rect x="-310" y="-40" width="620" height="80" rx="16"/></clipPath>
    <g clip-path="url(#bar)"><rect x="-310" y="-40" width="620" height="80" fill="${colour.white}"/>${stripes.join('')}</g>`;
}

import { colour } from './palette.ts';
import { place, sheet } from './parts.ts';

/** A lighthouse at night; a small boat sails along its beam. */
export function warnings(): string {
  const stars = [
    [120, 110],
    [330, 70],
    [520, 160],
    [980, 90],
    [1110, 190],
    [760, 60],
  ].map(([x, y]) => `<circle cx="${x}" cy="${y}" r="6" fill="${colour.cream}"/>`);
  return sheet(colour.night, [
    ...stars,
    `<path d="M868 214 L0 350 V560 Z" fill="${colour.ochre}" opacity="0.55"/>`,
    `<path d="M868 214 L0 400 V500 Z" fill="${colour.cream}" opacity="0.5"/>`,
    `<path d="M0 560 Q150 530 300 560 T600 560 T900 560 T1200 560 V800 H0 Z" fill="${colour.sea}"/>`,
    `<path d="M680 700 Q720 540 830 520 H950 Q1080 540 1130 700 Z" fill="${colour.ink}"/>`,
    place(tower(), { x: 890, y: 380 }),
    place(boat(), { x: 290, y: 570, turn: -4 }),
    `<path d="M0 640 Q150 610 300 640 T600 640 T900 640 T1200 640 V800 H0 Z" fill="#275f63"/>`,
    `<path d="M0 720 Q150 695 300 720 T600 720 T900 720 T1200 720 V800 H0 Z" fill="${colour.ink}"/>`,
  ]);
}

function tower(): string {
  return `<path d="M-50 -110 H50 L74 170 H-74 Z" fill="${colour.cream}"/>
    <path d="M-56 -40 H56 L62 30 H-62 Z M-66 94 H66 L74 170 H-74 Z" fill="${colour.brick}"/>
    <rect x="-62" y="-128" width="124" height="20" rx="8" fill="${colour.ink}"/>
    <rect x="-38" y="-206" width="76" height="78" fill="${colour.ochre}"/>
    <path d="M-54 -204 Q0 -276 54 -204 Z" fill="${colour.ink}"/>
    <path d="M-12 -206 V-128 M12 -206 V-128" stroke="${colour.ink}" stroke-width="7"/>`;
}

function boat(): string {
  return `<path d="M-110 0 H110 L76 56 H-76 Z" fill="${colour.brick}"/>
    <path d="M0 0 V-170" stroke="${colour.ink}" stroke-width="12"/>
    <path d="M10 -166 Q120 -90 100 -16 H10 Z" fill="${colour.white}"/>
    <path d="M-10 -130 Q-80 -80 -78 -16 H-10 Z" fill="${colour.sky}"/>`;
}

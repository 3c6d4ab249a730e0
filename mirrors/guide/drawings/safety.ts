import { colour } from './palette.ts';
import { phone, place, shadow, sheet } from './parts.ts';

/** Night behind the window; on the sill a phone that is locked. */
export function safety(): string {
  return sheet('#43697b', [
    window(),
    `<rect y="640" width="1200" height="160" fill="${colour.ochre}"/><rect y="640" width="1200" height="22" fill="#f0bf66"/>`,
    place(shadow(470, 44, '#b98427'), { x: 430, y: 742 }),
    place(phone(lockScreen(), { id: 'locked', background: colour.sea }), {
      x: 430,
      y: 400,
      turn: -5,
      scale: 1.12,
    }),
    place(cup(), { x: 900, y: 640 }),
  ]);
}

function window(): string {
  const stars = [
    [760, 150],
    [1080, 250],
    [700, 300],
    [1010, 420],
    [740, 470],
  ].map(([x, y]) => `<circle cx="${x}" cy="${y}" r="7" fill="${colour.cream}"/>`);
  return `<rect x="600" y="60" width="560" height="520" rx="14" fill="${colour.paper}"/>
    <rect x="632" y="92" width="496" height="456" fill="${colour.night}"/>
    ${stars.join('')}
    <path d="M1020 140 A92 92 0 1 0 1082 296 A74 74 0 1 1 1020 140 Z" fill="${colour.cream}"/>
    <rect x="868" y="92" width="24" height="456" fill="${colour.paper}"/>`;
}

function lockScreen(): string {
  const dots = [-72, -24, 24, 72].map((x) => `<circle cx="${x}" cy="170" r="13" fill="${colour.cream}"/>`);
  return `<path d="M-58 -70 V-116 A58 58 0 0 1 58 -116 V-70" fill="none" stroke="${colour.cream}" stroke-width="26"/>
    <rect x="-92" y="-84" width="184" height="150" rx="24" fill="${colour.ochre}"/>
    <circle cx="0" cy="-20" r="20" fill="${colour.ink}"/><path d="M-9 -16 L-14 34 H14 L9 -16 Z" fill="${colour.ink}"/>
    ${dots.join('')}`;
}

function cup(): string {
  return `<path d="M92 -120 C150 -128 150 -44 84 -50" fill="none" stroke="${colour.brick}" stroke-width="20"/>
    <path d="M-100 -150 H100 L84 -14 Q80 20 46 20 H-46 Q-80 20 -84 -14 Z" fill="${colour.brick}"/>
    <rect x="-100" y="-150" width="200" height="26" fill="${colour.cream}"/>`;
}

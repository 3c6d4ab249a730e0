import { colour } from './palette.ts';
import { book, place, shadow, sheet } from './parts.ts';

/** An open book with a ribbon between its pages; beside it a pile of books with ribbons of their own. */
export function places(): string {
  return sheet(colour.paper, [
    `<rect y="540" width="1200" height="260" fill="${colour.ochre}"/><rect y="540" width="1200" height="20" fill="#f0bf66"/>`,
    lamp(),
    place(shadow(420, 44, '#b98427'), { x: 950, y: 690 }),
    place(pile(), { x: 950, y: 660 }),
    place(shadow(700, 60, '#b98427'), { x: 450, y: 706 }),
    place(book(), { x: 450, y: 520, scale: 3 }),
    `<path d="M446 390 C470 480 452 560 470 650 V770 L496 742 L522 770 V640 C510 560 490 470 470 386 Z" fill="${colour.brick}"/>`,
  ]);
}

function pile(): string {
  const books = [
    { y: -40, width: 330, fill: colour.sea, ribbon: -70 },
    { y: -100, width: 290, fill: colour.moss, ribbon: 60 },
    { y: -160, width: 310, fill: colour.ink, ribbon: -20 },
  ];
  return books
    .map(
      ({ y, width, fill, ribbon }) =>
        `<rect x="${-width / 2}" y="${y}" width="${width}" height="56" rx="10" fill="${fill}"/><rect x="${-width / 2 + 20}" y="${y + 11}" width="${width - 20}" height="34" fill="${colour.cream}"/><path d="M${ribbon} ${y + 11} V${y + 84} L${ribbon + 13} ${y + 70} L${ribbon + 26} ${y + 84} V${y + 11} Z" fill="${colour.brick}"/>`,
    )
    .join('');
}

function lamp(): string {
  return `<path d="M740 540 V250 Q740 150 640 150" fill="none" stroke="${colour.ink}" stroke-width="20" stroke-linecap="round"/>
    <path d="M520 236 Q530 120 640 120 Q750 120 700 236 Z" fill="${colour.sea}"/>
    <path d="M520 236 L330 540 H850 L700 236 Z" fill="${colour.cream}" opacity="0.75"/>
    <rect x="680" y="524" width="120" height="22" rx="11" fill="${colour.ink}"/>`;
}

/** Outlines on a grid of 24, drawn for this project. */
const PATHS = {
  front: 'M4 5h13v14H6a2 2 0 0 1-2-2zM17 9h3v8a2 2 0 0 1-2 2M7 9h7M7 12.5h7M7 16h4',
  saved: 'M7 4h10v16l-5-4-5 4z',
  mirrors:
    'M12 7v4M12 11 6 16M12 11l6 5M12 3a2 2 0 1 0 0 4 2 2 0 1 0 0-4M5 16a2 2 0 1 0 0 4 2 2 0 1 0 0-4M19 16a2 2 0 1 0 0 4 2 2 0 1 0 0-4',
  settings:
    'M4 7h8M18 7h2M4 17h2M12 17h8M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5M9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5',
  search: 'M11 5a6 6 0 1 0 0 12 6 6 0 1 0 0-12M15.5 15.5 20 20',
  refresh: 'M19 12a7 7 0 1 1-2-5M19 4v4h-4',
  back: 'M14 6l-6 6 6 6M8 12h12',
  density: 'M4 5h6v6H4zM13 6h7M13 10h7M4 14h6v6H4zM13 15h7M13 19h7',
  up: 'M12 19V6M6 11l6-6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  whole: 'M5 13l4.5 4.5L19 7.5',
  text: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M6 20h12',
  none: 'M8 12h8',
  share: 'M12 15V4M8 8l4-4 4 4M6 12H5v8h14v-8h-1',
  plus: 'M5 12h14M12 5v14',
  minus: 'M5 12h14',
  forward: 'M10 6l6 6-6 6M16 12H4',
  listen: 'M5 15v-3a7 7 0 0 1 14 0v3M4 14h4v5H5zM20 14h-4v5h3z',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  previous: 'M18 5v14L8 12zM6 5v14',
  next: 'M6 5v14l10-7zM18 5v14',
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing beside words; those who listen hear the words alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

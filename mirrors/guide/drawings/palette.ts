/** The few colours that all drawings share: calm, and far enough apart to survive 192 pixels. */
export const colour = {
  paper: '#f3ecdd',
  cream: '#fffaf0',
  shade: '#ddd0b6',
  mist: '#d3e2e4',
  sky: '#b4d0d6',
  leaf: '#86a98a',
  moss: '#5f8a70',
  sea: '#2f6f73',
  ink: '#1f3a4d',
  night: '#152836',
  ochre: '#e4a73c',
  brick: '#c5543a',
  white: '#ffffff',
} as const;

/** Size of every drawing, in SVG units and in pixels of the PNG. */
export const canvas = { width: 1200, height: 800 } as const;

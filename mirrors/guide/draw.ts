/**
 * Draws the guide's pictures and the app's icons: `npx tsx mirrors/guide/draw.ts`.
 * The results are committed, since the same SVG may come out a little different on another machine.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { blocked } from './drawings/blocked.ts';
import { icon } from './drawings/icon.ts';
import { install } from './drawings/install.ts';
import { minutes } from './drawings/minutes.ts';
import { mirror } from './drawings/mirror.ts';
import { nothing } from './drawings/nothing.ts';
import { canvas } from './drawings/palette.ts';
import { places } from './drawings/places.ts';
import { publishing } from './drawings/publishing.ts';
import { safety } from './drawings/safety.ts';
import { seen } from './drawings/seen.ts';
import { share } from './drawings/share.ts';
import { traffic } from './drawings/traffic.ts';
import { warnings } from './drawings/warnings.ts';

const pictures = fileURLToPath(new URL('./articles/pictures/', import.meta.url));
const icons = fileURLToPath(new URL('../../public/icons/', import.meta.url));

/** Name of the article -> its drawing. */
const drawings: Record<string, () => string> = {
  ...{ blocked, install, traffic, places, warnings, nothing },
  ...{ share, seen, safety, mirror, minutes, publishing },
};

async function drawPictures(): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const [name, draw] of Object.entries(drawings))
    await writePng(draw(), `${pictures}${name}.png`, { width: canvas.width, colours: 64 });
}

async function drawIcons(): Promise<void> {
  await mkdir(icons, { recursive: true });
  await writeFile(`${icons}icon.svg`, `${icon('round')}\n`);
  await writePng(icon('round'), `${icons}icon-192.png`, { width: 192, colours: 16 });
  await writePng(icon('round'), `${icons}icon-512.png`, { width: 512, colours: 16 });
  await writePng(icon('bleed'), `${icons}maskable-512.png`, { width: 512, colours: 16 });
  await writePng(icon('bleed'), `${icons}apple-touch-icon-180.png`, { width: 180, colours: 16 });
}

/** Width in pixels; colours of the palette, edges softened by mixing included. */
interface Rendering {
  width: number;
  colours: number;
}

/** Renders `svg` into a PNG with a palette. */
async function writePng(svg: string, path: string, { width, colours }: Rendering): Promise<void> {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? width);
  const { size: bytes } = await sharp(Buffer.from(svg), { density: (72 * width) / size })
    .resize(width)
    .png({ palette: true, colours, dither: 0, effort: 10, compressionLevel: 9 })
    .toFile(path);
  console.error(`${path}: ${bytes} B`);
}

await drawPictures();
await drawIcons();

/** Contact sheets: one scene in both languages and themes, side by side. */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { DEVICES, type Device } from './stage.ts';

/** Heaviest folder that a clone should carry (bytes). */
const LIMIT = 3_000_000;
/** Widths (pixels) of one picture in a sheet, and pictures in a row. */
const LAYOUT: Record<Device, { width: number; row: number }> = {
  phone: { width: 300, row: 4 },
  desktop: { width: 560, row: 2 },
};
const QUALITY = { quality: 31, effort: 2 };
const GAP = 12;
const WALL = '#8f8b82';

/** Lays pictures of one size out in rows. `width`: of one of them; that of the sheets unless said otherwise. */
export async function layOut(
  shots: readonly Buffer[],
  device: Device,
  width = LAYOUT[device].width,
): Promise<Sharp> {
  const { row } = LAYOUT[device];
  const height = Math.round((width * DEVICES[device].height) / DEVICES[device].width);
  const columns = Math.min(row, shots.length);
  const rows = Math.ceil(shots.length / row);
  const small = await Promise.all(
    shots.map((shot) => sharp(shot).resize(width, height, { kernel: 'lanczos3' }).png().toBuffer()),
  );
  const size = { width: columns * (width + GAP) + GAP, height: rows * (height + GAP) + GAP };
  return sharp({ create: { ...size, channels: 3, background: WALL } }).composite(
    small.map((input, i) => ({
      input,
      left: GAP + (i % row) * (width + GAP),
      top: GAP + Math.floor(i / row) * (height + GAP),
    })),
  );
}

/** A scene in the index. */
export interface Listed {
  name: string;
  /** What is to be seen. */
  what: string;
}

/** What was taken of a scene, by device: ru light, ru dark, en light, en dark. */
export type Shots = Partial<Record<Device, Buffer[]>>;

const fileOf = (name: string, device: Device): string => `${name}-${device}.avif`;

/**
 * Writes the sheets of what was taken, and the index of all; sheets of other scenes stay as they are.
 * @returns bytes of the folder
 * @throws where a sheet of the index is missing, or the folder is too heavy
 */
export async function writeGallery(
  folder: string,
  parts: readonly (readonly [heading: string, scenes: readonly Listed[]])[],
  taken: ReadonlyMap<string, Shots>,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  for (const [name, shots] of taken) {
    for (const [device, pictures] of Object.entries(shots) as [Device, Buffer[]][]) {
      const sheet = await layOut(pictures, device);
      await writeFile(join(folder, fileOf(name, device)), await sheet.avif(QUALITY).toBuffer());
    }
  }
  const lines = [
    '# The screens of the reader',
    'Made by `npm run gallery`, which presses a paper of made articles, reads it on a phone (360 × 640, touch) and at a desk (1280 × 800), and breaks what can be broken. Each sheet shows one screen: Russian light, Russian dark, English light, English dark.',
  ];
  const files = new Set(['README.md']);
  for (const [heading, scenes] of parts) {
    lines.push(`## ${heading}`);
    for (const { name, what } of scenes) {
      lines.push(`### ${name}`, what);
      for (const device of Object.keys(DEVICES) as Device[]) {
        files.add(fileOf(name, device));
        lines.push(`![${name}, ${device}](${fileOf(name, device)})`);
      }
    }
  }
  await writeFile(join(folder, 'README.md'), `${lines.join('\n\n')}\n`);
  return weigh(folder, files);
}

/** Deletes what is not in the index, and weighs the rest. */
async function weigh(folder: string, files: ReadonlySet<string>): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    if (files.has(name)) bytes += (await stat(join(folder, name))).size;
    else await rm(join(folder, name));
  }
  for (const name of files) await stat(join(folder, name));
  if (bytes > LIMIT) throw new Error(`${folder} weighs ${bytes} B, more than ${LIMIT}: lower the quality.`);
  return bytes;
}

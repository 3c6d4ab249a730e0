/** Drawings for the gallery's articles: hills under a sky, another for every number. */
import { join } from 'node:path';
import sharp from 'sharp';
import { dice } from '../../mirrors/press/made-newsroom.ts';

const [WIDTH, HEIGHT] = [1200, 800];

/** Draws scenes number 1 to `count` into a folder. Returns the files by their addresses in the bodies. */
export async function drawScenes(folder: string, count: number): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (let n = 1; n <= count; n++) {
    const name = `scene-${n}.png`;
    const file = join(folder, name);
    await sharp(Buffer.from(drawing(n)))
      .png()
      .toFile(file);
    files.set(name, file);
  }
  return files;
}

function drawing(n: number): string {
  const throwDice = dice(n * 31);
  const hue = (n * 67) % 360;
  const hills = [0, 1, 2, 3].map((layer) => {
    const top = 330 + layer * 110;
    let path = `M0 ${HEIGHT} L0 ${top}`;
    for (let x = 0; x < WIDTH; x += 200)
      path += ` Q${x + 100} ${top - 140 + throwDice() * 200} ${x + 200} ${top - 30 + throwDice() * 60}`;
    return `<path d="${path} L${WIDTH} ${HEIGHT}Z" fill="hsl(${hue + layer * 14},${30 + layer * 6}%,${64 - layer * 13}%)"/>`;
  });
  const sun = `<circle cx="${150 + throwDice() * 900}" cy="${120 + throwDice() * 120}" r="${50 + throwDice() * 40}" fill="#fff3c4"/>`;
  const trees = Array.from({ length: 40 }, () => {
    const [x, y, size] = [throwDice() * WIDTH, 560 + throwDice() * 220, 12 + throwDice() * 26];
    return `<path d="M${x} ${y} l${size} ${size * 2.4} h${-2 * size}Z" fill="hsl(${hue + 60},30%,18%)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hue + 180},45%,62%)"/><stop offset=".7" stop-color="hsl(${hue + 30},70%,88%)"/></linearGradient><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>${sun}${hills.join('')}${trees.join('')}</svg>`;
}

/** A made newsroom's article with a picture. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Adds to a newsroom a folder of texts with one article, and its picture of more than a MB. */
export async function makePicture(folder: string): Promise<void> {
  await mkdir(join(folder, 'texts'), { recursive: true });
  const noise = {
    create: {
      width: 900,
      height: 600,
      channels: 3 as const,
      background: '#357',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 40 },
    },
  };
  await sharp(noise).png().toFile(join(folder, 'texts/a.png'));
  await writeFile(
    join(folder, 'texts/a.md'),
    '---\ntitle: Снимок\ndate: 2026-11-01\nlanguage: ru\n---\n\nПеред снимком.\n\n![Берег](a.png)\n\nПосле [него](https://a.example/x).\n',
  );
  const config = JSON.parse(await readFile(join(folder, 'tamizdat.json'), 'utf8')) as { sources: unknown[] };
  config.sources = [{ feed: 'feed.xml' }, { folder: 'texts' }];
  await writeFile(join(folder, 'tamizdat.json'), JSON.stringify(config));
}

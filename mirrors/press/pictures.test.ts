/** Pictures of articles, from the source into blocks and out again. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { press } from './index.ts';
import { makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { makePicture } from './made-picture.ts';
import { shown } from './made-shown.ts';
import { openAnywhere } from './open-command.ts';

afterAll(removeNewsrooms);

test('stores pictures in blocks, prints their largest size and unpacks them', async () => {
  const made = await makeNewsroom();
  await makePicture(made.folder);
  await made.publish([]);
  expect((await press(made.options())).pictures).toEqual({ made: 1, kept: 0, failed: 0 });
  const [article] = await shown(made.site);
  expect(article).toMatchObject({
    title: 'Снимок',
    text: 'Перед снимком.\nПосле него.',
    links: ['https://a.example/x'],
    updated: null,
  });
  const [picture] = article!.pictures;
  const out = join(made.folder, 'out');
  await openAnywhere(made.site, { json: false, extractTo: out, print() {} });
  const file = await readFile(join(out, `${picture!.sha256}.avif`));
  expect(createHash('sha256').update(file).digest('hex')).toBe(picture!.sha256);
  expect(file.length).toBe(picture!.bytes);
  expect(await sharp(file).metadata()).toMatchObject({ width: picture!.width, height: picture!.height });
  expect(await readFile(join(out, `${article!.id}.html`), 'utf8')).toContain(
    `<img src="${picture!.sha256}.avif" alt="Берег"`,
  );

  expect(await press(made.options())).toMatchObject({ isNewEdition: false, files: 0 });
  await sharp({ create: { width: 300, height: 300, channels: 3, background: '#900' } })
    .png()
    .toFile(join(made.folder, 'texts/a.png'));
  expect(await press(made.options(1_000))).toMatchObject({ updated: 1 });
});

test('takes no picture of more MB or pixels than "limits" of tamizdat.json say', async () => {
  const made = await makeNewsroom({ limits: { picture: 1, pixels: 1 } });
  await makePicture(made.folder);
  await made.publish([]);
  const first = await press(made.options());
  expect(first.lost).toEqual([expect.stringMatching(/a\.png.* is longer than 1 MB/)]);
  await sharp({ create: { width: 1200, height: 1000, channels: 3, background: '#900' } })
    .png()
    .toFile(join(made.folder, 'texts/a.png'));
  const second = await press(made.options(1_000));
  expect(second.lost).toEqual([expect.stringMatching(/a\.png.* has more than 1 million pixels/)]);
});

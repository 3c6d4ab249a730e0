import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { blockPath } from '../../src/edition/cid.ts';
import { press } from './index.ts';
import { makeItem, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { openFolder } from './open.ts';

afterAll(removeNewsrooms);

test('a run that changes little keeps only that, and the next one knows all of it without reading a text', async () => {
  const made = await makeNewsroom();
  const items = [1, 2, 3, 4].map((i) => makeItem(i, 300));
  await made.publish(items);
  await press(made.options());
  const large = join(made.folder, '.cache', 'memory');
  const first = await readFile(large);

  const corrected = { ...items[0]!, title: 'Мост открыт' };
  const now = [corrected, ...items.slice(1), makeItem(5, 300)];
  await made.publish(now);
  expect(await press(made.options(60_000))).toMatchObject({ added: 1, updated: 1, unchanged: 3 });
  expect(await readFile(large)).toEqual(first);

  // What an old text says does not matter to a run that knows it: only that its file is there.
  const { edition } = await openFolder(made.site);
  const { packs } = edition.views.find(({ title }) => title === items[1]!.title)!;
  const pack = join(made.site, blockPath(packs[0]![0]));
  const whole = await readFile(pack);
  await writeFile(pack, 'damaged');
  const same = { added: 0, updated: 0, unchanged: 5, isNewEdition: false, total: 5 };
  await made.publish(now);
  expect(await press(made.options(120_000))).toMatchObject(same);
  await made.publish([...now, makeItem(6, 300)]);
  expect(await press(made.options(180_000))).toMatchObject({ added: 1, updated: 0, unchanged: 5 });
  expect(await readFile(large)).toEqual(first);

  // Without what it remembers it finds the same.
  await writeFile(pack, whole);
  await rm(join(made.folder, '.cache'), { recursive: true });
  expect(await press(made.options(240_000))).toMatchObject({ ...same, unchanged: 6, total: 6 });
});

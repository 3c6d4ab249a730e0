/** The folder that mirrors serve: every byte of it is checked, lost it comes back, and it is whole at every moment. */
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startMirror } from '../server/index.ts';
import { press } from './index.ts';
import { loadEdition, loadShell, loadShellFiles } from './load.ts';
import { filesOf, makeApp, makeItems, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { makePicture } from './made-picture.ts';
import { shown } from './made-shown.ts';
import { openFolder } from './open.ts';
import { openAnywhere } from './open-command.ts';
import { folderGet } from './places.ts';
import { restore } from './restore.ts';

afterAll(removeNewsrooms);

test('names the file when any one byte of any block, head or root was changed', async () => {
  const made = await makeNewsroom({ mirrors: ['http://localhost:9/'] });
  await makePicture(made.folder);
  await made.publish(makeItems(60));
  await press(made.options());
  await openFolder(made.site);
  let i = 0;
  for (const [path, bytes] of await filesOf(made.site)) {
    if (!/^(ed1|ipfs)\/|\.gz$|^publication/.test(path)) continue;
    const at = (i++ * 7_919) % bytes.length;
    const bad = Buffer.from(bytes);
    bad[at]! ^= 1 << (i % 8);
    await writeFile(join(made.site, path), bad);
    // The header of gzip holds a few bits that mean nothing to anybody.
    if (!path.endsWith('.gz') || at >= 10) {
      await expect(openAnywhere(made.site, { json: false, print() {} }), `${path} at ${at}`).rejects.toThrow(
        path.endsWith('.json') ? /publication/ : path,
      );
    }
    await rm(join(made.site, path));
    if (/^(ed1|ipfs)\//.test(path) && !path.endsWith('/head')) {
      await expect(openAnywhere(made.site, { json: false, print() {} })).rejects.toThrow(
        `${path} is missing`,
      );
    }
    await writeFile(join(made.site, path), bytes);
  }
  expect(i).toBeGreaterThan(15);
  await openFolder(made.site);
});

test('a lost folder comes back from a mirror, and the press goes on with a higher number', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(60));
  const { publication } = await press(made.options());
  const copy = `${made.folder}-mirror`;
  await cp(made.site, copy, { recursive: true });
  const mirror = await startMirror({ site: copy, port: 0 });
  try {
    const config = JSON.parse(await readFile(join(made.folder, 'tamizdat.json'), 'utf8')) as object;
    await writeFile(join(made.folder, 'tamizdat.json'), JSON.stringify({ ...config, mirrors: [mirror.url] }));
    const whole = await filesOf(made.site);
    await rm(made.site, { recursive: true });
    await made.publish(makeItems(61));
    await expect(press(made.options(60_000))).rejects.toThrow(
      `"tamizdat restore ${mirror.url} --to ${made.folder}"`,
    );
    expect(await stat(join(made.site, 'ed1')).catch(() => null)).toBeNull();

    const told: string[] = [];
    const back = await restore({
      url: mirror.url,
      to: made.folder,
      app: made.app,
      tell: (one) => told.push(one),
    });
    expect(back).toMatchObject({ publication, n: 1, articles: 60 });
    expect(told).toEqual([]);
    expect(await filesOf(made.site)).toEqual(whole);
    expect(await press(made.options(60_000))).toMatchObject({ n: 2, added: 1, unchanged: 60 });

    // The mirror gets the new edition, and an old copy of the folder comes back.
    await cp(made.site, copy, { recursive: true });
    await rm(made.site, { recursive: true });
    for (const [path, bytes] of whole) {
      await mkdir(join(made.site, path, '..'), { recursive: true });
      await writeFile(join(made.site, path), bytes);
    }
    await expect(press(made.options(60_000))).rejects.toThrow('has edition 2 and this folder has edition 1');
    expect(await shown(mirror.url)).toHaveLength(61);
  } finally {
    await mirror.close();
  }
});

test('the shell is whole, and its version grows only when a file of it changed', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(3));
  const { publication } = await press(made.options());
  const get = folderGet(made.site);
  const { shell } = (await loadShell(get, await loadEdition(get, publication)))!;
  expect(shell).toMatchObject({ version: 1, protocol: 1, lowest: 1 });
  const files = await loadShellFiles(get, shell);
  expect(files.map(({ path, type }) => [path, type])).toEqual([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/a.js', 'text/javascript; charset=utf-8'],
    ['icons/b.svg', 'image/svg+xml; charset=utf-8'],
  ]);
  expect(Buffer.from(files[1]!.bytes)).toEqual(await readFile(join(made.app, 'app/assets/a.js')));
  await makeApp(made.app, 2);
  await press(made.options(1_000));
  await press({ ...made.options(2_000), renew: true });
  expect((await loadShell(get, await loadEdition(get, publication)))!.shell.version).toBe(2);
});

test('a file that cannot be written is one sentence, and the edition before stays whole', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(3));
  await press(made.options());
  await made.publish(makeItems(4));
  const inTheWay = join(made.site, 'sw.js');
  await rm(inTheWay);
  await mkdir(join(inTheWay, 'full'), { recursive: true });
  await expect(press(made.options(1_000))).rejects.toThrow(/^[^\n]*sw\.js could not be written .*\.$/);
  await rm(inTheWay, { recursive: true });
  expect(await shown(made.site)).toHaveLength(3);
  expect([...(await filesOf(made.site)).keys()].filter((path) => path.endsWith('.part'))).toEqual([]);
  expect(await press(made.options(1_000))).toMatchObject({ added: 1, n: 2 });
});

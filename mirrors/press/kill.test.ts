import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PressOptions, press } from './index.ts';
import { dice, filesOf, makeItem, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { openFolder } from './open.ts';

const run = promisify(execFile);
const KILLS = 20;
let folder: string;

// A process starts some times as fast from one file, and there are many.
beforeAll(async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // Below the project, so that it finds its packages.
  await mkdir(join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(join(root, '.cache/killed-'));
  await build({
    ...{ configFile: false, logLevel: 'error', root },
    build: { ssr: fileURLToPath(new URL('./index.ts', import.meta.url)), outDir: folder, minify: false },
    ssr: { noExternal: true, external: ['sharp', 'tsx'] },
  });
}, 60_000);

afterAll(async () => {
  await removeNewsrooms();
  await rm(folder, { recursive: true, force: true });
});

/** Presses in a process of its own that is killed at its n-th change of a file (0: never). Returns how many it made. */
async function pressAndDie(options: PressOptions, at: number): Promise<number> {
  const { now, ...rest } = options;
  const script = fileURLToPath(new URL('./killed.mjs', import.meta.url));
  const bundle = pathToFileURL(join(folder, 'index.js')).href;
  const words = [script, bundle, `${at}`, JSON.stringify({ ...rest, time: now!() })];
  try {
    return Number((await run(process.execPath, words)).stdout);
  } catch (error) {
    if ((error as { signal?: string }).signal !== 'SIGKILL') throw error;
    return at;
  }
}

test(`a press that is killed leaves a whole site, and the next ends as if nothing had been (${KILLS} points)`, async () => {
  const made = await makeNewsroom({ mirrors: [] });
  const items = Array.from({ length: 70 }, (_, i) => makeItem(i, 900));
  await made.publish(items.slice(0, 40));
  await press(made.options());
  const first = (await openFolder(made.site)).edition;
  const base = `${made.folder}-base`;
  await made.publish(items.with(3, { ...items[3]!, paragraphs: ['Исправлено.'] }));
  await cp(made.folder, base, { recursive: true });
  const back = async () => {
    await rm(made.folder, { recursive: true });
    await cp(base, made.folder, { recursive: true });
  };

  const published = made.options(60_000);
  const withdrawn = {
    ...made.options(120_000),
    withdraw: { articles: [first.entries[5]!.article.id], reason: 'Ошибка' },
  };
  for (const options of [published, withdrawn]) {
    await back();
    const changes = await pressAndDie(options, 0);
    const whole = await filesOf(made.site);
    const n = (await openFolder(made.site)).edition.head.n;
    const throwDice = dice(changes);
    for (let i = 0; i < KILLS / 2; i++) {
      await back();
      await pressAndDie(options, 1 + Math.floor(throwDice() * changes));
      const { edition } = await openFolder(made.site);
      expect([first.head.n, n]).toContain(edition.head.n);
      await press(options);
      expect(await filesOf(made.site)).toEqual(whole);
    }
    expect(changes).toBeGreaterThan(KILLS / 2);
  }
}, 300_000);

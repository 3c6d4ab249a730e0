import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LOCK_FILE, lockNewsroom } from './lock.ts';

test('of many runs that find the lock of a dead one, one takes it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lock-'));
  const dead = { pid: 2 ** 22 + 1, host: hostname(), since: '2026-11-20T00:00:00Z' };
  for (let round = 0; round < 20; round++) {
    await writeFile(join(folder, LOCK_FILE), JSON.stringify(dead));
    const runs = await Promise.allSettled(Array.from({ length: 8 }, () => lockNewsroom(folder)));
    const held = runs.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
    expect(held).toHaveLength(1);
    for (const run of runs)
      if (run.status === 'rejected') expect(String(run.reason)).toContain('Another run presses');
    await held[0]!();
    expect(await readdir(folder)).toEqual([]);
  }
  // One that was killed while it looked holds nobody up.
  await writeFile(join(folder, LOCK_FILE), JSON.stringify(dead));
  await writeFile(join(folder, `${LOCK_FILE}.turn`), '');
  await utimes(join(folder, `${LOCK_FILE}.turn`), 1, 1);
  await (await lockNewsroom(folder))();
  expect(await readdir(folder)).toEqual([]);
  // Nor one that was killed while it wrote its name.
  await writeFile(join(folder, LOCK_FILE), JSON.stringify(dead).slice(0, 20));
  await (await lockNewsroom(folder))();
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEarlier } from './heads.ts';

const path = 'ed1/pub/head';
let folder: string;
let site: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heads-'));
  site = join(folder, 'site');
});
afterEach(() => rm(folder, { recursive: true }));

async function put(head: string): Promise<void> {
  await mkdir(dirname(join(site, path)), { recursive: true });
  await writeFile(join(site, path), head);
}

const open = () => openEarlier(site, join(folder, 'earlier'));
const text = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString() : null);

describe('the earlier edition', () => {
  it('is missing until a second edition is out', async () => {
    const earlier = await open();
    await earlier.around(() => put('one'));
    expect([earlier.exists(), earlier.head(path)]).toEqual([false, null]);
    await earlier.around(() => put('two'));
    expect([earlier.exists(), text(earlier.head(path))]).toEqual([true, 'one']);
  });

  it('stays the same when a press changes nothing', async () => {
    const earlier = await open();
    await put('one');
    await earlier.around(() => put('two'));
    await earlier.around(async () => undefined);
    expect(text(earlier.head(path))).toBe('one');
  });

  it('is never the newest one, not even while that is being written', async () => {
    const earlier = await open();
    await put('one');
    await earlier.around(async () => {
      await put('two');
      expect(text(earlier.head(path))).toBe('one');
    });
    await earlier.around(async () => {
      expect(text(earlier.head(path))).toBe('two');
      await put('three');
      expect(text(earlier.head(path))).toBe('two');
    });
  });

  it('is there again after a new start, and after a press that failed', async () => {
    await put('one');
    await (await open()).around(() => put('two'));
    const again = await open();
    expect(text(again.head(path))).toBe('one');
    await expect(again.around(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(text(again.head(path))).toBe('one');
  });
});

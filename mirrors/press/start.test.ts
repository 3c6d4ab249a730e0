import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { makeItem, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';

afterAll(removeNewsrooms);

test('a press that reads no page and has no new picture does not load what these take', async () => {
  const made = await makeNewsroom();
  await made.publish([makeItem(1, 300)]);
  const script = `
    import { Module } from 'node:module';
    const { press } = await import(${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))});
    const { added } = await press(${JSON.stringify({ newsroom: made.folder, app: made.app })});
    const heavy = Object.keys(Module._cache).flatMap((file) => file.match(/node_modules.(sharp|linkedom|defuddle)/)?.[1] ?? []);
    console.log(JSON.stringify({ added, heavy: [...new Set(heavy)] }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--import', 'tsx', '--input-type=module', '--eval', script],
  ]);
  expect(JSON.parse(stdout)).toEqual({ added: 1, heavy: [] });
});

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeItem, makeNewsroom, removeNewsrooms } from './press/made-newsroom.ts';

afterAll(removeNewsrooms);

/** Runs the command as a person does; stdin is no terminal. */
function tamizdat(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'cli.ts'), ...args], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

test('presses and opens, results on stdout alone', async () => {
  const { folder, publish, site } = await makeNewsroom();
  await publish([makeItem(1, 300)]);
  const pressed = await tamizdat('press', folder);
  expect(pressed).toMatchObject({ code: 0 });
  expect(pressed.out).toContain('1 new, 0 updated');
  expect(pressed.out).toContain(`Site: ${site}`);
  const opened = await tamizdat('open', site, '--json');
  expect(opened).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(opened.out)).toMatchObject({ title: makeItem(1, 300).title.trim(), language: 'ru' });
}, 60_000);

test('tells bad usage (2) from what failed (1), one sentence on stderr', async () => {
  const unknown = await tamizdat('pres', 'x');
  expect(unknown).toMatchObject({ code: 2, out: '' });
  expect(unknown.err.split('\n')[0]).toBe('There is no command "pres"; did you mean "press"?');
  expect(await tamizdat('open')).toMatchObject({ code: 2, out: '' });
  expect(await tamizdat('press', 'x', '--fast')).toMatchObject({ code: 2, out: '' });
  const failed = await tamizdat('press', '/nowhere/at/all');
  expect(failed).toMatchObject({ code: 1, out: '' });
  expect(failed.err).toMatch(/^No tamizdat\.json in \/nowhere\/at\/all: .*\.\n$/);
}, 60_000);

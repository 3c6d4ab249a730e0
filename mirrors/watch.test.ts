import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { readWatch, type Watching, watchNewsroom } from './watch.ts';

const SECRET = 'a secret that is shared';
let watching: Watching | null = null;

afterEach(async () => {
  await watching?.close();
  watching = null;
});

/** A watch whose runs end when they are told to. */
async function watch(minutes: number | null = null) {
  const ends: (() => void)[] = [];
  const waits: { count: number; go(): void }[] = [];
  const warnings: string[] = [];
  let started = 0;
  watching = await watchNewsroom({
    ...{ minutes, hook: { port: 0, secret: SECRET }, warn: (one: string) => warnings.push(one) },
    press: () => {
      started++;
      for (const { count, go } of waits) if (started >= count) go();
      return new Promise<void>((end) => ends.push(end));
    },
  });
  const { url } = watching;
  return {
    ...{ ends, warnings, started: () => started },
    reaches: (count: number) =>
      started >= count ? Promise.resolve() : new Promise<void>((go) => waits.push({ count, go })),
    call: async (headers: Record<string, string>, body = '{}', method = 'POST') =>
      (await fetch(url!, { method, headers, ...(method === 'POST' && { body }) })).status,
  };
}

test('presses at once, and once more for all calls that come meanwhile', async () => {
  const { call, ends, started, reaches } = await watch();
  expect(started()).toBe(1);
  const headers = { authorization: `Bearer ${SECRET}` };
  expect(await Promise.all([call(headers), call(headers), call(headers)])).toEqual([202, 202, 202]);
  expect(started()).toBe(1);
  ends[0]!();
  await reaches(2);
  ends[1]!();
  const signature = `sha256=${createHmac('sha256', SECRET).update('{"a":1}').digest('hex')}`;
  expect(await call({ 'x-hub-signature-256': signature }, '{"a":1}')).toBe(202);
  await reaches(3);
  ends[2]!();
  expect(started()).toBe(3);
});

test('does nothing for whoever lacks the secret', async () => {
  const { call, ends, started } = await watch();
  ends[0]!();
  const wrong = `sha256=${createHmac('sha256', 'another').update('{}').digest('hex')}`;
  expect(await call({})).toBe(403);
  expect(await call({ authorization: 'Bearer x' })).toBe(403);
  expect(await call({ 'x-hub-signature-256': wrong })).toBe(403);
  expect(await call({ authorization: `Bearer ${SECRET}` }, '{}', 'GET')).toBe(405);
  expect(await call({ authorization: `Bearer ${SECRET}` }, 'x'.repeat(1_100_000))).toBe(413);
  expect(started()).toBe(1);
});

test('a wrong flag is one sentence', () => {
  const given = { watch: undefined, hook: undefined, secret: SECRET };
  expect(readWatch({ ...given, watch: '15' })).toEqual({ minutes: 15, hook: null });
  expect(readWatch({ ...given, hook: '8099' })).toEqual({
    minutes: null,
    hook: { port: 8099, secret: SECRET },
  });
  expect(readWatch({ ...given, watch: 'often' })).toMatch(/^--watch .*"often"\.$/);
  expect(readWatch({ ...given, hook: 'x' })).toMatch(/^--hook .*"x"\.$/);
  expect(readWatch({ ...given, hook: '1', secret: 'short' })).toMatch(/TAMIZDAT_HOOK_SECRET\.$/);
});

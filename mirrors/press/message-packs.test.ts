import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startMirror } from '../server/index.ts';
import { press } from './index.ts';
import { loadEdition } from './load.ts';
import { makeItems, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { folderGet } from './places.ts';
import { restore } from './restore.ts';

afterAll(removeNewsrooms);

test('carries what the paper says to its readers, dated by its first day, and restores it from a mirror', async () => {
  const strap = { kind: 'strap', text: 'Читайте нас и без связи.' };
  const made = await makeNewsroom({ messages: [strap] });
  await made.publish(makeItems(60));
  await press(made.options());
  const config = join(made.folder, 'tamizdat.json');
  const write = async (messages: unknown[]) =>
    writeFile(config, JSON.stringify({ ...JSON.parse(await readFile(config, 'utf8')), messages }));
  const read = async (site = made.site) => {
    const edition = await loadEdition(folderGet(site), (await press(made.options(60_000))).publication);
    return { messages: edition.messages, head: edition.head };
  };
  const first = await read();
  expect(first.messages).toEqual([
    {
      id: expect.stringMatching(/^[a-z2-7]{16}$/),
      language: '',
      title: '',
      hidden: [],
      ...strap,
      time: first.head.time,
    },
  ]);
  // What was said before keeps its day and its name, also where it is shown until another day.
  await write([
    { ...strap, until: '2030-01-01' },
    { kind: 'notice', title: 'Новое', text: 'Слово. '.repeat(40) },
  ]);
  const second = await read();
  expect(second.head.n).toBe(first.head.n + 1);
  expect(second.messages.map(({ id, time }) => [id, time])).toEqual([
    [first.messages[0]!.id, first.head.time],
    [expect.not.stringContaining(first.messages[0]!.id), first.head.time + 60],
  ]);
  expect((await press(made.options(120_000))).files, 'nothing is new').toBe(0);

  const mirror = await startMirror({ site: made.site, port: 0 });
  const copy = await makeNewsroom();
  try {
    await rm(copy.site, { recursive: true, force: true });
    await cp(join(made.folder, 'keys'), join(copy.folder, 'keys'), { recursive: true });
    await restore({ url: mirror.url, to: copy.folder, tell: () => undefined, app: copy.app });
    expect((await loadEdition(folderGet(copy.site), second.head.publication)).messages).toEqual(
      second.messages,
    );
  } finally {
    await mirror.close();
  }
  await write([]);
  expect(await read()).toMatchObject({ messages: [], head: { messages: [] } });
});

test('spreads many messages over packs that a mirror may send, and refuses one that is larger than any', async () => {
  // Letters that hardly deflate, others in each message.
  const notice = (letters: number, i = 0) => {
    const lines = Array.from({ length: letters / 64 }, (_, at) =>
      createHash('sha256').update(`${i} ${at}`).digest('hex'),
    );
    return { kind: 'notice', title: `Номер ${i}`, text: lines.join(' ') };
  };
  const made = await makeNewsroom({ messages: [0, 1, 2].map((i) => notice(6_000, i)) });
  await made.publish(makeItems(3));
  const { publication } = await press(made.options());
  const { head, messages } = await loadEdition(folderGet(made.site), publication);
  expect(messages.map((one) => one.title)).toEqual(['Номер 0', 'Номер 1', 'Номер 2']);
  expect(head.messages.length).toBeGreaterThan(1);
  for (const [, bytes] of head.messages) expect(bytes).toBeLessThanOrEqual(7_000);
  const large = await makeNewsroom({ messages: [notice(40_000)] });
  await large.publish(makeItems(1));
  await expect(press(large.options())).rejects.toThrow(/^Message 1 \("notice"\).*make it shorter/);
});

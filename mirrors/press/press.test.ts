/** Editions: what is the same whenever it is pressed, and what a new one changes. */
import { createWriteStream } from 'node:fs';
import { cp, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, expect, test } from 'vitest';
import { press } from './index.ts';
import { loadEdition } from './load.ts';
import {
  filesOf,
  type MadeItem,
  makeItem,
  makeItems,
  makeNewsroom,
  removeNewsrooms,
  wxrOf,
} from './made-newsroom.ts';
import { shown } from './made-shown.ts';
import { openFolder } from './open.ts';
import { folderGet } from './places.ts';

const DAY_MS = 86_400_000;

afterAll(removeNewsrooms);

test('gives the same bytes from the same input and keys, wherever it runs', async () => {
  const one = await makeNewsroom();
  const two = await makeNewsroom();
  await cp(join(one.folder, 'keys'), join(two.folder, 'keys'), { recursive: true });
  for (const made of [one, two]) {
    await made.publish(makeItems(60));
    await press(made.options());
    await made.publish(makeItems(63));
    await press(made.options(60_000));
  }
  const files = await filesOf(one.site);
  expect(await filesOf(two.site)).toEqual(files);
  expect(files.size).toBeGreaterThan(15);
});

test('gives an article the same id under other keys, in another folder and whatever the order of the items', async () => {
  const items = Array.from({ length: 12 }, (_, i) => makeItem(i, 300));
  const found: string[][] = [];
  for (const list of [items, [...items].reverse()]) {
    const made = await makeNewsroom();
    await made.publish(list);
    const { publication } = await press(made.options());
    const { entries } = (await openFolder(made.site)).edition;
    found.push([publication, ...entries.map(({ view }) => view.id).sort()]);
  }
  const [[one, ...ids], [other, ...again]] = found as [string[], string[]];
  expect(again).toEqual(ids);
  expect(ids).toHaveLength(12);
  expect(other).not.toBe(one);
});

test('changes no file when there is nothing new, until the head is a day old or a new one is asked for', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(60));
  const first = await press(made.options());
  expect(first).toMatchObject({ n: 1, isNewEdition: true, added: 60, updated: 0 });
  const before = await timesOf(made.site);
  const again = await press(made.options(DAY_MS - 1));
  expect(again).toMatchObject({ n: 1, isNewEdition: false, added: 0, unchanged: 60, files: 0 });
  expect(await timesOf(made.site)).toEqual(before);
  expect(await press(made.options(DAY_MS))).toMatchObject({ n: 2, files: 1, isNewEdition: true });
  expect(await press({ ...made.options(DAY_MS), renew: true })).toMatchObject({ n: 3, files: 1 });
});

async function timesOf(folder: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const path of (await filesOf(folder)).keys()) times[path] = (await stat(join(folder, path))).mtimeMs;
  return times;
}

test('rewrites no block for one new article, and none that is sealed ever', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(150));
  const { publication } = await press(made.options());
  let files = await filesOf(made.site);
  const spans = async () => (await loadEdition(folderGet(made.site), publication)).head.spans;
  const sealed = await spans();
  expect(sealed.length).toBeGreaterThan(2);
  for (const i of [1, 2, 3, 12, 40, 70]) {
    await made.publish(makeItems(150 + i));
    await press(made.options(i * 60_000));
    const now = await filesOf(made.site);
    const changed = [...files].filter(([path, bytes]) => now.get(path)?.equals(bytes) !== true);
    expect(changed.map(([path]) => path).filter((path) => path.startsWith('ipfs/'))).toEqual([]);
    expect((await spans()).slice(0, sealed.length)).toEqual(sealed);
    if (i === 1) expect(now.size - files.size).toBe(1); // The new article's pack.
    files = now;
  }
  const { edition } = await openFolder(made.site);
  // By now the tail has been sealed at least once, and nobody's article got another q.
  expect(edition.head.spans.length).toBeGreaterThan(sealed.length);
  expect(edition.entries.map(({ view }) => view.q)).toEqual(
    Array.from({ length: edition.head.last }, (_, i) => i + 1),
  );
}, 60_000);

test('gives a changed article a new record, and none to one that stayed', async () => {
  const made = await makeNewsroom();
  const list = makeItems(50);
  await made.publish(list);
  await press(made.options());
  const changed: MadeItem = { ...list[3]!, paragraphs: ['Исправлено.'] };
  await made.publish(list.with(3, changed));
  expect(await press(made.options(60_000))).toMatchObject({ n: 2, added: 0, updated: 1, unchanged: 49 });
  const { edition } = await openFolder(made.site);
  expect(edition.entries).toHaveLength(50);
  expect(edition.entries.at(-1)).toMatchObject({ view: { q: 51 }, article: { body: ['Исправлено.'] } });
  expect(edition.head.cards.filter(([, id]) => id === edition.entries.at(-1)!.view.id)).toHaveLength(1);
});

test('keeps the time when an article without a date was first seen', async () => {
  const made = await makeNewsroom();
  const feed =
    '<rss version="2.0"><channel><title>a</title><item><guid>1</guid><title>Без даты</title><description>Текст</description></item></channel></rss>';
  await writeFile(join(made.folder, 'feed.xml'), feed);
  await press(made.options());
  expect(await press(made.options(3_600_000))).toMatchObject({ unchanged: 1, isNewEdition: false });
  expect((await shown(made.site))[0]).toMatchObject({ dated: false, published: '2026-11-20T12:00:00.000Z' });
});

test('seals ten thousand of an archive into directories; a head, a directory and a segment lead to any of them', async () => {
  const made = await makeNewsroom({ sources: [{ wxr: 'archive.xml' }, { feed: 'feed.xml' }] });
  const long = { ...makeItem(9_999, 0), title: 'Длинная', paragraphs: makeItem(4, 1_100_000).paragraphs };
  await pipeline(wxrOf(9_999, 200), createWriteStream(join(made.folder, 'archive.xml')));
  await made.publish([long]);
  const result = await press(made.options());
  expect(result.added).toBe(10_000);
  const articles = await shown(made.site);
  expect(articles).toHaveLength(10_000);
  const back = articles.find(({ title }) => title === 'Длинная')!;
  expect(Buffer.byteLength(back.text)).toBeGreaterThan(2_000_000);
  expect(back.text).toBe(long.paragraphs.join('\n'));
  const { head } = await loadEdition(folderGet(made.site), result.publication);
  expect(head.spans.filter(([, , , , level]) => level === 0).length).toBeLessThanOrEqual(6);
  expect(head.spans.some(([, , , , level]) => level === 1)).toBe(true);
  for (const [path, bytes] of await filesOf(made.site)) {
    if (path.startsWith('ipfs/')) expect(bytes.length, path).toBeLessThanOrEqual(7_000);
  }
}, 300_000);

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { unpackText } from '../../src/edition/text.ts';
import { press } from './index.ts';
import { filesOf, type MadeNewsroom, makeItems, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { openFolder } from './open.ts';

const items = (count: number) => makeItems(count, 900);

afterAll(removeNewsrooms);

/** Everything in the site that a word can be read in. */
async function textsOf(site: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, bytes] of await filesOf(site)) {
    const body = path.endsWith('/head') ? bytes.subarray(6 + 72) : bytes;
    texts.set(path, await unpackText(new Uint8Array(body)).catch(() => bytes.toString('utf8')));
  }
  return texts;
}

const holding = async (site: string, word: string) =>
  [...(await textsOf(site))].filter(([, text]) => text.includes(word)).map(([path]) => path);

async function change(made: MadeNewsroom, more: object): Promise<void> {
  const file = join(made.folder, 'tamizdat.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...more }));
}

test('a withdrawn article is in no file of the site any more, and does not come again from its source', async () => {
  const made = await makeNewsroom();
  const list = items(300);
  // An article deep in a sealed segment, one that was changed once, and one at the front.
  const [deep, changed, front] = [list[40]!, list[100]!, list[299]!];
  await made.publish(list.slice(0, 299));
  await press(made.options());
  await made.publish(list.with(100, { ...changed, paragraphs: ['Иначе.', ...changed.paragraphs] }));
  await press(made.options(60_000));
  const before = (await openFolder(made.site)).edition;
  for (const { title } of [deep, changed, front])
    expect((await holding(made.site, title)).length).toBeGreaterThan(0);

  const result = await press({
    ...made.options(120_000),
    withdraw: {
      articles: [
        `https://paper.example/${deep.key}`,
        `https://paper.example/${changed.key}`,
        before.entries.at(-1)!.article.id,
      ],
      reason: 'Ошибка редакции',
    },
  });
  expect(result).toMatchObject({ n: 3, withdrawn: 3 });
  for (const { title, paragraphs } of [deep, changed, front]) {
    expect(await holding(made.site, title)).toEqual([]);
    expect(await holding(made.site, paragraphs[0]!.slice(0, 60))).toEqual([]);
  }
  const { edition } = await openFolder(made.site);
  expect(edition.withdrawn).toHaveLength(3);
  expect(edition.withdrawn[0]).toEqual([expect.any(String), 'Ошибка редакции', edition.head.time]);
  // Everybody else is there under the number that readers know it by.
  const gone = new Set(edition.withdrawn.map(([id]) => id));
  const kept = before.entries.filter(({ view }) => !gone.has(view.id));
  expect(edition.entries.map(({ view, article }) => [view.q, article])).toEqual(
    kept.map(({ view, article }) => [view.q, article]),
  );
  expect(edition.head.spans.map((span) => span.slice(2))).toEqual(
    before.head.spans.map((span) => span.slice(2)),
  );

  expect(await press(made.options(180_000))).toMatchObject({ isNewEdition: false, added: 0, withdrawn: 3 });
  await press({
    ...made.options(240_000),
    withdraw: { articles: [before.entries[40]!.view.id], reason: '', undo: true },
  });
  expect(await press(made.options(300_000))).toMatchObject({ added: 1, withdrawn: 2 });
  await expect(press({ ...made.options(), withdraw: { articles: ['nobody'], reason: '' } })).rejects.toThrow(
    /^No article "nobody" is published: .*\.$/,
  );
}, 60_000);

test('an article may be called by the id that its source counts for itself, and by its address as people copy it', async () => {
  const made = await makeNewsroom();
  const list = items(4);
  await made.publish(list);
  await press(made.options());
  const back = (...articles: string[]) =>
    press({ ...made.options(60_000), withdraw: { articles, reason: '' } });
  const first = await back(list[0]!.key, `http://www.paper.example/${list[1]!.key}/?utm_source=mail`);
  expect(first).toMatchObject({ withdrawn: 2, total: 2, turned: [expect.any(String), expect.any(String)] });
  expect(await back(list[0]!.key)).toMatchObject({ withdrawn: 2, turned: [] });
  const undo = { articles: [list[0]!.key], reason: '', undo: true };
  expect(await press({ ...made.options(90_000), withdraw: undo })).toMatchObject({ withdrawn: 1 });
  // An address that several have names none of them.
  await change(made, { sources: [{ feed: 'feed.xml', url: 'https://paper.example/' }] });
  const feed = await readFile(join(made.folder, 'feed.xml'), 'utf8');
  const shared = feed.replaceAll(/made-[23]<\/link>/g, 'live</link>');
  await writeFile(join(made.folder, 'feed.xml'), shared);
  await press(made.options(120_000));
  await expect(back('https://paper.example/live')).rejects.toThrow(/could be any of 2 articles: give the id/);
});

test('pictures of a withdrawn article go, those that another article shows stay', async () => {
  const made = await makeNewsroom();
  const folder = join(made.folder, 'texts');
  await mkdir(folder);
  for (const [name, colour] of [
    ['own', '#900'],
    ['shared', '#090'],
  ] as const)
    await sharp({ create: { width: 700, height: 500, channels: 3, background: colour } })
      .composite([
        { input: Buffer.from('<svg width="90" height="90"><circle r="40" cx="45" cy="45"/></svg>') },
      ])
      .jpeg()
      .toFile(join(folder, `${name}.jpg`));
  await writeFile(
    join(folder, 'a.md'),
    '---\ntitle: Первая\ndate: 2026-11-01\n---\n\nТекст.\n\n![](own.jpg)\n\n![](shared.jpg)\n',
  );
  await writeFile(
    join(folder, 'b.md'),
    '---\ntitle: Вторая\ndate: 2026-11-02\n---\n\nТекст.\n\n![](shared.jpg)\n',
  );
  await change(made, { sources: [{ folder: 'texts' }] });
  expect(await press(made.options())).toMatchObject({ added: 2, pictures: { failed: 0 } });
  const avif = async () =>
    [...(await filesOf(made.site))].filter(
      ([path, bytes]) => path.startsWith('ipfs/') && bytes.subarray(4, 8).toString() === 'ftyp',
    ).length;
  const before = await avif();
  await press({ ...made.options(60_000), withdraw: { articles: ['a.md'], reason: '' } });
  expect(await avif()).toBe(before / 2);
  const { edition } = await openFolder(made.site);
  expect(edition.entries.map(({ article }) => article.title)).toEqual(['Вторая']);
});

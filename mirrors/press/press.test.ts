import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { corpusFolder } from '../../e2e/corpus-folder.ts';
import { blockPath } from '../../src/edition/cid.ts';
import type { MirrorList } from '../../src/edition/mirrors.ts';
import { startMirror } from '../server/index.ts';
import { press } from './index.ts';
import { loadEdition, loadShell, loadShellFiles } from './load.ts';
import {
  feedOf,
  filesOf,
  type MadeItem,
  makeApp,
  makeItem,
  makeItems,
  makeNewsroom,
  removeNewsrooms,
  wxrOf,
} from './made-newsroom.ts';
import { openFolder } from './open.ts';
import { openAnywhere } from './open-command.ts';
import { folderGet } from './places.ts';
import { restore } from './restore.ts';
import type { Shown } from './show.ts';

const DAY_MS = 86_400_000;

afterAll(removeNewsrooms);

async function shown(where: string): Promise<Shown[]> {
  let text = '';
  const print = (line: string) => {
    text += line;
  };
  expect(await openAnywhere(where, { json: true, print })).toBe(0);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Shown);
}

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

async function makePicture(folder: string): Promise<void> {
  await mkdir(join(folder, 'texts'), { recursive: true });
  const noise = {
    create: {
      width: 900,
      height: 600,
      channels: 3 as const,
      background: '#357',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 40 },
    },
  };
  await sharp(noise).png().toFile(join(folder, 'texts/a.png'));
  await writeFile(
    join(folder, 'texts/a.md'),
    '---\ntitle: Снимок\ndate: 2026-11-01\nlanguage: ru\n---\n\nПеред снимком.\n\n![Берег](a.png)\n\nПосле [него](https://a.example/x).\n',
  );
  const config = JSON.parse(await readFile(join(folder, 'tamizdat.json'), 'utf8')) as { sources: unknown[] };
  config.sources = [{ feed: 'feed.xml' }, { folder: 'texts' }];
  await writeFile(join(folder, 'tamizdat.json'), JSON.stringify(config));
}

test('stores pictures in blocks, prints their largest size and unpacks them', async () => {
  const made = await makeNewsroom();
  await makePicture(made.folder);
  await made.publish([]);
  expect((await press(made.options())).pictures).toEqual({ made: 1, kept: 0, failed: 0 });
  const [article] = await shown(made.site);
  expect(article).toMatchObject({
    title: 'Снимок',
    text: 'Перед снимком.\nПосле него.',
    links: ['https://a.example/x'],
    updated: null,
  });
  const [picture] = article!.pictures;
  const out = join(made.folder, 'out');
  await openAnywhere(made.site, { json: false, extractTo: out, print() {} });
  const file = await readFile(join(out, `${picture!.sha256}.avif`));
  expect(createHash('sha256').update(file).digest('hex')).toBe(picture!.sha256);
  expect(file.length).toBe(picture!.bytes);
  expect(await sharp(file).metadata()).toMatchObject({ width: picture!.width, height: picture!.height });
  expect(await readFile(join(out, `${article!.id}.html`), 'utf8')).toContain(
    `<img src="${picture!.sha256}.avif" alt="Берег"`,
  );

  expect(await press(made.options())).toMatchObject({ isNewEdition: false, files: 0 });
  await sharp({ create: { width: 300, height: 300, channels: 3, background: '#900' } })
    .png()
    .toFile(join(made.folder, 'texts/a.png'));
  expect(await press(made.options(1_000))).toMatchObject({ updated: 1 });
});

test('takes no picture of more MB or pixels than "limits" of tamizdat.json say', async () => {
  const made = await makeNewsroom({ limits: { picture: 1, pixels: 1 } });
  await makePicture(made.folder);
  await made.publish([]);
  const first = await press(made.options());
  expect(first.lost).toEqual([expect.stringMatching(/a\.png.* is longer than 1 MB/)]);
  await sharp({ create: { width: 1200, height: 1000, channels: 3, background: '#900' } })
    .png()
    .toFile(join(made.folder, 'texts/a.png'));
  const second = await press(made.options(1_000));
  expect(second.lost).toEqual([expect.stringMatching(/a\.png.* has more than 1 million pixels/)]);
});

test('a source that fails and a picture that cannot be had cost themselves alone', async () => {
  const made = await makeNewsroom({ sources: [{ feed: 'feed.xml' }, { feed: 'none.xml' }] });
  const feed =
    '<rss version="2.0"><channel><title>a</title><item><guid>1</guid><title>С картинкой</title><description>&lt;p&gt;Текст&lt;/p&gt;&lt;img src="http://localhost:9/a.jpg" alt="вид"&gt;</description></item></channel></rss>';
  await writeFile(join(made.folder, 'feed.xml'), feed);
  const result = await press(made.options());
  expect(result.failures).toHaveLength(1);
  expect(result.failures[0]).toContain('none.xml');
  expect(result).toMatchObject({ added: 1, pictures: { failed: 1 } });
  expect(result.lost[0]).toContain('http://localhost:9/a.jpg');
  expect((await shown(made.site))[0]!.pictures).toMatchObject([{ alt: 'вид', bytes: 0, sha256: null }]);
});

test('a first press whose sources all fail makes no edition, and says so', async () => {
  const made = await makeNewsroom({ sources: [{ feed: 'none.xml' }] });
  await expect(press(made.options())).rejects.toThrow(/nothing was published before, so no edition was made/);
  await expect(readdir(made.site)).rejects.toThrow('ENOENT');
  // Where something is published, it stays, and the run goes on.
  await writeFile(join(made.folder, 'none.xml'), feedOf([makeItem(0, 400)]));
  expect(await press(made.options())).toMatchObject({ n: 1, added: 1 });
  await rm(join(made.folder, 'none.xml'));
  expect(await press(made.options(60_000))).toMatchObject({ n: 1, total: 1, failures: [expect.any(String)] });
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

test('a mirror that cannot be reached costs a warning', async () => {
  const made = await makeNewsroom({ mirrors: ['http://localhost:9/'] });
  await made.publish(makeItems(3));
  const warnings: string[] = [];
  const report = { progress() {}, warn: (sentence: string) => warnings.push(sentence) };
  const { publication } = await press({ ...made.options(), report });
  expect(warnings.join()).toContain('http://localhost:9/');
  const { mirrors, head } = await loadEdition(folderGet(made.site), publication);
  expect(mirrors as MirrorList).toMatchObject({ n: 1, mirrors: [['localhost', 'http://localhost:9/']] });
  expect(head.mirrors).toBe(1);
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

test('keys of another publication, lost or damaged keys are one sentence each', async () => {
  const made = await makeNewsroom();
  const other = await makeNewsroom();
  await made.publish(makeItems(3));
  await press(made.options());
  await rm(join(made.folder, 'keys'), { recursive: true });
  await expect(press(made.options())).rejects.toThrow(/^There is no key folder .*\.$/);
  await cp(join(other.folder, 'keys'), join(made.folder, 'keys'), { recursive: true });
  await expect(press(made.options())).rejects.toThrow(/^The keys in .* are of the publication .*\.$/);
  await rm(made.site, { recursive: true });
  await writeFile(join(made.folder, 'keys/root.pem'), 'nothing');
  await expect(press(made.options())).rejects.toThrow(/^The key .*root\.pem cannot be read .*\.$/);
  await rm(join(made.folder, 'keys/root.pem'));
  await expect(press(made.options())).rejects.toThrow(/^The key folder holds 0 of the 1 keys .*\.$/);
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

/**
 * What a reader fetches that has everything up to an edition's last q (0: a new one): the head, segments of the
 * stretch that neither the head nor the reader has, packs of articles that it lacks. Sizes in bytes.
 */
async function weigh(site: string, publication: string, held: number) {
  const { head, entries } = await loadEdition(folderGet(site), publication);
  const refs = new Map<string, number>();
  for (const [digest, bytes, first, last] of head.spans) {
    if (last > held && first < head.from) refs.set(digest, bytes);
  }
  for (const { view } of entries) {
    if (view.q > held) for (const [digest, bytes] of view.packs) refs.set(digest, bytes);
  }
  const headBytes = (await stat(join(site, `ed1/${publication}/head`))).size;
  const total = [...refs.values()].reduce((sum, bytes) => sum + bytes, headBytes);
  return { headBytes, cards: head.cards.length, blocks: refs.size, total, last: head.last };
}

test('forty articles of 4 KB weigh at most 70 KB, two more at most 12 KB', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(40, 2_200));
  const { publication } = await press(made.options());
  const first = await weigh(made.site, publication, 0);
  expect(first.total).toBeLessThanOrEqual(70_000);
  expect(first.headBytes).toBeLessThanOrEqual(6_000);
  expect(first.cards).toBeGreaterThanOrEqual(20);
  await made.publish(makeItems(42, 2_200));
  await press(made.options(60_000));
  const second = await weigh(made.site, publication, first.last);
  expect(second.total).toBeLessThanOrEqual(12_000);
});

test('the same with real news', async (context) => {
  if (!corpusFolder) return context.skip('no ../shared/corpus here');
  const { readdir } = await import('node:fs/promises');
  const folder = join(corpusFolder, 'articles/factrueval-ru');
  const texts: string[] = [];
  for (const name of (await readdir(folder, { recursive: true }))
    .filter((one) => one.endsWith('.txt'))
    .sort()) {
    texts.push((await readFile(join(folder, name), 'utf8')).replace(/^\uFEFF/, ''));
  }
  // Real texts, joined or cut to the length in question.
  const whole = texts.join('\n').split(/\n+/).filter(Boolean);
  const list: MadeItem[] = [];
  for (let i = 0, at = 0; i < 42; i++) {
    const paragraphs: string[] = [];
    for (let bytes = 0; bytes < 4_000 && at < whole.length; at++) {
      paragraphs.push(whole[at]!);
      bytes += Buffer.byteLength(whole[at]!);
    }
    list.push({ ...makeItem(i, 0), title: paragraphs[0]!.slice(0, 70), paragraphs });
  }
  const made = await makeNewsroom();
  await made.publish(list.slice(0, 40));
  const { publication } = await press(made.options());
  const first = await weigh(made.site, publication, 0);
  expect(first.total).toBeLessThanOrEqual(70_000);
  await made.publish(list);
  await press(made.options(60_000));
  const second = await weigh(made.site, publication, first.last);
  expect(second.total).toBeLessThanOrEqual(12_000);
});

test('the page of a first visit holds the newest headlines within its size', async () => {
  const made = await makeNewsroom();
  await made.publish(makeItems(60).map((item) => ({ ...item, title: `<b>${item.title}</b> & "так"` })));
  await press(made.options());
  const page = await readFile(join(made.site, 'index.html'), 'utf8');
  expect((await stat(join(made.site, 'index.html.gz'))).size).toBeLessThanOrEqual(6_500);
  expect(page.match(/<li>/g)?.length).toBe(20);
  expect(page).toContain('&amp; &quot;так&quot;</a>');
  const json = /<script type="application\/json" id="publication">(.*?)<\/script>/.exec(page)![1]!;
  expect(JSON.parse(json)).toEqual(JSON.parse(await readFile(join(made.site, 'publication.json'), 'utf8')));
  expect(blockPath('A'.repeat(43))).toMatch(/^ipfs\/b/);
});

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FLAG } from '../../src/edition/card.ts';
import { makeSite } from '../newsroom/made-site.ts';
import { press } from './index.ts';
import { type MadeNewsroom, makeItem, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { openFolder } from './open.ts';

afterAll(removeNewsrooms);

async function makeFolder(files: Record<string, string>): Promise<MadeNewsroom> {
  const made = await makeNewsroom({ sources: [{ folder: 'texts' }], languages: ['ru', 'en'] });
  await mkdir(join(made.folder, 'texts'));
  await write(made, files);
  return made;
}

async function write(made: MadeNewsroom, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(made.folder, 'texts', name), text);
}

async function configure(made: MadeNewsroom, more: object): Promise<void> {
  const file = join(made.folder, 'tamizdat.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...more }));
}

const titles = async (made: MadeNewsroom) =>
  (await openFolder(made.site)).edition.entries.map(({ article }) => article.title);

/** Titles of the head's cards that the editors put first. */
async function topOf(made: MadeNewsroom, language = 'ru'): Promise<string[]> {
  const { head, entries } = (await openFolder(made.site)).edition;
  const named = new Map(entries.map(({ article }) => [article.id, article.title]));
  const top = (head.top[language] ?? []).map((id) => named.get(id)!);
  const all = Object.values(head.top).flat().length;
  expect(head.cards.slice(0, all).map((card) => card[1])).toEqual(Object.values(head.top).flat());
  return top;
}

test('an article under embargo waits for its hour, and so does a change of it', async () => {
  const text = (embargo: string, words: string) =>
    `---\ntitle: Тайна\ndate: 2026-11-19\nembargo: ${embargo}\n---\n${words}`;
  const made = await makeFolder({
    'a.md': text('2026-11-20T13:00:00Z', 'Первое.'),
    'b.md': '---\ntitle: Явь\ndate: 2026-11-19\n---\nТекст.',
  });
  expect(await press(made.options())).toMatchObject({ added: 1, waiting: 1 });
  expect(await titles(made)).toEqual(['Явь']);
  expect(await press(made.options(3_600_000))).toMatchObject({ added: 1, waiting: 0 });
  await write(made, { 'a.md': text('2026-11-20T15:00:00Z', 'Второе.') });
  expect(await press(made.options(7_200_000))).toMatchObject({ updated: 0, waiting: 1 });
  expect(await press(made.options(10_800_000))).toMatchObject({ updated: 1, waiting: 0 });
});

test('a text that changed is updated at that hour, and a correction is the last thing that it says', async () => {
  const made = await makeFolder({ 'a.md': '---\ntitle: Мост\ndate: 2026-11-19\ntags: [a]\n---\nОткрыт.' });
  await press(made.options());
  await write(made, { 'a.md': '---\ntitle: Мост\ndate: 2026-11-19\ntags: [b]\n---\nОткрыт.' });
  await press(made.options(60_000));
  const read = async () => (await openFolder(made.site)).edition.entries[0]!;
  expect((await read()).article.updated, 'other tags are no other text').toBeUndefined();
  await write(made, {
    'a.md': '---\ntitle: Мост\ndate: 2026-11-19\ntags: [b]\ncorrection: Исправлено имя.\n---\nОткрыт снова.',
  });
  await press(made.options(120_000));
  const { article, view } = await read();
  expect(article.updated).toBe((made.options(120_000).now() / 1000) | 0);
  expect(view.flags & FLAG.updated).toBe(FLAG.updated);
  expect(article.body.at(-1)).toEqual(['p', ['em', 'Исправлено имя.']]);
  // The next press finds nothing new in it.
  expect(await press(made.options(180_000))).toMatchObject({ updated: 0, isNewEdition: false });
});

test('the editors’ order comes from the articles, from a list, or from the paper’s own front page', async () => {
  const made = await makeFolder({
    'a.md': '---\ntitle: Первая\ndate: 2026-11-17\norder: 2\n---\nТекст.',
    'b.md': '---\ntitle: Вторая\ndate: 2026-11-16\norder: 1\nurl: https://paper.example/b\n---\nТекст.',
    'c.md': '---\ntitle: Третья\ndate: 2026-11-18\nurl: https://paper.example/c/\n---\nТекст.',
    'd.md': '---\ntitle: Third\ndate: 2026-11-15\nlanguage: en\norder: 1\n---\nText.',
  });
  await press(made.options());
  expect(await topOf(made)).toEqual(['Вторая', 'Первая']);
  expect(await topOf(made, 'en')).toEqual(['Third']);

  const warnings: string[] = [];
  const report = { progress() {}, warn: (sentence: string) => warnings.push(sentence) };
  await configure(made, { top: ['http://www.paper.example/c?from=top', 'a.md', 'none'] });
  await press({ ...made.options(60_000), report });
  expect(await topOf(made)).toEqual(['Третья', 'Первая']);
  expect(warnings.join()).toMatch(/"top" of tamizdat\.json names "none"/);

  const page = createServer((_, response) =>
    response.end(
      '<nav><a href="/about">О нас</a></nav><a href="https://paper.example/c">3</a><a href="https://paper.example/b">2</a>',
    ),
  );
  await new Promise<void>((ready) => page.listen(0, '127.0.0.1', ready));
  const { port } = page.address() as AddressInfo;
  await configure(made, { top: { page: `http://localhost:${port}/` } });
  await press(made.options(120_000));
  expect(await topOf(made)).toEqual(['Третья', 'Вторая']);
  page.closeAllConnections();
  await new Promise((end) => page.close(end));
  // A front page that cannot be had leaves the order as it was.
  await press({ ...made.options(180_000), renew: true });
  expect(await topOf(made)).toEqual(['Третья', 'Вторая']);
});

test('each language has the order of its own front page, and keeps it while a wall stands before that', async () => {
  const link = (name: string) => `<a href="https://paper.example/${name}">${name}</a>`;
  const site = await makeSite({ '/ru': link('b') + link('a'), '/en': link('d') });
  const article = (title: string, name: string, language: string) =>
    `---\ntitle: ${title}\ndate: 2026-11-17\nlanguage: ${language}\nurl: https://paper.example/${name}\n---\nТекст.`;
  const made = await makeFolder({
    'a.md': article('Первая', 'a', 'ru'),
    'b.md': article('Вторая', 'b', 'ru'),
    'd.md': article('Third', 'd', 'en'),
  });
  await configure(made, { top: { page: [`${site.url}/ru`, `${site.url}/en`] } });
  await press(made.options());
  expect(await topOf(made)).toEqual(['Вторая', 'Первая']);
  expect(await topOf(made, 'en')).toEqual(['Third']);

  site.pages.set('/ru', '<html><head><title>Just a moment...</title></head><body></body></html>');
  site.pages.set('/en', link('about'));
  const warnings: string[] = [];
  const report = { progress() {}, warn: (sentence: string) => warnings.push(sentence) };
  await press({ ...made.options(60_000), report, renew: true });
  expect(await topOf(made)).toEqual(['Вторая', 'Первая']);
  expect(await topOf(made, 'en')).toEqual(['Third']);
  expect(warnings).toEqual([
    expect.stringMatching(
      /\/ru gave a page that wants proof of a human being .*: the order stays as it was\.$/,
    ),
    expect.stringMatching(/\/en leads to no article that is published: the order stays as it was\.$/),
  ]);
  await site.close();
});

test('related articles are those that share rarer words or a tag, where the source names none', async () => {
  const text = (title: string, more = '') =>
    `---\ntitle: ${title}\ndate: 2026-11-1${title.length % 9}\n${more}---\nТекст.`;
  const others = Object.fromEntries(
    ['Погода', 'Рынок', 'Театр', 'Выборы', 'Школа'].map((word, i) => [`x${i}.md`, text(`${word} сегодня`)]),
  );
  const made = await makeFolder({
    ...others,
    'a.md': text('Мэр открыл мост через Волгу'),
    'b.md': text('На мосту через Волгу пробка', 'tags: [дороги]\n'),
    'c.md': text('Ямы чинят летом', 'tags: [дороги]\nsummary: Пробка обещана.\n'),
    'd.md': text('Мост через Волгу закрыт', 'related: [x1.md]\n'),
  });
  await press(made.options());
  const read = async () => {
    const { entries } = (await openFolder(made.site)).edition;
    const named = new Map(entries.map(({ article }) => [article.id, article.title]));
    return Object.fromEntries(
      entries.map(({ article }) => [article.title, article.related?.map((id) => named.get(id)).sort()]),
    );
  };
  const related = await read();
  expect(related['Мэр открыл мост через Волгу']).toEqual([
    'Мост через Волгу закрыт',
    'На мосту через Волгу пробка',
  ]);
  expect(related['Ямы чинят летом']).toEqual(['На мосту через Волгу пробка']);
  expect(related['Мост через Волгу закрыт']).toEqual(['Рынок сегодня']);
  expect(related['Театр сегодня']).toBeUndefined();
  // They stay as they are, also where nothing is remembered, and a new article finds those before it.
  await rm(join(made.folder, '.cache'), { recursive: true });
  expect(await press(made.options(60_000))).toMatchObject({ unchanged: 9, files: 0 });
  await write(made, { 'e.md': text('Волгу перекрыл новый мост') });
  await press(made.options(120_000));
  expect((await read())['Волгу перекрыл новый мост']).toEqual([
    'Мост через Волгу закрыт',
    'Мэр открыл мост через Волгу',
  ]);
});

test('what a source gave unchanged is not looked at again, and is where nothing is remembered', async () => {
  const made = await makeNewsroom();
  const items = Array.from({ length: 30 }, (_, i) => makeItem(i, 600));
  await made.publish(items);
  await press(made.options());
  const memory = await readFile(join(made.folder, '.cache/memory'));
  expect(await press(made.options(60_000))).toMatchObject({ unchanged: 30, files: 0 });
  for (const damaged of [memory.subarray(0, 500), Buffer.from('nothing')]) {
    await writeFile(join(made.folder, '.cache/memory'), damaged);
    expect(await press(made.options(60_000))).toMatchObject({ unchanged: 30, files: 0, added: 0 });
  }
  await made.publish([...items, makeItem(30, 600)]);
  expect(await press(made.options(120_000))).toMatchObject({ unchanged: 30, added: 1 });
});

test('one press at a time: another is told so, and what a killed one left is taken over', async () => {
  const made = await makeNewsroom();
  await made.publish([makeItem(1, 300)]);
  const lock = join(made.folder, '.lock');
  const both = await Promise.allSettled([press(made.options()), press(made.options())]);
  const refused = both.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(1);
  expect(String(refused[0]!.reason)).toMatch(
    /Another run presses .* \(process \d+ on .*\): wait for its end/,
  );

  const dead = { pid: 2 ** 22 + 1, host: hostname(), since: '2026-11-20T00:00:00Z' };
  await writeFile(lock, JSON.stringify(dead));
  await press(made.options());
  await writeFile(lock, JSON.stringify({ ...dead, host: 'another.example' }));
  await expect(press(made.options())).rejects.toThrow(/on another\.example\): wait .* delete .*\.lock\.$/);
});

test('pages are read as "profiles" of tamizdat.json say, and anew when these change', async () => {
  const words = 'Суд выслушал свидетелей, которые приехали издалека, и отложил решение до конца недели.';
  const site = await makeSite({
    '/sud': `<!doctype html><html lang="ru"><head><title>Суд</title><meta property="og:type" content="article"></head><body><article><h1>Суд</h1><p class="over">Процесс года</p><div class="text">${`<p>${words}</p>`.repeat(4)}<p class="shop">В нашей лавке есть кружки и рубашки для всех, кто нас читает, и для их друзей.</p></div></article></body></html>`,
  });
  const made = await makeNewsroom({ sources: [{ page: `${site.url}/sud` }] });
  const read = async (afterMs: number) => {
    const { added, updated, failures } = await press(made.options(afterMs));
    expect(failures).toEqual([]);
    const [first] = (await openFolder(made.site)).edition.entries;
    const { title, body } = first!.article;
    return { added, updated, title, hasShop: JSON.stringify(body).includes('кружки') };
  };
  expect(await read(0)).toEqual({ added: 1, updated: 0, title: 'Суд', hasShop: true });
  await configure(made, {
    profiles: [{ hosts: ['127.0.0.1'], headline: '.over', body: '.text', drop: '.shop' }],
  });
  expect(await read(60_000)).toEqual({ added: 0, updated: 1, title: 'Процесс года', hasShop: false });
  await site.close();
});

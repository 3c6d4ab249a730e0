import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bodyText, picturesOf } from '../../src/edition/body.ts';
import { openSource, readSource, type Source, SourceError } from './index.ts';
import { hearing } from './made-site.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saved-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const context = (lines: string[] = []) => ({
  ...{ folder, language: 'en' },
  ...hearing(lines),
});
async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}
const page = (title: string, head = '', more = ''): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:type" content="article">${head}</head><body><article><h1>${title}</h1>${more}${'<p>The bridge over the river was opened on Thursday after two years of repairs, the mayor of the town said to those who had come.</p>'.repeat(4)}</article></body></html>`;
const canonical = (path: string): string => `<link rel="canonical" href="https://paper.example${path}">`;
const figure = (src: string): string =>
  `<figure><img src="${src}" width="900" height="600"><figcaption>A bridge</figcaption></figure>`;

it('a saved page is where it says that it was: what its saver noted, its canonical address, its og:url', async () => {
  const at = async (html: string, more: object = {}): Promise<string[]> => {
    await write('page.html', html);
    const [draft] = await readSource({ page: 'page.html', ...more }, context());
    return [draft!.url, draft!.key];
  };
  const both = (url: string): string[] => [url, url];
  expect(await at(page('Bridge', canonical('/a')))).toEqual(both('https://paper.example/a'));
  const shared = '<meta property="og:url" content="https://paper.example/b">';
  expect(await at(page('Bridge', shared))).toEqual(both('https://paper.example/b'));
  const noted = '<!-- saved from url=(0024)https://paper.example/c -->';
  expect(await at(page('Bridge', `${noted}<link rel="canonical" href="/c?x=1">`))).toEqual(
    both('https://paper.example/c?x=1'),
  );
  const single =
    '<!--\n Page saved with SingleFile \n url: https://paper.example/d \n saved date: Thu Nov 19 2026\n-->';
  expect(await at(page('Bridge', single))).toEqual(both('https://paper.example/d'));
  const given = { url: 'https://paper.example/e' };
  expect(await at(page('Bridge'), given)).toEqual(both('https://paper.example/e'));
  // A front page's address is no article's, and one that is said nowhere is not made up.
  expect(await at(page('Bridge', canonical('/')))).toEqual(['', 'page.html']);
  expect(await at(page('Bridge'))).toEqual(['', 'page.html']);
});

it('a folder of saved pages gives the article of each, with the pictures that were saved along', async () => {
  await write('pages/one.html', page('One', canonical('/2026/one'), figure('./one_files/bridge%201.jpg')));
  await write('pages/one_files/bridge 1.jpg', 'picture');
  await write('pages/one_files/frame.html', page('Advertisement'));
  await write('pages/below/two.htm', page('Two', '', figure('two.jpg') + figure('../../secret.jpg')));
  await write('pages/below/two.jpg', 'picture');
  await write('secret.jpg', 'picture');
  await write('pages/empty.html', '<html><title>x</title><body></body></html>');
  await write('pages/notes.txt', 'none');
  const lines: string[] = [];
  const source: Source = { page: 'pages', section: 'Town' };
  const reading = await openSource(source, context(lines));
  const drafts = [...(reading.drafts as Iterable<never>)] as Awaited<ReturnType<typeof readSource>>;
  expect(drafts).toMatchObject([
    { title: 'Two', key: 'pages/below/two.htm', url: '', source: 'pages', section: 'Town' },
    { title: 'One', key: 'https://paper.example/2026/one', url: 'https://paper.example/2026/one' },
  ]);
  expect(lines).toEqual(['The page pages/empty.html holds no article.']);
  for (const { body } of drafts) expect(bodyText(body)).toContain('after two years of repairs');
  const [two, one] = drafts;
  expect([...one!.files!]).toEqual([
    ['https://paper.example/2026/one_files/bridge%201.jpg', join(folder, 'pages/one_files/bridge 1.jpg')],
  ]);
  // Of the page that does not say where it was, nothing is asked for on the web, and nothing is taken from elsewhere.
  expect([...two!.files!.values()]).toEqual([join(folder, 'pages/below/two.jpg')]);
  expect(picturesOf(two!.body).map(({ url }) => two!.files!.has(url))).toEqual([true]);
  expect(await openSource(source, { ...context(), before: reading.state })).toMatchObject({ kind: 'same' });
});

it('a folder without a page of an article is one sentence, and so is a file without one', async () => {
  await write('pages/empty.html', '<html><title>x</title><body></body></html>');
  const read = (source: Source) => readSource(source, context());
  await expect(read({ page: 'pages' })).rejects.toThrow(/holds no page of an article; put saved pages/);
  await expect(read({ page: 'pages', url: 'https://paper.example/a' })).rejects.toThrow(/leave it out/);
  await expect(read({ page: 'pages/empty.html' })).rejects.toThrow(/holds no article; give the page/);
  await expect(read({ page: 'none.html' })).rejects.toThrow(SourceError);
});

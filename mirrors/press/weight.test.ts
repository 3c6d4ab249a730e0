/** What a reader fetches, in bytes. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { corpusFolder } from '../../e2e/corpus-folder.ts';
import { blockPath } from '../../src/edition/cid.ts';
import { press } from './index.ts';
import { loadEdition } from './load.ts';
import { type MadeItem, makeItem, makeItems, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { folderGet } from './places.ts';

afterAll(removeNewsrooms);

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

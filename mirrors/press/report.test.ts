import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { blockPath } from '../../src/edition/cid.ts';
import { press } from './index.ts';
import { makeItem, makeNewsroom, removeNewsrooms } from './made-newsroom.ts';
import { openFolder } from './open.ts';
import { pressReport } from './report.ts';

afterAll(removeNewsrooms);

test('each run leaves its report as text, as JSON and as a page, and its notes in the log', async () => {
  const made = await makeNewsroom({ sources: [{ feed: 'feed.xml' }, { feed: 'none.xml' }] });
  const item = { ...makeItem(1, 300), title: '<i>Мост</i> & "река"' };
  await made.publish([item, makeItem(2, 300)]);
  const result = await press(made.options());
  const read = (name: string) => readFile(join(made.folder, 'reports', name), 'utf8');
  expect(await read('last.txt')).toBe(`${pressReport(result)}Warnings:\n  ${result.failures[0]}\n`);
  expect(pressReport(result)).toMatch(
    /^Edition 1: 2 new, 0 updated, 0 unchanged articles; 2 in all\.[\s\S]*Sources that failed: 1\.\nWritten: \d+ files, \d+ bytes, in [\d.]+ s \(longest: [a-z ]+, [\d.]+ s\)\./,
  );
  const report = JSON.parse(await read('last.json'));
  expect(report).toMatchObject({ n: 1, added: 2, longest: { seconds: expect.any(Number) } });
  expect(report.failures[0]).toContain('none.xml');
  expect(report.articles.map(({ what }: { what: string }) => what)).toEqual(['new', 'new']);
  expect(report.steps.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['the site', 'sources', 'articles and pictures', 'the edition', 'writing']),
  );
  const page = await read('last.html');
  expect(page).toContain('none.xml');
  expect(page.split('none.xml')).toHaveLength(2);
  expect(page).toContain('<span>the edition</span><i style="width:');
  expect(page).toContain('Весть: edition 1');
  expect(page).not.toMatch(/<script|<i>|https?:(?!\/\/paper\.example)/);

  // A source that is suddenly empty takes nothing away, and every report says so until it has something again.
  await made.publish([]);
  for (const after of [60_000, 120_000]) {
    expect(await press(made.options(after))).toMatchObject({ isNewEdition: false, total: 2 });
    for (const name of ['last.txt', 'last.json', 'last.html'])
      expect(await read(name), name).toMatch(/feed\.xml gave 2 articles before and has none now/);
  }
  const notes = (await read('log.jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(notes.filter(({ what }) => what === 'the edition')).toHaveLength(3);
  expect(notes.filter(({ level }) => level === 'warning').length).toBeGreaterThan(1);
  // A run that ends with an error says there why.
  for (const { packs } of (await openFolder(made.site)).edition.entries.map(({ view }) => view))
    await rm(join(made.site, blockPath(packs[0]![0])), { force: true });
  await expect(press(made.options(180_000))).rejects.toThrow('is missing');
  expect(await read('log.jsonl')).toMatch(/"level":"error","what":"The site .* is damaged/);
});

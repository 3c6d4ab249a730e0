/** What sources, mirrors and keys do wrong: it costs what is wrong, and the report or a sentence says so. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bodyText } from '../../src/edition/body.ts';
import type { MirrorList } from '../../src/edition/mirrors.ts';
import { type MadeSite, makeSite } from '../newsroom/made-site.ts';
import { press } from './index.ts';
import { loadEdition } from './load.ts';
import {
  feedOf,
  type MadeNewsroom,
  makeItem,
  makeItems,
  makeNewsroom,
  removeNewsrooms,
} from './made-newsroom.ts';
import { shown } from './made-shown.ts';
import { openFolder } from './open.ts';
import { folderGet } from './places.ts';
import { pressReport } from './report.ts';

afterAll(removeNewsrooms);

const reported = (made: MadeNewsroom, name: string) => readFile(join(made.folder, 'reports', name), 'utf8');

test('what gives no article stands in the report with its reason; pages that are not for robots are counted once', async () => {
  const site: MadeSite = await makeSite({
    '/robots.txt': 'User-agent: *\nDisallow: /private/',
    '/broken': (_, response) => void response.writeHead(500).end(),
  });
  const whole = feedOf([makeItem(1, 300), makeItem(2, 300)]);
  const sources = [{ feed: 'feed.xml' }, { sitemap: 'map.txt' }];
  const limits = { retries: 0, pause: 0 };
  const made = await makeNewsroom({
    sources: sources.map((one) => ({ ...one, private: ['127.0.0.1'] })),
    limits,
  });
  await writeFile(
    join(made.folder, 'feed.xml'),
    whole.replace('</channel>', '<item><b title=</item></channel>'),
  );
  const paths = ['/broken', '/private/1', '/private/2', '/private/3'];
  await writeFile(join(made.folder, 'map.txt'), paths.map((path) => site.url + path).join('\n'));
  const said: string[] = [];
  const report = { progress() {}, warn: (sentence: string) => said.push(sentence) };
  const result = await press({ ...made.options(), report });
  await site.close();
  expect(result).toMatchObject({ added: 2, failures: [] });
  const failed = [
    { title: '1 item of feed.xml', url: '', reason: 'is broken', count: 1 },
    { title: '', url: `${site.url}/broken`, reason: 'answered 500' },
  ];
  expect(result.failed).toEqual(failed);
  expect(said).toEqual([`map.txt: 3 pages are not for robots (${site.url}/robots.txt), and not asked for.`]);
  const text = `Left out: 2.\n  1 item of feed.xml is broken.\n  The page ${site.url}/broken answered 500.\n`;
  expect(pressReport(result)).toContain(text);
  expect(JSON.parse(await reported(made, 'last.json')).failed).toEqual(failed);
  const page = await reported(made, 'last.html');
  for (const part of ['<dt>Left out</dt><dd>2</dd>', 'is broken.</li>', `/broken answered 500.</li>`])
    expect(page).toContain(part);
  expect(page.split('/broken answered 500')).toHaveLength(2);
  expect(await reported(made, 'log.jsonl')).toContain('Left out: 1 item of feed.xml is broken.');
});

test('an answer that is longer or shorter than it says costs no article that is published', async () => {
  const items = [makeItem(1, 300), makeItem(2, 300), makeItem(3, 300)];
  const body = Buffer.from(feedOf(items));
  let length = body.length;
  // By hand: a server that knows its trade refuses to lie about a length.
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\ncontent-length: ${length}\r\n\r\n`,
      );
      socket.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rss`;
  const made = await makeNewsroom({ sources: [{ feed }], limits: { retries: 0 } });
  const texts = async () =>
    (await openFolder(made.site)).edition.entries.map(({ article }) => bodyText(article.body));
  expect(await press(made.options())).toMatchObject({ added: 3, failures: [] });
  const before = await texts();

  length = body.length + 100;
  const short = await press(made.options(60_000));
  expect(short).toMatchObject({ isNewEdition: false, total: 3 });
  expect(short.failures).toEqual([
    expect.stringMatching(
      /^The feed http:\S+ could not be reached \([^()]+\); check the address, or try again later\.$/,
    ),
  ]);

  // What is cut off within the last article, or before it, leaves each as it was: without what is remembered too.
  const cuts = [body.length - 300, body.indexOf('<item>') + 400];
  for (const [at, cut] of [...cuts, ...cuts].entries()) {
    length = cut;
    if (at >= cuts.length) await rm(join(made.folder, '.cache'), { recursive: true });
    const long = await press(made.options(120_000 + at * 60_000));
    expect(long).toMatchObject({ failures: [], total: 3, updated: 0, isNewEdition: false });
    expect(long.failed).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('was cut off') }),
    ]);
    expect(await texts()).toEqual(before);
  }
  length = body.length;
  expect(await press(made.options(400_000))).toMatchObject({ unchanged: 3, failures: [], failed: [] });
  await new Promise((done) => server.close(done));
});

test('an article that is too long for an edition is named, costs no other, and takes away nothing published', async () => {
  const made = await makeNewsroom();
  const textOf = async (title: string) => {
    const { edition } = await openFolder(made.site);
    return bodyText(edition.entries.find(({ article }) => article.title === title)!.article.body);
  };
  const short = makeItem(2, 300);
  await made.publish([makeItem(1, 300), short]);
  await press(made.options());
  const before = await textOf(short.title);
  const paragraphs = Array.from({ length: 62 }, (_, i) => `${i} `.repeat(20_000));
  await made.publish([makeItem(1, 300), { ...short, paragraphs }, makeItem(3, 300)]);
  const result = await press(made.options(60_000));
  expect(result).toMatchObject({ added: 1, updated: 0, unchanged: 1, total: 3, failures: [] });
  expect(result.failed).toEqual([
    expect.objectContaining({
      title: short.title,
      reason: 'is too long for an edition: publish it in parts',
    }),
  ]);
  expect(await textOf(short.title)).toBe(before);
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

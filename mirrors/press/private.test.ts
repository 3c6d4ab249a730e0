import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type MadeSite, makeSite } from '../newsroom/made-site.ts';
import { press } from './index.ts';
import { makeNewsroom, removeNewsrooms } from './made-newsroom.ts';

let site: MadeSite;
afterEach(() => site.close());
afterAll(removeNewsrooms);

const feed = (...items: string[]) =>
  `<rss version="2.0"><channel><title>Paper</title><link>https://paper.example/</link>${items.join('')}</channel></rss>`;
const item = (name: string, picture: string) =>
  `<item><guid>urn:${name}</guid><title>${name}</title><link>https://paper.example/${name}</link><description><![CDATA[<p>What was said.</p><img src="${picture}">]]></description></item>`;

test('what one source may reach in a private network, another cannot have fetched', async () => {
  site = await makeSite();
  site.pages.set('/rss', feed(item('own', `${site.url}/own.png`)));
  const far = { feed: 'far.xml', url: 'https://paper.example/rss', pages: true };
  const made = await makeNewsroom({ sources: [{ feed: `${site.url}/rss` }, far] });
  const { port } = new URL(site.url);
  const names = [`${site.url}/secret.png`, `http://localhost:${port}/name.png`];
  const items = names.map((picture, at) => item(`far-${at}`, picture));
  const page = `<item><guid>urn:page</guid><title>Page</title><link>${site.url}/admin</link><description>Short.</description></item>`;
  await writeFile(join(made.folder, 'far.xml'), feed(...items, page));
  const { lost, total } = await press(made.options());
  expect(total).toBe(4);
  expect(site.asked.sort()).toEqual(['/own.png', '/rss']);
  expect(lost.filter((sentence) => sentence.includes('"private" of its source does not allow'))).toHaveLength(
    2,
  );

  // Only where its own entry says so.
  const sources = [{ feed: `${site.url}/rss` }, { ...far, pages: false, private: ['127.0.0.1'] }];
  await writeFile(join(made.folder, 'tamizdat.json'), JSON.stringify({ languages: ['ru'], sources }));
  await press(made.options(60_000));
  expect(site.asked).toContain('/secret.png');
  expect(site.asked).not.toContain('/name.png');
});

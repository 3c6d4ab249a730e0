import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check } from '../doctor/check.ts';
import { initNewsroom, press } from '../press/index.ts';
import { type Demo, openDemo } from './demo.ts';

let folder: string;
let demo: Demo;

const feed = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'A paper',
  items: ['One', 'Two'].map((title, index) => ({
    id: title,
    title,
    content_text: `The text of ${title}.`,
    date_published: `2026-11-0${index + 1}T08:00:00Z`,
  })),
};

const open = () =>
  openDemo({
    newsroom: join(folder, 'newsroom'),
    feed: join(folder, 'feed.json'),
    port: 0,
    publisher: { init: initNewsroom, press: (newsroom) => press({ newsroom }) },
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
  await writeFile(join(folder, 'feed.json'), JSON.stringify(feed));
  demo = await open();
});

afterEach(async () => {
  await demo.close();
  await rm(folder, { recursive: true });
});

const urls = () => demo.addresses.map((one) => one.url);
const editions = async () => (await check(urls())).map((one) => one.edition);

describe('the demonstration', () => {
  it('serves one signed edition from four addresses, all of them in the signed list', async () => {
    expect(urls().map((url) => new URL(url).hostname)).toEqual([
      'localhost',
      'a.localhost',
      'b.localhost',
      'c.localhost',
    ]);
    const checks = await check(urls());
    expect(checks.map((one) => one.edition)).toEqual([1, 1, 1, 1]);
    const names = checks.flatMap((one) => one.findings.filter((finding) => finding.about === 'names'));
    expect(names.map((finding) => finding.grade)).toEqual(['fine', 'fine', 'fine', 'fine']);
  });

  it('publishes what is asked for, one after the other, while an address is yesterday', async () => {
    await demo.addresses[2]!.setFault('yesterday');
    const [first, second] = await Promise.all([
      demo.publish({ title: 'Breaking', text: 'It broke.', language: 'en' }),
      demo.publish({ language: 'ru' }),
    ]);
    expect([first.edition, second.edition, demo.edition()]).toEqual([2, 3, 3]);
    expect(first.id).toMatch(/^[a-z2-7]{16}$/);
    expect(second.id).not.toBe(first.id);
    expect(await editions()).toEqual([3, 3, 2, 3]);
  });

  it('goes on where it was when it is started again', async () => {
    await demo.publish({ title: 'Before', language: 'en' });
    const [before] = await check(urls().slice(0, 1));
    await demo.close();
    demo = await open();
    const [after] = await check(urls().slice(0, 1));
    expect(after!.publication).toBe(before!.publication);
    expect(after!.edition).toBeGreaterThanOrEqual(before!.edition!);
    await demo.addresses[0]!.setFault('yesterday');
    expect((await editions())[0]).toBeLessThan(demo.edition());
  });

  it('does not open an empty paper when its feed cannot be read', async () => {
    const file = join(folder, 'page.xml');
    await writeFile(file, '<html><body>Not found</body></html>');
    const empty = openDemo({
      newsroom: join(folder, 'empty'),
      feed: file,
      port: 0,
      publisher: { init: initNewsroom, press: (newsroom) => press({ newsroom }) },
    });
    await expect(empty).rejects.toThrow(file);
  });

  it('closes what it has opened when it cannot go on', async () => {
    const { port } = demo.addresses[0]!;
    const second = openDemo({
      newsroom: join(folder, 'other'),
      feed: join(folder, 'feed.json'),
      port,
      publisher: { init: initNewsroom, press: (newsroom) => press({ newsroom }) },
    });
    await expect(second).rejects.toThrow(`Port ${port} is in use`);
    await writeFile(join(folder, 'newsroom/tamizdat.json'), '{');
    await expect(demo.publish({})).rejects.toThrow();
    expect(demo.edition()).toBe(1);
  });
});

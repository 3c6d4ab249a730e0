import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  makeArticle,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  type Strangers,
  until,
  untilEdition,
  untilHeld,
  untilWhole,
  visit,
  watchStrangers,
} from './kit/index.ts';

const COUNT = 8;

test.describe('What leaves the phone, and what stays on it', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  /** Whatever the browser asks of any host that is not of this machine: it goes by a proxy that writes it down. */
  let strangers: Strangers;
  /** Addresses of all requests as the browser tells them: of pages, of the service worker, of the engine. */
  const told: string[] = [];

  test.beforeAll(async () => {
    strangers = await watchStrangers();
    paper = await openPaper({ articles: await makeArticles(COUNT) });
    phone = await openPhone({ args: strangers.args });
    phone.context.on('request', (request) => told.push(request.url()));
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
    await strangers?.close();
  });

  test('a whole session asks the main address and the mirrors, and nobody else', async () => {
    const { page } = phone;
    await visit(page, paper.main.url);
    await untilWhole(page, COUNT);
    const n = await paper.publish([await makeArticle(COUNT + 1)]);
    await page.reload();
    await untilEdition(page, n);
    await untilWhole(page, COUNT + 1);
    for (const screen of ['saved', 'mirrors', 'settings', 'about', '']) {
      await page.goto(`${paper.main.url}#/${screen}`);
      await expect(page.locator('main h1')).toBeVisible();
    }
    expect(strangers.asked()).toEqual([]);
    const known = [...paper.addresses.map((one) => new URL(one.url).origin), 'null'];
    const odd = told.filter((url) => !/^(data|about):/.test(url) && !known.includes(new URL(url).origin));
    expect(odd.filter((url) => !url.startsWith(`blob:${new URL(paper.main.url).origin}/`))).toEqual([]);
    expect(new Set(paper.asked.map((one) => one.name)).size).toBe(paper.addresses.length);
  });

  test('opening an article that is held asks for nothing', async () => {
    const { page } = phone;
    await page.goto(paper.main.url);
    await untilHeld(page);
    // The sync of this opening is over once the line says when it was checked and nothing is under way.
    await untilQuiet(paper);
    const before = paper.asked.length;
    for (const card of (await paper.cards()).slice(0, 4)) {
      await page.locator(`a[href="#/a/${card.id}.${card.q}"]`).click();
      await expect(page.locator('article h1')).toHaveText(card.title);
      await expect
        .poll(() => page.locator('article img').evaluate((img: HTMLImageElement) => img.naturalWidth))
        .toBeGreaterThan(0);
      await page.goBack();
      await expect(page.locator('.cards a').first()).toBeVisible();
    }
    expect(paper.asked.slice(before).map((one) => one.url)).toEqual([]);
  });

  test('a later opening asks for the newest head alone, and not before the front page is painted', async () => {
    await phone.page.goto('about:blank');
    await untilQuiet(paper);
    const before = paper.asked.length;
    const page = await phone.context.newPage();
    await page.goto(paper.main.url);
    await untilHeld(page);
    await expect.poll(() => paper.asked.length).toBeGreaterThan(before);
    await untilQuiet(paper);
    const painted = await page.evaluate(
      () => performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
    );
    await page.close();
    const asked = paper.asked.slice(before);
    for (const { url } of asked) expect(url).toMatch(/^\/ed1\/[a-z2-7]+\/head$/);
    expect(Math.min(...asked.map(({ time }) => time))).toBeGreaterThanOrEqual(Math.floor(painted));
  });

  test('no request tells who reads or what', async () => {
    const words = (await paper.cards()).flatMap((card) => [card.title, card.id]);
    expect(paper.asked.length).toBeGreaterThan(30);
    for (const { url, method, headers } of paper.asked) {
      const path =
        /^\/(?:$|sw\.js$|ed\.js$|ed1\/[a-z2-7]+\/(?:head|roots|mirrors\/public)$|ipfs\/b[a-z2-7]{58}$)/;
      expect(url).toMatch(path);
      expect(method).toBe('GET');
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
      expect(headers.authorization).toBeUndefined();
      const all = decodeURIComponent(`${url} ${Object.values(headers).join(' ')}`);
      for (const word of words) expect(all).not.toContain(word);
    }
  });

  test('all readers send the same headers with a block, whatever the block', async () => {
    const blocks = paper.asked.filter((one) => one.url.startsWith('/ipfs/'));
    const names = new Set(blocks.map((one) => Object.keys(one.headers).sort().join()));
    // Own origin and the others differ by `origin` and what the browser says of it, nothing else does.
    expect(names.size).toBeLessThanOrEqual(2);
    for (const { headers } of blocks) expect(headers['cache-control']).toBe('no-cache');
  });

  test("the browser's own cache holds no block", async () => {
    await phone.quit();
    const blocks = [...(await readdir(join(paper.site, 'ipfs')))];
    const bodies = await Promise.all(
      blocks.map(async (name) => (await readFile(join(paper.site, 'ipfs', name))).subarray(0, 64)),
    );
    const files = (await readdir(phone.profile, { recursive: true, withFileTypes: true })).filter(
      (one) => one.isFile() && /\/(?:Cache|Code Cache|CacheStorage)(?:\/|$)/.test(one.parentPath),
    );
    expect(files.length).toBeGreaterThan(0);
    let cached = '';
    for (const one of files) {
      const bytes = await readFile(join(one.parentPath, one.name));
      cached += bytes.toString('latin1').includes('/sw.js') ? 'sw.js' : '';
      expect(bytes.toString('latin1'), one.name).not.toContain('/ipfs/');
      for (const body of bodies) expect(bytes.includes(body), one.name).toBe(false);
    }
    // The very look that finds no block does find what is meant to be there.
    expect(cached).toContain('sw.js');
  });
});

/** Waits until no address has been asked for anything for a second. */
function untilQuiet(paper: Paper): Promise<unknown> {
  return until(
    'a quiet second',
    () => Date.now() - (paper.asked.at(-1)?.time ?? 0),
    (age) => age > 1_000,
  );
}

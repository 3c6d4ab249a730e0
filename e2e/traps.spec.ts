/** The traps that offline apps fall into, one by one; docs/reader.md lists them with what proves that we are in none. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ru } from '../src/reader/strings/ru.ts';
import {
  dumpLibrary,
  emptyDatabase,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  placesOf,
  rebuildDatabase,
  until,
  untilHeld,
  untilIdle,
  verifyLibrary,
  visit,
} from './kit/index.ts';

const dist = join(import.meta.dirname, '..', 'dist');
const RESCUE = 'Файлы приложения пропали';
const SAFE = 'Новости целы';

let paper: Paper;
let phone: Phone;

/** A page of the same address with nothing of the app on it: a file that the worker leaves alone. */
async function openBare(): Promise<Page> {
  const page = await phone.context.newPage();
  await page.goto(`${paper.main.url}publication.json`);
  return page;
}

const card = (page: Page) => page.locator('.cards a').first();

test.describe('A phone that has everything', () => {
  test.describe.configure({ mode: 'serial' });

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(3, { letters: 300, picture: false }) });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('1: holds each file of the app, no more and no less, and nothing in caches that browsers clear', async () => {
    const { groups } = JSON.parse(await readFile(join(dist, 'app.json'), 'utf8')) as { groups: string[][] };
    const built = (await readdir(join(dist, 'app'), { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile() && one.name !== 'robots.txt')
      .map((one) => join(one.parentPath, one.name).slice(join(dist, 'app').length + 1));
    expect(groups.flat().sort()).toEqual(built.sort());
    const stored = async () =>
      ((await dumpLibrary(phone.page)).files ?? []).map(([key]) => String((key as unknown[])[2])).sort();
    await expect.poll(stored).toEqual(built.sort());
    expect(await phone.page.evaluate(() => caches.keys())).toEqual([]);
  });

  for (const fault of ['black-hole', 'refused', 'reset', 'freeze', 'block-page'] as const)
    test(`5: opens within a second when every address is a ${fault}`, async () => {
      for (const address of paper.addresses) await address.setFault(fault);
      await expectQuick(phone.page);
    });

  test('5: opens within a second when every address sends elsewhere, and asks nothing there', async () => {
    const asked = { here: 0, there: 0 };
    const stranger = await answering(0, (_, response) => {
      asked.there++;
      response.end('<!doctype html><h1>Вы ушли не туда</h1>');
    });
    const servers = [stranger];
    const Location = `http://stranger.localhost:${(stranger.address() as AddressInfo).port}/`;
    await paper.stop();
    for (const { port } of paper.addresses)
      servers.push(
        await answering(port, (_, response) => {
          asked.here++;
          response.writeHead(302, { Location, 'Access-Control-Allow-Origin': '*' }).end();
        }),
      );
    await expectQuick(phone.page);
    await until(
      'the addresses asked for news',
      () => asked.here,
      (count) => count >= paper.addresses.length,
    );
    const { offline, unreachable } = ru.status.problem;
    await expect(phone.page.getByRole('status')).toContainText(new RegExp(`${offline}|${unreachable}`));
    expect(asked.there).toBe(0);
    for (const one of servers) {
      one.closeAllConnections();
      await new Promise((resolve) => one.close(resolve));
    }
    await paper.start();
  });

  test('5: opens within a second when its name is known to nobody', async () => {
    await phone.quit();
    const lost = await openPhone({
      profile: phone.profile,
      args: ['--host-resolver-rules=MAP * ~NOTFOUND'],
    });
    try {
      await expectQuick(lost.page);
    } finally {
      await lost.close();
    }
    await phone.restart();
    await paper.start();
  });

  for (const [what, hasWorker] of [
    ['the database', true],
    ['the worker', false],
    ['both', false],
  ] as const)
    test(`6: with ${what} taken away by the browser everything comes back`, async () => {
      const bare = await openBare();
      if (!hasWorker)
        await bare.evaluate(async () => {
          for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
        });
      if (what !== 'the worker') await loseDatabase(bare);
      await bare.close();
      await visit(phone.page, paper.main.url);
      await expect(card(phone.page)).toBeVisible();
      expect(await verifyLibrary(await dumpLibrary(phone.page), [await paper.edition()])).toEqual([]);
    });

  test('6: with the database taken away and nobody to ask there is a page that says so', async () => {
    const bare = await openBare();
    await loseDatabase(bare);
    // Silence is the worst of it: a refusal would end the wait by itself.
    for (const address of paper.addresses) await address.setFault('black-hole');
    await bare.goto(paper.main.url);
    await expect(bare.locator('body')).toContainText(RESCUE);
    // It is no time for comfort that is not true, nor for a white page at night.
    await expect(bare.locator('body')).not.toContainText(SAFE);
    await bare.emulateMedia({ colorScheme: 'dark' });
    expect(await bare.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(255, 255, 255)');
    await paper.start();
    await visit(bare, paper.main.url);
    await bare.close();
  });

  test('8: a tab that keeps the database as it was before is told of, and nothing waits for it for ever', async () => {
    const bare = await openBare();
    await phone.page.goto('about:blank');
    await rebuildDatabase(bare, 1, (name) => !['postings', 'past'].includes(name));
    await phone.page.goto(paper.main.url);
    // Soon: as long as another tab may take to let go, and not as long as a database may take to open.
    await expect(phone.page.getByRole('status')).toContainText(ru.status.problem['storage-broken'], {
      timeout: 7_000,
    });
    expect((await phone.page.getByRole('status').boundingBox())!.x).toBeGreaterThanOrEqual(12);
    // Whoever tries again without doing as told is not left with a page that never comes: the network has one.
    await phone.page.reload();
    await expect(phone.page.locator('main li a')).toHaveCount(3);
    await bare.close();
    await phone.page.reload();
    await untilHeld(phone.page);
    await expect(card(phone.page)).toBeVisible();
  });

  test('8: a newer version may widen the database while a tab, its engine and the worker have it open', async () => {
    const { page } = phone;
    const bare = await openBare();
    // The worker has it open as well once it has answered.
    await visit(page, paper.main.url);
    const took = await bare.evaluate(
      () =>
        new Promise<string | number>((resolve, reject) => {
          const start = Date.now();
          const request = indexedDB.open('reader', 8);
          request.onblocked = () => resolve('somebody does not let go');
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            request.result.close();
            resolve(Date.now() - start);
          };
        }),
    );
    expect(took).toBeLessThan(3_000);
    await bare.close();
    // All of them read on, and what is done is kept.
    await card(page).click();
    await expect(page.locator('article .body')).toBeVisible();
    await page.locator('.actions button').first().click();
    await expect(page.locator('article footer')).toContainText(ru.held.whole);
    await page.goto(`${paper.main.url}#/saved`);
    await page.reload();
    await expect(page.locator('.cards a')).toHaveCount(1);
  });

  test('8: a database that a newer version of the app has widened is read on', async () => {
    const bare = await openBare();
    await phone.page.goto('about:blank');
    await rebuildDatabase(bare, 9, () => true);
    await bare.close();
    // With nobody to ask: what is there was read, and did not come anew.
    await paper.stop();
    await visit(phone.page, paper.main.url);
    await expect(card(phone.page)).toBeVisible();
    const version = await phone.page.evaluate(
      async () => (await indexedDB.databases()).find((one) => one.name === 'reader')?.version,
    );
    expect(version).toBe(9);
    await paper.start();
  });
});

test.describe('A new version of the app', () => {
  test.describe.configure({ mode: 'serial' });
  const folders: string[] = [];
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
    for (const folder of folders) await rm(join(folder, '..'), { recursive: true, force: true });
  });

  test('2, 3: accepted in the first session reloads that tab once and no other, whose rare screens still open', async () => {
    paper = await openPaper({ articles: await makeArticles(2, { letters: 9_000, picture: false }) });
    phone = await openPhone();
    const { page } = phone;
    await visit(page, paper.main.url);
    const [first] = await paper.cards();
    await page.goto(`${paper.main.url}#/a/${first!.id}`);
    await expect(page.locator('article .body')).toBeVisible();
    await page.evaluate(() => document.querySelectorAll('article .body > *')[6]!.scrollIntoView());
    const paragraph = () =>
      page.evaluate(() => {
        const all = [...document.querySelectorAll('article .body > *')];
        return all.findIndex((one) => one.getBoundingClientRect().bottom > 100);
      });
    const other = await phone.context.newPage();
    await other.goto(paper.main.url);
    await untilHeld(other);
    // Whoever is in the middle of a sync does not ask for the edition once more.
    await untilIdle(other);
    const loads = { accepting: 0, other: 0 };
    page.on('load', () => loads.accepting++);
    other.on('load', () => loads.other++);
    // The new version has other files under other names; those of the old are nowhere any more.
    const folder = join(await mkdtemp(join(tmpdir(), 'app-')), 'dist');
    folders.push(folder);
    await cp(dist, folder, { recursive: true });
    await rename(folder);
    await paper.publish([], { app: folder, renew: true });
    await page.bringToFront();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    const offer = page.getByRole('region', { name: ru.update.button });
    await expect(offer).toBeVisible({ timeout: 20_000 });
    const place = await paragraph();
    expect(place).toBeGreaterThan(2);
    // Kept a moment after the last scroll.
    await until(
      'the place kept',
      () => placesOf(page),
      (places) => (places[0]?.paragraph ?? 0) > 2,
    );
    // Without the scrolling that a pointer would need: the reader is in the middle of the text.
    await offer.getByRole('button', { name: ru.update.button }).dispatchEvent('click');
    await until(
      'the new version',
      () => page.evaluate(() => document.documentElement.dataset.build),
      (build) => build === 'second',
    );
    await expect(page.locator('article .body')).toBeVisible();
    await expect.poll(async () => Math.abs((await paragraph()) - place)).toBeLessThan(2);
    expect(loads).toEqual({ accepting: 1, other: 0 });
    // The other tab still gets every script of its own version, loaded or not.
    const { groups } = JSON.parse(await readFile(join(dist, 'app.json'), 'utf8')) as { groups: string[][] };
    for (const path of groups.flat().filter((one) => one.endsWith('.js')))
      expect(await other.evaluate(async (url) => (await fetch(url)).status, path), path).toBe(200);
    await other.bringToFront();
    await other.goto(`${paper.main.url}#/about`);
    await expect(other.locator('main h1')).toHaveText(ru.about.title);
    expect(await other.evaluate(() => document.documentElement.dataset.build)).toBeUndefined();
    expect(loads.other).toBe(0);
  });
});

test('9, 10: no answer is opaque, and no test believes a browser that only plays at being offline', async () => {
  const assets = join(dist, 'app', 'assets');
  const scripts = [
    join(dist, 'way-in', 'sw.js'),
    ...(await readdir(assets)).map((name) => join(assets, name)),
  ];
  for (const script of scripts) expect(await readFile(script, 'utf8'), script).not.toContain('no-cors');
  const specs = (await readdir(import.meta.dirname, { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  const asks = new RegExp(['set', 'Offline\\('].join(''));
  for (const name of specs)
    expect(await readFile(join(import.meta.dirname, name), 'utf8'), name).not.toMatch(asks);
});

/** A server of its own on a port of this machine. */
async function answering(port: number, answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return server;
}

/** The front page stands within a second; the best of three, since the machine may be busy with other tests. */
async function expectQuick(page: Page): Promise<void> {
  const took: number[] = [];
  while (took.length < 3 && Math.min(...took) > 1_000) {
    await page.goto('about:blank');
    const start = Date.now();
    await page.goto(paper.main.url, { waitUntil: 'commit' });
    await expect(card(page)).toBeVisible({ timeout: 15_000 });
    took.push(Date.now() - start);
  }
  expect(Math.min(...took)).toBeLessThan(1_000);
}

/** Deletes the database while no page of the app is open. */
async function loseDatabase(bare: Page): Promise<void> {
  await phone.page.goto('about:blank');
  await emptyDatabase(bare);
}

/** Gives every script of a built app another name, and marks the page that the new one shows. */
async function rename(folder: string): Promise<void> {
  const assets = join(folder, 'app', 'assets');
  const names = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const pattern = new RegExp(
    `(${names.map((name) => name.slice(0, -3).replace(/[.]/g, '\\.')).join('|')})\\.js`,
    'g',
  );
  const list = join(folder, 'app.json');
  const files = [...names.map((name) => join(assets, name)), join(folder, 'app', 'index.html'), list];
  for (const file of files) {
    const text = (await readFile(file, 'utf8')).replace(pattern, '$1x.js');
    const isEntry = /assets.index-/.test(file);
    const mark = isEntry ? ";document.documentElement.dataset.build='second';" : '';
    await writeFile(file, text + mark);
  }
  for (const name of names)
    await cp(join(assets, name), join(assets, name.replace(/\.js$/, 'x.js'))).then(() =>
      rm(join(assets, name)),
    );
}

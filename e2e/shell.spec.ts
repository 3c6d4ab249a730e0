import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openShell } from '../src/edition/shell.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  dumpLibrary,
  forgeHead,
  inLibrary,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  placeShell,
  replaceHead,
  until,
  untilHeld,
  verifyLibrary,
  visit,
} from './kit/index.ts';

const dist = join(import.meta.dirname, '..', 'dist');
const RESCUE = 'Файлы приложения пропали';
const SAFE = 'Новости целы';

let paper: Paper;
let phone: Phone;

/** A copy of the built app with something changed in its entry, in a temporary folder. */
async function changedApp(mark: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'app-')), 'dist');
  await cp(dist, folder, { recursive: true });
  const { entry } = JSON.parse(await readFile(join(folder, 'app.json'), 'utf8')) as { entry: string };
  const file = join(folder, 'app', entry);
  await writeFile(file, `${await readFile(file, 'utf8')};document.documentElement.dataset.build='${mark}';`);
  return folder;
}

/** Paths of the stored files of the shell in charge. */
async function storedFiles(page: Page): Promise<string[]> {
  const dump = await dumpLibrary(page);
  return (dump.files ?? []).map(([key]) => String((key as unknown[])[2]));
}

/** Breaks stored files: takes them away, or flips a bit of each. `andBlocks` does so with all blocks as well. */
async function harm(
  page: Page,
  paths: readonly string[],
  how: 'lost' | 'bent',
  andBlocks: boolean,
): Promise<void> {
  await inLibrary(
    page,
    async (database, done, { paths, how, andBlocks }) => {
      const bend = (bytes: ArrayBuffer) => {
        const view = new Uint8Array(bytes);
        view[view.length >> 1] = (view[view.length >> 1] ?? 0) ^ 1;
        return bytes;
      };
      const transaction = database.transaction(['files', 'blocks'], 'readwrite');
      const files = transaction.objectStore('files');
      for (const key of await done(files.getAllKeys())) {
        if (!paths.includes(String((key as unknown[])[2]))) continue;
        const file = await done(files.get(key));
        if (how === 'lost') files.delete(key);
        else files.put({ ...file, bytes: bend(file.bytes) }, key);
      }
      const blocks = transaction.objectStore('blocks');
      for (const key of andBlocks ? await done(blocks.getAllKeys()) : []) {
        if (how === 'lost') blocks.delete(key);
        else blocks.put(bend(await done(blocks.get(key))), key);
      }
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
    },
    { paths, how, andBlocks },
  );
}

async function expectOpens(page: Page): Promise<void> {
  await page.goto(paper.main.url);
  await expect(page.locator('.cards a').first()).toBeVisible({ timeout: 20_000 });
}

test.describe('The app mends itself', () => {
  test.describe.configure({ mode: 'serial' });
  let files: string[];

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(3, { letters: 300, picture: false }) });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    files = await storedFiles(phone.page);
    await paper.main.setFault('refused');
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('each of its files comes back by itself when it is lost or bent', async () => {
    const { page } = phone;
    expect(files).toContain('index.html');
    expect(files.length).toBeGreaterThan(8);
    for (const [i, path] of files.entries()) {
      for (const how of path.startsWith('icons/') ? (['bent'] as const) : (['lost', 'bent'] as const)) {
        await harm(page, [path], how, false);
        if (/index|engine/.test(path) || i === 0) await expectOpens(page);
        const bytes = await page.evaluate(async (url) => {
          const answer = await fetch(url);
          return answer.ok ? (await answer.arrayBuffer()).byteLength : -answer.status;
        }, path);
        expect(bytes, `${path} ${how}`).toBe((await readFile(join(dist, 'app', path))).length);
      }
    }
    expect(await verifyLibrary(await dumpLibrary(page), [await paper.edition()])).toEqual([]);
  });

  for (const how of ['lost', 'bent'] as const) {
    test(`all of it comes back through a mirror when everything is ${how} and the origin is dead`, async () => {
      const { page } = phone;
      await harm(page, files, how, true);
      const from = paper.asked.length;
      await expectOpens(page);
      expect(paper.asked.slice(from).some((one) => one.url.startsWith('/ipfs/'))).toBe(true);
      await expect.poll(async () => (await storedFiles(page)).length).toBe(files.length);
    });
  }

  for (const [what, some] of [
    ['its page', ['index.html']],
    ['its script', ['assets/']],
    ['everything', ['']],
  ] as const) {
    test(`with every mirror dead and ${what} lost there is a page that says so, and it comes back later`, async () => {
      const { page } = phone;
      await paper.stop();
      await harm(
        page,
        files.filter((path) => some.some((start) => path.startsWith(start))),
        'lost',
        true,
      );
      await page.goto('about:blank');
      await page.goto(paper.main.url);
      await expect(page.locator('body')).toContainText(RESCUE, { timeout: 20_000 });
      await expect(page.locator('body')).toContainText(SAFE);
      for (const mirror of paper.mirrors) await mirror.setFault('fine');
      await until(
        'the app again',
        async () => {
          await page.goto(paper.main.url);
          return page.locator('.cards a').first().isVisible();
        },
        (isThere) => isThere,
        30_000,
      );
    });
  }
});

test.describe('A new version of the app', () => {
  test.describe.configure({ mode: 'serial' });
  const folders: string[] = [];

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(3, { letters: 300, picture: false }) });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
    for (const folder of folders) await rm(join(folder, '..'), { recursive: true, force: true });
  });

  const build = (page: Page) => page.evaluate(() => document.documentElement.dataset.build ?? '');
  const offer = () => phone.page.getByRole('region', { name: ru.update.button });

  test('is offered, not forced', async () => {
    const { page } = phone;
    const app = await changedApp('second');
    folders.push(app);
    await paper.publish([], { app, renew: true });
    await page.reload();
    await expect(offer()).toBeVisible({ timeout: 20_000 });
    expect(await build(page)).toBe('');
    await page.reload();
    await expect(offer()).toBeVisible();
    expect(await build(page)).toBe('');
  });

  test('is there after one reload once the reader agrees', async () => {
    const { page } = phone;
    let loads = 0;
    page.on('load', () => loads++);
    await offer().getByRole('button', { name: ru.update.button }).click();
    await until(
      'the new version',
      () => build(page),
      (found) => found === 'second',
    );
    await untilHeld(page);
    await expect(offer()).toHaveCount(0);
    expect(loads).toBe(1);
    expect(await verifyLibrary(await dumpLibrary(page), [await paper.edition()])).toEqual([]);
  });

  test('comes by an edition that asks for it, and what is held stays until then', async () => {
    const { page } = phone;
    const app = await changedApp('third');
    folders.push(app);
    const before = await paper.head();
    const held = await paper.edition();
    await paper.publish([], { app, renew: true });
    const { head } = await paper.edition();
    const newest = await paper.head();
    const asking = await forgeHead(paper, { n: head.n + 1, x: { req: ['telepathy'] } }, 'publisher');
    await replaceHead(paper, before);
    await page.reload();
    await untilHeld(page);
    await expect(offer()).toHaveCount(0);
    await replaceHead(paper, asking);
    await page.reload();
    await expect(page.getByRole('status').first()).toContainText(ru.status.problem['needs-update']);
    await expect(offer()).toBeVisible({ timeout: 20_000 });
    expect(await verifyLibrary(await dumpLibrary(page), [held])).toEqual([]);
    await offer().getByRole('button', { name: ru.update.button }).click();
    await until(
      'the new version',
      () => build(page),
      (found) => found === 'third',
    );
    await replaceHead(paper, newest);
  });

  test('is never installed when it is badly signed or older than the one in use', async () => {
    const { page } = phone;
    const { head } = await paper.edition();
    const [version, digest] = head.shell!;
    const frames = await Promise.all(
      (await readdir(join(paper.site, 'ipfs'))).map((name) => readFile(join(paper.site, 'ipfs', name))),
    );
    const shells = await Promise.all(
      frames
        .filter((bytes) => bytes.subarray(0, 5).equals(Buffer.from('ED1\n\x04')))
        .map(async (bytes) =>
          openShell(new Uint8Array(bytes), (await paper.edition()).trusted.root.roles.shell, null),
        ),
    );
    const older = shells.find((one) => one.version < version)!;
    const stolen = await placeShell(paper, { ...older, version: version + 5 }, 'stranger');
    const relabelled = await placeShell(paper, Object.assign({ note: 'once more' }, older), 'publisher');
    for (const [i, ref] of [stolen, relabelled].entries()) {
      const n = head.n + 1 + i;
      await replaceHead(
        paper,
        await forgeHead(paper, { n, time: head.time + n, shell: [version + 5 + i, ...ref] }, 'publisher'),
      );
      const from = paper.asked.length;
      await page.reload();
      await until(
        'the false version looked at',
        () =>
          paper.asked.slice(from).filter((one) => one.status === 200 && one.url.startsWith('/ipfs/')).length,
        (count) => count > 0,
      );
      await untilHeld(page);
      await expect(offer()).toHaveCount(0);
      await page.reload();
      await untilHeld(page);
      expect(await build(page)).toBe('third');
      const dump = await dumpLibrary(page);
      const kept = dump.meta?.find(([key]) => (key as string[])[1] === 'shell')?.[1] as {
        current: { frame: [string, number]; version: number };
        next: unknown;
      };
      expect(kept.current).toMatchObject({ version, frame: [digest, head.shell![2]] });
      expect(kept.next).toBeNull();
    }
  });
});

test.describe('The worker', () => {
  let folder = '';
  test.afterEach(async () => {
    await phone?.close();
    await paper?.close();
    if (folder) await rm(join(folder, '..'), { recursive: true, force: true });
  });

  test('is what makes a page ready: one that does nothing never does', async () => {
    folder = await changedApp('idle');
    await writeFile(join(folder, 'way-in', 'sw.js'), '// nothing\n');
    paper = await openPaper({
      articles: await makeArticles(2, { letters: 300, picture: false }),
      app: folder,
    });
    phone = await openPhone();
    await expect(visit(phone.page, paper.main.url, 4_000)).rejects.toThrow('everything held');
    // Even so the first page can be read.
    await expect(phone.page.locator('main li a')).toHaveCount(2);
  });
});

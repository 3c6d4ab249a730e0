/** Several tabs, and none: one sync between them, the same state in each, and news while the app is closed. */
import { expect, type Page, test } from '@playwright/test';
import { LOCK } from '../src/library/lock.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  dumpLibrary,
  forgeHead,
  makeArticle,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  readMarks,
  replaceHead,
  until,
  untilEdition,
  untilHeld,
  untilIdle,
  verifyLibrary,
  visit,
} from './kit/index.ts';

let paper: Paper;
let phone: Phone;
let next = 20;

/** Blocks that came; a request that was given up, and the rest of it that was asked for, are no second sync. */
const blocks = () =>
  paper.asked.filter(({ url, status }) => url.startsWith('/ipfs/') && status === 200).map(({ url }) => url);

test.beforeAll(async () => {
  // One address: nothing is asked twice but by a second sync.
  paper = await openPaper({ articles: await makeArticles(4, { letters: 400 }), mirrors: 0 });
  phone = await openPhone();
  await visit(phone.page, paper.main.url);
});
test.afterAll(async () => {
  await phone?.close();
  await paper?.close();
});

async function openTab(): Promise<Page> {
  const page = await phone.context.newPage();
  await page.goto(paper.main.url);
  return page;
}

test.describe('Two tabs', () => {
  test.describe.configure({ mode: 'serial' });

  test('fetch every block once between them and show the same', async () => {
    const n = await paper.publish(await makeArticles(3, { first: next, letters: 9_000 }));
    next += 3;
    paper.asked.length = 0;
    for (const address of paper.addresses) await address.setFault('slow');
    await phone.page.reload();
    await untilEdition(phone.page, n);
    // The second is opened while the first is at work.
    const other = await openTab();
    await until(
      'the other tab following',
      () => readMarks(other),
      (marks) => marks.held.endsWith('/7'),
    );
    for (const address of paper.addresses) await address.setFault('fine');
    for (const page of [phone.page, other]) {
      await untilEdition(page, n);
      await untilHeld(page);
      await expect(page.locator('.cards li')).toHaveCount(7);
    }
    await expect(other.locator('.cards .held.whole')).toHaveCount(7);
    await expect(phone.page.locator('.cards .held.whole')).toHaveCount(7);
    expect(blocks()).toHaveLength(new Set(blocks()).size);
    // The first asked for the edition, and the other took its word when its turn came.
    await untilIdle(other);
    expect(paper.asked.filter(({ url }) => url.endsWith('/head'))).toHaveLength(1);
    const [one, two] = await Promise.all([readMarks(phone.page), readMarks(other)]);
    expect(two).toEqual(one);
    await other.close();
  });

  test('hear of what the reader does in the other', async () => {
    const other = await openTab();
    await untilHeld(other);
    await other.goto(`${paper.main.url}#/settings`);
    await phone.page.goto(`${paper.main.url}#/settings`);
    await phone.page.locator('select[name=theme]').selectOption('dark');
    await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
    const [card] = await paper.cards();
    await other.goto(`${paper.main.url}#/saved`);
    await expect(other.locator('main')).toContainText(ru.saved.empty);
    await phone.page.goto(`${paper.main.url}#/a/${card!.id}`);
    await phone.page.locator('.actions button').first().click();
    await expect(other.locator('.cards li')).toHaveCount(1);
    await other.close();
  });

  test('hand the work over: one that is closed in the middle leaves it to the other', async () => {
    const other = await openTab();
    await untilHeld(other);
    await phone.page.goto(`${paper.main.url}#/`);
    const n = await paper.publish(await makeArticles(6, { first: next, letters: 9_000 }));
    next += 6;
    for (const address of paper.addresses) await address.setFault('slow');
    await other.reload();
    // What one tab's engine is at the other shows as well.
    await untilEdition(phone.page, n);
    const { held } = await until(
      'the sync under way',
      () => readMarks(phone.page),
      (marks) => marks.held.endsWith('/13'),
    );
    expect(held).not.toBe('13/13');
    await other.close();
    await paper.start();
    await until(
      'the rest fetched',
      () => readMarks(phone.page),
      (marks) => marks.held === '13/13',
      30_000,
    );
  });
});

test('Two tabs do not set each other to work while an edition cannot be read', async () => {
  const { page } = phone;
  const before = await paper.head();
  const { head } = await paper.edition();
  await replaceHead(paper, await forgeHead(paper, { n: head.n + 1, x: { req: ['telepathy'] } }, 'publisher'));
  await page.goto(`${paper.main.url}#/`);
  await page.reload();
  const other = await openTab();
  for (const tab of [page, other])
    await expect(tab.getByRole('status').first()).toContainText(ru.status.problem['needs-update']);
  await untilIdle(other);
  paper.asked.length = 0;
  // Nothing is to come of it: a while is all that there is to wait for.
  await other.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
  expect(paper.asked.filter(({ url }) => url.endsWith('/head'))).toEqual([]);
  await other.close();
  await replaceHead(paper, before);
});

test.describe('An article that nobody has', () => {
  const NOBODYS = 'a'.repeat(16);
  const open = (page: Page) => page.goto(`${paper.main.url}#/a/${NOBODYS}`);
  const failed = (page: Page) => expect(page.locator('main')).toContainText(ru.article.unknown);

  /** The six long articles are still coming. */
  const unfinished = async (page: Page) => {
    const { held = [] } = await dumpLibrary(page);
    expect(held.length).toBeLessThan((await paper.cards()).length);
  };

  /** A tab that is at work and hears nobody. */
  const hold = (page: Page) =>
    page.evaluate((lock) => {
      const freed = new Promise<void>((resolve) => Object.assign(globalThis, { free: resolve }));
      void navigator.locks.request(lock, () => freed);
    }, LOCK);
  const free = (page: Page) => page.evaluate(() => (globalThis as unknown as { free(): void }).free());

  test('is told to be so by the tab that is at work', async () => {
    const { page } = phone;
    const n = await paper.publish(await makeArticles(6, { first: next, letters: 9_000 }));
    next += 6;
    for (const address of paper.addresses) await address.setFault('slow');
    await page.goto(`${paper.main.url}#/`);
    await page.reload();
    await untilEdition(page, n);
    const locks = () => page.evaluate(() => navigator.locks.query());
    await until('a tab at work', locks, ({ held = [] }) => held.length > 0);
    const other = await phone.context.newPage();
    await open(other);
    await failed(other);
    // It was still at work.
    await unfinished(page);
    await other.close();
    await paper.start();
    await untilHeld(page);
  });

  test('is looked for by the tab itself, where whoever was at work goes without an answer', async () => {
    const other = await openTab();
    await untilHeld(other);
    await untilIdle(other);
    await hold(other);
    await open(phone.page);
    await expect(phone.page.locator('main')).toContainText(ru.article.loading);
    await free(other);
    await failed(phone.page);
    // The same for one that has a whole edition to fetch in its turn.
    await phone.page.goto(`${paper.main.url}#/`);
    await untilIdle(other);
    await hold(other);
    const n = await paper.publish(await makeArticles(6, { first: next, letters: 9_000 }));
    next += 6;
    for (const address of paper.addresses) await address.setFault('slow');
    await phone.page.reload();
    const locks = () => other.evaluate(() => navigator.locks.query());
    await until('a sync in the line', locks, ({ pending = [] }) => pending.length > 0);
    await open(phone.page);
    await expect(phone.page.locator('main')).toContainText(ru.article.loading);
    await free(other);
    await failed(phone.page);
    await untilEdition(phone.page, n);
    await unfinished(phone.page);
    await other.close();
    await paper.start();
    await untilHeld(phone.page);
  });
});

test.describe('One tab', () => {
  test('asks for news when the connection comes back, and when it comes to the front', async () => {
    const { page } = phone;
    for (const event of ['online', 'visibilitychange']) {
      const n = await paper.publish([await makeArticle(next++, { letters: 400, picture: false })]);
      const target = event === 'online' ? 'window' : 'document';
      // A tab that has just asked does not ask again because it is looked at: that waits a moment.
      await until(
        `the news after ${event}`,
        async () => {
          await page.evaluate(`${target}.dispatchEvent(new Event('${event}'))`);
          return (await readMarks(page)).edition;
        },
        (edition) => edition === String(n),
      );
      await untilHeld(page);
    }
  });
});

test.describe('With no tab open', () => {
  test('the browser is asked to wake the worker four times a day, where it has said that it may be', async () => {
    for (const state of ['granted', 'prompt']) {
      const page = await phone.context.newPage();
      await page.addInitScript((state) => {
        const asked: unknown[] = [];
        const query = Permissions.prototype.query;
        Permissions.prototype.query = function (what) {
          const isWaking = (what.name as string) === 'periodic-background-sync';
          return isWaking ? Promise.resolve({ state } as PermissionStatus) : query.call(this, what);
        };
        const periodicSync = { register: async (...options: unknown[]) => void asked.push(options) };
        Object.defineProperty(ServiceWorkerRegistration.prototype, 'periodicSync', { value: periodicSync });
        Object.assign(globalThis, { asked });
      }, state);
      await visit(page, paper.main.url);
      const asked = () => page.evaluate(() => (globalThis as { asked?: unknown[] }).asked);
      // By the time at which the worker itself is looked at (a second after the page) it has been decided.
      await until(
        'the worker looked at',
        () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
        (names) => names.some((name) => name.includes('workbox')),
      );
      expect(await asked(), state).toEqual(
        state === 'granted' ? [['news', { minInterval: 6 * 3_600_000 }]] : [],
      );
      await page.close();
    }
  });

  test('the worker that is woken fetches the edition and the texts of its front page', async () => {
    const page = phone.page;
    const session = await phone.context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const found = registrations.find((one) => !one.isDeleted);
        if (found) resolve(found.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    const registrationId = await registered;
    const heldIds = async () =>
      ((await dumpLibrary(page)).held ?? []).map(([, value]) => (value as { id: string }).id);
    const [latest] = await paper.cards();
    // The worker shall have nothing to make up for.
    await until('the text of the article before', heldIds, (held) => held.includes(latest!.id));
    // A file of a mirror: the same origin, and no app on it.
    await page.goto(`${paper.main.url}publication.json`);
    const n = await paper.publish([await makeArticle(next++, { letters: 400 })]);
    paper.asked.length = 0;
    const origin = new URL(paper.main.url).origin;
    await session.send('ServiceWorker.dispatchPeriodicSyncEvent', { origin, registrationId, tag: 'news' });
    const [card] = await paper.cards();
    await until('the text of the new article', heldIds, (held) => held.includes(card!.id));
    const dump = await dumpLibrary(page);
    const meta = new Map(dump.meta?.map(([key, value]) => [(key as string[])[1], value]));
    expect(meta.get('edition')).toMatchObject({ n });
    expect(await verifyLibrary(dump, [await paper.edition()])).toEqual([]);
    // No pictures, and nothing but what the front page needs.
    expect(blocks()).toHaveLength(1);
    // The app that is opened next shows it with no network.
    await paper.stop();
    await page.goto(paper.main.url);
    await expect(page.locator('.cards li').first()).toContainText(card!.title);
    await page.goto(`${paper.main.url}#/a/${card!.id}`);
    await expect(page.locator('article .body')).toBeVisible();
    await paper.start();
  });
});

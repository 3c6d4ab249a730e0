/** A disk that is full: what is held stays, what is not held is not called so, and all of it comes once there is space. */
import { expect, test } from '@playwright/test';
import type { Edition } from '../mirrors/press/load.ts';
import type { Held } from '../src/library/records.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  dumpLibrary,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  readMarks,
  until,
  untilEdition,
  untilWhole,
  verifyLibrary,
  visit,
} from './kit/index.ts';

test.describe('A phone that is full', () => {
  let paper: Paper;
  let phone: Phone;

  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  // Disks fill slowly on a busy machine.
  test.slow();
  test('9: says so, loses nothing, calls nothing saved that is not, and goes on once there is space', async () => {
    paper = await openPaper({ articles: await makeArticles(2, { letters: 400 }) });
    const truths: Edition[] = [await paper.edition()];
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, 2);
    const before = await paper.cards();
    const [saved] = before;
    await phone.page.goto(`${paper.main.url}#/a/${saved!.id}`);
    await phone.page.locator('.actions button').first().click();
    await expect(phone.page.locator('article footer')).toContainText(ru.held.whole);
    const n = await paper.publish(await makeArticles(12, { first: 10, letters: 30_000, picture: false }));
    truths.push(await paper.edition());
    const { origin } = new URL(paper.main.url);
    let held = new Map<string, Held>();
    /** Opens the app with so many bytes left, and waits until it says that they are used up. */
    const fill = async (bytes: number) => {
      await paper.stop();
      // What is used is known of a database that is open.
      await phone.page.goto(paper.main.url);
      await expect(phone.page.locator('.cards a').first()).toBeVisible();
      const look = await phone.context.newCDPSession(phone.page);
      const { usage } = await look.send('Storage.getUsageAndQuota', { origin });
      // Chromium remembers for half a minute how much space was left: it has to be started anew.
      await phone.restart();
      const session = await phone.context.newCDPSession(phone.page);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + bytes });
      await paper.start();
      await phone.page.goto(paper.main.url);
      await expect(phone.page.getByRole('status')).toContainText(
        ru.status.problem['storage-full'].slice(0, 24),
        { timeout: 30_000 },
      );
      const dump = await dumpLibrary(phone.page);
      expect(await verifyLibrary(dump, truths)).toEqual([]);
      held = new Map((dump.held ?? []).map(([, value]) => [(value as Held).id, value as Held]));
      // Nothing makes room for what is new: the saved one is here, and the other.
      for (const { id } of before) expect(held.get(id)).toMatchObject({ whole: true });
      await phone.page.goto(`${paper.main.url}#/a/${saved!.id}`);
      await expect(phone.page.locator('article figure img').first()).toBeVisible();
      return session;
    };
    // Not even the edition finds room.
    await fill(0);
    expect((await readMarks(phone.page)).edition).toBe('1');
    expect(held.size).toBe(2);
    // The edition does, but not all of its texts.
    const session = await fill(200_000);
    const { page } = phone;
    await untilEdition(page, n);
    expect(held.size).toBeLessThan(14);
    // Of the edition that is known by now the rest is fetched.
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await page.goto(paper.main.url);
    await page.reload();
    await untilEdition(page, n);
    await until(
      'the rest',
      () => readMarks(page),
      (marks) => marks.held === '14/14',
      40_000,
    );
    expect(await verifyLibrary(await dumpLibrary(page), truths)).toEqual([]);
  });
});

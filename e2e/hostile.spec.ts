import { expect, type Page, test } from '@playwright/test';
import type { Fault } from '../mirrors/demo/faults.ts';
import type { Edition } from '../mirrors/press/load.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  cardsTitled,
  dumpLibrary,
  forgeHead,
  makeArticle,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  readMarks,
  untilEdition,
  untilHeld,
  verifyLibrary,
  visit,
} from './kit/index.ts';

const COUNT = 5;
const LIE = 'Этого никто не писал';

test.describe('Mirrors that lie', () => {
  let paper: Paper;
  let phone: Phone;
  let next = COUNT + 1;
  /** Everything that was published so far. */
  const truths: Edition[] = [];
  /** Every headline that any page showed at any time. */
  let shown: Set<string>;

  test.beforeAll(async () => {
    paper = await openPaper({
      articles: [
        ...(await makeArticles(2, { letters: 500 })),
        ...(await makeArticles(COUNT - 2, { first: 3, letters: 500, picture: false })),
      ],
      mirrors: 2,
    });
    truths.push(await paper.edition());
  });
  test.afterAll(() => paper?.close());

  test.beforeEach(async () => {
    await paper.start();
    shown = new Set();
    phone = await openPhone();
    await phone.context.exposeBinding('tellShown', (_, text: string) => shown.add(text));
    await phone.context.addInitScript(watchHeadlines);
  });
  test.afterEach(async () => {
    await phone?.close();
  });

  /** Publishes one more article. */
  async function publish(): Promise<{ n: number; title: string }> {
    const article = await makeArticle(next++, { letters: 500 });
    const n = await paper.publish([article]);
    truths.push(await paper.edition());
    return { n, title: article.title };
  }

  async function setFaults(main: Fault, ...mirrors: Fault[]): Promise<void> {
    for (const [i, fault] of [main, ...mirrors].entries()) await paper.addresses[i]!.setFault(fault);
  }

  /** Nothing but what was published was on screen at any time, and nothing else is kept. */
  async function expectOnlyTruth(page: Page): Promise<void> {
    const titles = new Set(truths.flatMap(({ entries }) => entries.map((entry) => entry.view.title)));
    const false_ = [...shown].filter((one) => !titles.has(one));
    expect(false_).toEqual([]);
    expect(shown.size).toBeGreaterThan(0);
    expect(await verifyLibrary(await dumpLibrary(page), truths)).toEqual([]);
  }

  for (const [fault, problem] of [
    ['tampering', 'untrusted'],
    ['block-page', 'unreachable'],
  ] as const) {
    test(`an episode of ${fault} leaves nothing behind`, async () => {
      const { page } = phone;
      await visit(page, paper.main.url);
      await setFaults(fault, fault, 'fine');
      const { n, title } = await publish();
      await page.reload();
      await untilEdition(page, n);
      await untilHeld(page);
      await expect(page.locator('main')).toContainText(title);
      // Now nobody is honest: what is held stays, and what they say is not taken.
      await setFaults(fault, fault, fault);
      const later = await publish();
      await page.reload();
      await expect(page.getByRole('status')).toContainText(String(ru.status.problem[problem]).slice(0, 20));
      expect((await readMarks(page)).edition).toBe(String(n));
      expect(shown.has(later.title)).toBe(false);
      await expectOnlyTruth(page);
    });
  }

  test('the proof that all of it verifies notices one bit', async () => {
    const { page } = phone;
    await visit(page, paper.main.url);
    const bent = async (store: string, bend: (value: never) => unknown) => {
      const dump = await dumpLibrary(page);
      const entry = dump[store]![0]!;
      entry[1] = bend(entry[1] as never);
      return (await verifyLibrary(dump, truths)).length;
    };
    const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
    expect(await bent('blocks', flip)).toBeGreaterThan(0);
    expect(
      await bent('files', (file: { bytes: Uint8Array }) => ({ ...file, bytes: flip(file.bytes) })),
    ).toBeGreaterThan(0);
    expect(
      await bent('cards', (run: { cards: object[] }) => ({ cards: [{ ...run.cards[0], title: LIE }] })),
    ).toBeGreaterThan(0);
    expect(await bent('held', (held: object) => ({ ...held, id: 'a'.repeat(16) }))).toBeGreaterThan(0);
    expect(
      await bent('meta', (card: { root: string }) => ({ ...card, root: `A${card.root.slice(1)}` })),
    ).toBeGreaterThan(0);
  });

  test('a first visit among tampering mirrors ends with the truth alone', async () => {
    const { page } = phone;
    await setFaults('fine', 'tampering', 'tampering');
    await visit(page, paper.main.url);
    expect((await readMarks(page)).edition).toBe(String(truths.at(-1)!.head.n));
    await expectOnlyTruth(page);
  });

  test('an older edition than the stored one is never accepted', async () => {
    const { page } = phone;
    const old = await paper.head();
    const { n, title } = await publish();
    await visit(page, paper.main.url);
    for (const address of paper.addresses) {
      paper.setEarlier(address, old);
      await address.setFault('yesterday');
    }
    await page.reload();
    await expect(page.getByRole('status')).toContainText(ru.status.problem['only-old']);
    // The edition that is held stays, and so does its date.
    const marks = await readMarks(page);
    expect(marks.edition).toBe(String(n));
    expect(marks.status).toMatch(/Выпуск от .*\d{1,2}:\d\d/);
    await expect(page.locator('main')).toContainText(title);
    await expectOnlyTruth(page);
    // One honest mirror is enough to go on.
    const newer = await publish();
    await paper.mirrors.at(-1)!.setFault('fine');
    await page.reload();
    await untilEdition(page, newer.n);
    await expectOnlyTruth(page);
  });

  test('an edition signed by strangers is never shown', async () => {
    const { page } = phone;
    await visit(page, paper.main.url);
    const before = await readMarks(page);
    const cards = await cardsTitled(paper, LIE);
    const forged = await forgeHead(paper, { n: 9_999, cards }, 'stranger');
    for (const address of paper.addresses) {
      paper.setEarlier(address, forged);
      await address.setFault('yesterday');
    }
    await page.reload();
    await expect(page.getByRole('status')).toContainText(ru.status.problem.untrusted);
    expect((await readMarks(page)).edition).toBe(before.edition);
    await expectOnlyTruth(page);
    const { n } = await publish();
    await paper.mirrors.at(-1)!.setFault('fine');
    await page.reload();
    await untilEdition(page, n);
    await expectOnlyTruth(page);
  });

  test('another edition of the same number does not take the place of the one that is held', async () => {
    const { page } = phone;
    await visit(page, paper.main.url);
    const before = await readMarks(page);
    const forged = await forgeHead(paper, { cards: await cardsTitled(paper, LIE) }, 'publisher');
    for (const address of paper.addresses) {
      paper.setEarlier(address, forged);
      await address.setFault('yesterday');
    }
    await page.reload();
    await expect(page.getByRole('status')).toContainText(ru.status.problem.untrusted);
    expect((await readMarks(page)).edition).toBe(before.edition);
    await expectOnlyTruth(page);
  });
});

/** Runs in the page: tells every headline as soon as it stands there. */
function watchHeadlines(): void {
  const tell = (globalThis as unknown as { tellShown(text: string): void }).tellShown;
  const told = new Set<string>();
  const look = () => {
    for (const element of document.querySelectorAll('.cards h2, main.first li a, article h1')) {
      const text = element.textContent ?? '';
      if (text === '' || told.has(text)) continue;
      told.add(text);
      tell(text);
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

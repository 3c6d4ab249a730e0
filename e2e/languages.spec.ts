import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import {
  type Done,
  inLibrary,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  untilHeld,
  visit,
} from './kit/index.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * One more language as one file: English in the dress of Arabic, with marks around each text and a word that no line
 * can break. Some texts are missing on purpose.
 */
const PSEUDO = `import { en } from './en.ts';
const dress = (value: unknown): unknown =>
  typeof value === 'string' ? (value === '' ? '' : 'أَ ' + value + ' كلمةطويلةجداًبلاانقطاع')
  : typeof value === 'function' ? (...values: unknown[]) => dress(value(...values))
  : Array.isArray(value) ? value.map(dress)
  : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, dress(inner)]));
const { about, ...some } = dress(en) as typeof en;
const { mirrors, ...nav } = some.nav;
export default { ...some, nav };
`;

test.describe('A language that is one more file', () => {
  test.describe.configure({ mode: 'serial' });
  let work: string;
  let paper: Paper;
  let phone: Phone;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    work = await mkdtemp(join(tmpdir(), 'language-'));
    for (const name of ['src', 'public', 'vite.config.ts', 'package.json'])
      await cp(join(root, name), join(work, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(work, 'node_modules'));
    await writeFile(join(work, 'src/reader/strings/ar.ts'), PSEUDO);
    const { status, stderr } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
      cwd: work,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    paper = await openPaper({
      articles: await makeArticles(8, { letters: 3_000 }),
      app: join(work, 'dist'),
    });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
    if (work) await rm(work, { recursive: true, force: true });
  });

  async function open(hash: string): Promise<Page> {
    const { page } = phone;
    await page.goto('about:blank');
    await page.goto(`${paper.main.url}#/${hash}`);
    await expect(page.locator('html[data-worker=ready] main h1')).toBeVisible();
    return page;
  }

  test('has a file of its own, which is no part of the shell as it is shipped', async () => {
    const files = (folder: string) => readdir(join(folder, 'dist/app/assets'));
    expect((await files(work)).filter((name) => /^ar-/.test(name))).toHaveLength(1);
    expect((await files(root)).filter((name) => /^ar-/.test(name))).toEqual([]);
  });

  test('is offered by its own name, and turns the page to its direction at once', async () => {
    const page = await open('settings');
    const choice = page.locator('select[name=language]');
    await expect(choice.locator('option')).toHaveText(['Как в браузере', 'Русский', 'English', 'العربية']);
    await choice.selectOption('ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.locator('main h1')).toContainText('أَ Settings');
  });

  test('says in English what its file lacks', async () => {
    const page = await open('about');
    await expect(page.locator('main h1')).toHaveText('About');
    await expect(page.locator('nav.places a').nth(2)).toHaveText('Mirrors');
    await expect(page.locator('nav.places a').first()).toContainText('أَ Front page');
  });

  test('runs from right to left, while articles keep their own language and direction', async () => {
    const page = await open('');
    await expect(page.locator('.thumb').first()).toBeVisible();
    const places = page.locator('nav.places a');
    const x = (of: typeof places) => of.evaluate((element) => element.getBoundingClientRect().left);
    expect(await x(places.first())).toBeGreaterThan(await x(places.nth(1)));
    const card = page.locator('.card').nth(1);
    expect(await x(card.locator('.words'))).toBeGreaterThan(await x(card.locator('.thumb')));
    const title = card.locator('h2');
    await expect(title).toHaveAttribute('lang', 'ru');
    expect(await title.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    await expect(card.locator('time')).toHaveText(/\p{Script=Arabic}/u);
    await title.locator('a').click();
    const article = page.locator('article');
    await expect(article).toHaveAttribute('lang', 'ru');
    expect(await article.locator('.body').evaluate((body) => getComputedStyle(body).direction)).toBe('ltr');
    await expect(article.locator('footer')).toHaveAttribute('lang', 'ar');
  });

  test('fits with its long words, even in letters of double size', async () => {
    const page = await open('settings');
    const larger = page.locator('.stepper button').last();
    while ((await larger.getAttribute('aria-disabled')) !== 'true') await larger.click();
    const [card] = await paper.cards();
    for (const hash of ['', `a/${card!.id}`, 'saved', 'mirrors', 'settings', 'about']) {
      await open(hash);
      const out = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const wide = [...document.querySelectorAll('main *, header *')].filter(
          (one) =>
            one.checkVisibility() &&
            !one.closest('.tabs, .timeline') &&
            (one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1),
        );
        return { by: scrollWidth - clientWidth, what: wide.map((one) => one.outerHTML.slice(0, 90)) };
      });
      expect(out, hash).toEqual({ by: 0, what: [] });
    }
  });

  test('is there at the next opening without a network, from the first frame on', async () => {
    await untilHeld(phone.page);
    await open('');
    await expect(phone.page.locator('.card').first()).toBeVisible();
    // What is kept of the screen is of this language by now.
    await expect.poll(() => inLibrary(phone.page, keptDirection)).toContain('rtl');
    await phone.quit();
    await paper.stop();
    await phone.restart();
    await phone.page.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        const first = [document.querySelector('.skip')?.textContent, document.documentElement.dir];
        Object.assign(globalThis, { first: (globalThis as { first?: unknown }).first ?? first });
      });
    });
    await open('');
    expect(await phone.page.evaluate(() => (globalThis as { first?: unknown }).first)).toEqual([
      'أَ Skip to content كلمةطويلةجداًبلاانقطاع',
      'rtl',
    ]);
  });
});

test.describe('Languages of reading', () => {
  test('are chosen apart from that of the app', async () => {
    const paper = await openPaper({
      articles: [
        ...(await makeArticles(4, { picture: false })),
        ...(await makeArticles(3, { first: 10, picture: false, language: 'en' })),
      ],
      languages: ['ru', 'en'],
      mirrors: 0,
    });
    const phone = await openPhone();
    try {
      const { page } = phone;
      await visit(page, paper.main.url);
      const listed = () =>
        page.locator('.card h2').evaluateAll((all) => all.map((one) => (one as HTMLElement).lang).join(' '));
      const open = async (hash: string) => {
        await page.goto(`${paper.main.url}#/${hash}`);
        await expect(page.locator('html[data-worker=ready] main h1')).toBeVisible();
      };
      await expect.poll(listed).toBe('ru ru ru ru');
      await open('settings');
      const group = page.getByRole('group', { name: 'Языки статей' });
      const russian = group.getByLabel('Русский');
      const english = group.getByLabel('English');
      await expect(russian).toBeChecked();
      await expect(russian).toBeDisabled();
      await english.check();
      await open('');
      await expect.poll(listed).toBe('en en en ru ru ru ru');
      await open('settings');
      await russian.uncheck();
      await expect(english).toBeDisabled();
      await open('');
      await expect.poll(listed).toBe('en en en');
      await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
      await page.goto('about:blank');
      await open('');
      await expect.poll(listed).toBe('en en en');
      // Another language of the app changes nothing of what is read.
      await open('settings');
      await page.locator('select[name=language]').selectOption('en');
      await open('');
      await expect.poll(listed).toBe('en en en');
    } finally {
      await phone.close();
      await paper.close();
    }
  });
});

/** What the library keeps of the root element of the front page. */
async function keptDirection(database: IDBDatabase, done: Done): Promise<string> {
  const here = await done(database.transaction('here').objectStore('here').get(''));
  const screen = await done(database.transaction('meta').objectStore('meta').get([here, 'screen']));
  return screen?.parts[0] ?? '';
}

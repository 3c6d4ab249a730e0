import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { type Article, type Block, type Picture, picturesOf } from '../src/edition/body.ts';
import { LOCK } from '../src/library/lock.ts';
import type { Place } from '../src/library/records.ts';
import { en } from '../src/reader/strings/en.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  bodyArticle,
  ENTRIES,
  faultsOf,
  fullBody,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  placesOf,
  publishBodies,
  tap,
  until,
  untilEdition,
  untilWhole,
  visit,
} from './kit/index.ts';

const COUNT = 3;

test.describe('An article', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let article: Article;
  let long: Article;
  let files: Map<string, string>;
  /** The pictures as pressed. */
  let pictures: Picture[];

  test.beforeAll(async () => {
    const made = await fullBody();
    ({ files } = made);
    paper = await openPaper({ articles: await makeArticles(COUNT) });
    const related = (await paper.cards()).slice(0, 2).map((card) => card.id);
    // The id that the other one gets.
    const translations = { en: bodyArticle('long', []).id };
    article = bodyArticle('full', made.body, { title: 'Мост через Обь открыт', related, translations });
    // 40 paragraphs of 23 words: 920 words.
    const paragraphs = Array.from({ length: 40 }, (_, i) => `Абзац номер ${i} ${'слово '.repeat(20)}`.trim());
    long = bodyArticle('long', paragraphs, { title: 'Длинная', language: 'ru' });
    await publishBodies(paper, [long, article], files);
    const { entries } = await paper.edition();
    pictures = picturesOf(entries.find((one) => one.article.id === article.id)!.article.body);
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    const visited = paper.asked.length;
    await untilWhole(phone.page, COUNT + 2);
    // Soon after a first visit the app looks once more, and then not for minutes: what is asked later is asked because
    // of something.
    await until(
      'the second look',
      () => paper.asked.slice(visited).some(({ url }) => url.endsWith('/head')),
      (isThere) => isThere,
    );
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  async function open({ id }: { id: string }, page = phone.page): Promise<void> {
    await page.goto(`${paper.main.url}#/a/${id}`);
    await expect(page.locator('article .body')).toBeVisible();
  }

  test('leads to the same in other languages', async () => {
    const { page } = phone;
    await open(article);
    const link = page.locator('article footer').getByRole('link', { name: 'English' });
    await expect(link).toHaveAttribute('lang', 'en');
    await link.tap();
    await expect(page.locator('article h1')).toHaveText(long.title);
  });

  test('shows every kind of node, in its own language and with its marks @desktop', async () => {
    const { page } = phone;
    await open(article);
    const shown = page.locator('article');
    await expect(shown).toHaveAttribute('lang', 'ru');
    await expect(shown.getByRole('note', { name: ru.article.label })).toHaveText(/ПРОВЕРКИ ПОМЕТОК/);
    await expect(shown.getByRole('listitem')).toHaveCount(6);
    await expect(shown.locator('ol')).toHaveAttribute('start', '3');
    await expect(shown.locator('blockquote')).toContainText('Мы ждали');
    await expect(shown.locator('pre code')).toContainText('sha256sum');
    await expect(shown.locator('h2')).toHaveText(['Что известно', 'Хроника']);
    await expect(shown.locator('figure')).toHaveCount(4);
    await expect(shown.locator('figcaption .credit').first()).toHaveText('Фото 1: Редакция');
    const times = ENTRIES.map((seconds) => new Date(seconds * 1000).toISOString());
    for (const [i, time] of times.entries())
      await expect(shown.locator('.entry > time').nth(i)).toHaveAttribute('datetime', time);
    await expect(shown.locator('.entry').first()).toContainText('Первый поезд прошёл');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width);
  });

  test('says how long it takes to read', async () => {
    await open(long);
    await expect(phone.page.locator('.minutes')).toHaveText(/^Чтение: 5\sмин$/);
  });

  test('has tables that scroll in a box of their own, with a name and the keyboard', async () => {
    const { page } = phone;
    await open(article);
    const box = page.getByRole('region', { name: ru.article.table(1) });
    // A screen that has just come gives the focus to its heading once, perhaps in between.
    await expect(async () => {
      await box.focus();
      await page.keyboard.press('ArrowRight');
      await expect(box).toBeFocused();
      await expect.poll(() => box.evaluate((one) => one.scrollLeft), { timeout: 2_000 }).toBeGreaterThan(0);
    }).toPass();
    expect(await page.evaluate(() => scrollX)).toBe(0);
  });

  test('unfolds a footnote beside its mark, and leads back to the text @desktop', async () => {
    const { page } = phone;
    await open(article);
    const mark = page.getByRole('button', { name: ru.article.note(1) });
    await tap(mark);
    const note = page.locator('[data-p="1"]').getByRole('note', { name: ru.article.note(1) });
    await expect(note).toContainText('По данным управления дорог.');
    await expect(mark).toHaveAttribute('aria-expanded', 'true');
    await tap(note.getByRole('button', { name: ru.article.noteBack }));
    await expect(note).toHaveCount(0);
    await expect(mark).toBeFocused();
    // The notes stand at the end as well, and each knows its way back.
    const last = page.locator('[data-note=n2]');
    await tap(last.getByRole('button', { name: ru.article.noteBack }));
    await expect(page.locator('[data-ref=n2]')).toBeFocused();
  });

  test('asks nothing of an embedded site until the reader goes there, and then tells it nothing', async () => {
    const { page, context } = phone;
    const outside: Record<string, string>[] = [];
    await context.route('https://video.example/**', async (route) => {
      outside.push(await route.request().allHeaders());
      await route.fulfill({ body: 'video', contentType: 'text/plain' });
    });
    await open(article);
    const card = page.locator('.embed');
    await expect(card).toContainText(ru.article.embed('video.example'));
    await expect(card.getByRole('link')).toHaveCount(0);
    await card.getByRole('button').tap();
    await expect(card.getByRole('status')).toHaveText(ru.article.embedWhy('video.example'));
    expect(outside).toEqual([]);
    const opening = context.waitForEvent('page');
    await card.getByRole('link', { name: ru.article.embedOpen('video.example') }).tap();
    const other = await opening;
    await other.waitForLoadState();
    expect(outside).toHaveLength(1);
    expect(outside[0]!.referer).toBeUndefined();
    expect(await other.evaluate(() => window.opener)).toBeNull();
    await other.close();
    await context.unroute('https://video.example/**');
  });

  test('leads to what is related, and to the next article of the list @desktop', async () => {
    const { page } = phone;
    await page.goto(`${paper.main.url}#/`);
    // The list grows by a few cards a frame.
    await expect(page.locator('.cards h2 a')).toHaveCount(COUNT + 2);
    const titles = await page.locator('.cards h2 a').allTextContents();
    const at = titles.indexOf(article.title);
    await tap(page.locator('.cards h2 a', { hasText: article.title }));
    const related = page.getByRole('navigation', { name: ru.article.related });
    await expect(related.getByRole('link')).toHaveCount(2);
    const next = page.getByRole('navigation', { name: ru.article.next }).getByRole('link');
    await expect(next).toHaveText(titles[at + 1]!);
    await tap(next);
    await expect(page.locator('article h1')).toHaveText(titles[at + 1]!);
  });

  test('is set as the reader likes it, and so are all others @desktop', async () => {
    const { page } = phone;
    await open(article);
    const before = await styleOf(page);
    expect(before.align).toBe('start');
    expect(await page.locator('meta[name=viewport]').getAttribute('content')).not.toMatch(
      /user-scalable|maximum-scale/,
    );
    paper.asked.length = 0;
    await tap(page.getByRole('button', { name: ru.typography.title }));
    const panel = page.getByRole('dialog', { name: ru.typography.title });
    await expect(panel).toBeVisible();
    await tap(panel.getByRole('button', { name: ru.settings.larger }));
    await tap(panel.getByText(ru.settings.themeOptions.sepia, { exact: true }));
    await tap(panel.getByText(ru.typography.faceOptions.sans));
    await tap(panel.getByText(ru.typography.linesOptions[1.9]));
    await tap(panel.getByText(ru.typography.hyphens));
    const wanted = {
      background: 'rgb(234, 217, 186)',
      size: before.size * 1.15,
      lines: 1.9,
      hyphens: 'manual',
    };
    await expect.poll(() => styleOf(page)).toMatchObject(wanted);
    expect((await styleOf(page)).face).toMatch(/^system-ui/);
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(page.getByRole('button', { name: ru.typography.title })).toBeFocused();
    // It is nobody's business how somebody reads.
    expect(paper.asked).toEqual([]);
    await open(long);
    await page.reload();
    await expect.poll(() => styleOf(page)).toMatchObject(wanted);
    await tap(page.getByRole('button', { name: ru.typography.title }));
    await expect(page.getByRole('radio', { name: ru.settings.themeOptions.sepia })).toBeChecked();
    await tap(page.getByRole('button', { name: ru.settings.smaller }));
    await tap(page.getByText(ru.settings.themeOptions.auto));
    await page.keyboard.press('Escape');
  });

  test('is found at the same paragraph after the app was killed, whatever the size of the letters', async () => {
    await open(long);
    await scrollToParagraph(phone.page, 17);
    // Lost are the last moments at most.
    await until(
      'the place kept',
      () => placeOf(phone.page, long.id),
      (place) => place?.paragraph === 17,
      3_000,
    );
    expect(killBrowser(phone.profile)).toBeGreaterThan(0);
    await phone.restart();
    const { page } = phone;
    await page.goto(paper.main.url);
    await expect(page.locator('.cards h2 a').first()).toBeVisible();
    expect(await placeOf(page, long.id)).toMatchObject({ paragraph: 17, paragraphs: 40 });
    await page.locator('.cards h2 a', { hasText: long.title }).tap();
    await expect.poll(() => topParagraph(page)).toBe(17);
    // Larger letters, another height of everything: it is still the paragraph that counts.
    await page.getByRole('button', { name: ru.typography.title }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: ru.settings.larger }).click();
    await page.keyboard.press('Escape');
    await scrollToParagraph(page, 23);
    await until(
      'the next place kept',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 23,
      3_000,
    );
    await page.reload();
    await expect.poll(() => topParagraph(page)).toBe(23);
    await page.getByRole('button', { name: ru.typography.title }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: ru.settings.smaller }).click();
    await page.keyboard.press('Escape');
  });

  test('is kept up to where it was read when the app is put aside at once', async () => {
    const { page } = phone;
    const before = Date.now();
    await open(long);
    await until(
      'the place from which it is followed',
      () => placeOf(page, long.id),
      (place) => (place?.read ?? 0) >= before,
    );
    await page.evaluate(() => {
      // At once: the time at which a place is kept anyway has not come.
      document.querySelector('[data-p="5"]')?.scrollIntoView({ block: 'start', behavior: 'instant' });
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      delete (document as { visibilityState?: unknown }).visibilityState;
    });
    await until(
      'the place kept',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 5,
      600,
    );
  });

  test('is kept up to where it was read when the reader scrolls and leaves at once', async () => {
    const { page } = phone;
    const before = Date.now();
    await page.goto(`${paper.main.url}#/`);
    await open(long);
    await until(
      'the place from which it is followed',
      () => placeOf(page, long.id),
      (place) => (place?.read ?? 0) >= before,
    );
    await page.evaluate(async () => {
      document.querySelector('[data-p="9"]')?.scrollIntoView({ block: 'start', behavior: 'instant' });
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      history.back();
    });
    await until(
      'the place kept',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 9,
    );
  });

  test('begins anew once it was read to the end', async () => {
    const { page } = phone;
    await open(long);
    await scrollToParagraph(page, 39);
    await until(
      'the end seen',
      () => placeOf(page, long.id),
      (place) => place?.finished === true,
    );
    await page.goto(`${paper.main.url}#/`);
    await page.locator('.cards h2 a', { hasText: long.title }).click();
    await expect(page.locator('article h1')).toBeInViewport();
    await until(
      'the new place',
      () => placeOf(page, long.id),
      (place) => place?.paragraph === 0,
    );
    await expect(page.locator('article h1')).toBeInViewport();
  });

  test('shows its pictures one by one under fingers: swipe, pinch, two taps, full size, a file', async () => {
    const { page, context } = phone;
    const touch = await context.newCDPSession(page);
    await open(article);
    const opener = page.locator('.enlarge').nth(1);
    await opener.scrollIntoViewIfNeeded();
    await opener.tap();
    const viewer = page.getByRole('dialog');
    await expect(viewer).toContainText(ru.article.picture(2, 4));
    await expect(viewer).toContainText('Подпись к картинке 2.');
    await expect(viewer).toContainText('Фото 2: Редакция');
    await swipe(touch, [300, 250], [60, 255]);
    await expect(viewer).toContainText('Подпись к картинке 3.');
    await swipe(touch, [60, 250], [300, 255]);
    await expect(viewer).toContainText('Подпись к картинке 2.');

    const width = () =>
      viewer.locator('img').evaluate((one) => Math.round(one.getBoundingClientRect().width));
    const higher = () =>
      viewer.locator('.stage').evaluate((one) => one.querySelector('img')!.clientHeight / one.clientHeight);
    const fitting = await width();
    await page.touchscreen.tap(180, 250);
    await page.touchscreen.tap(182, 252);
    await expect.poll(width).toBe(Math.round(fitting * 2.5));
    expect(await higher()).toBeCloseTo(2.5, 1);
    // Larger than its box it moves under the finger, and is not turned.
    const before = await viewer.locator('.stage').evaluate((one) => one.scrollLeft);
    await swipe(touch, [250, 250], [120, 250]);
    expect(await viewer.locator('.stage').evaluate((one) => one.scrollLeft)).toBeGreaterThan(before + 50);
    await expect(viewer).toContainText('Подпись к картинке 2.');
    await page.touchscreen.tap(180, 250);
    await page.touchscreen.tap(182, 252);
    await expect.poll(width).toBe(fitting);
    await pinch(touch, [180, 250], 40, 120);
    await expect.poll(width).toBeGreaterThan(fitting * 2);
    // A busy browser drops a touch now and then.
    await expect(async () => {
      await viewer.getByRole('button', { name: ru.settings.smaller }).tap();
      await expect.poll(width, { timeout: 1_000 }).toBeLessThan(fitting * 2.5);
    }).toPass();

    // Nothing of the full size is asked for before it is said how much that is.
    paper.asked.length = 0;
    const [, bytes] = pictures[1]!.full!;
    const size = new Intl.NumberFormat('ru', { maximumFractionDigits: 0 }).format(bytes / 1000);
    const full = viewer.getByRole('button', { name: new RegExp(`${size}\\s?кБ`) });
    expect(paper.asked).toEqual([]);
    // One that cannot be had now is offered again; while another tab is at work it waits for its turn.
    for (const address of paper.addresses) await address.setFault('refused');
    await full.tap();
    await expect(viewer).toContainText(ru.article.enlargeFailed);
    for (const address of paper.addresses) await address.setFault('fine');
    await page.evaluate((lock) => {
      const end = new Promise<void>((resolve) => Object.assign(globalThis, { letGo: resolve }));
      void navigator.locks.request(lock, () => end);
    }, LOCK);
    await full.tap();
    await expect(viewer).toContainText(ru.article.enlarging);
    await page.evaluate(() => (globalThis as typeof globalThis & { letGo: () => void }).letGo());
    await expect
      .poll(() => viewer.locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth))
      .toBe(1200);
    expect(paper.asked.reduce((sum, one) => sum + one.bytes, 0)).toBeGreaterThanOrEqual(bytes);
    await expect(full).toHaveCount(0);

    const saving = page.waitForEvent('download');
    await viewer.getByRole('button', { name: ru.article.download }).tap();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('picture-2.jpg');
    expect([...readFileSync(await file.path()).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    await page.keyboard.press('Escape');
    await expect(viewer).toHaveCount(0);
    await expect(opener).toBeFocused();
  });

  test('tells what was updated and what was corrected, and shows what changed word by word', async () => {
    const { page } = phone;
    await open(article);
    await expect(page.locator('.changed')).toHaveCount(0);
    const edit = (from: string, to: string, more: Partial<Article>): Article => ({
      ...article,
      ...more,
      body: JSON.parse(JSON.stringify(article.body).replace(from, to)) as Block[],
    });
    const first = edit('Движение перекрыто до полудня.', 'Движение перекрыто до вечера.', {});
    await publishBodies(paper, [first], files);
    await page.getByRole('button', { name: ru.front.refresh }).tap();
    // The source says nothing of an update; the text is another all the same.
    await expect(page.locator('.changed')).toContainText(ru.article.corrected);
    const updated = article.published + 1800;
    const second = edit('Движение перекрыто до полудня.', 'Движение открыто.', { updated });
    await publishBodies(paper, [second], files);
    await page.getByRole('button', { name: ru.front.refresh }).tap();
    await expect(page.locator('.changed')).toContainText(ru.article.updated);
    await expect(page.locator('.changed time')).toHaveAttribute(
      'datetime',
      new Date(updated * 1000).toISOString(),
    );
    await page.getByRole('button', { name: ru.article.changes }).tap();
    const dialog = page.getByRole('dialog', { name: ru.article.changes });
    await expect(dialog.locator('del')).toHaveText('перекрыто до вечера.');
    await expect(dialog.locator('ins')).toHaveText('открыто.');
    await expect(dialog).toContainText(/Абзацев без изменений: \d+/);
    const versions = dialog.getByRole('combobox');
    await expect(versions.locator('option')).toHaveCount(2);
    await versions.selectOption({ index: 1 });
    await expect(dialog.locator('del')).toHaveText('перекрыто до полудня.');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test('prints in black on white, whole, with footnotes and without anything to press', async () => {
    const { page } = phone;
    await open(article);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // biome-ignore lint/performance/useDomNodeTextContent: what is laid out to be seen, and nothing else
    const text = await page.evaluate(() => document.body.innerText);
    for (const part of [
      'Весть',
      article.title,
      'Редакция',
      ru.article.published,
      'Подпись к картинке 4.',
      'Фото 4: Редакция',
      'По данным управления дорог.',
      'Отчёт за 2025 год.',
      'ПРОВЕРКИ ПОМЕТОК',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/https?:|video\.example|other\.example|source\.example/);
    for (const part of [
      ru.article.save,
      ru.typography.title,
      ru.nav.settings,
      ru.article.source,
      ru.article.related,
    ])
      expect(text).not.toContain(part);
    const controls = await page
      .locator('button, select, input, nav, [role=status]')
      .evaluateAll(
        (all) => all.filter((one) => one.checkVisibility() && !/^\d$/.test(one.textContent ?? '')).length,
      );
    expect(controls).toBe(0);
    await expect(page.locator('figure img')).toHaveCount(4);
    const colours = await page
      .locator('article h1')
      .evaluate((one) => [
        getComputedStyle(one).color,
        getComputedStyle(document.documentElement).backgroundColor,
      ]);
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await page.emulateMedia({ media: null, colorScheme: 'light' });
  });

  test('satisfies axe with its panels open, in both languages and themes', async () => {
    const { page } = phone;
    for (const [language, t] of [
      ['en', en],
      ['ru', ru],
    ] as const) {
      await page.goto(`${paper.main.url}#/settings`);
      await page.locator('select[name=language]').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await open(article);
      await page.getByRole('button', { name: t.article.note(1) }).tap();
      await page.locator('.embed button').tap();
      expect(await faultsOf(page), language).toEqual([]);
      for (const [opener, content] of [
        [page.getByRole('button', { name: t.typography.title }), 'input'],
        [page.locator('.enlarge').first(), 'img'],
        [page.getByRole('button', { name: t.article.changes }), 'ins'],
      ] as const) {
        await opener.click();
        await expect(page.locator('dialog').locator(content).first()).toBeVisible();
        expect(await faultsOf(page, 'dialog'), language).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.locator('dialog')).toHaveCount(0);
      }
    }
  });

  test('tells words of the app from those of the article by their language, for those who listen', async () => {
    const { page } = phone;
    const choose = async (language: string) => {
      await page.goto(`${paper.main.url}#/settings`);
      await page.locator('select[name=language]').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    };
    const languageOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => one.closest<HTMLElement>('[lang]')?.lang);
    await choose('en');
    await open(article);
    await page.getByRole('button', { name: en.article.note(1) }).tap();
    for (const words of ['.embed strong', '.embed button', '.inset .link', '.entry > time'])
      expect(await languageOf(words), words).toBe('en');
    for (const words of ['h1', '.embed p span', '.inset', '.entry p'])
      expect(await languageOf(`article ${words}`), words).toBe('ru');
    await page.locator('.enlarge').first().tap();
    await expect(page.locator('dialog .caption')).toBeVisible();
    expect(await languageOf('dialog .count')).toBe('en');
    for (const words of ['img', '.caption', '.credit'])
      expect(await languageOf(`dialog ${words}`), words).toBe('ru');
    await page.keyboard.press('Escape');
    await choose('ru');
  });

  test('runs from right to left where its language does, whatever that of the app', async () => {
    const { page } = phone;
    const arabic = bodyArticle('arabic', ['«Весть»: افتُتح الجسر صباح اليوم.'], {
      ...{ title: 'الجسر يُفتح قبل موعده', language: 'ar' },
    });
    const n = await publishBodies(paper, [arabic]);
    await page.goto(paper.main.url);
    await page.getByRole('button', { name: ru.front.refresh }).tap();
    await untilEdition(page, n);
    await open(arabic);
    for (const part of ['h1', '.body'])
      await expect(page.locator(`article ${part}`)).toHaveCSS('direction', 'rtl');
    await expect(page.locator('article footer')).toHaveCSS('direction', 'ltr');
  });

  test('can be read in every theme', async () => {
    const found = await phone.page.evaluate((themes) => {
      const root = document.documentElement;
      const before = root.dataset.theme;
      const light = (name: string): number => {
        const probe = document.createElement('i');
        probe.style.color = `var(${name})`;
        root.append(probe);
        const [r = 0, g = 0, b = 0] = getComputedStyle(probe)
          .color.match(/[\d.]+/g)!
          .map((one) =>
            Number(one) / 255 <= 0.04045
              ? Number(one) / 3294.6
              : ((Number(one) / 255 + 0.055) / 1.055) ** 2.4,
          );
        probe.remove();
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const worst = themes.map((theme) => {
        root.dataset.theme = theme;
        const ratios = ['--ink', '--soft', '--accent', '--good', '--slow'].flatMap((ink) =>
          ['--paper', '--sheet'].map((paper) => {
            const [one, other] = [light(ink), light(paper)].sort((a, b) => b - a) as [number, number];
            return (one + 0.05) / (other + 0.05);
          }),
        );
        return [theme, Math.min(...ratios)] as const;
      });
      root.dataset.theme = before;
      return worst;
    }, Object.keys(ru.settings.themeOptions));
    // WCAG 2.2, 1.4.3
    for (const [theme, ratio] of found) expect(ratio, theme).toBeGreaterThan(4.5);
    expect(found).toHaveLength(7);
  });

  test('can be leafed through by keyboard at a desk', async () => {
    const desk = await openPhone({ viewport: { width: 1280, height: 800 }, language: 'en-GB' });
    try {
      const { page } = desk;
      await visit(page, paper.main.url);
      await untilWhole(page, COUNT + 2);
      await open(article, page);
      await page.locator('.enlarge').first().focus();
      await page.keyboard.press('Enter');
      const viewer = page.getByRole('dialog', { name: 'Picture 1 of 4' });
      await expect(viewer).toBeVisible();
      await page.keyboard.press('ArrowLeft');
      await expect(page.getByRole('dialog')).toContainText('Picture 1 of 4');
      for (const n of [2, 3, 4, 4]) {
        await page.keyboard.press('ArrowRight');
        await expect(page.getByRole('dialog')).toContainText(`Picture ${n} of 4`);
      }
      const width = () => page.locator('.stage img').evaluate((one) => one.getBoundingClientRect().width);
      const before = await width();
      await page.getByRole('button', { name: 'Larger' }).click();
      await expect.poll(width).toBeCloseTo(before * 1.5, 0);
      await page.keyboard.press('Escape');
      await expect(page.locator('.enlarge').first()).toBeFocused();
      // A measure of one's own, which a phone has no room for.
      const measure = () => page.locator('.body').evaluate((one) => one.getBoundingClientRect().width);
      const usual = await measure();
      await page.getByRole('button', { name: 'Text style' }).click();
      await page.getByText('Narrow').click();
      await expect.poll(measure).toBeLessThan(usual - 100);
      await page.keyboard.press('Escape');
    } finally {
      await desk.close();
    }
  });
});

interface Style {
  background: string;
  size: number;
  lines: number;
  face: string;
  hyphens: string;
  align: string;
}

/** How the text of the article on screen is set. */
function styleOf(page: Page): Promise<Style> {
  return page.locator('article .body').evaluate((body) => {
    const { fontSize, lineHeight, fontFamily, hyphens, textAlign } = getComputedStyle(body);
    return {
      background: getComputedStyle(document.documentElement).backgroundColor,
      size: Number.parseFloat(fontSize),
      lines: Math.round((10 * Number.parseFloat(lineHeight)) / Number.parseFloat(fontSize)) / 10,
      face: fontFamily,
      hyphens,
      align: textAlign,
    };
  });
}

/** What the library keeps of an article that was read. */
async function placeOf(page: Page, id: string): Promise<Place | undefined> {
  return (await placesOf(page)).find((one) => one.id === id);
}

async function scrollToParagraph(page: Page, number: number): Promise<void> {
  await page.locator(`[data-p="${number}"]`).evaluate((block) => {
    scrollBy({ top: block.getBoundingClientRect().top + 4, behavior: 'instant' });
  });
}

/** The number of the paragraph that crosses the upper edge of the screen. */
function topParagraph(page: Page): Promise<number> {
  return page.evaluate(() => {
    const blocks = [...document.querySelectorAll<HTMLElement>('[data-p]')];
    const found = blocks.find((block) => block.getBoundingClientRect().bottom > 8);
    return Number(found && found.getBoundingClientRect().top < 8 ? found.dataset.p : -1);
  });
}

/** Ends the browser of a profile as a system that needs its memory does: at once. Returns how many processes it had. */
function killBrowser(profile: string): number {
  const lines = execFileSync('ps', ['-Ao', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const own = lines.filter((line) => line.includes(`--user-data-dir=${profile} `));
  for (const line of own) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  }
  return own.length;
}

type At = [x: number, y: number];

async function swipe(touch: CDPSession, from: At, to: At): Promise<void> {
  const points = ([x, y]: At) => [{ x, y, id: 1 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(from) });
  for (const part of [0.3, 0.6, 1]) {
    const at: At = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(at) });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Two fingers around a point, so far from it (px) at first and at last. */
async function pinch(touch: CDPSession, [x, y]: At, first: number, last: number): Promise<void> {
  const points = (far: number) => [
    { x: x - far, y, id: 1 },
    { x: x + far, y, id: 2 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(first) });
  for (const far of [(first + last) / 2, last])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(far) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

import { expect, test } from '@playwright/test';
import {
  keepsScreen,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  readMarks,
  untilWhole,
  visit,
} from './kit/index.ts';

const COUNT = 20;

test.describe('A first visit, and then no network at all', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  /** The address of a mirror, not of the paper itself. */
  let home: string;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(COUNT) });
    home = paper.mirrors[0]!.url;
    phone = await openPhone();
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('an address of the paper is enough to read it and keep all of it', async () => {
    const { page } = phone;
    const files: string[] = [];
    page.on('request', (request) => files.push(request.url()));
    const marks = await visit(page, home);
    expect(marks).toMatchObject({ edition: '1', held: `${COUNT}/${COUNT}`, lang: 'ru' });
    await untilWhole(page, COUNT);
    // What renews the worker comes last; asked for before, the worker would fetch it sooner than the news.
    expect(files.filter((url) => url.includes('workbox'))).toEqual([]);
    expect(await page.title()).toBe('Читалка');
    expect(phone.errors).toEqual([]);
  });

  test('the page and the worker ask little before the news', async () => {
    const own = paper.asked.filter((one) => home.includes(`//${one.name}:`));
    const news = own.findIndex((one) => /^\/(ed1|ipfs)\//.test(one.url));
    expect(own.slice(0, news).map((one) => one.url)).toEqual(['/', '/sw.js', '/sw.js']);
    // Manifest and icons come from the verified shell.
    const others = paper.asked.filter((one) => !/^\/(ed1|ipfs)\//.test(one.url)).map((one) => one.url);
    expect(others).toEqual(['/', '/sw.js', '/sw.js']);
  });

  test('with every server gone and the browser started anew the front page is there at once', async () => {
    await phone.quit();
    await paper.stop();
    await phone.restart();
    const { page } = phone;
    const start = Date.now();
    const document = await page.goto(home);
    await expect(page.locator('.cards a').first()).toBeVisible({ timeout: 2_000 });
    const took = Date.now() - start;
    test.info().annotations.push({ type: 'front page offline', description: `${took} ms` });
    expect(took).toBeLessThan(2_000);
    // So WebKit does not keep a page that was left, with the database in its hands.
    expect(document?.headers()['cache-control']).toBe('no-store');
    const marks = await readMarks(page);
    expect(marks).toMatchObject({ edition: '1', lang: 'ru' });
  });

  test('the front page is in the document before any script has run, and nowhere but at its own address', async () => {
    await expect.poll(() => keepsScreen(phone.page)).toBe(true);
    const page = await phone.context.newPage();
    await page.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        const { lang, dataset, style } = document.documentElement;
        const titles = [...document.querySelectorAll('.cards a')].map((link) => link.textContent);
        const drawn = { titles, lang, theme: dataset.theme, edition: dataset.edition, size: style.fontSize };
        Object.assign(window, { drawn: (window as { drawn?: object }).drawn ?? drawn });
      });
    });
    const drawn = () => page.evaluate(() => (window as { drawn?: object }).drawn);
    await page.goto(home);
    const [card] = await paper.cards();
    expect(await drawn()).toMatchObject({ lang: 'ru', theme: 'auto', edition: '1', size: '100%' });
    expect(JSON.stringify(await drawn())).toContain(card!.title);
    await page.goto('about:blank');
    await page.goto(`${home}#/a/${card!.id}`);
    expect(await drawn()).toMatchObject({ titles: [] });
    await page.close();
  });

  test('twenty of twenty articles open with their pictures by a tap', async () => {
    const { page } = phone;
    const cards = await paper.cards();
    for (const card of cards) {
      await page.locator(`a[href="#/a/${card.id}.${card.q}"]`).click();
      await expectWhole(phone, card.title);
      expect(page.url()).toBe(`${home}#/a/${card.id}.${card.q}`);
      await page.goBack();
      await expect(page.locator('.cards a').first()).toBeVisible();
    }
  });

  test('any address of an article opens it in a window of its own', async () => {
    const cards = await paper.cards();
    for (const [i, card] of cards.entries()) {
      if (i % 4 !== 0) continue;
      const address = i % 8 === 0 ? `#/a/${card.id}` : `#/a/${card.id}.${card.q}`;
      const page = await phone.context.newPage();
      await page.goto(home + address);
      await expectWhole({ ...phone, page }, card.title);
      expect(page.url()).toBe(home + address);
      expect(await page.title()).toBe('Читалка');
      await page.close();
    }
  });

  test('any address of a screen opens it', async () => {
    const { page } = phone;
    const { head } = await paper.edition();
    const screens = ['saved', 'mirrors', 'settings', 'storage', 'about', `section/${head.sections[0]![0]}`];
    for (const screen of screens) {
      await page.goto(`${home}#/${screen}`);
      await expect(page.locator('main h1')).toBeVisible();
      expect(await page.title()).toBe('Читалка');
    }
  });

  test('the marks and the line of status tell what is so', async () => {
    const { page } = phone;
    await page.goto(home);
    await expect
      .poll(() => readMarks(page))
      .toMatchObject({ worker: 'ready', edition: '1', held: `${COUNT}/${COUNT}` });
    await expect(page.getByRole('status')).toContainText(/нет связи|не отвеча|недоступн/i);
  });
});

/** An article on screen: its title, its text, and every picture painted. */
async function expectWhole({ page }: Phone, title: string): Promise<void> {
  const article = page.locator('article');
  await expect(article.locator('h1')).toHaveText(title);
  await expect(article.locator('time[datetime]').first()).toBeVisible();
  const picture = article.locator('figure img').first();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await expect(picture).toHaveAttribute('alt', /Круг/);
  await expect(article.locator('figcaption .credit')).toHaveText('Рисунок редакции');
}

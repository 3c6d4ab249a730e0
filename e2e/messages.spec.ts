import { expect, type Locator, type Page, test } from '@playwright/test';
import { en } from '../src/reader/strings/en.ts';
import {
  madeMessages,
  makeArticle,
  makeArticles,
  messagesOf,
  needCorpus,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  readSeed,
  type Seed,
  say,
  untilEdition,
  visit,
  writeSeed,
} from './kit/index.ts';

const DAY = 86_400_000;

/** Opens an article by its title. */
async function openArticle(page: Page, paper: Paper, title: string): Promise<void> {
  const card = (await paper.cards()).find((one) => one.title === title)!;
  await page.goto(`${paper.main.url}#/a/${card.id}.${card.q}`);
  await expect(page.locator('article h1')).toHaveText(title);
}

async function chooseRegion(page: Page, paper: Paper, region: string): Promise<void> {
  await page.goto(`${paper.main.url}#/settings`);
  await page.locator('select[name=region]').selectOption(region);
}

const message = (page: Page, kind: string): Locator => page.locator(`.message.${kind}`);

/** Upper and lower edge of the first element, in the page. */
const edges = (locator: Locator) =>
  locator.first().evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return { top: top + scrollY, bottom: bottom + scrollY };
  });

test.describe('The seed page', () => {
  test.describe.configure({ mode: 'serial' });
  const corpus = needCorpus();
  let seed: Seed;
  let paper: Paper;
  let phone: Phone;

  test.beforeAll(async () => {
    seed = await readSeed(corpus);
    const others = await makeArticles(2, { language: 'en' });
    paper = await openPaper({ articles: others, languages: ['en'] });
    await writeSeed(`${paper.newsroom}/articles`, seed, others);
    await say(paper, messagesOf(seed));
    phone = await openPhone({ language: 'en-GB' });
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('has eleven paragraphs and a name for each of its parts', () => {
    expect(seed.paragraphs).toHaveLength(11);
    expect(seed.headline).toMatch(/^Russia Repatriates/);
    expect(seed.credit).toMatch(/ТАСС$/);
    expect(seed.caption).toMatch(/Syria\.$/);
    expect(seed.label).toMatch(/banned in Russia\.$/);
    expect(seed.periods).toEqual(['Once', 'Monthly', 'Annual']);
    expect(seed.message.paragraphs.length).toBeGreaterThan(3);
    expect(seed.banner.support).toBe('Support us');
    expect(seed.payment).toMatch(/methods$/);
    expect(seed.notNow).toMatch(/^Not ready/);
  });

  test('puts the strap line under the name of the paper, and the banner below the list @desktop', async () => {
    const { page } = phone;
    const strap = page.locator('.head:has(.masthead) + .strap');
    await expect(strap).toHaveText(seed.strap);
    await expect(message(page, 'banner')).toContainText(seed.banner.title);
    await expect(page.locator('.cards a', { hasText: seed.headline })).toBeVisible();
    expect((await edges(strap)).bottom).toBeLessThan((await edges(page.locator('.cards'))).top);
    const list = await edges(page.locator('.cards'));
    expect((await edges(message(page, 'banner'))).top).toBeGreaterThanOrEqual(list.bottom);
  });

  test('keeps headline, photo, caption, credit, paragraphs and legal label in their order', async () => {
    const { page } = phone;
    await openArticle(page, paper, seed.headline);
    await expect(page.locator('article figcaption')).toContainText(seed.caption);
    await expect(page.locator('article figcaption .credit')).toHaveText(seed.credit);
    const body = page.locator('article .body');
    await expect(body.locator('.block > p:not(.label)')).toHaveText(seed.paragraphs);
    await expect(body.locator('.block').last().getByRole('note')).toHaveText(seed.label);
  });

  test('asks nobody for money or an address until they have said that they live elsewhere', async () => {
    const { page } = phone;
    for (const region of ['unknown', 'ru', 'by']) {
      await chooseRegion(page, paper, region);
      await openArticle(page, paper, seed.headline);
      await expect(message(page, 'notice')).toContainText(seed.message.title);
      await expect(message(page, 'banner')).toContainText(seed.banner.title);
      await expect(message(page, 'appeal'), region).toHaveCount(0);
      await expect(message(page, 'newsletter'), region).toHaveCount(0);
      await expect(page.locator('.message a, .message [aria-expanded]'), region).toHaveCount(0);
    }
  });

  test('shows the rest after the text: newsletter, message, donation choice, related articles @desktop', async () => {
    const { page } = phone;
    await chooseRegion(page, paper, 'elsewhere');
    await openArticle(page, paper, seed.headline);
    const letter = message(page, 'newsletter');
    await expect(letter.getByRole('heading')).toHaveText(seed.newsletter.title);
    await expect(letter).toContainText(seed.newsletter.text);
    await expect(letter.getByRole('link', { name: 'Preview' })).toHaveAttribute('href', /letter\/last$/);
    await expect(letter.getByRole('link', { name: seed.newsletter.privacy })).toHaveAttribute(
      'href',
      /privacy$/,
    );
    const notice = message(page, 'notice');
    await expect(notice).toContainText('A message from Весть');
    for (const paragraph of seed.message.paragraphs) await expect(notice).toContainText(paragraph);

    const appeal = message(page, 'appeal');
    for (const period of seed.periods) await expect(appeal.getByLabel(period)).toBeAttached();
    await expect(appeal).toContainText(seed.payment);
    await expect(appeal).toContainText(en.messages.notNow);
    await appeal.getByText('Monthly').click();
    await expect(appeal.getByText('$10')).toHaveCount(0);
    await appeal.getByText('$5').click();
    await appeal.getByRole('button', { name: seed.continue }).click();
    await expect(appeal.getByRole('status')).toContainText('is a crime there');
    await expect(appeal.getByRole('status')).toContainText('November 2026; this is not legal advice');
    const out = appeal.getByRole('link');
    await expect(out).toHaveAttribute('href', 'https://paper.example/give?how=monthly&sum=5');
    await expect(out).toHaveAttribute('rel', /noreferrer/);
    await expect(appeal.getByRole('button', { name: seed.later.replace('.', '') })).toBeVisible();
    // The banner's own way to support the paper: after the same sentence.
    const banner = message(page, 'banner');
    await expect(banner.getByRole('link')).toHaveCount(0);
    await banner.getByRole('button', { name: en.messages.more }).click();
    await expect(banner.getByRole('status')).toContainText('is a crime there');
    await expect(banner.getByRole('link')).toHaveAttribute('href', /support$/);
    const more = page.locator('nav.related');
    await expect(more.getByRole('heading')).toHaveText(seed.more);
    await expect(more.locator('a')).toHaveCount(2);

    // One below the other, in the page's flow, the text first.
    const order = ['article .body', '.banner', '.newsletter', '.notice', '.appeal', 'nav.related'];
    let below = 0;
    for (const selector of order) {
      const { top, bottom } = await edges(page.locator(selector));
      expect(top, selector).toBeGreaterThanOrEqual(below);
      below = bottom;
    }
    const floats = await page
      .locator('.message')
      .evaluateAll((all) =>
        all.filter((one) => /fixed|sticky|absolute/.test(getComputedStyle(one).position)),
      );
    expect(floats).toEqual([]);
  });

  test('keeps what was closed or put off through a restart with no network, for two weeks or for good', async () => {
    await openArticle(phone.page, paper, seed.headline);
    await message(phone.page, 'banner').getByRole('button', { name: 'Close' }).click();
    await message(phone.page, 'appeal').getByRole('button', { name: 'Remind me later' }).click();
    await expect(phone.page.getByText('ask again in two weeks')).toBeVisible();
    await paper.stop();
    await phone.restart();
    const { page } = phone;
    await page.goto(paper.main.url);
    await expect(page.locator('.strap')).toHaveText(seed.strap);
    await openArticle(page, paper, seed.headline);
    await expect(message(page, 'notice')).toBeVisible();
    await expect(message(page, 'banner')).toHaveCount(0);
    await expect(message(page, 'appeal')).toHaveCount(0);
    for (const [days, count] of [
      [13, 0],
      [15, 1],
    ] as const) {
      await page.clock.setSystemTime(Date.now() + days * DAY);
      await page.reload();
      await expect(message(page, 'notice')).toBeVisible();
      await expect(message(page, 'appeal'), `after ${days} days`).toHaveCount(count);
      await expect(message(page, 'banner')).toHaveCount(0);
    }
    expect(phone.errors.filter((one) => !/net::|Failed to load/.test(one))).toEqual([]);
  });
});

test.describe('Messages of a paper', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let title: string;

  test.beforeAll(async () => {
    const article = await makeArticle(1, { picture: false });
    title = article.title;
    paper = await openPaper({ articles: [article], mirrors: 1, settings: { messages: madeMessages } });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  /** Says something else, and waits until this phone has the edition that says so. */
  async function change(messages: readonly unknown[]): Promise<void> {
    const edition = await say(paper, messages);
    await phone.page.goto(`${paper.main.url}#/`);
    await phone.page.reload();
    await untilEdition(phone.page, edition);
  }

  test('come with an edition and go with a later one', async () => {
    const { page } = phone;
    await expect(page.locator('.strap')).toHaveText(String(madeMessages[0]!.text));
    await change([{ kind: 'strap', text: 'Другая строка.' }]);
    await expect(page.locator('.strap')).toHaveText('Другая строка.');
    await expect(message(page, 'banner')).toHaveCount(0);
    await change([]);
    await expect(page.locator('.strap')).toHaveCount(0);
  });

  test('are shown within their dates, in their regions and in the language at hand', async () => {
    const { page } = phone;
    const notice = (words: string, more: object = {}) => ({
      kind: 'notice',
      title: words,
      text: '…',
      ...more,
    });
    await chooseRegion(page, paper, 'ru');
    await change([
      notice('вчера', { until: '2020-01-01' }),
      notice('завтра', { from: '2100-01-01' }),
      notice('не здесь', { hidden: ['ru'] }),
      notice('in English', { language: 'en' }),
      notice('сейчас', { language: 'ru', from: '2020-01-01', until: '2100-01-01' }),
    ]);
    await openArticle(page, paper, title);
    await expect(page.locator('.message h2')).toHaveText(['сейчас']);
    await chooseRegion(page, paper, 'elsewhere');
    await change([notice('не здесь', { hidden: ['ru'] })]);
    await openArticle(page, paper, title);
    await expect(page.locator('.message h2')).toHaveText(['не здесь']);
  });

  test('lead out after a sentence on the law that the paper may word anew, and without a referrer', async () => {
    const { page } = phone;
    const target = `${paper.mirrors[0]!.url}robots.txt`;
    await chooseRegion(page, paper, 'elsewhere');
    const law = { kind: 'law', about: 'newsletter', text: 'С марта действует другое.', from: '2027-03-05' };
    await change([
      { kind: 'newsletter', title: 'Письмо', text: 'Раз в неделю.', url: target },
      { ...law, from: '2026-03-05' },
      { ...law, text: 'Written for others.', language: 'en', from: '2026-03-05' },
      { ...law, text: 'Ещё не действует.', about: 'public' },
    ]);
    await openArticle(page, paper, title);
    const letter = message(page, 'newsletter');
    await expect(letter.getByRole('link')).toHaveCount(0);
    await letter.getByRole('button', { name: 'Подписаться' }).click();
    await expect(letter.getByRole('status')).toContainText('С марта действует другое.');
    await expect(letter.getByRole('status')).toContainText('март 2026 г.; это не юридическая консультация');
    paper.asked.length = 0;
    const [opened] = await Promise.all([
      phone.context.waitForEvent('page'),
      letter.getByRole('link').click(),
    ]);
    await opened.waitForLoadState();
    const [asked] = paper.asked.filter((one) => one.url.endsWith('robots.txt'));
    expect(asked?.headers.referer).toBeUndefined();
    expect(await opened.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
    await opened.close();
    await page.goto(`${paper.main.url}#/share`);
    await expect(page.locator('.sharing .notice')).not.toContainText('Ещё не действует.');
    await expect(page.locator('.sharing .notice')).toContainText('15 000 рублей');
  });
});

test.describe('Sharing an article', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(2, { picture: false }), mirrors: 2 });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    await phone.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('warns of the public and the private way before it offers anything @desktop', async () => {
    const { page } = phone;
    const [card] = await paper.cards();
    await openArticle(page, paper, card!.title);
    await page.locator('.actions').getByRole('link', { name: 'Поделиться' }).click();
    await expect(page).toHaveURL(`${paper.main.url}#/share/${card!.id}.${card!.q}`);
    await expect(page).toHaveTitle('Читалка');
    const warning = page.getByRole('region', { name: 'Сначала о риске' });
    await expect(warning).toContainText('штрафуют, до 15 000 рублей');
    await expect(warning).toContainText('распространением не считалось');
    await expect(warning).toContainText('ноябрь 2026 г.; это не юридическая консультация');
    const first = await edges(page.locator('.sharing button'));
    expect((await edges(warning)).bottom).toBeLessThan(first.top);
    await page.getByRole('button', { name: 'Назад' }).click();
    await expect(page.locator('article h1')).toHaveText(card!.title);
  });

  test('offers the text with no address, and the address on a mirror of choice with no headline', async () => {
    const { page } = phone;
    const [card] = await paper.cards();
    await page.goto(`${paper.main.url}#/share/${card!.id}.${card!.q}`);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const text = page.locator('.sharing section', { hasText: 'Текст без ссылки' });
    await text.getByRole('button', { name: 'Скопировать' }).click();
    await expect(text.getByRole('status')).toHaveText('Скопировано');
    const { entries } = await paper.edition();
    const paragraphs = entries.find((one) => one.view.id === card!.id)!.article.body;
    expect(await copied()).toBe([card!.title, ...paragraphs].join('\n\n'));
    const link = page.locator('.sharing section', { hasText: 'Ссылка на статью' });
    const [mirror] = paper.mirrors;
    await link.getByRole('combobox').selectOption(mirror!.url);
    await link.getByRole('button', { name: 'Скопировать' }).click();
    await expect(link.getByRole('status')).toHaveText('Скопировано');
    expect(await copied()).toBe(`${mirror!.url}#/a/${card!.id}.${card!.q}`);
  });

  test('opens the article for whoever is given the address', async () => {
    const [card] = await paper.cards();
    const other = await openPhone();
    try {
      await other.page.goto(`${paper.mirrors[0]!.url}#/a/${card!.id}.${card!.q}`);
      await expect(other.page.locator('article h1')).toHaveText(card!.title, { timeout: 20_000 });
    } finally {
      await other.close();
    }
  });

  test('hands the text alone, or the address alone, to other apps where the browser can', async () => {
    const { page } = phone;
    const [card] = await paper.cards();
    // This browser has no sheet of its own on a desktop system.
    await page.addInitScript(() => {
      const given: unknown[] = [];
      Object.assign(globalThis, { given });
      Object.defineProperty(Navigator.prototype, 'share', {
        configurable: true,
        value: (content: unknown) => Promise.resolve(void given.push(content)),
      });
    });
    await page.goto(`${paper.main.url}#/share/${card!.id}.${card!.q}`);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Отправить…' })).toHaveCount(2);
    for (const button of await page.getByRole('button', { name: 'Отправить…' }).all()) await button.click();
    const given = await page.evaluate(() => (globalThis as { given?: object[] }).given ?? []);
    expect(given.map((one) => Object.keys(one))).toEqual([['text'], ['url']]);
    expect(JSON.stringify(given[0])).not.toMatch(/https?:|Весть/);
  });
});

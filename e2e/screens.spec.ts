import { expect, type Page, test } from '@playwright/test';
import { en } from '../src/reader/strings/en.ts';
import { ru } from '../src/reader/strings/ru.ts';
import { findChromium } from './browser.mjs';
import {
  faultsOf,
  madeMessages,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  untilWhole,
  visit,
} from './kit/index.ts';

const COUNT = 6;
const LANGUAGES = ['ru', 'en'] as const;

test.describe('Every screen', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  /** Name and address of each screen. */
  const screens: [name: string, hash: string][] = [];

  test.beforeAll(async () => {
    const settings = { messages: madeMessages };
    paper = await openPaper({ articles: await makeArticles(COUNT), settings });
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, COUNT);
    const [card] = await paper.cards();
    const { head } = await paper.edition();
    screens.push(
      ['front page', ''],
      ['section', `section/${head.sections[0]![0]}`],
      ['article', `a/${card!.id}`],
      ['saved', 'saved'],
      ['search', 'search'],
      ['mirrors', 'mirrors'],
      ['settings', 'settings'],
      ['storage', 'storage'],
      ['about', 'about'],
      ['introduction', 'welcome'],
      ['share sheet', `share/${card!.id}`],
    );
    // The paper says all that it has to say.
    await choose('region', 'elsewhere');
    // One article is saved, so that its list is not empty.
    await open('', `a/${card!.id}`);
    await phone.page.locator('.actions button').click();
    await expect(phone.page.locator('.actions button[aria-pressed=true]')).toBeVisible();
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  /** Goes to a screen and waits until it stands there. */
  async function open(_name: string, hash: string): Promise<void> {
    await phone.page.goto(`${paper.main.url}#/${hash}`);
    await expect(phone.page.locator('main h1')).toBeVisible();
    if (hash.startsWith('a/')) await expect(phone.page.locator('.message.appeal')).toBeVisible();
    else if (hash === '' || hash === 'saved')
      await expect(phone.page.locator('main a[href^="#/a/"]').first()).toBeVisible();
  }

  async function choose(name: string, value: string): Promise<void> {
    await open('', 'settings');
    await phone.page.locator(`select[name=${name}]`).selectOption(value);
  }

  for (const language of LANGUAGES) {
    test(`satisfies axe in both themes (${language})`, async () => {
      // Every screen twice: axe takes seconds for each where others want the machine as well.
      test.setTimeout(120_000);
      const { page } = phone;
      await choose('language', language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const [name, hash] of screens) {
        await open(name, hash);
        expect(await faultsOf(page), name).toEqual([]);
      }
    });

    test(`satisfies axe where more is shown than an address tells (${language})`, async () => {
      test.setTimeout(120_000);
      const { page } = phone;
      const t = language === 'ru' ? ru : en;
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await choose('language', language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const density of ['compact', 'text', 'cards']) {
        await open('front page', '');
        await page.locator('select[name=density]').selectOption(density);
        if (density !== 'cards') expect(await faultsOf(page, 'main'), density).toEqual([]);
      }
      await open('introduction', 'welcome');
      for (const step of [2, 3]) {
        await press(t.welcome.next);
        await expect(page.locator('main')).toContainText(t.welcome.step(step, 3));
        expect(await faultsOf(page, 'main'), `introduction, ${step}`).toEqual([]);
      }
      await open('storage', 'storage');
      await press(t.storage.remove.pictures);
      await expect(page.locator('.notice')).toBeVisible();
      expect(await faultsOf(page, '.notice'), 'a deletion').toEqual([]);
      await press(t.storage.no);
      await page.goto(`${paper.main.url}#/a/aaaaaaaaaaaaaaaa`);
      await expect(page.locator('main .notice button')).toBeVisible();
      expect(await faultsOf(page, 'main'), 'no such article').toEqual([]);
    });
  }

  test('can be walked through by keyboard alone, and the focus is always seen', async () => {
    const { page } = phone;
    await choose('language', 'ru');
    for (const [name, hash] of screens) {
      await open(name, hash);
      // The focus arrives with the screen: a walk that began before would meet it on its way.
      await expect(page.locator('main h1:focus, main input:focus')).toHaveCount(1);
      await page.evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
        for (const one of document.querySelectorAll<HTMLElement>('[data-walked]')) delete one.dataset.walked;
      });
      const reached = await walk(page);
      const missed = await page.evaluate(
        (seen) =>
          [...document.querySelectorAll<HTMLElement>('a[href], button, select, input, summary')]
            .filter((one) => one.checkVisibility() && !(one as HTMLButtonElement).disabled)
            // Tab stops once at a group of radio buttons; the arrows reach the others.
            .filter((one) => !one.matches('[type=radio]:not(:checked)'))
            .filter((one) => !seen.includes(Number(one.dataset.walked ?? -1)))
            .map((one) => one.outerHTML.slice(0, 120)),
        reached.map((one) => one.number),
      );
      expect(missed, name).toEqual([]);
      expect(
        reached.filter((one) => !one.isSeen).map((one) => one.html),
        name,
      ).toEqual([]);
    }
  });

  test('lets the keyboard skip to the content, open an article and come back', async () => {
    const { page } = phone;
    await page.goto('about:blank');
    await open('front page', '');
    // What stands there before is what the page last looked like: it goes, and the focus with it.
    await expect(page.locator('html')).toHaveAttribute('data-worker', 'ready');
    await page.keyboard.press('Tab');
    const skip = page.locator('a.skip');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    const first = page.locator('.cards h2 a').first();
    const title = await first.textContent();
    await tabTo(page, '.cards h2 a');
    await page.keyboard.press('Enter');
    await expect(page.locator('article h1')).toHaveText(title ?? '');
    await expect(page.locator('article h1')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await tabTo(page, 'header.top button:first-child', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.locator('.cards h2 a').first()).toBeVisible();
    expect(new URL(page.url()).hash).toBe('#/');
  });

  test('gives a finger at least 44 pixels for every control', async () => {
    const { page } = phone;
    for (const language of LANGUAGES) {
      await choose('language', language);
      for (const [name, hash] of screens) {
        await open(name, hash);
        expect(await page.evaluate(smallTargets), `${name}, ${language}`).toEqual([]);
      }
    }
    await open('about', 'about');
    await page.locator('main button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await page.evaluate(smallTargets)).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('is still told apart where colours are not its own, or must be strong', async () => {
    const { page } = phone;
    await page.emulateMedia({ forcedColors: 'active' });
    await open('front page', '');
    for (const marked of ['.tabs', 'nav.places']) {
      const line = (selector: string) =>
        page
          .locator(`${marked} ${selector}`)
          .first()
          .evaluate((link) => getComputedStyle(link).textDecorationLine);
      expect(await line('[aria-current=page]'), marked).toBe('underline');
      expect(await line('a:not([aria-current])'), marked).toBe('none');
    }
    const [, articleHash] = screens.find(([name]) => name === 'article')!;
    await open('article', articleHash);
    const fill = (chip: string) =>
      page
        .locator(`.appeal .chip${chip}`)
        .first()
        .evaluate((one) => getComputedStyle(one).backgroundColor);
    expect(await fill(':has(:checked)')).not.toBe(await fill(':not(:has(:checked))'));
    await open('front page', '');
    await page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
    const colours = await page.evaluate(() => {
      const of = (selector: string) => getComputedStyle(document.querySelector(selector)!).color;
      return [of('.card .meta'), of('body')];
    });
    expect(colours[0]).toBe(colours[1]);
    await page.emulateMedia({ contrast: 'no-preference' });
  });

  test('needs no scrolling sideways with letters of double size', async () => {
    const { page } = phone;
    await open('settings', 'settings');
    const larger = page.locator('.stepper button').last();
    for (let i = 0; i < 6; i++)
      if ((await larger.getAttribute('aria-disabled')) !== 'true') await larger.click();
    await expect.poll(() => page.evaluate(() => document.documentElement.style.fontSize)).toBe('200%');
    for (const language of LANGUAGES) {
      await choose('language', language);
      for (const [name, hash] of screens) {
        await open(name, hash);
        const wide = await page.evaluate(() => ({
          page: document.documentElement.scrollWidth,
          screen: innerWidth,
          out: [...document.querySelectorAll('main *')]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 361)
            .filter((one) => !one.closest('.tabs'))
            .map((one) => one.outerHTML.slice(0, 80))
            .slice(0, 3),
        }));
        const where = `${name}, ${language}: ${wide.out.join(' ')}`;
        expect(wide.page, where).toBeLessThanOrEqual(wide.screen);
        expect(wide.screen, where).toBe(360);
      }
    }
  });

  test('belongs to an app that can be installed', async () => {
    const { page } = phone;
    await open('front page', '');
    const session = await phone.context.newCDPSession(page);
    await expect
      .poll(async () => (await session.send('Page.getInstallabilityErrors')).installabilityErrors)
      .toEqual([]);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(JSON.parse(data ?? '{}')).toMatchObject({ name: 'Читалка', short_name: 'Читалка' });
  });
});

test.describe('The page of a first visit', () => {
  for (const language of LANGUAGES) {
    test(`satisfies axe before the app is there (${language})`, async ({ playwright }) => {
      const paper = await openPaper({ articles: await makeArticles(4, { picture: false }) });
      const executablePath = findChromium();
      const browser = await playwright.chromium.launch(executablePath ? { executablePath } : {});
      try {
        const page = await browser.newPage({
          viewport: { width: 360, height: 640 },
          locale: language === 'ru' ? 'ru-RU' : 'en-US',
        });
        // The worker never comes: this page is all there is.
        await page.route('**/sw.js', () => {});
        await page.goto(paper.main.url);
        await expect(page.locator('main li a')).toHaveCount(4);
        await expect(page.getByRole('status')).not.toBeEmpty();
        expect(await faultsOf(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      } finally {
        await browser.close();
        await paper.close();
      }
    });
  }
});

/** Controls that are less than 44 px high or wide. A link within a sentence is as high as its line. */
function smallTargets(): string[] {
  const boxOf = (control: Element): DOMRect => {
    const stretched = getComputedStyle(control, '::after').position === 'absolute';
    const whole = control.closest('label') ?? (stretched ? (control as HTMLElement).offsetParent : null);
    return (whole ?? control).getBoundingClientRect();
  };
  const isInSentence = (control: Element): boolean =>
    getComputedStyle(control).display === 'inline' &&
    (control.parentElement?.textContent ?? '').trim().length > (control.textContent ?? '').trim().length;
  return [...document.querySelectorAll('a[href], button, select, input, summary')]
    .filter((one) => one.checkVisibility() && !one.matches('.skip') && !isInSentence(one))
    .filter((one) => {
      const { width, height } = boxOf(one);
      return width < 43.9 || height < 43.9;
    })
    .map(
      (one) =>
        `${Math.round(boxOf(one).width)}×${Math.round(boxOf(one).height)} ${one.outerHTML.slice(0, 100)}`,
    );
}

interface Stop {
  number: number;
  html: string;
  /** Whether a ring or another outline tells where the focus is. */
  isSeen: boolean;
}

/** Presses Tab until the focus has gone round; each element that had it is given a number. */
async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  let ends = 0;
  for (let number = 0; number < 200 && ends < 2; number++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((number) => {
      const element = document.activeElement as HTMLElement | null;
      // Behind the last element comes the browser's own bar, then the page from its beginning.
      if (!element || element === document.body) return 'end';
      if (element.dataset.walked !== undefined) return 'round';
      element.dataset.walked = String(number);
      // The ring may be drawn around the whole card that a link stands for.
      const around = [element, element.parentElement, element.closest('li')].filter((one) => one !== null);
      const isSeen = around.some((one) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== 'none' && outlineWidth !== '0px';
      });
      return { number, html: element.outerHTML.slice(0, 120), isSeen };
    }, number);
    if (stop === 'round') break;
    if (stop === 'end') ends++;
    else stops.push(stop);
  }
  return stops;
}

/** Presses a key until the focus is on the first element that matches. */
async function tabTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  const target = page.locator(selector).first();
  for (let i = 0; i < 60; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

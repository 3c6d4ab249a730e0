/** What others wrote to break programs, read by the newsroom, pressed, and shown to a reader: it does nothing there. */
import { expect, type Page, test } from '@playwright/test';
import {
  makeArticles,
  needCorpus,
  openPaper,
  openPhone,
  type Paper,
  type Payloads,
  type Phone,
  publishBodies,
  readPayloads,
  type Strangers,
  untilEdition,
  untilHeld,
  watchStrangers,
} from './kit/index.ts';

test.describe('Texts made to break programs', () => {
  const corpus = needCorpus();
  let payloads: Payloads;
  let paper: Paper;
  let phone: Phone;
  let strangers: Strangers;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    strangers = await watchStrangers();
    payloads = await readPayloads(`${corpus}/hostile`);
    paper = await openPaper({
      articles: await makeArticles(1, { picture: false }),
      mirrors: 9,
      settings: { object: 10_240 },
    });
    await publishBodies(paper, payloads.articles, payloads.files, { mayLose: true });
    phone = await openPhone({ args: strangers.args });
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
    await payloads?.close();
    await strangers?.close();
  });

  test('run no script, ask no stranger, and leave no handler, dangerous link or fetching style on any page', async () => {
    test.setTimeout(300_000);
    const { page } = phone;
    const alarms: string[] = [];
    page.on('dialog', (dialog) => {
      alarms.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    phone.context.on('page', () => alarms.push('a window'));
    phone.context.on('weberror', (error) => alarms.push(String(error.error())));
    phone.context.on('console', (message) => {
      // What the policy of the page had to stop should not have been there.
      if (/content.security.policy|refused to/i.test(message.text())) alarms.push(message.text());
    });
    const told: string[] = [];
    phone.context.on('request', (request) => told.push(request.url()));

    // The way in has the newest headlines as HTML, before any program of the app runs.
    await page.goto(paper.main.url);
    expect(await page.evaluate(lookAround)).toEqual([]);
    await untilEdition(page, 2);
    await untilHeld(page, 120_000);
    const cards = (await paper.cards()).filter(({ title }) => /^\d+ /.test(title));
    expect(cards).toHaveLength(payloads.articles.length);
    expect(cards.length).toBeGreaterThan(250);
    expect(await page.evaluate(lookAround)).toEqual([]);
    expect(
      await walk(
        page,
        cards.map(({ id, title }) => [id, title] as const),
      ),
    ).toEqual([]);
    expect(alarms).toEqual([]);
    const own = paper.addresses.flatMap(({ url }) => [new URL(url).origin, `blob:${new URL(url).origin}`]);
    const odd = told.filter(
      (url) => !/^(?:data|about):/.test(url) && !own.some((one) => url.startsWith(`${one}/`)),
    );
    expect(odd).toEqual([]);
    expect(strangers.asked()).toEqual([]);
    expect(page.url().startsWith(`${paper.main.url}#/a/`)).toBe(true);
  });

  test('are noticed where they would stand in a page', async () => {
    // On a page of no policy: the app's own would not let them in.
    const page = await phone.context.newPage();
    for (const html of [
      '<b onclick="x()">',
      '<a href="java\tscript:x()">',
      '<a href="data:text/html,x">',
      '<b style="background: url(//stranger.example/x)">',
      '<iframe></iframe>',
      '<svg><a xlink:href="javascript:x()"></a></svg>',
      '<img src="https://stranger.example/x">',
    ]) {
      await page.setContent(`<article>${html}</article>`);
      expect(await page.evaluate(lookAround), html).toHaveLength(1);
    }
    await page.close();
  });
});

/** Opens every article by its id and looks at it; what was found, with the title. */
async function walk(page: Page, articles: readonly (readonly [string, string])[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < articles.length; at += 50) {
    const some = JSON.stringify(articles.slice(at, at + 50));
    found.push(...((await page.evaluate(`(${openEach})(${some}, ${lookAround})`)) as string[]));
  }
  return found;
}

/** Runs in the page. */
async function openEach(articles: [string, string][], look: () => string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [id, title] of articles) {
    const number = title.slice(0, title.indexOf(' ') + 1);
    location.hash = `#/a/${id}`;
    const isThere = (): boolean =>
      document.querySelector('article .body') !== null &&
      document.querySelector('article h1')?.textContent?.startsWith(number) === true;
    for (const end = Date.now() + 20_000; !isThere() && Date.now() < end; )
      await new Promise((next) => setTimeout(next, 5));
    if (!isThere()) wrong.push(`${title.slice(0, 80)}: not shown`);
    wrong.push(...look().map((one) => `${title.slice(0, 80)}: ${one}`));
  }
  return wrong;
}

/** Runs in the page: whatever stands there that could run, fetch or lead astray. */
function lookAround(): string[] {
  const wrong: string[] = [];
  const links =
    /^(?:href|src|srcset|action|formaction|data|poster|background|cite|ping|xlink:href|srcdoc|codebase|manifest)$/;
  for (const element of document.querySelectorAll('*')) {
    const { localName } = element;
    const tell = (): unknown => wrong.push(element.outerHTML.slice(0, 200));
    const isWithin = element.closest('main, article') !== null;
    if (
      isWithin &&
      /^(?:script|style|iframe|frame|object|embed|base|meta|link|form|template|foreignobject|animate|set)$/.test(
        localName,
      )
    ) {
      tell();
      continue;
    }
    for (const { name, value } of element.attributes) {
      // As a browser reads an address: without what it drops.
      const address = value.replace(/[\p{Cc}\s]/gu, '');
      const isLink = localName === 'a' && name === 'href' && /^(?:https?:\/\/|mailto:)/i.test(address);
      const isOwn =
        /^(?:#|\.|\/(?!\/)|blob:|data:,$|data:image\/(?:png|avif|webp|gif);)/i.test(address) ||
        /^[\w-]+(?:[/.][\w.-]*)*(?:[?#].*)?$/.test(address) ||
        address.startsWith(location.origin);
      if (/^on/i.test(name)) tell();
      else if (links.test(name) && address !== '' && !isLink && !isOwn) tell();
      else if (
        name === 'style' &&
        /url\s*\(|@import|expression|image-set|-moz-binding/i.test(value) &&
        isWithin
      )
        tell();
    }
  }
  return wrong;
}

/** What ten thousand held articles cost whoever opens the app, taps, scrolls or takes in news; beside a plain list. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Card } from '../../src/edition/card.ts';
import type { Head } from '../../src/edition/head.ts';
import {
  forgeHead,
  keepsScreen,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  replaceHead,
  until,
  untilEdition,
  untilWhole,
  visit,
} from '../kit/index.ts';
import { openPlainBrowser, type PlainBrowser, type PlainPage } from './plain.ts';
import { median, progress, table, tell } from './report.ts';
import { countIndexed, stuffLibrary } from './stuff.ts';

const HELD = 10_000;
/** Articles of the paper itself: those on the front page. */
const OWN = 40;
const LISTED = 1_000;
const FRESH = 30;
const RUNS = 5;
const RATES = [
  ['full speed', 1],
  ['slowed 4 ×', 4],
] as const;
/** How long a page at full speed is left alone before it is asked what it painted (ms): all that a start does is done. */
const LEFT_ALONE = 2_000;
/** How long one that was scrolled is left alone before it is tapped (ms): pictures come onto the screen. */
const SCROLLED = 500;
/** How long a finger that taps stays on the screen (ms). */
const TOUCHED = 80;
/** A frame of a screen with 60 of them a second (ms). */
const FRAME = 1000 / 60;

/** `words`: a smaller number of held articles, to try things out. */
export async function measureReader(words: readonly string[]): Promise<string> {
  const held = Number(words[0] ?? HELD);
  const paper = await openPaper({ articles: await makeArticles(OWN), mirrors: 1 });
  const phone = await openPhone();
  try {
    progress(`laying ${held} articles into the library`);
    await visit(phone.page, paper.main.url);
    await untilWhole(phone.page, OWN);
    const { head } = await paper.edition();
    const before = held - OWN + head.from - 1;
    await stuffLibrary(phone.page, paper, before);
    await signShifted(paper, before - head.from + 1);
    await phone.page.goto('about:blank');
    await phone.page.goto(paper.main.url);
    await untilEdition(phone.page, head.n + 1);
    await until('the front page to be kept', () => keepsScreen(phone.page), Boolean, 10_000);
    progress('they are made findable');
    while ((await countIndexed(phone.page)) < held) await pause(LEFT_ALONE);
    const titles = await phone.page
      .locator('.cards h2')
      .evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    await phone.quit();
    await paper.stop();
    const control = await serveControl(titles);
    const browser = await openPlainBrowser(phone.profile);
    const rows: (string | number)[][] = [];
    try {
      await timeStart(browser, paper.main.url, 1, '.cards a');
      for (const [name, rate] of RATES) {
        progress(`start and tap, ${name}`);
        const start = await repeat(() => timeStart(browser, paper.main.url, rate, '.cards a'));
        const plain = await repeat(() => timeStart(browser, control.url, rate, 'li a'));
        rows.push([`start to painted front page, ${name}`, ...start, plain[0]]);
        const tap = await repeat(() =>
          timeTap(browser, paper.main.url, rate, ['.cards h2 a', 'article .body']),
        );
        const plainTap = await repeat(() => timeTap(browser, control.url, rate, ['li a', 'article']));
        rows.push([`tap to painted article, ${name}`, ...tap, plainTap[0]]);
      }
      progress(`scrolling ${LISTED}`);
      const scroll = await repeat(() => scrollList(browser, paper.main.url, '.cards > li'), 3);
      const plainScroll = await repeat(() => scrollList(browser, control.url, 'li'), 3);
      rows.push([`frames dropped while scrolling ${LISTED} cards, %`, ...scroll, plainScroll[0]]);
      progress('a sync');
      const task = await timeSync(browser, paper);
      rows.push([`longest task of a page at rest while ${FRESH} articles come`, task, '', '', '']);
    } finally {
      await browser.close();
      control.server.close();
    }
    return await tell('reader', `The reader with ${held} articles held`, [
      `Every server stopped (but for the sync), a page opened anew in a running browser, driven by its own protocol alone; milliseconds unless said; medians of ${RUNS} runs (of 3 for scrolling). Beside it the same titles as a plain list: a page without styles or scripts of an app, from a server of its own, whose article is one text that the page has already. A tap is a finger that stays for ${TOUCHED} ms, timed from when it leaves until the frame with the text in it is drawn, once all that a start does is done. A frame counts as dropped when the page's own thread had no turn in it. Tasks under 50 ms are not told apart by the browser.`,
      table(['', 'median', 'quickest', 'slowest', 'plain list'], rows),
    ]);
  } finally {
    await phone.close();
    await paper.close();
  }
}

/** Signs the head once more, with all numbers of records higher: there are that many older ones, which nobody printed. */
async function signShifted(paper: Paper, by: number): Promise<void> {
  const { head } = await paper.edition();
  const cards = head.cards.map(([q, ...rest]): Card => [q + by, ...rest]);
  await replaceHead(
    paper,
    await forgeHead(
      paper,
      {
        n: head.n + 1,
        from: head.from + by,
        last: head.last + by,
        spans: [],
        cards,
      } satisfies Partial<Head>,
      'publisher',
    ),
  );
}

async function repeat(measure: () => Promise<number>, runs = RUNS): Promise<[number, number, number]> {
  const values: number[] = [];
  for (let i = 0; i < runs; i++) values.push(await measure());
  const round = (value: number) => Math.round(value * 10) / 10;
  return [round(median(values)), round(Math.min(...values)), round(Math.max(...values))];
}

async function timeStart(browser: PlainBrowser, url: string, rate: number, links: string): Promise<number> {
  const page = await openPage(browser, url, rate, links);
  const first = await page.evaluate<number>(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1`,
  );
  await page.close();
  if (first < 0) throw new Error(`nothing was painted: ${url}`);
  return first;
}

/** A page at rest, with titles on it. */
async function openPage(browser: PlainBrowser, url: string, rate: number, links: string): Promise<PlainPage> {
  const page = await browser.page(rate);
  await page.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await page.send('Page.navigate', { url });
  await pause(LEFT_ALONE * rate);
  await until('titles', () => page.evaluate<number>(`document.querySelectorAll('${links}').length`), Boolean);
  return page;
}

async function timeTap(
  browser: PlainBrowser,
  url: string,
  rate: number,
  [links, article]: [links: string, article: string],
): Promise<number> {
  const page = await openPage(browser, url, rate, links);
  await page.evaluate(`void (globalThis.tapped = new Promise((done) => {
    let start = 0;
    addEventListener('click', (event) => { start = event.timeStamp; }, { capture: true, once: true });
    new MutationObserver((_, observer) => {
      if (!document.querySelector('${article}')) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        // The first task after that frame, before any timer of the page.
        scheduler.postTask(() => done(performance.now() - start), { priority: 'user-blocking' });
      });
    }).observe(document.body, { childList: true, subtree: true });
  }))`);
  const { x, y } = await page.evaluate<{ x: number; y: number }>(
    `(() => {
      const link = document.querySelectorAll('${links}')[1];
      link.scrollIntoView({ block: 'center' });
      const { left, top } = link.getBoundingClientRect();
      return { x: left + 8, y: top + 8 };
    })()`,
  );
  await pause(SCROLLED * rate);
  await page.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  await pause(TOUCHED);
  await page.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  const took = await page.evaluate<number>(
    'Promise.race([tapped, new Promise((_, reject) => setTimeout(reject, 10_000, new Error("no article")))])',
  );
  await page.close();
  return took;
}

/** Shows that many cards, goes to the top, and scrolls down at the pace of a quick thumb. Per cent of frames dropped. */
async function scrollList(browser: PlainBrowser, url: string, cards: string): Promise<number> {
  const page = await openPage(browser, url, 1, cards);
  const shown = await page.evaluate<number>(`(async () => {
    const count = () => document.querySelectorAll('${cards}').length;
    for (let end = performance.now() + 60_000; count() < ${LISTED} && performance.now() < end; ) {
      const before = count();
      document.querySelector('.more button')?.click();
      while (count() === before && performance.now() < end) await new Promise(requestAnimationFrame);
    }
    scrollTo(0, 0);
    return count();
  })()`);
  if (shown < LISTED) throw new Error(`no more than ${shown} cards were shown`);
  await pause(LEFT_ALONE);
  await page.evaluate(`{
    globalThis.frames = [];
    requestAnimationFrame(function note(now) { frames.push(now); requestAnimationFrame(note); });
  }`);
  await scrollDown(page);
  const times = await page.evaluate<number[]>('frames');
  await page.close();
  const gaps = times.slice(1).map((time, i) => Math.max(1, Math.round((time - times[i]!) / FRAME)));
  const all = gaps.reduce((sum, gap) => sum + gap, 0);
  return (100 * (all - gaps.length)) / all;
}

async function scrollDown(page: PlainPage): Promise<void> {
  for (let i = 0; i < 6; i++)
    await page.send('Input.synthesizeScrollGesture', {
      ...{ x: 180, y: 320, yDistance: -6_000, speed: 4_000 },
      gestureSourceType: 'mouse',
    });
}

/** Opens the app, lets it rest, and has it take in what is published then. */
async function timeSync(browser: PlainBrowser, paper: Paper): Promise<string> {
  await paper.start();
  const page = await openPage(browser, paper.main.url, 1, '.cards a');
  await page.evaluate(`{
    globalThis.tasks = [];
    const take = (list) => tasks.push(...list.getEntries().map((one) => Math.round(one.duration)));
    new PerformanceObserver(take).observe({ type: 'longtask' });
  }`);
  // The press goes on from the numbers that were signed last.
  const edition = await paper.publish(await makeArticles(FRESH, { first: 1_000 }));
  await page.evaluate(`document.querySelector('.status button').click()`);
  const shown = () => page.evaluate<string>(`document.documentElement.dataset.edition`);
  const isNew = (n: string) => n === String(edition);
  const last = await until('the edition', shown, isNew, 60_000).catch(() => shown());
  await pause(4 * LEFT_ALONE);
  const tasks = await page.evaluate<number[]>('tasks');
  await page.close();
  if (!isNew(last)) return 'no news came';
  return tasks.length > 0 ? `${Math.max(...tasks)}` : 'under 50';
}

/** The same titles as a list and nothing else; a tap shows a text that is there already. */
async function serveControl(titles: readonly string[]): Promise<{ url: string; server: Server }> {
  const all = Array.from({ length: LISTED }, (_, i) => titles[i % titles.length]!);
  const html = `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>.</title><ul>${all
    .map((title) => `<li><a href="#">${title}</a>`)
    .join(
      '',
    )}</ul><script>document.querySelector('ul').onclick = () => { document.body.innerHTML = '<article>' + '<p>${titles.slice(0, 12).join('. ')}</p>'.repeat(3) + '</article>'; };</script>`;
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** How soon news that came out after the last visit are on screen, whatever is wrong with the addresses. */
import { cp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Fault } from '../../mirrors/demo/faults.ts';
import {
  type MadeArticle,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  until,
  visit,
} from '../kit/index.ts';

/** Times in ms from the beginning of the navigation. */
export interface Lap {
  /** The new title is on the front page. */
  title: number;
  /** Its text is on screen: the link was pressed as soon as it was there. */
  text: number;
  /** From the press on the link of the next new article (if there is one) to its text. */
  next: number | null;
  /** Editions that were marked as shown, in order. */
  editions: string[];
}

export interface Run {
  /** The app opened again after the last visit, with two new articles. */
  first: Lap;
  /** Opened once more, with one newer article and the same faults. */
  second: Lap;
}

export interface Race {
  paper: Paper;
  /** Starts from the same visit each time, with these faults by host name (others are fine). */
  run(faults: Readonly<Record<string, Fault>>): Promise<Run>;
  /** The same beginning (edition 2 is out, the faults are set), with the app opened, for any other task. */
  withReader<T>(faults: Readonly<Record<string, Fault>>, task: (reader: Phone) => Promise<T>): Promise<T>;
  /** Serves edition 1, 2 or 3 from now on. */
  serve(n: number): Promise<void>;
  close(): Promise<void>;
}

/** Presses three editions and keeps a browser that visited with the first and everything fine. */
export async function openRace(options: {
  mirrors: number;
  delays: Readonly<Record<string, number>>;
}): Promise<Race> {
  const paper = await openPaper({ ...options, articles: await makeArticles(12, { picture: false }) });
  const news = await makeArticles(3, { picture: false, first: 21 });
  const later = news.pop()!;
  const { site } = paper;
  const phone = await openPhone();
  const visited = phone.profile;
  const editions: string[] = [];

  /** Keeps the site as it is now, so that it can be served again. */
  async function keep(): Promise<void> {
    const copy = `${site}-${editions.length + 1}`;
    await cp(site, copy, { recursive: true });
    editions.push(copy);
  }

  /** Serves edition `n`: the site becomes a link, replaced in one step. */
  async function serve(n: number): Promise<void> {
    await rm(`${site}-next`, { force: true });
    await symlink(editions[n - 1]!, `${site}-next`);
    await rename(`${site}-next`, site);
  }

  await visit(phone.page, paper.main.url);
  await phone.quit();
  await keep();
  for (const address of paper.addresses) paper.setEarlier(address, await paper.head());
  await paper.publish(news);
  await keep();
  await paper.publish([later]);
  await keep();
  await rename(site, join(site, '../pressed'));

  /** A reader that holds edition 1, started after edition 2 came out and the faults were set. */
  async function begin<T>(
    faults: Readonly<Record<string, Fault>>,
    task: (reader: Phone) => Promise<T>,
  ): Promise<T> {
    for (const address of paper.addresses) await address.setFault('fine');
    const reader = await openPhone({ profile: visited });
    try {
      await serve(2);
      for (const address of paper.addresses) await address.setFault(faults[address.name] ?? 'fine');
      return await task(reader);
    } finally {
      await reader.close();
    }
  }

  const run = (faults: Readonly<Record<string, Fault>>) =>
    begin(faults, async (reader) => {
      const first = await lap(reader.page, paper.main.url, news);
      await serve(3);
      const page = await reader.context.newPage();
      await reader.page.close();
      const second = await lap(page, paper.main.url, [later]);
      return { first, second };
    });

  return {
    paper,
    run,
    serve,
    withReader: (faults, task) =>
      begin(faults, async (reader) => {
        await reader.page.goto(paper.main.url);
        return task(reader);
      }),
    async close() {
      await phone.close();
      await paper.close();
    },
  };
}

/** Opens the app and lets the page itself note when what is waited for is there, and press the links. */
async function lap(page: Page, url: string, articles: readonly MadeArticle[]): Promise<Lap> {
  const wanted = articles.map(({ title, paragraphs }) => ({ title: title.trim(), text: paragraphs }));
  // The tool that runs benches marks functions with a helper of its own, which the page lacks.
  const helper = 'globalThis.__name ??= (each) => each;';
  await page.addInitScript({ content: `${helper} (${watchPage})(${JSON.stringify(wanted)})` });
  await page.goto(url);
  const { title, presses, texts, editions } = await until(
    'the new articles',
    () => page.evaluate(() => (window as Watched).laps ?? { title: 0, presses: [], texts: [], editions: [] }),
    (laps) => laps.texts.length === wanted.length,
    30_000,
  );
  return { title, text: texts[0]!, next: texts[1] === undefined ? null : texts[1] - presses[1]!, editions };
}

type Watched = Window & {
  laps?: { title: number; presses: number[]; texts: number[]; editions: string[] };
};

/** Runs in the page. Notes times since the navigation began. */
function watchPage(wanted: readonly { title: string; text: string[] }[]): void {
  const laps: NonNullable<Watched['laps']> = { title: 0, presses: [], texts: [], editions: [] };
  (window as Watched).laps = laps;
  const look = () => {
    const edition = document.documentElement?.dataset.edition;
    if (edition && edition !== laps.editions.at(-1)) laps.editions.push(edition);
    const at = laps.texts.length;
    const one = wanted[at];
    if (!one) return;
    if (laps.presses.length === at) {
      const link = [...document.querySelectorAll('a')].find((each) => each.textContent?.includes(one.title));
      if (!link) return;
      laps.presses.push(performance.now());
      if (at === 0) laps.title = performance.now();
      link.click();
    } else {
      const shown = document.querySelector('article')?.textContent ?? '';
      if (!one.text.every((paragraph) => shown.includes(paragraph))) return;
      laps.texts.push(performance.now());
      if (laps.texts.length < wanted.length) history.back();
    }
  };
  new MutationObserver(look).observe(document, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['data-edition'],
  });
}

/** A reader's browser with a profile of its own, which can be closed and started again as people do. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page, test } from '@playwright/test';
import { findChromium, playwrightFlags } from '../browser.mjs';
import type { Looked } from './engines.ts';
import { inLibrary } from './library.ts';

export interface Phone {
  context: BrowserContext;
  page: Page;
  /** Folder of the browser's profile. */
  profile: string;
  /** Console errors and uncaught errors of all pages, in words. */
  errors: string[];
  /** Closes the browser (if it still runs) and starts it on the same profile, with an empty page. */
  restart(): Promise<void>;
  /** Closes the browser and leaves the profile for a look. */
  quit(): Promise<void>;
  /** Closes the browser and deletes the profile. */
  close(): Promise<void>;
}

export interface PhoneOptions {
  viewport?: { width: number; height: number };
  language?: string;
  theme?: 'light' | 'dark';
  /** Folder of a profile (its browser closed) to begin with a copy of. */
  profile?: string;
  /** More for the browser's command line. */
  args?: string[];
}

const PHONE = { width: 360, height: 640 };

/** The window of the project that a test runs in: a desk for what is tagged so. Benches and the gallery have none. */
function windowOfProject(): { width: number; height: number } {
  try {
    return test.info().project.use.viewport ?? PHONE;
  } catch {
    return PHONE;
  }
}

const isPhone = ({ width }: { width: number }): boolean => width < 700;

/** Starts a browser: a phone of 360×640 unless said otherwise, by the project or here. */
export async function openPhone(options: PhoneOptions = {}): Promise<Phone> {
  const profile = await mkdtemp(join(tmpdir(), 'phone-'));
  if (options.profile) await cp(options.profile, profile, { recursive: true });
  const { viewport = windowOfProject(), language = 'ru-RU', theme = 'light', args = [] } = options;
  const errors: string[] = [];
  const hasTouch = isPhone(viewport);

  async function launch(): Promise<{ context: BrowserContext; page: Page }> {
    const executablePath = findChromium();
    if (!executablePath) throw new Error('No Chromium here: run node e2e/setup.mjs browser.');
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      viewport,
      isMobile: hasTouch,
      hasTouch,
      deviceScaleFactor: hasTouch ? 2 : 1,
      locale: language,
      timezoneId: 'Europe/Moscow',
      colorScheme: theme,
      args: [...playwrightFlags, ...args],
    });
    context.setDefaultTimeout(10_000);
    context.on('weberror', (error) => errors.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  }

  // A browser that a test has killed or quit is closed already.
  const shut = () => phone.context.close().catch(() => undefined);
  const phone: Phone = {
    ...(await launch()),
    profile,
    errors,
    async restart() {
      await shut();
      Object.assign(phone, await launch());
    },
    quit: () => phone.context.close(),
    async close() {
      await shut();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return phone;
}

/** Taps with a finger on a phone, clicks with a mouse on a desk. */
export function tap(target: Locator): Promise<void> {
  return isPhone(target.page().viewportSize() ?? PHONE) ? target.tap() : target.click();
}

/** The marks on the root element that others lean on, and the status line. */
export interface Marks {
  worker: string;
  edition: string;
  held: string;
  lang: string;
  status: string;
}

export function readMarks(page: Looked): Promise<Marks> {
  return page.evaluate(() => {
    const { dataset, lang } = document.documentElement;
    const status = document.querySelector('[role=status]')?.textContent ?? '';
    return {
      worker: dataset.worker ?? '',
      edition: dataset.edition ?? '',
      held: dataset.held ?? '',
      lang,
      status,
    };
  });
}

/** Looks until a condition holds; says what was waited for, and what was there instead, when the time (ms) is up. */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  isDone: (found: T) => boolean,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  let found: T | undefined;
  let trouble: unknown;
  do {
    try {
      found = await look();
      if (isDone(found)) return found;
      trouble = undefined;
    } catch (error) {
      trouble = error; // A page in the middle of a navigation cannot be asked: looked at again.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < end);
  throw new Error(`${what}: not within ${limit} ms; last seen ${trouble ?? JSON.stringify(found)}`);
}

/** Opens an address and waits until its worker is in charge, an edition is on screen and all texts are held. */
export async function visit(page: Page, url: string, limit = 30_000): Promise<Marks> {
  await page.goto(url);
  return untilHeld(page, limit);
}

/** Waits for the marks: worker ready, an edition, and every text held that is wanted. */
export function untilHeld(page: Looked, limit = 30_000): Promise<Marks> {
  return until(
    'everything held',
    () => readMarks(page),
    ({ worker, edition, held }) => worker === 'ready' && edition !== '' && isWhole(held),
    limit,
  );
}

/** Waits until that edition is the one on screen. */
export function untilEdition(page: Looked, n: number, limit = 20_000): Promise<Marks> {
  return until(
    `edition ${n}`,
    () => readMarks(page),
    ({ edition }) => edition === String(n),
    limit,
  );
}

/** Waits until no tab asks mirrors for anything. */
export function untilIdle(page: Looked, limit = 20_000): Promise<unknown> {
  return until(
    'nobody at work',
    () => page.evaluate(() => navigator.locks.query()),
    ({ held = [], pending = [] }) => held.length + pending.length === 0,
    limit,
  );
}

/** Waits until so many articles are held with all of their pictures. */
export function untilWhole(page: Looked, count: number, limit = 60_000): Promise<number> {
  return until(
    `${count} whole articles`,
    () => countWhole(page),
    (found) => found >= count,
    limit,
  );
}

function isWhole(held: string): boolean {
  const [have = '0', wanted = '0'] = held.split('/');
  return have === wanted && wanted !== '0';
}

function countWhole(page: Looked): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('reader');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asking = opening.result.transaction('held').objectStore('held').getAll();
          asking.onerror = () => reject(asking.error);
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result.filter((one: { whole: boolean }) => one.whole).length);
          };
        };
      }),
  );
}

/** Whether the library keeps what the front page looks like. */
export function keepsScreen(page: Page): Promise<boolean> {
  return inLibrary(page, async (database, done) => {
    const keys = await done(database.transaction('meta').objectStore('meta').getAllKeys());
    return keys.some((key) => (key as string[])[1] === 'screen');
  });
}

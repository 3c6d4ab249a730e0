/** A browser of the gallery, in one of two sizes, and the few ways in which its scenes move it. */
import type { Page } from '@playwright/test';
import { en } from '../../src/reader/strings/en.ts';
import { ru } from '../../src/reader/strings/ru.ts';
import type { Strings } from '../../src/reader/strings/strings.ts';
import { dumpLibrary, openPhone, type Paper, type Phone, until } from '../kit/index.ts';
import type { Tongue } from './tongues.ts';

export const DEVICES = {
  phone: { width: 360, height: 640 },
  desktop: { width: 1280, height: 800 },
} as const;
export type Device = keyof typeof DEVICES;

const STRINGS: Record<Tongue, Strings> = { ru, en };

export interface Stage {
  paper: Paper;
  phone: Phone;
  device: Device;
  tongue: Tongue;
  /** The words of the app in that language. */
  t: Strings;
  page: Page;
}

/** One picture of the gallery, in every size, theme and language. */
export interface Scene {
  /** Name of its files. */
  name: string;
  /** What is to be seen, for the index. */
  what: string;
  /** Brings it on screen. */
  show(stage: Stage): Promise<void>;
  /** Leaves no mark on the scenes that follow. */
  after?(stage: Stage): Promise<void>;
}

/** A browser of that size whose clock is ours, which has voices, and which is the same at every run. */
export async function openDevice(
  device: Device,
  clock: string,
  options: { profile?: string; tongue?: Tongue } = {},
): Promise<Phone> {
  const { profile, tongue = 'ru' } = options;
  const phone = await openPhone({
    viewport: DEVICES[device],
    language: tongue === 'ru' ? 'ru-RU' : 'en-GB',
    ...(profile !== undefined && { profile }),
  });
  await dress(phone, device, clock);
  return phone;
}

/** To be called again after a restart. */
export async function dress(phone: Phone, device: Device, clock: string): Promise<void> {
  // Nobody waits for it: a busy machine must not leave pictures out.
  phone.context.setDefaultTimeout(60_000);
  // The second is for functions of ours that run in pages: what runs TypeScript here names inner ones by that.
  await phone.context.addInitScript({ content: `${clock};globalThis.__name=(one)=>one` });
  await phone.context.addInitScript(standIns, device === 'phone');
}

/** What a browser without a screen lacks: the name of a phone, voices; and an offer that it makes only at times. */
function standIns(isPhone: boolean): void {
  if (isPhone) {
    const agent =
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
    Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => agent, configurable: true });
  }
  addEventListener('beforeinstallprompt', (event) => event.stopImmediatePropagation(), { capture: true });
  const voice = (lang: string, name: string, localService: boolean) => ({
    ...{ voiceURI: name, name, lang, localService, default: false },
  });
  const voices = [
    voice('ru-RU', 'Милена', true),
    voice('en-GB', 'Daniel', true),
    voice('ru-RU', 'Облако', false),
  ];
  const synth = Object.assign(new EventTarget(), { getVoices: () => voices, speak() {}, cancel() {} });
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synth });
  Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: class {} });
}

export function onStage(paper: Paper, phone: Phone, device: Device, tongue: Tongue): Stage {
  return { ...{ paper, phone, device, tongue, t: STRINGS[tongue] }, page: phone.page };
}

/** Goes to a screen of the app and waits until it stands there with its pictures. */
export async function go({ page, paper }: Stage, hash: string): Promise<void> {
  await page.goto(`${paper.main.url}#/${hash}`);
  await page.locator('main h1').first().waitFor();
  await settled(page);
}

/** Chooses the language of the app as people do. */
export async function speak(stage: Stage): Promise<void> {
  await go(stage, 'settings');
  await stage.page.locator('select[name=language]').selectOption(stage.tongue);
  // Shown at once, written a moment later.
  await until(
    'the language to be kept',
    async () => (await dumpLibrary(stage.page)).meta?.map(([, value]) => value as { language?: string }),
    (all) => all?.some(({ language }) => language === stage.tongue) ?? false,
  );
}

/** Presses the first button of that name. */
export async function press({ page }: Stage, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
  await settled(page);
}

/** Waits until every picture on screen is decoded, and what was asked for is painted. */
export async function settled(page: Page): Promise<void> {
  await until(
    'every picture on screen',
    () =>
      page.evaluate(() =>
        [...document.querySelectorAll('img')].every((img) => {
          const { top, bottom } = img.getBoundingClientRect();
          return bottom < 0 || top > innerHeight || (img.complete && img.naturalWidth > 0);
        }),
      ),
    Boolean,
    10_000,
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Scrolls until an element stands near the top of the screen. */
export async function scrollToElement(page: Page, selector: string): Promise<void> {
  const element = page.locator(selector).first();
  await element.waitFor({ state: 'attached' });
  await element.evaluate((one) =>
    scrollTo({ top: one.getBoundingClientRect().top + scrollY - 12, behavior: 'instant' }),
  );
  await settled(page);
}

/** Scrolls down by so many screens, all but a line. */
export async function scrollDown(page: Page, screens: number): Promise<void> {
  await page.evaluate(
    (screens) => scrollTo({ top: screens * (innerHeight - 90), behavior: 'instant' }),
    screens,
  );
  await settled(page);
}

/** Scrolls to the end of the screen. */
export const scrollToEnd = (page: Page): Promise<void> => scrollDown(page, 1_000);

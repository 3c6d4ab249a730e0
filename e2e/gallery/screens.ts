/** The screens of an app that has its news, in the order in which people meet them. */
import { dumpLibrary, until } from '../kit/index.ts';
import { idOf } from './articles.ts';
import { BRIDGE } from './bridge.ts';
import { front } from './front.ts';
import { places } from './places.ts';
import { bridge, reading } from './reading.ts';
import { go, type Scene, type Stage, scrollToElement } from './stage.ts';

export const screens: readonly Scene[] = [...front, ...reading, ...places];

/** Gives the app a life of some days: settings, things read, left in the middle and saved. */
export async function live(stage: Stage): Promise<void> {
  const { page } = stage;
  await go(stage, 'settings');
  await page.locator('select[name=region]').selectOption('elsewhere');
  for (const key of ['yard', 'letters']) {
    await go(stage, `a/${idOf(key, stage.tongue)}`);
    await page.locator('.actions button').first().click();
    await page.locator('.actions button[aria-pressed=true]').waitFor();
  }
  await go(stage, `a/${idOf('library', stage.tongue)}`);
  await bridge(stage);
  await page.locator('article h1', { hasText: BRIDGE[stage.tongue] }).waitFor();
  await scrollToElement(page, '.body h2');
  // Kept a moment after the last scroll.
  await until(
    'the place to be kept',
    async () => (await dumpLibrary(page)).places?.map(([, value]) => value as { paragraph: number }),
    (places) => places?.some(({ paragraph }) => paragraph > 2) ?? false,
  );
  // Not offered twice.
  await go(stage, 'welcome');
}

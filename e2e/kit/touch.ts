/** A finger on the screen. */
import type { Page } from '@playwright/test';

export interface Finger {
  move(x: number, y: number): Promise<void>;
  end(): Promise<void>;
}

/** Puts a finger on the screen. */
export async function touch(page: Page, x: number, y: number): Promise<Finger> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [{ x, y }]);
  let at = { x, y };
  return {
    async move(toX, toY) {
      const from = at;
      for (let i = 1; i <= 4; i++) {
        at = { x: from.x + ((toX - from.x) * i) / 4, y: from.y + ((toY - from.y) * i) / 4 };
        await send('touchMove', [at]);
      }
    },
    async end() {
      await send('touchEnd', []);
      await session.detach();
    },
  };
}

/** From one point of the screen to another, and away from it. */
export async function swipe(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const finger = await touch(page, ...from);
  await finger.move(...to);
  await finger.end();
}

/** Where an element begins on the screen (px). */
export const topOf = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

import { defineConfig } from '@playwright/test';
import { findChromium, playwrightFlags } from './e2e/browser.mjs';

const chromium = findChromium();
if (!chromium)
  throw new Error('No Chromium here: run node e2e/setup.mjs browser, or name one in CHROMIUM_PATH.');

// Specs start the servers they need, on ports of their own, and run against the built app in dist/.
export default defineConfig({
  // The censor's scenarios are a kind of test of their own: `npm test -- walls`.
  testDir: process.env.WALLS ? 'e2e/censor' : 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: process.env.WALLS ? ['./e2e/censor/prepare.ts'] : [],
  testIgnore: process.env.WALLS ? [] : ['**/censor/**'],
  outputDir: 'test-results',
  workers: 2,
  // Tests of a spec go on with the phone of the one before; each scenario has a world of its own.
  fullyParallel: !!process.env.WALLS,
  // Browsers and timers of a small machine that runs two at once: a second attempt is told by name at the end of
  // `npm test`, and a test that needs it often is a defect.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: playwrightFlags,
    },
  },
  projects: [
    {
      name: 'phone',
      grepInvert: /@desktop-only/,
      use: { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
    },
    // Only what is tagged @desktop (here as well) or @desktop-only (here alone).
    { name: 'desktop', grep: /@desktop/, use: { viewport: { width: 1280, height: 800 } } },
  ],
});

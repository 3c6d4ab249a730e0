/** Scenes of the other places of the app: what is saved, search, sharing, mirrors, settings, storage, the introduction. */

import { idOf } from './articles.ts';
import { go, press, type Scene, type Stage, scrollDown, scrollToElement, scrollToEnd } from './stage.ts';

async function find(stage: Stage, query: string): Promise<void> {
  await go(stage, 'search');
  await stage.page.locator('.query input').fill(query);
  await stage.page.getByRole('status').last().filter({ hasText: /\S/ }).waitFor();
}

async function keepSearches(stage: Stage, keep: boolean): Promise<void> {
  await go(stage, 'settings');
  await stage.page.locator('input[name=searchHistory]').setChecked(keep);
}

export const places: readonly Scene[] = [
  { name: 'saved', what: 'Saved articles.', show: (stage) => go(stage, 'saved') },
  { name: 'search', what: 'Search.', show: (stage) => go(stage, 'search') },
  {
    name: 'search-found',
    what: 'Words found in any of their forms.',
    show: (stage) => find(stage, stage.tongue === 'ru' ? 'письмо' : 'letter'),
  },
  {
    name: 'search-nothing',
    what: 'A word that is nowhere.',
    show: (stage) => find(stage, stage.tongue === 'ru' ? 'мост слон' : 'bridge elephant'),
  },
  {
    name: 'search-history',
    what: 'Earlier searches, where the reader keeps them.',
    async show(stage) {
      await keepSearches(stage, true);
      await find(stage, stage.tongue === 'ru' ? 'письма из архива' : 'letters');
      await stage.page.keyboard.press('Enter');
      await go(stage, 'saved');
      await go(stage, 'search');
      await stage.page.locator('.earlier').waitFor();
    },
    after: (stage) => keepSearches(stage, false),
  },
  {
    name: 'share',
    what: 'Sharing: the risk first.',
    show: (stage) => go(stage, `share/${idOf('yard', stage.tongue)}`),
  },
  {
    name: 'share-below',
    what: 'Sharing: text, address, mirror.',
    show: async (stage) => {
      await go(stage, `share/${idOf('yard', stage.tongue)}`);
      await scrollDown(stage.page, 1);
    },
  },
  { name: 'share-app', what: 'Passing on the app itself.', show: (stage) => go(stage, 'share') },
  { name: 'mirrors', what: 'Mirrors while all is well.', show: (stage) => go(stage, 'mirrors') },
  {
    name: 'mirrors-below',
    what: 'The latest requests, drawn and as a list.',
    show: async (stage) => {
      await go(stage, 'mirrors');
      await stage.page.locator('main summary').first().click();
      await scrollToElement(stage.page, '.timeline');
    },
  },
  { name: 'settings', what: 'Settings.', show: (stage) => go(stage, 'settings') },
  {
    name: 'settings-below',
    what: 'Settings, further down.',
    show: async (stage) => {
      await go(stage, 'settings');
      await scrollDown(stage.page, 1);
    },
  },
  {
    name: 'settings-end',
    what: 'Settings, the end.',
    show: async (stage) => {
      await go(stage, 'settings');
      await scrollToEnd(stage.page);
    },
  },
  {
    name: 'storage',
    what: 'What is held, and what it weighs.',
    show: async (stage) => {
      await go(stage, 'storage');
      await stage.page.locator('.k-pictures').first().waitFor();
    },
  },
  {
    name: 'storage-below',
    what: 'Days, space, how much to keep.',
    show: async (stage) => {
      await go(stage, 'storage');
      await stage.page.locator('.k-pictures').first().waitFor();
      await stage.page.locator('main summary').first().click();
      await scrollDown(stage.page, 1);
    },
  },
  {
    name: 'storage-deletion',
    what: 'A deletion says what it takes before it begins.',
    async show(stage) {
      await go(stage, 'storage');
      await stage.page.locator('.k-pictures').first().waitFor();
      await press(stage, stage.t.storage.remove.read);
      await stage.page.locator('.notice').waitFor();
      await scrollToElement(stage.page, '.buttons');
    },
  },
  {
    name: 'storage-undo',
    what: 'It can be undone before it begins.',
    async show(stage) {
      await go(stage, 'storage');
      await stage.page.locator('.k-pictures').first().waitFor();
      await press(stage, stage.t.storage.remove.read);
      await press(stage, stage.t.storage.yes);
      await scrollToElement(stage.page, '.buttons');
    },
    // Only what is asked for in time: a page that is closed deletes nothing.
    after: async ({ page }) => void (await page.goto('about:blank')),
  },
  {
    name: 'storage-end',
    what: 'Traffic, backup, deleting everything.',
    show: async (stage) => {
      await go(stage, 'storage');
      await stage.page.locator('.k-pictures').first().waitFor();
      await scrollToEnd(stage.page);
    },
  },
  { name: 'about', what: 'About.', show: (stage) => go(stage, 'about') },
  {
    name: 'about-below',
    what: 'About, further down.',
    show: async (stage) => {
      await go(stage, 'about');
      await scrollDown(stage.page, 1);
    },
  },
  { name: 'welcome-1', what: 'The introduction: what this is.', show: (stage) => go(stage, 'welcome') },
  {
    name: 'welcome-2',
    what: 'The introduction: how to keep it.',
    async show(stage) {
      await stage.page.goto('about:blank');
      await go(stage, 'welcome');
      await press(stage, stage.t.welcome.next);
    },
  },
  {
    name: 'welcome-iphone',
    what: 'The same on an iPhone: its own steps, and why.',
    async show(stage) {
      await stage.page.goto('about:blank');
      await go(stage, 'welcome');
      await stage.page.evaluate(() => {
        const agent =
          'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
        Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => agent, configurable: true });
      });
      await press(stage, stage.t.welcome.next);
    },
    after: async ({ page }) => void (await page.goto('about:blank')),
  },
  {
    name: 'welcome-3',
    what: 'The introduction: where news comes from.',
    async show(stage) {
      await stage.page.goto('about:blank');
      await go(stage, 'welcome');
      await press(stage, stage.t.welcome.next);
      await press(stage, stage.t.welcome.next);
    },
  },
  {
    name: 'keys',
    what: 'The keys of a keyboard.',
    async show(stage) {
      await go(stage, 'saved');
      await stage.page.keyboard.press('?');
      await stage.page.locator('dialog[open]').waitFor();
    },
  },
];

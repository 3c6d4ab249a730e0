/** The screens of an app that has its news, in the order in which people meet them. */
import { dumpLibrary, until } from '../kit/index.ts';
import { go, type Stage, scrollDown, scrollToElement, scrollToEnd, settled } from './stage.ts';
import { ARABIC, BRIDGE, idOf } from './stories.ts';

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

const bridge = (stage: Stage): Promise<void> => go(stage, `a/${idOf('bridge', stage.tongue)}`);

async function press({ page }: Stage, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
  await settled(page);
}

async function panel(stage: Stage, name: string): Promise<void> {
  await bridge(stage);
  await press(stage, name);
  await stage.page.locator('dialog[open]').waitFor();
}

async function find(stage: Stage, query: string): Promise<void> {
  await go(stage, 'search');
  await stage.page.locator('.query input').fill(query);
  await stage.page.getByRole('status').last().filter({ hasText: /\S/ }).waitFor();
}

async function keepSearches(stage: Stage, keep: boolean): Promise<void> {
  await go(stage, 'settings');
  await stage.page.locator('input[name=searchHistory]').setChecked(keep);
}

/** From the usual size of letters to the largest, or back. */
async function stepText(stage: Stage, sign: '+' | '−'): Promise<void> {
  await go(stage, 'settings');
  for (let i = 0; i < 4; i++) await stage.page.locator('.stepper button', { hasText: `A${sign}` }).click();
}

async function density(stage: Stage, name: string): Promise<void> {
  await go(stage, '');
  await stage.page.locator('select[name=density]').selectOption(name);
  await scrollDown(stage.page, 0);
}

/** As if the reader had last been here before the newest articles came. */
async function wasAway({ page }: Stage): Promise<void> {
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('reader'));
    const meta = database.transaction('meta', 'readwrite').objectStore('meta');
    const [publication] = (await done(meta.getAllKeys())).map((key) => [key].flat()[0]!);
    const { last } = await done(meta.get([publication!, 'edition']));
    const settings = await done(meta.get([publication!, 'settings']));
    await done(meta.put({ ...settings, seen: last - 6 }, [publication!, 'settings']));
    database.close();
  });
  await page.reload();
  await page.locator('.cards .fresh').first().waitFor();
  await settled(page);
}

export const screens: readonly Scene[] = [
  {
    name: 'front',
    what: 'The front page: lead story, what came since last time, what was left in the middle.',
    async show(stage) {
      await density(stage, 'cards');
      await wasAway(stage);
    },
  },
  {
    name: 'front-below',
    what: 'Further down: cards with and without pictures, saved and read ones.',
    show: async (stage) => {
      await go(stage, '');
      await scrollDown(stage.page, 1);
    },
  },
  {
    name: 'front-end',
    what: 'The end of the front page: a banner of the paper, the way to keep the app.',
    show: async (stage) => {
      await go(stage, '');
      await stage.page.locator('.install').waitFor();
      await scrollToEnd(stage.page);
    },
  },
  { name: 'front-compact', what: 'Compact.', show: (stage) => density(stage, 'compact') },
  { name: 'front-text', what: 'Text only.', show: (stage) => density(stage, 'text') },
  {
    name: 'section',
    what: 'A section.',
    async show(stage) {
      await density(stage, 'cards');
      await stage.page.locator('.tabs a').nth(2).click();
      await settled(stage.page);
    },
  },
  {
    name: 'article',
    what: 'An article: title, times, what was corrected, tools.',
    show: async (stage) => {
      await bridge(stage);
      // It opens where it was left.
      await scrollDown(stage.page, 0);
    },
  },
  {
    name: 'article-text',
    what: 'Its text with a picture, caption and credit, and a footnote unfolded beside its mark.',
    async show(stage) {
      await bridge(stage);
      await stage.page.locator('.ref').first().click();
      await scrollToElement(stage.page, '.body');
    },
  },
  {
    name: 'article-table',
    what: 'Lists, a quotation, a table that scrolls.',
    show: async (stage) => {
      await bridge(stage);
      await scrollToElement(stage.page, '.body h2');
    },
  },
  {
    name: 'article-gallery',
    what: 'A gallery of pictures, and an embed that was tapped: who will see what is said first.',
    show: async (stage) => {
      await bridge(stage);
      await stage.page.locator('.embed button').click();
      await scrollToElement(stage.page, '.gallery');
    },
  },
  {
    name: 'article-live',
    what: 'A live blog, footnotes, the label that a law asks for.',
    show: async (stage) => {
      await bridge(stage);
      await scrollToElement(stage.page, '.entry');
    },
  },
  {
    name: 'article-footer',
    what: 'After the text: saving, sharing, the source.',
    show: async (stage) => {
      await bridge(stage);
      await scrollToElement(stage.page, 'article footer');
    },
  },
  {
    name: 'messages',
    what: 'What the paper says to its readers: newsletter and message (this reader lives where they may be shown).',
    show: async (stage) => {
      await bridge(stage);
      await scrollToElement(stage.page, '.message.newsletter');
    },
  },
  {
    name: 'appeal',
    what: 'The appeal: how often, how much, and what the law says before the link.',
    show: async (stage) => {
      await bridge(stage);
      await stage.page.locator('.appeal .button.primary').click();
      await scrollToElement(stage.page, '.message.appeal');
    },
  },
  {
    name: 'related',
    what: 'Related articles, and the next one.',
    show: async (stage) => {
      await bridge(stage);
      await scrollToEnd(stage.page);
    },
  },
  {
    name: 'typography',
    what: 'How texts are set.',
    show: (stage) => panel(stage, stage.t.typography.title),
  },
  {
    name: 'changes',
    what: 'What was corrected, word by word.',
    show: (stage) => panel(stage, stage.t.article.changes),
  },
  {
    name: 'viewer',
    what: 'A picture by itself.',
    async show(stage) {
      await bridge(stage);
      await scrollToElement(stage.page, 'figure');
      await stage.page.locator('.enlarge').first().click();
      await stage.page.locator('dialog[open] img').waitFor();
      await settled(stage.page);
    },
  },
  {
    name: 'aloud',
    what: 'Reading aloud, its choices unfolded.',
    async show(stage) {
      await bridge(stage);
      await press(stage, stage.t.article.listen);
      await stage.page.locator('.aloud summary').click();
      await settled(stage.page);
    },
  },
  {
    name: 'right-to-left',
    what: 'An article in a language that runs from right to left.',
    async show(stage) {
      // Who listens goes on listening from one article to the next.
      await stage.page.goto('about:blank');
      await go(stage, `a/${ARABIC}`);
    },
  },
  {
    name: 'print',
    what: 'The same as a printer gets it.',
    async show(stage) {
      await bridge(stage);
      await scrollDown(stage.page, 0);
      await stage.page.emulateMedia({ media: 'print' });
    },
    after: ({ page }) => page.emulateMedia({ media: null }),
  },
  {
    name: 'large-text',
    what: 'The front page with letters of double size.',
    async show(stage) {
      await stepText(stage, '+');
      await go(stage, '');
      await scrollDown(stage.page, 0);
    },
    after: (stage) => stepText(stage, '−'),
  },
  {
    name: 'forced-colors',
    what: 'How texts are set, in the colours of a system that has its own.',
    async show(stage) {
      await stage.page.emulateMedia({ forcedColors: 'active' });
      await panel(stage, stage.t.typography.title);
    },
    async after({ page }) {
      await page.emulateMedia({ forcedColors: null });
      // What a browser has painted in forced colours keeps some of them.
      await page.goto('about:blank');
    },
  },
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

/** Scenes of an article: its parts, its panels, and how it can be seen. */

import { ARABIC, idOf } from './articles.ts';
import {
  go,
  press,
  type Scene,
  type Stage,
  scrollDown,
  scrollToElement,
  scrollToEnd,
  settled,
} from './stage.ts';

export const bridge = (stage: Stage): Promise<void> => go(stage, `a/${idOf('bridge', stage.tongue)}`);

async function panel(stage: Stage, name: string): Promise<void> {
  await bridge(stage);
  await press(stage, name);
  await stage.page.locator('dialog[open]').waitFor();
}

/** From the usual size of letters to the largest, or back. */
async function stepText(stage: Stage, sign: '+' | '−'): Promise<void> {
  await go(stage, 'settings');
  for (let i = 0; i < 4; i++) await stage.page.locator('.stepper button', { hasText: `A${sign}` }).click();
}

export const reading: readonly Scene[] = [
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
];

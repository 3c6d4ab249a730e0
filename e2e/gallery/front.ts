/** Scenes of the front page and of a section. */
import { inLibrary } from '../kit/index.ts';
import { go, type Scene, type Stage, scrollDown, scrollToEnd, settled } from './stage.ts';

async function density(stage: Stage, name: string): Promise<void> {
  await go(stage, '');
  await stage.page.locator('select[name=density]').selectOption(name);
  await scrollDown(stage.page, 0);
}

/** As if the reader had last been here before the newest articles came. */
async function wasAway({ page }: Stage): Promise<void> {
  await inLibrary(page, async (database, done) => {
    const meta = database.transaction('meta', 'readwrite').objectStore('meta');
    const [publication] = (await done(meta.getAllKeys())).map((key) => [key].flat()[0]!);
    const { last } = await done(meta.get([publication!, 'edition']));
    const settings = await done(meta.get([publication!, 'settings']));
    await done(meta.put({ ...settings, seen: last - 6 }, [publication!, 'settings']));
  });
  await page.reload();
  await page.locator('.cards .fresh').first().waitFor();
  await settled(page);
}

export const front: readonly Scene[] = [
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
];

/** What comes while somebody reads: news, and the end of an article that was saved. */
import { press } from '../../mirrors/press/index.ts';
import { bodyArticle, publishBodies, untilEdition, untilIdle } from '../kit/index.ts';
import { idOf } from './articles.ts';
import { go, type Scene, type Stage, scrollDown, settled } from './stage.ts';
import { at, TONGUES } from './tongues.ts';

const takenBack = (tongue: Stage['tongue']): string => idOf('post', tongue);

/** Saves the article that will be taken back. */
export async function saveFirst(stage: Stage): Promise<void> {
  await go(stage, `a/${takenBack(stage.tongue)}`);
  await stage.page.getByRole('button', { name: stage.t.article.save, exact: true }).first().click();
  await stage.page.getByRole('button', { name: stage.t.article.saved, exact: true }).first().waitFor();
}

export const later: readonly Scene[] = [
  {
    name: 'new-articles',
    what: 'News that come while the list is scrolled wait behind a button, and move nothing.',
    async show(stage) {
      const { page, paper, device, tongue } = stage;
      const isRu = tongue === 'ru';
      await go(stage, '');
      await scrollDown(page, 1);
      const body = isRu
        ? 'Первый поезд прошёл в шесть утра.'
        : 'The first train passed at six in the morning.';
      const title = isRu ? 'Движение по мосту началось' : 'Trains run on the bridge again';
      await publishBodies(paper, [
        bodyArticle(`fresh${device}${tongue}`, [body], { title, language: tongue, published: at(0.1) }),
      ]);
      // Whoever is in the middle of a sync does not ask for the edition once more.
      await untilIdle(page);
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await page.locator('.waiting').waitFor({ timeout: 60_000 });
      await settled(page);
    },
  },
  {
    name: 'taken-back',
    what: 'The publication took back an article that was saved: it stays until the reader lets it go.',
    async show(stage) {
      const { page, paper } = stage;
      const { entries } = await paper.edition();
      if (entries.some(({ article }) => article.id === takenBack(stage.tongue))) {
        for (const tongue of TONGUES)
          await press({
            newsroom: paper.newsroom,
            ...(paper.app && { app: paper.app }),
            withdraw: {
              articles: [takenBack(tongue)],
              reason:
                tongue === 'ru' ? 'Герой заметки попросил её снять.' : 'Somebody in this story asked us to.',
            },
          });
      }
      await page.goto('about:blank');
      await page.goto(`${paper.main.url}#/`);
      await untilEdition(page, (await paper.edition()).head.n, 60_000);
      await go(stage, `a/${takenBack(stage.tongue)}`);
      await page.locator('article .notice').waitFor();
    },
  },
];

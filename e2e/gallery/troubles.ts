/** What the app shows when something is wrong: each trouble is really made, on a copy of a phone that has its news. */
import type { Page } from '@playwright/test';
import {
  emptyDatabase,
  forgeHead,
  loseEntries,
  rebuildDatabase,
  replaceHead,
  until,
  untilEdition,
} from '../kit/index.ts';
import { idOf } from './articles.ts';
import { go, type Scene, type Stage, settled } from './stage.ts';

/** A scene that needs the world to be brought into a state first, once for all languages and themes. */
export interface Trouble extends Scene {
  /** Makes the trouble. The page is empty meanwhile. */
  make(stage: Stage): Promise<void>;
}

/** A page of the same address with nothing of the app on it: a file that the worker leaves alone. */
async function openBare({ phone, paper }: Stage): Promise<Page> {
  const bare = await phone.context.newPage();
  await bare.goto(`${paper.main.url}publication.json`);
  return bare;
}

/** Takes things out of the database while nobody can be asked for them. */
async function lose({ page, paper }: Stage, ...losses: [store: string, keys: RegExp][]): Promise<void> {
  await page.goto(`${paper.main.url}#/saved`);
  for (const [store, keys] of losses) await loseEntries(page, store, keys);
  await page.goto('about:blank');
}

async function everywhere({ paper }: Stage, fault: Parameters<typeof paper.main.setFault>[0]): Promise<void> {
  for (const address of paper.addresses) await address.setFault(fault);
}

/** Opens the front page anew and waits until the status line says that something is wrong. */
async function openWarned(stage: Stage, words?: string, limit = 60_000): Promise<void> {
  await stage.page.goto('about:blank');
  await stage.page.goto(`${stage.paper.main.url}#/`);
  await until(
    `the warning ${words ?? ''}`,
    () => stage.page.locator('.status.warn [role=status]').textContent({ timeout: 2_000 }),
    (text) => text?.includes(words ?? '') ?? false,
    limit,
  );
  await settled(stage.page);
}

const nothing = async (): Promise<void> => {};

/** Puts the paper's own head back, where a trouble has replaced it. */
let putBack = nothing;

/** Of what happened to the head in `make`, put right again afterwards. */
async function fineAgain(stage: Stage): Promise<void> {
  await everywhere(stage, 'fine');
}

/** Has every address serve another head of the publisher's own. */
async function publishHead(stage: Stage, change: Parameters<typeof forgeHead>[1]): Promise<void> {
  await fineAgain(stage);
  const head = await stage.paper.head();
  const { head: newest } = await stage.paper.edition();
  const { n, time } = newest;
  await replaceHead(
    stage.paper,
    await forgeHead(stage.paper, { n: n + 1, expires: time, ...change }, 'publisher'),
  );
  putBack = () => replaceHead(stage.paper, head);
}

export const troubles: readonly Trouble[] = [
  {
    name: 'nothing-saved',
    what: 'Nothing is saved yet.',
    async make(stage) {
      await putBack();
      await lose(stage, ['places', /./]);
    },
    show: (stage) => go(stage, 'saved'),
  },
  {
    name: 'main-blocked',
    what: 'The main address is blocked: news come through a mirror.',
    make: async (stage) => {
      await fineAgain(stage);
      await stage.paper.main.setFault('black-hole');
    },
    show: (stage) => openWarned(stage, new URL(stage.paper.main.url).host),
  },
  {
    name: 'main-blocked-mirrors',
    what: 'What the mirrors screen says of it.',
    make: nothing,
    async show(stage) {
      await openWarned(stage, new URL(stage.paper.main.url).host);
      await go(stage, 'mirrors');
      await stage.page.locator('.lane').first().waitFor();
    },
  },
  {
    name: 'refused',
    what: 'Every address refuses at once.',
    make: (stage) => everywhere(stage, 'refused'),
    show: (stage) => openWarned(stage, stage.t.status.problem.offline),
  },
  {
    name: 'refused-mirrors',
    what: 'The mirrors screen then.',
    make: nothing,
    async show(stage) {
      await openWarned(stage, stage.t.status.problem.offline);
      await go(stage, 'mirrors');
      await stage.page.locator('.lane').first().waitFor();
    },
  },
  {
    name: 'walled',
    what: 'All addresses swallow everything, as under a white list.',
    make: (stage) => everywhere(stage, 'black-hole'),
    show: (stage) => openWarned(stage, stage.t.status.problem.walled, 120_000),
  },
  {
    name: 'only-old',
    what: 'Mirrors have only an older edition.',
    make: (stage) => everywhere(stage, 'yesterday'),
    show: (stage) => openWarned(stage, stage.t.status.problem['only-old']),
  },
  {
    name: 'tampering',
    what: 'Mirrors send what has been changed.',
    make: (stage) => everywhere(stage, 'tampering'),
    async show(stage) {
      await openWarned(stage);
      await go(stage, 'mirrors');
      await stage.page.locator('.lane').first().waitFor();
    },
  },
  {
    name: 'stranger',
    what: 'An edition signed by a stranger.',
    async make(stage) {
      await fineAgain(stage);
      const head = await stage.paper.head();
      const { head: newest } = await stage.paper.edition();
      await replaceHead(stage.paper, await forgeHead(stage.paper, { n: newest.n + 1 }, 'stranger'));
      putBack = () => replaceHead(stage.paper, head);
    },
    show: (stage) => openWarned(stage, stage.t.status.problem.untrusted),
  },
  {
    name: 'part-missing',
    what: 'A rare part of the app is missing, and nobody can be asked for it.',
    async make(stage) {
      await putBack();
      await everywhere(stage, 'refused');
      await lose(stage, ['files', /rest-/], ['blocks', /./]);
    },
    async show(stage) {
      await stage.page.goto(`${stage.paper.main.url}#/about`);
      await stage.page.locator('main .notice button').waitFor({ timeout: 30_000 });
    },
  },
  {
    name: 'not-held',
    what: 'An article that is not held yet, while nobody answers.',
    make: (stage) => lose(stage, ['held', new RegExp(idOf('post', stage.tongue))]),
    async show(stage) {
      await go(stage, `a/${idOf('post', stage.tongue)}`);
      await stage.page.locator('main .notice button').waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'pictures-wait',
    what: 'Whoever chose texts alone is told what the pictures of an article cost before they come.',
    async make(stage) {
      await fineAgain(stage);
      await go(stage, 'settings');
      await stage.page.locator('select[name=ahead]').selectOption('text');
      await lose(stage, ['held', new RegExp(idOf('yard', stage.tongue))], ['blocks', /./]);
    },
    async show(stage) {
      await stage.page.goto(`${stage.paper.main.url}#/a/${idOf('yard', stage.tongue)}`);
      await stage.page.locator('header .tools + .tools button').waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'needs-update',
    what: 'The newest edition asks for a newer app.',
    make: (stage) => publishHead(stage, { x: { req: ['more'] } }),
    show: (stage) => openWarned(stage, stage.t.status.problem['needs-update']),
  },
  {
    name: 'expired',
    what: 'The edition is past its date, and nothing newer could be confirmed.',
    async make(stage) {
      await putBack();
      await publishHead(stage, {});
    },
    show: (stage) => openWarned(stage, stage.t.status.problem.expired),
  },
  {
    name: 'no-edition-yet',
    what: 'The app is here, news are not: it asks.',
    async make(stage) {
      await putBack();
      // Or the engine fetches again what is being lost.
      await everywhere(stage, 'refused');
      await lose(
        stage,
        ['meta', / (edition|head|pending|screen|spans)$/],
        ['cards', /./],
        ['held', /./],
        ['lanes', /./],
      );
      await everywhere(stage, 'black-hole');
    },
    async show(stage) {
      await stage.page.goto(stage.paper.main.url);
      await stage.page.locator('main h1', { hasText: stage.t.first.title }).waitFor({ timeout: 30_000 });
      await stage.page.locator('main li').first().waitFor();
    },
  },
  {
    name: 'no-edition',
    what: 'The same when nobody has answered.',
    make: (stage) => everywhere(stage, 'refused'),
    async show(stage) {
      await stage.page.goto(stage.paper.main.url);
      await stage.page.locator('main button').waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'storage-broken',
    what: 'Another tab keeps the database of an older version.',
    async make(stage) {
      await fineAgain(stage);
      await stage.page.goto(stage.paper.main.url);
      await untilEdition(stage.page, (await stage.paper.edition()).head.n, 60_000);
      await stage.page.goto('about:blank');
      const bare = await openBare(stage);
      await rebuildDatabase(bare, 1, (name) => !['postings', 'past'].includes(name));
    },
    async show(stage) {
      await stage.page.goto(stage.paper.main.url);
      // There is no app to say it: the page does.
      const said = stage.page
        .getByRole('status')
        .filter({ hasText: stage.t.status.problem['storage-broken'] });
      await said.waitFor({ timeout: 30_000 });
    },
  },
  {
    name: 'rescue',
    what: 'The app’s own files are gone: the last screen, part of the worker itself.',
    async make(stage) {
      for (const page of stage.phone.context.pages()) if (page !== stage.page) await page.close();
      const bare = await openBare(stage);
      await emptyDatabase(bare);
      await bare.close();
      await stage.paper.stop();
    },
    async show(stage) {
      await stage.page.goto(stage.paper.main.url);
      await stage.page.locator('a').first().waitFor({ timeout: 60_000 });
    },
  },
];

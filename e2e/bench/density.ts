/** How much real news becomes readable for 100 KB. */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initNewsroom, press } from '../../mirrors/press/index.ts';
import { type Browser, openBrowser } from '../censor/browser.ts';
import { type Machine, machinesOf, namesOf } from '../censor/edition.ts';
import { openWorld } from '../censor/world.ts';
import { corpusFolder } from '../corpus-folder.ts';
import { makeArticle, writeArticle } from '../kit/index.ts';
import { progress, table, tell } from './report.ts';

const dist = join(import.meta.dirname, '../../dist');

/** Articles of a real collection, one picture each, fetched by an app that has nothing of them: texts alone. */
export async function measureDensity(): Promise<string | null> {
  if (!corpusFolder) {
    progress('The bench "density" is skipped: there is no ../shared/corpus beside the project.');
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'density-'));
  try {
    const texts = readTexts(join(corpusFolder, 'articles', 'factrueval-ru'));
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const newsroom = join(folder, 'newsroom');
    await initNewsroom(newsroom, {
      name: 'Вестник',
      languages: ['ru'],
      more: {
        sources: [{ folder: 'articles' }],
        mirrors: machinesOf('five')
          .slice(1)
          .map((machine) => ({
            network: machine,
            urls: namesOf(machine).map((name) => `https://${name}/`),
          })),
      },
    });
    const write = async (i: number, text: string) => {
      const made = await makeArticle(i);
      const paragraphs = text.split(/\n+/).filter(Boolean);
      await writeArticle(join(newsroom, 'articles'), {
        ...{ ...made, paragraphs, title: paragraphs[0]!.slice(0, 70) },
      });
    };
    await write(1, 'Первая запись.');
    await press({ newsroom, app: dist });
    await cp(join(newsroom, 'site'), join(folder, 'first'), { recursive: true });
    for (const [i, text] of texts.entries()) await write(i + 2, text);
    await press({ newsroom, app: dist, now: () => Date.now() + 60_000 });
    progress('fetching');
    const cost = await fetchAll(join(folder, 'first'), join(newsroom, 'site'), texts.length + 1);
    const per = (sum: number) => ((102_400 * texts.length) / sum).toFixed(1);
    return tell('density', 'Articles for 100 KB', [
      `${texts.length} real Russian articles (mean ${Math.round(bytes / texts.length)} bytes of UTF-8), one picture each, fetched through five mirrors over TLS by an app that holds itself and an older edition; texts alone are fetched ahead. Of the pictures only what describes them is counted: size, blurred stand-in, alternative text, caption, credit, addresses.`,
      table(
        ['', 'bytes', 'articles for 100 KB'],
        [
          ['bodies of all answers: head, segments, packs', cost.bodies, per(cost.bodies)],
          [`all that came down, ${cost.links} handshakes and headers with it`, cost.down, per(cost.down)],
          ['both directions', cost.down + cost.up, per(cost.down + cost.up)],
        ],
      ),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readTexts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, ''));
}

/** What the second edition costs a reader who has the first. */
async function fetchAll(
  before: string,
  after: string,
  count: number,
): Promise<{ bodies: number; down: number; up: number; links: number }> {
  let site = before;
  const world = await openWorld({ layout: 'five', site: (_machine: Machine) => site, place: 58 });
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  const browser = await openBrowser({ profile, hosts: world.hosts, trust: world.trust });
  try {
    await browser.go('https://app.test/#/settings');
    await until(browser, () => document.documentElement.dataset.worker === 'ready');
    await until(browser, () => {
      const select = document.querySelector<HTMLSelectElement>('select[name=ahead]');
      if (!select) return false;
      select.value = 'text';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return true;
    });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    site = after;
    const [asked, links] = [world.asked.length, world.censor.links.length];
    await browser.run(() => void dispatchEvent(new Event('online')));
    await until(browser, (wanted) => document.documentElement.dataset.held === `${wanted}/${wanted}`, count);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const news = world.censor.links.slice(links).filter((link) => link.helloAt !== null);
    return {
      bodies: world.asked.slice(asked).reduce((sum, one) => sum + one.bytes, 0),
      down: news.reduce((sum, link) => sum + link.down, 0),
      up: news.reduce((sum, link) => sum + link.up, 0),
      links: news.length,
    };
  } finally {
    await browser.close();
    await world.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function until<A extends unknown[]>(
  browser: Browser,
  test: (...args: A) => boolean,
  ...args: A
): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await browser.run(test, ...args).catch(() => false))) {
    if (Date.now() > end) throw new Error('what was waited for did not come within 90 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

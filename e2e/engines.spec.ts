/** The reader in the engines that other people's browsers are made of: what must hold on any phone. */
import { expect, test } from '@playwright/test';
import {
  dumpLibrary,
  ENGINES,
  type Engine,
  makeArticles,
  needEngine,
  openPaper,
  type Paper,
  readMarks,
  until,
  untilEdition,
  untilHeld,
  untilWhole,
  verifyLibrary,
} from './kit/index.ts';

const COUNT = 6;

for (const name of ENGINES) {
  test.describe(`The reader in ${name}`, () => {
    test.describe.configure({ mode: 'serial' });
    const start = needEngine(name);
    let paper: Paper;
    let engine: Engine;

    test.beforeAll(async () => {
      // Over TLS as out there: WebKit keeps a page that was left by other rules than on plain loopback.
      paper = await openPaper({ articles: await makeArticles(COUNT), mirrors: 2, isSecure: true });
      engine = await start();
    });
    test.afterAll(async () => {
      await engine?.close();
      await paper?.close();
    });

    /** The front page's links, as far as it is painted. */
    const links = () => engine.evaluate(() => document.querySelectorAll('.cards h2 a').length);
    const openFirst = async () => {
      await engine.evaluate(() => document.querySelector<HTMLElement>('.cards h2 a')?.click());
      await untilPicture();
    };
    const untilPicture = () =>
      until(
        'an article with its picture',
        () =>
          engine.evaluate(() => {
            const picture = document.querySelector<HTMLImageElement>('article figure img');
            return picture?.complete === true && picture.naturalWidth > 0;
          }),
        Boolean,
      );

    test('keeps all of a paper at the first visit', async () => {
      await engine.go(paper.main.url);
      expect(await untilHeld(engine)).toMatchObject({ edition: '1', held: `${COUNT}/${COUNT}` });
      await untilWhole(engine, COUNT);
      expect(await verifyLibrary(await dumpLibrary(engine), [await paper.edition()])).toEqual([]);
    });

    test('is there with no network at all, and after an article was left for another site', async () => {
      // The page of the first visit came from a mirror. Browsers keep it as it was left, in the middle of what it did: it
      // must have let go of the database, and when it is back it is not gone on with.
      await engine.go('data:text/html,elsewhere');
      await engine.back();
      await until('the front page', links, (found) => found === COUNT);
      await openFirst();
      await engine.go('data:text/html,elsewhere');
      await engine.go(paper.main.url);
      await until('the front page', links, (found) => found === COUNT, 4_000);
      await openFirst();
      await paper.stop();
      for (const _ of [1, 2]) {
        await engine.evaluate(() => scrollTo(0, 200));
        await engine.go('data:text/html,elsewhere');
        await engine.go(paper.main.url);
        await until('the front page', links, (found) => found === COUNT, 4_000);
        await openFirst();
      }
      await engine.go('data:text/html,elsewhere');
      await engine.back();
      await untilPicture();
    });

    test('goes on through a mirror while the main address is silent', async () => {
      await paper.start();
      await paper.main.setFault('black-hole');
      await paper.publish(await makeArticles(1, { first: COUNT + 1 }));
      await engine.go('about:blank');
      await engine.go(paper.main.url);
      await untilEdition(engine, 2);
      await untilWhole(engine, COUNT + 1);
      await openFirst();
      expect(await engine.evaluate(() => document.querySelector('article h1')?.textContent)).toContain(
        `Запись ${COUNT + 1}:`,
      );
    });

    test('takes nothing from a mirror that changes a letter', async () => {
      const [liar, honest] = paper.mirrors;
      await liar!.setFault('tampering');
      await honest!.setFault('refused');
      const before = await paper.edition();
      await paper.publish(await makeArticles(1, { first: COUNT + 2 }));
      paper.asked.length = 0;
      await engine.go('about:blank');
      await engine.go(paper.main.url);
      await until('the liar to be asked', () => paper.asked.some((one) => one.name === liar!.name), Boolean);
      await until(
        'its verdict',
        () => verdictOn(liar!.url),
        (found) => found === 'lies',
      );
      expect(await readMarks(engine)).toMatchObject({ edition: '2' });
      expect(await verifyLibrary(await dumpLibrary(engine), [before])).toEqual([]);
      await honest!.setFault('fine');
      await untilEdition(engine, 3, 60_000);
      await untilWhole(engine, COUNT + 2);
      expect(await verifyLibrary(await dumpLibrary(engine), [before, await paper.edition()])).toEqual([]);
    });

    /** What the library thinks of a lane. */
    async function verdictOn(url: string): Promise<string | undefined> {
      const { lanes } = await dumpLibrary(engine);
      const found = lanes?.map(([, lane]) => lane as { url: string; verdict: string });
      return found?.find((lane) => lane.url === url)?.verdict;
    }
  });
}

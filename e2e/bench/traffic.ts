/** What an edition costs in bytes. */
import { type Asked, makeArticles, openPaper, openPhone, readMarks, until, visit } from '../kit/index.ts';
import { progress, table, tell } from './report.ts';

const COUNT = 40;
/** Letters of an article: two bytes each, so that it has about 4 KB with its title. */
const LETTERS = 2_050;

/** Bodies of answers for forty texts, for the next two, and for a look that finds nothing new. */
export async function measureTraffic(): Promise<string> {
  const texts = await makeArticles(COUNT + 2, { letters: LETTERS, picture: false, first: 10 });
  const paper = await openPaper({
    articles: await makeArticles(1, { letters: 300, picture: false }),
    mirrors: 2,
  });
  const phone = await openPhone();
  const { page } = phone;
  const rows: (string | number)[][] = [];
  try {
    progress('first visit');
    await visit(page, paper.main.url);
    count('first visit (one short text and the app)', paper.asked.splice(0));
    await page.goto(`${paper.main.url}#/settings`);
    await page.locator('select[name=ahead]').selectOption('text');
    await page.goto('about:blank');
    paper.asked.length = 0;
    for (const [what, articles, held] of [
      [`${COUNT} texts of about 4 KB`, texts.slice(0, COUNT), COUNT + 1],
      ['2 more texts', texts.slice(COUNT), COUNT + 3],
      ['nothing new', [], COUNT + 3],
    ] as const) {
      progress(what);
      const n = articles.length > 0 ? await paper.publish(articles) : null;
      paper.asked.length = 0;
      await page.goto(paper.main.url);
      await until(
        what,
        async () => ({ ...(await readMarks(page)), asked: paper.asked.length }),
        (marks) => marks.held === `${held}/${held}` && (n ? marks.edition === String(n) : marks.asked >= 3),
        60_000,
      );
      // The last answer may still be on its way when its text is on screen.
      await page.goto('about:blank');
      count(what, paper.asked.splice(0));
    }
  } finally {
    await phone.close();
    await paper.close();
  }
  return tell('traffic', 'Bytes of an edition', [
    'Bodies of all answers, headers not counted; texts alone are fetched ahead; main and two mirrors.',
    table(['', 'answers', 'bytes', 'of these heads', 'blocks'], rows),
  ]);

  function count(what: string, asked: readonly Asked[]): void {
    const sum = (of: (one: Asked) => boolean) =>
      asked.filter(of).reduce((total, one) => total + one.bytes, 0);
    rows.push([
      what,
      asked.length,
      sum(() => true),
      sum((one) => one.url.endsWith('/head')),
      sum((one) => one.url.startsWith('/ipfs/')),
    ]);
  }
}

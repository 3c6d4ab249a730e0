/** What it costs to make ten thousand articles findable, and how soon results are on screen. */
import type { Page } from '@playwright/test';
import { packJson, refOf } from '../../mirrors/press/deflate.ts';
import { dice } from '../../mirrors/press/made-newsroom.ts';
import type { CardView } from '../../src/edition/card.ts';
import { articleId } from '../../src/edition/id.ts';
import { packLines } from '../../src/edition/pack.ts';
import { makeArticles, openPaper, openPhone, type Phone, visit } from '../kit/index.ts';
import { median, progress, table, tell } from './report.ts';
import { countIndexed } from './stuff.ts';

const COUNT = 10_000;
const PUBLISHED = 6;
/** Letters of an article: two bytes each. */
const LETTERS = 1_550;
const TO_A_PACK = 5;
const RUN = 40;
const QUERIES = 20;
/** Each query is asked so often, and its quickest answer counts: what else the machine does is no part of it. */
const TIMES = 3;
const ENDINGS =
  ' а ы е у ой ами ах ный ного ному ная ные ных ский ского ить ил ила или ать ает ают ение ения'.split(' ');

/** A vocabulary as wide as that of a real paper: common words come often, most others hardly ever. */
function makeVocabulary(): { roots: string[]; text(throwDice: () => number, letters: number): string } {
  const throwDice = dice(5);
  const pick = (letters: string) => letters[Math.floor(throwDice() * letters.length)]!;
  const roots = Array.from({ length: 12_000 }, () => {
    const syllables = 1 + Math.floor(throwDice() * 2.6);
    let root = '';
    for (let i = 0; i < syllables; i++) root += pick('бвгдзклмнпрст') + pick('аоуиеы');
    return root + pick('бвгдзклмнпрстчш');
  });
  return {
    roots,
    text(throwDice, letters) {
      let text = '';
      while (text.length < letters) {
        const root = roots[Math.floor(roots.length ** throwDice()) - 1]!;
        text += `${root}${ENDINGS[Math.floor(throwDice() * ENDINGS.length)]} `;
        if (throwDice() < 0.1) text = `${text.trimEnd()}. `;
      }
      return text.trimEnd();
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function measureSearch(): Promise<string> {
  const { roots, text } = makeVocabulary();
  const paper = await openPaper({ articles: await makeArticles(PUBLISHED, { picture: false }), mirrors: 2 });
  const phone = await openPhone();
  const { page } = phone;
  try {
    await visit(page, paper.main.url);
    const { head } = await paper.edition();
    progress(`${COUNT} articles are made and laid into the library`);
    await fill(
      page,
      paper.publication,
      head.sections.map(([id]) => id),
      text,
    );
    progress('they are made findable');
    const spent = await openClock(phone);
    await page.reload();
    const before = await spent();
    // Looked at seldom: looking is work for the page as well.
    while ((await countIndexed(page)) <= PUBLISHED) await pause(500);
    const began = Date.now();
    while ((await countIndexed(page)) < COUNT + PUBLISHED) await pause(2_000);
    const seconds = (Date.now() - began) / 1000;
    const after = await spent();
    const bytes = (await page.evaluate(BYTES)) as { index: number; records: number; texts: number };

    progress('queries');
    await page.goto(`${paper.main.url}#/search`);
    await page.locator('input[type=search]').fill(roots[3]!);
    await page.locator('.found .card').nth(19).waitFor();
    const queries = Array.from({ length: QUERIES }, (_, i) => {
      const common = roots[i * 2]!;
      const rare = roots[40 + i * 15]!;
      return [`${common}ами `, `${rare}ы `, `${common}ой ${rare}`, rare.slice(0, 2), rare.slice(0, 3)][
        i % 5
      ]!;
    });
    const asked: Cost[] = [];
    for (const query of queries) {
      const times: Cost[] = [];
      for (let i = 0; i < TIMES; i++) {
        times.push(await cost(spent, () => page.evaluate(`(${ASK})(${JSON.stringify(query)})`)));
        await page.evaluate(`(${ASK})(${JSON.stringify(roots[3])})`);
      }
      asked.push(least(times));
    }

    progress('control: a plain scan');
    const scanned: Cost[] = [];
    for (const query of queries.slice(0, 3)) {
      const word = query.trim().split(' ')[0]!;
      scanned.push(await cost(spent, () => page.evaluate(`(${SCAN})(${JSON.stringify(word)})`)));
    }
    const perArticle = (ms: number) => (ms / COUNT).toFixed(2);
    return tell('search', 'Search', [
      `${COUNT} articles of about 3 KB of made Russian text, ${roots.length} roots in them; ${QUERIES} queries of one word, two words and beginnings, each from the typed letter until the first 20 results are painted, passages and marks included; the quickest of ${TIMES} times counts. The control reads all texts, inflates them and looks for the letters, without word forms or order. Processor time is that of the page's process, engine included; the page's own thread is told apart: while it is under 50 ms for a whole query, no letter can wait longer. On a busy machine processor times are what to look at, since clock times grow with whatever else is running.`,
      table(
        ['index', ''],
        [
          ['seconds for all, by the clock, pauses included', seconds.toFixed(1)],
          ['processor ms an article, of all threads', perArticle(after.all - before.all)],
          ["processor ms an article, of the page's own thread", perArticle(after.own - before.own)],
          ['bytes an article', Math.round(bytes.index / COUNT)],
          [`bytes in all (packs of the texts: ${bytes.texts})`, bytes.index],
          ['records', bytes.records],
        ],
      ),
      table(
        [
          'ms a query: median (quickest, slowest)',
          'by the clock, until painted',
          'processor',
          "page's own thread",
        ],
        [
          ['search', ...columns(asked)],
          ['plain scan (control)', ...columns(scanned)],
        ],
      ),
    ]);
  } finally {
    await phone.close();
    await paper.close();
  }
}

/** Milliseconds: by the clock, of the processor for the page's process, and for the page's own thread. */
interface Cost {
  clock: number;
  all: number;
  own: number;
}

/** A clock of the processor time that the page has taken so far. */
async function openClock({ context, page }: Phone): Promise<() => Promise<Omit<Cost, 'clock'>>> {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string) => 1000 * (metrics.find((one) => one.name === name)?.value ?? Number.NaN);
    return { all: of('ProcessTime'), own: of('ThreadTime') };
  };
}

async function cost(spent: () => Promise<Omit<Cost, 'clock'>>, work: () => Promise<unknown>): Promise<Cost> {
  const before = await spent();
  const clock = (await work()) as number;
  const after = await spent();
  return { clock, all: after.all - before.all, own: after.own - before.own };
}

const least = (costs: readonly Cost[]): Cost => ({
  clock: Math.min(...costs.map((one) => one.clock)),
  all: Math.min(...costs.map((one) => one.all)),
  own: Math.min(...costs.map((one) => one.own)),
});

const columns = (costs: readonly Cost[]): string[] =>
  (['clock', 'all', 'own'] as const).map((name) => {
    const values = costs.map((one) => one[name]);
    const [middle, low, high] = [median(values), Math.min(...values), Math.max(...values)].map(Math.round);
    return `${middle} (${low}, ${high})`;
  });

/** Puts articles into the library as a sync would have left them before there was an index. */
async function fill(
  page: Page,
  publication: string,
  sections: readonly string[],
  text: (throwDice: () => number, letters: number) => string,
): Promise<void> {
  const throwDice = dice(9);
  const first = 1_000;
  const now = Math.floor(Date.now() / 1000);
  for (let at = 0; at < COUNT; at += 1_000) {
    const blocks: [string, string][] = [];
    const cards: CardView[] = [];
    for (let pack = at; pack < at + 1_000; pack += TO_A_PACK) {
      const articles = await Promise.all(
        Array.from({ length: TO_A_PACK }, async (_, i) => ({
          ...{
            id: await articleId(`bench ${pack + i}`),
            title: text(throwDice, 60),
            summary: text(throwDice, 120),
          },
          ...{
            by: ['Редакция'],
            url: '',
            published: now - (COUNT - pack - i) * 5_000,
            section: '',
            tags: [],
          },
          ...{ language: 'ru', source: 'bench', body: [0, 1, 2].map(() => text(throwDice, LETTERS / 3)) },
        })),
      );
      const bytes = packJson(packLines(articles));
      const ref = refOf(bytes);
      blocks.push([ref[0], Buffer.from(bytes).toString('base64')]);
      articles.forEach(({ id, title, summary, published }, line) => {
        const q = first + pack + line;
        const section = sections[q % sections.length] ?? '';
        cards.push({
          ...{
            q,
            id,
            minutes: Math.floor(published / 60),
            section,
            language: 'ru',
            title,
            summary,
            hash: '',
          },
          ...{ packs: [[ref[0], ref[1]]], line, flags: 0 },
        });
      });
    }
    const runs = Array.from({ length: cards.length / RUN }, (_, i) => cards.slice(i * RUN, i * RUN + RUN));
    await page.evaluate(
      async ({ publication, blocks, runs }) => {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open('reader');
          opening.onsuccess = () => resolve(opening.result);
        });
        const transaction = database.transaction(['blocks', 'cards', 'held'], 'readwrite');
        for (const [digest, text] of blocks)
          transaction
            .objectStore('blocks')
            .put(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer, [publication, digest]);
        for (const cards of runs) {
          const [from, to] = [cards[0]!.q, cards.at(-1)!.q];
          transaction.objectStore('cards').put({ first: from, last: to, cards }, [publication, from]);
          for (const { id, q, packs, line } of cards)
            transaction
              .objectStore('held')
              .put({ id, q, packs: packs.map(([one]) => one), line, whole: true, pictureBytes: 0 }, [
                publication,
                id,
              ]);
        }
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
        database.close();
      },
      { publication, blocks, runs },
    );
  }
}

const OPEN = `new Promise((resolve) => {
  const opening = indexedDB.open('reader');
  opening.onsuccess = () => resolve(opening.result);
})`;
const ALL = `(database, store) => new Promise((resolve) => {
  const asking = database.transaction(store).objectStore(store).getAll();
  asking.onsuccess = () => resolve(asking.result);
})`;

const BYTES = `(async () => {
  const database = await ${OPEN};
  const postings = await (${ALL})(database, 'postings');
  const blocks = await (${ALL})(database, 'blocks');
  database.close();
  const size = (value) => typeof value === 'number' ? 8 :
    value.lists
      ? value.lists.byteLength + 2 * value.stems.length
      : value.ids.length + value.sections.length + value.q.byteLength + value.minutes.byteLength;
  return {
    index: postings.reduce((sum, value) => sum + size(value), 0),
    records: postings.length,
    texts: blocks.reduce((sum, block) => sum + block.byteLength, 0),
  };
})()`;

/** Types a query, and tells how many ms it took until its results were painted. */
const ASK = `(query) => new Promise((resolve) => {
  const field = document.querySelector('input[type=search]');
  const observer = new MutationObserver((records) => {
    if (!records.some(({ target }) => target.getAttribute('aria-busy') === 'false')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  });
  observer.observe(document.querySelector('main'), { subtree: true, attributeFilter: ['aria-busy'] });
  field.value = query;
  const start = performance.now();
  field.dispatchEvent(new Event('input', { bubbles: true }));
})`;

const SCAN = `async (word) => {
  const start = performance.now();
  const database = await ${OPEN};
  const blocks = await (${ALL})(database, 'blocks');
  database.close();
  let found = 0;
  for (const block of blocks) {
    const codec = new Uint8Array(block)[0];
    if (codec !== 1 && codec !== 2) continue;
    try {
      const stream = new Blob([block.slice(1)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
      const bytes = await new Response(stream).arrayBuffer();
      const text = new TextDecoder(codec === 1 ? 'utf-8' : 'windows-1251').decode(bytes);
      for (const line of text.split('\\n')) {
        try {
          const { title, body } = JSON.parse(line);
          if (title && (title + JSON.stringify(body)).toLowerCase().includes(word)) found++;
        } catch {}
      }
    } catch {}
  }
  return performance.now() - start;
}`;

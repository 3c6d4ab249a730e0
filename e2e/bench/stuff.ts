/** A library stuffed with thousands of articles: real packs and cards, laid where a year of syncs would have laid them. */
import type { Page } from '@playwright/test';
import { deflate } from '../../mirrors/press/deflate.ts';
import { dice, prose } from '../../mirrors/press/made-newsroom.ts';
import type { Article, Ref } from '../../src/edition/body.ts';
import { picturesOf } from '../../src/edition/body.ts';
import { type CardView, FLAG } from '../../src/edition/card.ts';
import { digestOf } from '../../src/edition/cid.ts';
import { articleId } from '../../src/edition/id.ts';
import { packLines } from '../../src/edition/pack.ts';
import { packText } from '../../src/edition/text.ts';
import type { Held } from '../../src/library/records.ts';
import type { Paper } from '../kit/index.ts';

/** Articles in a pack, and cards in a run, as a sync leaves them. */
const IN_PACK = 8;
const IN_RUN = 32;
/** Packs that are handed to the page at once. */
const AT_ONCE = 60;

interface Shelf {
  blocks: [digest: string, base64: string][];
  held: Held[];
  runs: { first: number; last: number; cards: CardView[] }[];
}

/** Lays articles number 1 to `count` into the library of a page; their pictures are those of the paper's own articles. */
export async function stuffLibrary(page: Page, paper: Paper, count: number): Promise<void> {
  const { entries } = await paper.edition();
  const models = entries.flatMap(({ view, article }) => {
    const [picture] = picturesOf(article.body);
    return picture ? [{ view, picture }] : [];
  });
  let shelf: Shelf = { blocks: [], held: [], runs: [] };
  let cards: CardView[] = [];
  const send = async () => {
    await page.evaluate(lay, { publication: paper.publication, shelf });
    shelf = { blocks: [], held: [], runs: [] };
  };
  for (let first = 1; first <= count; first += IN_PACK) {
    const some = Array.from({ length: Math.min(IN_PACK, count - first + 1) }, (_, i) => first + i);
    const articles = await Promise.all(some.map((q) => makeText(q, count, models[q % models.length]!)));
    const block = packText(packLines(articles), deflate);
    const pack: Ref = [await digestOf(block), block.length];
    shelf.blocks.push([pack[0], Buffer.from(block).toString('base64')]);
    for (const [line, article] of articles.entries()) {
      const { view, picture } = models[some[line]! % models.length]!;
      const { id, title, summary, section, language, published } = article;
      const { hash } = view;
      const q = some[line]!;
      const minutes = Math.floor(published / 60);
      cards.push({
        ...{ q, id, minutes, section, language, title, summary, hash, packs: [pack], line },
        flags: FLAG.pictures,
      });
      const thumb: Held['thumb'] = [picture.list ?? null, picture.article ?? null];
      const refs = (ref: Ref | undefined): Ref[] => (ref ? [ref] : []);
      const [small, large, full] = [refs(picture.list), refs(picture.article), refs(picture.full)];
      const made: Held['made'] = { minutes, packs: [pack], small, large, full };
      shelf.held.push({
        ...{ id, q, packs: [pack[0]], line, whole: true, pictureBytes: 9_000 },
        thumb,
        made,
      });
    }
    const isLast = first + IN_PACK > count;
    while (cards.length >= IN_RUN || (isLast && cards.length > 0)) {
      const run = cards.slice(0, IN_RUN);
      cards = cards.slice(IN_RUN);
      shelf.runs.push({ first: run[0]!.q, last: run.at(-1)!.q, cards: run });
    }
    if (shelf.blocks.length >= AT_ONCE || isLast) await send();
  }
}

async function makeText(
  q: number,
  count: number,
  { view, picture }: { view: CardView; picture: ReturnType<typeof picturesOf>[number] },
): Promise<Article> {
  const throwDice = dice(70_000 + q);
  return {
    ...{ id: await articleId(`stuffed-${q}`), title: `Запись ${q}: ${prose(throwDice, 50).slice(0, 60)}` },
    ...{ summary: prose(throwDice, 150).slice(0, 155), by: ['Редакция'], url: '', tags: [] },
    // Ten minutes apart, all of them older than the paper's own.
    published: Math.floor(Date.now() / 1000) - 86_400 - (count - q) * 600,
    ...{ section: view.section, language: 'ru', source: 'articles' },
    body: [['img', picture], prose(throwDice, 450), prose(throwDice, 450), prose(throwDice, 300)],
  };
}

/** Runs in the page. */
async function lay({ publication, shelf }: { publication: string; shelf: Shelf }): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('reader');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = database.transaction(['blocks', 'held', 'cards'], 'readwrite');
  // No function with a name of its own in here: tsx would wrap it in a helper that the page does not have.
  const [blocks, helds, runs] = ['blocks', 'held', 'cards'].map((name) => transaction.objectStore(name));
  for (const [digest, base64] of shelf.blocks) {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    blocks!.put(bytes.buffer, [publication, digest]);
  }
  for (const held of shelf.held) helds!.put(held, [publication, held.id]);
  for (const run of shelf.runs) runs!.put(run, [publication, run.first]);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
  });
  database.close();
}

/** How many articles of the publication at hand can be found by now. Looked at seldom: it is work for the page as well. */
export function countIndexed(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('reader');
      opening.onsuccess = () => resolve(opening.result);
    });
    const stores = database.transaction(['here', 'postings']);
    const here = stores.objectStore('here').get('');
    const publication = await new Promise<string>((resolve) => {
      here.onsuccess = () => resolve(here.result);
    });
    const asking = stores
      .objectStore('postings')
      .getAll(IDBKeyRange.bound([publication, 'docs'], [publication, 'docs', []]));
    const docs = await new Promise<{ q: Float64Array }[]>((resolve) => {
      asking.onsuccess = () => resolve(asking.result);
    });
    database.close();
    return docs.reduce((sum, { q }) => sum + q.filter(Boolean).length, 0);
  });
}

/** Articles to be read: one with every kind of node and a long one, held whole by a phone. */
import { expect, type Page } from '@playwright/test';
import { type Article, type Picture, picturesOf } from '../../src/edition/body.ts';
import { makeArticles } from './articles.ts';
import { bodyArticle, publishBodies } from './bodies.ts';
import { openPhone, type Phone, until, untilWhole, visit } from './browser.ts';
import { fullBody } from './full-body.ts';
import { openPaper, type Paper } from './paper.ts';

export interface Reading {
  paper: Paper;
  phone: Phone;
  /** With every kind of node, or a line. */
  article: Article;
  /** 40 paragraphs. */
  long: Article;
  /** How many articles there are in all. */
  count: number;
  /** The files of the pictures, by their addresses. */
  files: Map<string, string>;
  /** The pictures as pressed. */
  pictures: Picture[];
  /** Opens an article by its address. */
  open(article: { id: string }, page?: Page): Promise<void>;
}

const COUNT = 3;
const WORDS = ['Движение восстановлено по обоим путям.'];
const NONE = new Map<string, string>();

/**
 * Presses those articles among a few others, and visits them until each is held with its pictures. With `words` alone
 * the first of them is a line of text, and there is nothing large to press.
 */
export async function openReading(what: 'everything' | 'words' = 'everything'): Promise<Reading> {
  const { body, files } = what === 'words' ? { body: WORDS, files: NONE } : await fullBody();
  const paper = await openPaper({ articles: await makeArticles(COUNT) });
  const phone = await openPhone();
  try {
    const related = (await paper.cards()).slice(0, 2).map((card) => card.id);
    // The id that the other one gets.
    const translations = { en: bodyArticle('long', []).id };
    const article = bodyArticle('full', body, { title: 'Мост через Обь открыт', related, translations });
    // 40 paragraphs of 23 words: 920 words.
    const paragraphs = Array.from({ length: 40 }, (_, i) => `Абзац номер ${i} ${'слово '.repeat(20)}`.trim());
    const long = bodyArticle('long', paragraphs, { title: 'Длинная', language: 'ru' });
    await publishBodies(paper, [long, article], files);
    const { entries } = await paper.edition();
    const pictures = picturesOf(entries.find((one) => one.article.id === article.id)!.article.body);
    await visit(phone.page, paper.main.url);
    const visited = paper.asked.length;
    await untilWhole(phone.page, COUNT + 2);
    // Soon after a first visit the app looks once more, and then not for minutes: what is asked later is asked because
    // of something.
    await until(
      'the second look',
      () => paper.asked.slice(visited).some(({ url }) => url.endsWith('/head')),
      (isThere) => isThere,
    );
    return {
      ...{ paper, phone, article, long, count: COUNT + 2, files, pictures },
      async open({ id }, page = phone.page) {
        await page.goto(`${paper.main.url}#/a/${id}`);
        await expect(page.locator('article .body')).toBeVisible();
      },
    };
  } catch (error) {
    await phone.close();
    await paper.close();
    throw error;
  }
}

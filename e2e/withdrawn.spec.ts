/** What the publication took back goes from the phone, and what the reader saved only with the reader's word. */
import { expect, test } from '@playwright/test';
import { press } from '../mirrors/press/index.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  untilEdition,
  untilWhole,
  visit,
} from './kit/index.ts';

let paper: Paper;
let phone: Phone;

test.beforeAll(async () => {
  paper = await openPaper({ articles: await makeArticles(5) });
  phone = await openPhone();
  await visit(phone.page, paper.main.url);
  await untilWhole(phone.page, 5);
});

test.afterAll(async () => {
  await phone.quit();
  await paper.close();
});

test('An article that was taken back is hidden at once; a saved one waits for the reader’s word', async () => {
  const { page } = phone;
  const [saved, other] = await paper.cards();
  await page.goto(`${paper.main.url}#/a/${saved!.id}`);
  await page.locator('.actions button').first().click();
  await expect(page.locator('.actions')).toContainText(ru.article.saved);

  const { n } = await press({
    newsroom: paper.newsroom,
    withdraw: { articles: [saved!.id, other!.id], reason: 'Ошибка редакции.' },
  });
  await page.goto(`${paper.main.url}#/`);
  await page.reload();
  await untilEdition(page, n);
  const titles = page.locator('.cards h2');
  await expect(titles).toHaveCount(4);
  await expect(titles.filter({ hasText: other!.title })).toHaveCount(0);

  await titles.filter({ hasText: saved!.title }).getByRole('link').click();
  const notice = page.locator('article .notice');
  await expect(notice).toContainText(ru.article.takenBack);
  await expect(notice).toContainText('Ошибка редакции.');
  await expect(page.locator('article .body')).toBeVisible();

  await notice.getByRole('button', { name: ru.article.letGo }).click();
  await expect(titles).toHaveCount(3);
  await page.goto(`${paper.main.url}#/saved`);
  await expect(page.locator('main')).toContainText(ru.saved.empty);
});

import { expect, test } from '@playwright/test';
import { makeArticle, makeArticles, openPaper, openPhone, placesOf, until, visit } from './kit/index.ts';

const links = '.cards h2 a';

test('the shelf of what was left in the middle offers to go on, can be put away and brought back', async () => {
  const paper = await openPaper({
    articles: [await makeArticle(1, { letters: 14_000 }), ...(await makeArticles(4, { first: 2 }))],
  });
  const phone = await openPhone();
  try {
    const { page } = phone;
    await visit(page, paper.main.url);
    await expect(page.locator('.shelf')).toHaveCount(0);
    const long = page.locator(links, { hasText: 'Запись 1:' });
    const title = (await long.textContent())!;
    await long.click();
    await page.locator('article [data-p="12"]').scrollIntoViewIfNeeded();
    await until(
      'the place to be kept',
      () => placesOf(page),
      (places) => places.some(({ paragraph }) => paragraph > 2),
    );
    await phone.restart();
    await phone.page.goto(paper.main.url);
    const shelf = phone.page.getByRole('region', { name: 'Продолжить чтение' });
    await expect(shelf.getByRole('link')).toHaveText(title);
    await shelf.getByRole('button', { name: 'Убрать отсюда' }).click();
    await expect(shelf.getByRole('link')).toHaveCount(0);
    await shelf.getByRole('button', { name: 'Вернуть' }).click();
    await shelf.getByRole('link').click();
    await expect(phone.page.locator('article h1')).toHaveText(title);
    await phone.page.goBack();
    await shelf.getByRole('button', { name: 'Убрать отсюда' }).click();
    await expect(shelf.getByRole('button', { name: 'Вернуть' })).toBeVisible();
    await phone.page.goto('about:blank');
    await phone.page.goto(paper.main.url);
    await expect(phone.page.locator(links)).toHaveCount(5);
    await expect(shelf).toHaveCount(0);
    // The place itself is not forgotten.
    await phone.page.locator(links, { hasText: title }).click();
    await expect.poll(() => phone.page.evaluate(() => scrollY)).toBeGreaterThan(500);
  } finally {
    await phone.close();
    await paper.close();
  }
});

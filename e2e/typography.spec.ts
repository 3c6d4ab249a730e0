import { expect, type Page, test } from '@playwright/test';
import type { Article } from '../src/edition/body.ts';
import { ru } from '../src/reader/strings/ru.ts';
import { openReading, type Paper, type Phone, type Reading, tap } from './kit/index.ts';

test.describe('An article', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;
  let article: Article;
  let long: Article;
  let open: Reading['open'];

  test.beforeAll(async () => {
    ({ paper, phone, article, long, open } = await openReading('words'));
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  test('is set as the reader likes it, and so are all others @desktop', async () => {
    const { page } = phone;
    await open(article);
    const before = await styleOf(page);
    expect(before.align).toBe('start');
    expect(await page.locator('meta[name=viewport]').getAttribute('content')).not.toMatch(
      /user-scalable|maximum-scale/,
    );
    paper.asked.length = 0;
    await tap(page.getByRole('button', { name: ru.typography.title }));
    const panel = page.getByRole('dialog', { name: ru.typography.title });
    await expect(panel).toBeVisible();
    await tap(panel.getByRole('button', { name: ru.settings.larger }));
    await tap(panel.getByText(ru.settings.themeOptions.sepia, { exact: true }));
    await tap(panel.getByText(ru.typography.faceOptions.sans));
    await tap(panel.getByText(ru.typography.linesOptions[1.9]));
    await tap(panel.getByText(ru.typography.hyphens));
    const wanted = {
      background: 'rgb(234, 217, 186)',
      size: before.size * 1.15,
      lines: 1.9,
      hyphens: 'manual',
    };
    await expect.poll(() => styleOf(page)).toMatchObject(wanted);
    expect((await styleOf(page)).face).toMatch(/^system-ui/);
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(page.getByRole('button', { name: ru.typography.title })).toBeFocused();
    // It is nobody's business how somebody reads.
    expect(paper.asked).toEqual([]);
    await open(long);
    await page.reload();
    await expect.poll(() => styleOf(page)).toMatchObject(wanted);
    await tap(page.getByRole('button', { name: ru.typography.title }));
    await expect(page.getByRole('radio', { name: ru.settings.themeOptions.sepia })).toBeChecked();
    await tap(page.getByRole('button', { name: ru.settings.smaller }));
    await tap(page.getByText(ru.settings.themeOptions.auto));
    await page.keyboard.press('Escape');
  });

  test('can be read in every theme', async () => {
    const found = await phone.page.evaluate((themes) => {
      const root = document.documentElement;
      const before = root.dataset.theme;
      const light = (name: string): number => {
        const probe = document.createElement('i');
        probe.style.color = `var(${name})`;
        root.append(probe);
        const [r = 0, g = 0, b = 0] = getComputedStyle(probe)
          .color.match(/[\d.]+/g)!
          .map((one) =>
            Number(one) / 255 <= 0.04045
              ? Number(one) / 3294.6
              : ((Number(one) / 255 + 0.055) / 1.055) ** 2.4,
          );
        probe.remove();
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const worst = themes.map((theme) => {
        root.dataset.theme = theme;
        const ratios = ['--ink', '--soft', '--accent', '--good', '--slow'].flatMap((ink) =>
          ['--paper', '--sheet'].map((paper) => {
            const [one, other] = [light(ink), light(paper)].sort((a, b) => b - a) as [number, number];
            return (one + 0.05) / (other + 0.05);
          }),
        );
        return [theme, Math.min(...ratios)] as const;
      });
      root.dataset.theme = before;
      return worst;
    }, Object.keys(ru.settings.themeOptions));
    // WCAG 2.2, 1.4.3
    for (const [theme, ratio] of found) expect(ratio, theme).toBeGreaterThan(4.5);
    expect(found).toHaveLength(7);
  });
});

interface Style {
  background: string;
  size: number;
  lines: number;
  face: string;
  hyphens: string;
  align: string;
}

/** How the text of the article on screen is set. */
function styleOf(page: Page): Promise<Style> {
  return page.locator('article .body').evaluate((body) => {
    const { fontSize, lineHeight, fontFamily, hyphens, textAlign } = getComputedStyle(body);
    return {
      background: getComputedStyle(document.documentElement).backgroundColor,
      size: Number.parseFloat(fontSize),
      lines: Math.round((10 * Number.parseFloat(lineHeight)) / Number.parseFloat(fontSize)) / 10,
      face: fontFamily,
      hyphens,
      align: textAlign,
    };
  });
}

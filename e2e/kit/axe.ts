/** What axe finds on a screen, in both themes. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Each fault in a line, with its theme. `part`: a selector, where only that is of interest. */
export async function faultsOf(page: Page, part?: string): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // There are no frames: no need for the blank page that axe opens to gather its findings in.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (part) axe.include(part);
    // Between themes only colours differ.
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    faults.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${colorScheme}, ${id}: ${node.html.slice(0, 160)}`),
      ),
    );
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

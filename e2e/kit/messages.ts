/** What a made paper says to its readers, and the changing of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Paper } from './paper.ts';

/** One message of every kind that is seen. */
export const madeMessages: Record<string, unknown>[] = [
  { kind: 'strap', text: 'Читайте нас и тогда, когда не открывается ничего.' },
  {
    ...{ kind: 'banner', title: 'Без рекламы', text: 'С лета мы её не показываем.\n\nЭто стоит нам денег.' },
    url: 'https://paper.example/why',
  },
  {
    ...{ kind: 'newsletter', title: 'Каждую пятницу', text: 'Главное за неделю в одном письме.' },
    ...{ url: 'https://paper.example/letter', preview: 'https://paper.example/letter/last' },
    privacy: 'https://paper.example/privacy',
  },
  { kind: 'notice', title: 'Дорогие читатели', text: 'Нам стало труднее.\n\nМы не замолчим.' },
  {
    ...{ kind: 'appeal', title: 'Поддержите нас', text: 'Поможет любая сумма.', currency: 'USD' },
    amounts: { once: [10, 25], monthly: [2, 5], annual: [50] },
    url: 'https://paper.example/give?how={period}&sum={amount}',
  },
];

/** Puts messages into the paper's `tamizdat.json` and presses. Returns the number of the edition. */
export async function say(paper: Paper, messages: readonly unknown[]): Promise<number> {
  const file = join(paper.newsroom, 'tamizdat.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...config, messages }));
  return paper.publish();
}

/** The saved text of a real article page, taken apart: what such a page has beside its article. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MadeArticle, writeArticle } from './articles.ts';

export interface Seed {
  banner: { title: string; text: string; support: string };
  strap: string;
  headline: string;
  caption: string;
  credit: string;
  paragraphs: string[];
  label: string;
  newsletter: { title: string; text: string; privacy: string };
  message: { name: string; title: string; paragraphs: string[] };
  periods: string[];
  continue: string;
  payment: string;
  notNow: string;
  later: string;
  more: string;
}

/** Reads the seed page of the corpus. Throws where it is not the page that this was written for. */
export async function readSeed(corpus: string): Promise<Seed> {
  const text = await readFile(join(corpus, 'seed', 'seed-article.txt'), 'utf8');
  const lines = text.split('\n').map((line) => line.trim());
  const at = (start: string, from = 0): number => {
    const found = lines.findIndex((line, i) => i >= from && line.startsWith(start));
    if (found < 0) throw new Error(`The seed page has no line that begins with "${start}".`);
    return found;
  };
  const between = (from: number, to: number) => lines.slice(from, to).filter((line) => line !== '');
  const support = at('Support us');
  const strap = lines[support + 1]!;
  const [headline = '', photo = '', ...body] = between(support + 2, at('Sign up for'));
  const split = photo.lastIndexOf('. ');
  const letter = at('Sign up for');
  const message = at('A Message from');
  const privacy = at('Subscribers agree');
  const choice = at('Once');
  const [greeting = '', ...said] = between(message + 1, choice);
  return {
    banner: { title: lines[1]!, text: between(2, support).join('\n\n'), support: lines[support]! },
    ...{ strap, headline, caption: photo.slice(0, split + 1), credit: photo.slice(split + 2) },
    ...{ paragraphs: body.slice(0, -1), label: body.at(-1)! },
    newsletter: {
      title: lines[letter]!,
      text: between(letter + 1, privacy)
        .join(' ')
        .replace(/\s*Preview$/, ''),
      privacy: lines[privacy]!,
    },
    message: { name: lines[message]!.slice(15, -1), title: greeting, paragraphs: said },
    ...{ periods: lines.slice(choice, choice + 3), continue: lines[choice + 3]! },
    ...{ payment: lines[choice + 4]!, notNow: lines[at('Not ready')]! },
    ...{ later: lines[at('Remind me later')]!, more: lines[at('Read more')]! },
  };
}

/** The page's messages as a newsroom would write them into its `tamizdat.json`. */
export function messagesOf(seed: Seed): Record<string, unknown>[] {
  const { banner, strap, newsletter, message } = seed;
  const site = 'https://paper.example/';
  return [
    { kind: 'strap', text: strap },
    { kind: 'banner', title: banner.title, text: banner.text, url: `${site}support` },
    {
      ...{ kind: 'newsletter', title: newsletter.title, text: newsletter.text, url: `${site}letter` },
      ...{ preview: `${site}letter/last`, privacy: `${site}privacy` },
    },
    { kind: 'notice', title: message.title, text: message.paragraphs.join('\n\n') },
    {
      ...{ kind: 'appeal', title: message.paragraphs.at(-1), text: seed.payment, currency: 'USD' },
      amounts: { once: [10, 25], monthly: [2, 5], annual: [50] },
      url: `${site}give?how={period}&sum={amount}`,
    },
  ];
}

/** The page's article, beside two others that it is related to. */
export async function writeSeed(folder: string, seed: Seed, others: readonly MadeArticle[]): Promise<void> {
  const picture = others.find((one) => one.picture)!.picture;
  await writeArticle(folder, {
    ...{ name: 'seed', title: seed.headline, paragraphs: [...seed.paragraphs, seed.label], picture },
    ...{ time: Date.now(), section: 'News', language: 'en' },
    more: {
      caption: seed.caption,
      credit: seed.credit,
      related: others.map((one) => `${one.name}.md`),
    },
  });
}

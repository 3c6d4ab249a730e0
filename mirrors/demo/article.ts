/** A new article, written as a publisher would write one: a Markdown file in a folder of the newsroom. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

export interface NewArticle {
  title: string;
  text: string;
  language: string;
  published: Date;
}

const defaults = {
  ru: {
    title: (time: string) => `Проверка связи, ${time}`,
    section: 'Проверка',
    text: `Эта статья опубликована с пульта только что. Если вы её читаете, значит, выпуск подписан, разложен по
зеркалам и дошёл до вас — возможно, в обход адреса, который не отвечает.

Откройте «Зеркала»: там видно, откуда пришли блоки и что не так с остальными адресами.`,
  },
  en: {
    title: (time: string) => `Checking the line, ${time}`,
    section: 'Checks',
    text: `This article has just been published from the control page. If you are reading it, an edition was signed,
laid on the mirrors and has reached you, perhaps around an address that does not answer.

Open “Mirrors” to see where the blocks came from and what is wrong with the other addresses.`,
  },
};

/** The article that a wish of the control page means. `now` is its time of publication. */
export function newArticle(
  wish: { title?: string; text?: string; language?: string },
  now: Date,
): NewArticle {
  const language = wish.language ?? 'ru';
  const words = language === 'ru' ? defaults.ru : defaults.en;
  const time = now.toLocaleTimeString(language === 'ru' ? 'ru' : 'en-GB');
  return {
    title: wish.title?.trim() || words.title(time),
    text: wish.text?.trim() || words.text,
    language,
    published: now,
  };
}

/** Writes the article into `folder`; ends with the name of its file. */
export async function writeArticle(folder: string, article: NewArticle): Promise<string> {
  const section = (article.language === 'ru' ? defaults.ru : defaults.en).section;
  const front = stringify({
    title: article.title,
    date: article.published.toISOString(),
    section,
    language: article.language,
  });
  const name = `${article.published.toISOString().replace(/[:.]/g, '-')}.md`;
  await mkdir(folder, { recursive: true });
  // Under a name that no source reads until it is whole.
  await writeFile(join(folder, `${name}.new`), `---\n${front}---\n\n${article.text}\n`);
  await rename(join(folder, `${name}.new`), join(folder, name));
  return name;
}

/** Articles made for tests: Russian prose of its own, with pictures that are drawn. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { dice, prose } from '../../mirrors/press/made-newsroom.ts';

export interface MadeArticle {
  /** Name of its file; the article's identity. */
  name: string;
  title: string;
  paragraphs: string[];
  /** ms since 1970. */
  time: number;
  section: string;
  language: string;
  /** PNG, or null for an article without a picture. */
  picture: Buffer | null;
  /** More for its front matter, in place of what would stand there under these names. */
  more?: Record<string, unknown>;
}

const SECTIONS = ['Город', 'Право', 'Память'];

/** Article number `i`: a later number is newer by a minute. The same number always gives the same text and picture. */
export async function makeArticle(
  i: number,
  options: { letters?: number; picture?: boolean; language?: string } = {},
): Promise<MadeArticle> {
  const { letters = 900, picture = true, language = 'ru' } = options;
  const throwDice = dice(1_000 + i);
  const paragraphs: string[] = [];
  for (let left = letters; left > 0; left -= 450) paragraphs.push(prose(throwDice, Math.min(left, 450)));
  return {
    name: `made-${i}`,
    title: `Запись ${i}: ${prose(throwDice, 30).slice(0, 40)}`,
    paragraphs,
    time: Date.now() - 3_600_000 + i * 60_000,
    section: SECTIONS[i % SECTIONS.length]!,
    language,
    picture: picture ? await drawPicture(i) : null,
  };
}

/** Articles number `first` to `first + count - 1`. */
export function makeArticles(
  count: number,
  options: Parameters<typeof makeArticle>[1] & { first?: number } = {},
): Promise<MadeArticle[]> {
  const { first = 1 } = options;
  return Promise.all(Array.from({ length: count }, (_, i) => makeArticle(first + i, options)));
}

/** Writes an article into a folder of Markdown, as an editor would. */
export async function writeArticle(folder: string, article: MadeArticle): Promise<void> {
  const { name, title, paragraphs, time, section, language, picture } = article;
  const front = [
    `title: ${JSON.stringify(title)}`,
    `date: ${new Date(time).toISOString()}`,
    `section: ${section}`,
    `language: ${language}`,
    'author: Редакция',
  ];
  if (picture) {
    await mkdir(join(folder, 'pictures'), { recursive: true });
    await writeFile(join(folder, 'pictures', `${name}.png`), picture);
    front.push(
      `picture: pictures/${name}.png`,
      `alt: Круг на поле, номер ${name}`,
      'caption: Рисунок к записи.',
      'credit: Рисунок редакции',
    );
  }
  const { more = {} } = article;
  const lines = front.filter((line) => !(line.split(':')[0]! in more));
  for (const [key, value] of Object.entries(more)) lines.push(`${key}: ${JSON.stringify(value)}`);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, `${name}.md`),
    `---\n${lines.join('\n')}\n---\n\n${paragraphs.join('\n\n')}\n`,
  );
}

/** A small drawing, another for every number: cheap to encode, and small enough to stay one object. */
function drawPicture(i: number): Promise<Buffer> {
  const hue = (i * 47) % 360;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"><rect width="480" height="320" fill="hsl(${hue},40%,70%)"/><circle cx="${60 + ((i * 37) % 360)}" cy="160" r="${40 + (i % 7) * 9}" fill="hsl(${(hue + 180) % 360},50%,40%)"/></svg>`;
  return sharp(Buffer.from(drawing)).png().toBuffer();
}

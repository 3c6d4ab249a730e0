/** Newsrooms made for tests: prose of its own, a feed on disk, a tiny built app. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Article } from '../../src/edition/body.ts';
import { initNewsroom } from './init.ts';
import { escapeHtml } from './way-in.ts';

/** A time that all made newsrooms begin at: ms since 1970. */
export const BEGINNING = Date.UTC(2026, 10, 20, 12);

const ROOTS =
  'город дорог мост берег вод лес област район газет слов письм голос выбор суд закон прав депутат глав жител сосед школ учител врач больниц завод рабоч цен рубл рынок хлеб дом кварт улиц площад поезд вокзал автобус связ сет сайт новост журналист редакц читател страниц книг архив музе театр зрител песн языков перевод границ страх надежд памят истор войн мирн солдат мать отц дет семь друж встреч разговор вопрос ответ причин след доказ свидет следоват полиц задерж обыск штраф срок камер адвокат жалоб решен отказ протест митинг плакат лозунг толп тишин ветер снег дожд река озер гор пол степ весн лет осен зим утр вечер ноч час минут недел месяц год век'.split(
    ' ',
  );
const ENDINGS = [
  'а',
  'ы',
  'е',
  'у',
  'ой',
  'ами',
  'ах',
  'ный',
  'ного',
  'ному',
  'ная',
  'ные',
  'ских',
  'ало',
  'или',
  'ить',
  'ен',
  'ость',
  'ости',
  'ник',
  'ников',
  'ка',
];
const SMALL =
  'и в на что не с как по из за к о у от до для при без под над или но а же ли бы уже ещё только даже после перед между через около'.split(
    ' ',
  );

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Sentences that look like Russian to a compressor, of about so many letters. */
export function prose(throwDice: () => number, letters: number): string {
  const pick = (list: readonly string[]) => list[Math.floor(throwDice() ** 1.3 * list.length)]!;
  let text = '';
  while (text.length < letters) {
    const words = Array.from({ length: 6 + Math.floor(throwDice() * 10) }, () =>
      throwDice() < 0.3 ? pick(SMALL) : pick(ROOTS) + pick(ENDINGS),
    );
    const sentence = words.join(' ');
    text += `${sentence[0]!.toUpperCase()}${sentence.slice(1)}. `;
  }
  return text.trimEnd();
}

export interface MadeItem {
  key: string;
  title: string;
  paragraphs: string[];
  /** ms since 1970. */
  time: number;
  section: string;
}

/** An item of about `letters` letters; a Russian letter is two bytes of UTF-8. */
export function makeItem(i: number, letters: number): MadeItem {
  const throwDice = dice(i + 1);
  const paragraphs: string[] = [];
  for (let left = letters; left > 0; left -= 450) paragraphs.push(prose(throwDice, Math.min(left, 450)));
  return {
    key: `made-${i}`,
    title: prose(throwDice, 40).slice(0, 60),
    paragraphs,
    time: BEGINNING - 86_400_000 + i * 60_000,
    section: ['Город', 'Право', 'Память'][i % 3]!,
  };
}

/** So many items, one after another. */
export const makeItems = (count: number, letters = 1_200, from = 0): MadeItem[] =>
  Array.from({ length: count }, (_, i) => makeItem(from + i, letters));

/** An RSS feed of items. */
export function feedOf(items: readonly MadeItem[]): string {
  const parts = items.map(
    ({ key, title, paragraphs, time, section }) =>
      `<item><title>${escapeHtml(title)}</title><guid isPermaLink="false">${key}</guid><link>https://paper.example/${key}</link><pubDate>${new Date(time).toUTCString()}</pubDate><category>${section}</category><content:encoded><![CDATA[${paragraphs.map((one) => `<p>${one}</p>`).join('')}]]></content:encoded></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Весть</title><link>https://paper.example/</link><description>Газета</description><language>ru</language>${parts.join('')}</channel></rss>`;
}

/** A WXR file of so many items, piece by piece. */
export function* wxrOf(count: number, letters: number): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Весть</title><link>https://paper.example</link><language>ru</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://paper.example</wp:base_site_url>';
  for (let i = 0; i < count; i++) {
    const { key, title, paragraphs, time, section } = makeItem(i, letters);
    const date = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
    yield `<item><title>${escapeHtml(title)}</title><link>https://paper.example/${key}</link><pubDate>${new Date(time).toUTCString()}</pubDate><dc:creator><![CDATA[editor]]></dc:creator><guid isPermaLink="false">https://paper.example/?p=${i + 1}</guid><content:encoded><![CDATA[${paragraphs.map((one) => `<p>${one}</p>`).join('\n')}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>${i + 1}</wp:post_id><wp:post_date_gmt>${date}</wp:post_date_gmt><wp:post_name>${key}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain="category" nicename="a"><![CDATA[${section}]]></category></item>`;
  }
  yield '</channel></rss>';
}

export interface MadeNewsroom {
  folder: string;
  site: string;
  app: string;
  /** The next press reads these items. */
  publish(items: readonly MadeItem[]): Promise<void>;
  /** What `press` is given: the clock stands still. */
  options(afterMs?: number): { newsroom: string; app: string; now: () => number };
}

const madeFolders: string[] = [];

/** Takes away every newsroom made so far. */
export async function removeNewsrooms(): Promise<void> {
  for (const folder of madeFolders.splice(0)) await rm(folder, { recursive: true, force: true });
}

/** A newsroom in a new temporary folder. */
export async function makeNewsroom(more: Record<string, unknown> = {}): Promise<MadeNewsroom> {
  const root = await mkdtemp(join(tmpdir(), 'press-'));
  madeFolders.push(root);
  const folder = join(root, 'newsroom');
  const app = join(root, 'app');
  await makeApp(app);
  await initNewsroom(folder, {
    name: 'Весть',
    languages: ['ru'],
    more: { sources: [{ feed: 'feed.xml' }], ...more },
    now: () => BEGINNING,
  });
  return {
    folder,
    app,
    site: join(folder, 'site'),
    publish: (items) => writeFile(join(folder, 'feed.xml'), feedOf(items)),
    options: (afterMs = 0) => ({ newsroom: folder, app, now: () => BEGINNING + afterMs }),
  };
}

/** The smallest app that a press can make a shell and a way in of. */
export async function makeApp(folder: string, version = 1): Promise<void> {
  const page = `<!doctype html><html lang="ru"><head><!--publication--><!--/publication--></head><body><!--headlines--><!--/headlines--></body></html>`;
  const files: Record<string, string> = {
    'app.json': JSON.stringify({
      protocol: 1,
      lowest: 1,
      groups: [['index.html', 'assets/a.js'], ['icons/b.svg']],
    }),
    'app/index.html': '<!doctype html><title>App</title>',
    'app/assets/a.js': `console.log(${version}, ${JSON.stringify(prose(dice(7), 20_000))})`,
    'app/icons/b.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'app/manifest.webmanifest': '{"name":"Читалка"}',
    'way-in/index.html': page,
    'way-in/sw.js': `self.version = ${version}`,
    'way-in/ed.js': 'self.ed25519 = null',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** All files below a folder: path to bytes. */
export async function filesOf(folder: string): Promise<Map<string, Buffer>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const one of found.filter((entry) => entry.isFile())) {
    const file = join(one.parentPath, one.name);
    files.set(relative(folder, file), await readFile(file));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An article around a body, as a pack holds it. */
export function articleOf(i: number, body: Article['body']): Article {
  return {
    id: i
      .toString(36)
      .replace(/[^a-z]/g, 'a')
      .padStart(16, 'a')
      .replace(/[018]/g, 'b')
      .slice(0, 16),
    title: `Статья ${i}`,
    summary: '',
    by: [],
    url: '',
    published: 1_700_000_000 + i,
    section: '',
    tags: [],
    language: 'ru',
    source: 'feed.xml',
    body,
  };
}

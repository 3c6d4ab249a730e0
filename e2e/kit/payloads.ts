/** Articles out of what others wrote to break programs: every text of it as title, author, caption and body. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { escapeAttribute, escapeText } from '../../mirrors/newsroom/escape.ts';
import { type Draft, readSource, SourceError } from '../../mirrors/newsroom/index.ts';
import { toArticle } from '../../mirrors/press/records.ts';
import { type Article, picturesOf } from '../../src/edition/body.ts';
import { articleId } from '../../src/edition/id.ts';
import { unpressed } from './bodies.ts';

/** Letters of the payloads in one article: all of them fit its title, as words. */
const MOST = 1_800;
/** Ends whatever a payload has begun, so that the next is read as one too. */
const END = `"'\`>--></script></style></textarea></title></noscript></iframe></select></svg></math></div>`;

export interface Payloads {
  articles: Article[];
  /** Files of all their pictures, by address. */
  files: Map<string, string>;
  close(): Promise<void>;
}

/**
 * Reads a folder by the newsroom's own sources.
 * @param hostile absolute path
 */
export async function readPayloads(hostile: string): Promise<Payloads> {
  const folder = await mkdtemp(join(tmpdir(), 'payloads-'));
  const names = (await readdir(hostile, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();
  const texts = names.filter((name) => !name.startsWith('images/'));
  const payloads: string[] = [];
  for (const name of texts) {
    const text = await readFile(join(hostile, name), 'utf8');
    payloads.push(...(/\.(?:txt|dat|md)$/.test(name) ? text.split('\n') : [text]));
  }
  const items = inGroups(payloads).map(itemOf);
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'F', items }));
  const drafts = await readDrafts(feed);
  for (const name of texts.filter((one) => one.endsWith('.xml')))
    drafts.push(...(await readDrafts(join(hostile, name))));
  const pictures = names.filter((name) => name.startsWith('images/') || name.endsWith('.svg'));
  for (const name of pictures) drafts.push(pictureDraft(name));
  const files = new Map(pictures.map((name) => [addressOf(name), join(hostile, name)]));
  const drawn = join(folder, 'drawn.png');
  await sharp({ create: { width: 32, height: 24, channels: 3, background: '#888' } })
    .png()
    .toFile(drawn);
  for (const { body } of drafts)
    for (const { url } of picturesOf(body)) if (!files.has(url)) files.set(url, drawn);
  const now = Math.floor(Date.now() / 1000) - 3_600;
  const articles = await Promise.all(
    drafts.map(async (draft, at) => {
      const numbered = { ...draft, title: `${at} ${draft.title}`, published: now + at };
      return toArticle(await articleId(`${at}`), numbered, null, now);
    }),
  );
  return {
    ...{ articles, files },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function readDrafts(feed: string): Promise<Draft[]> {
  try {
    const get = () => Promise.reject(new Error('only files are read here'));
    return await readSource({ feed }, { folder: '/', language: 'en', report: () => {}, get });
  } catch (error) {
    // A feed that was made to be no feed is one sentence.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

function inGroups(payloads: readonly string[]): string[][] {
  const groups: string[][] = [];
  let letters = MOST;
  for (const payload of payloads.filter((one) => one.trim() !== '')) {
    if (letters + payload.length > MOST) [letters] = [0, groups.push([])];
    groups.at(-1)!.push(payload);
    letters += payload.length;
  }
  return groups;
}

/** An item of a feed that has payloads everywhere, as they are and as words. */
function itemOf(payloads: readonly string[], at: number): object {
  const start = payloads.join(' ').slice(0, MOST);
  const words = escapeText(start);
  const names = payloads.map((one) => one.slice(-190));
  return {
    ...{ id: `urn:payload:${at}`, title: `${words} ${start}`, summary: start },
    authors: names.slice(0, 6).flatMap((name) => [{ name: escapeText(name) }, { name }]),
    tags: names.flatMap((name) => [escapeText(name), name]),
    content_html: [
      `<p>${words}</p>`,
      `<figure><img src="https://paper.example/drawn.png" alt="${escapeAttribute(start)}"><figcaption>${words} ${start}${END}</figcaption></figure>`,
      ...payloads.flatMap((one) => [
        `<p title="${escapeAttribute(one)}"><a href="${escapeAttribute(one)}">A link</a> and words enough to be read as a paragraph.</p>`,
        `<div>${one}${END}`,
      ]),
    ].join('\n'),
  };
}

const addressOf = (name: string): string => `https://paper.example/${encodeURI(name)}`;

function pictureDraft(name: string): Draft {
  const words = `A picture: ${name}`;
  return {
    ...{ key: name, source: 'pictures', title: words, summary: '', by: [], url: '', published: null },
    ...{ section: '', tags: [], language: 'en' },
    body: [words, ['img', unpressed(addressOf(name), { alt: words, caption: words })]],
  };
}

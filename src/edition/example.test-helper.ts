import type { Article } from './body.ts';
import type { Bytes } from './bytes.ts';
import { cidOf, digestOf } from './cid.ts';
import { readFrame } from './frame.ts';
import { articleId } from './id.ts';
import { deflate, headOf, keysOf, packed, rootOf, signed } from './kit.test-helper.ts';
import { packLines } from './pack.ts';
import { publicationOf } from './root.ts';
import { packText } from './text.ts';

/** The whole small publication that docs/format.md prints byte by byte. */
export interface Example {
  publication: string;
  /** Public keys as roles list them. */
  keys: { root: string; head: string };
  article: Article;
  /** JSON texts as they were packed. */
  texts: { root: string; pack: string; segment: string; head: string };
  bytes: { root: Bytes; pack: Bytes; segment: Bytes; head: Bytes };
  cids: { pack: string; segment: string };
}

/** Presses it anew; the same bytes on every machine, since keys, times and deflate are fixed. */
export async function pressExample(): Promise<Example> {
  // Seeds of bytes 01 and 02: for an example only, since everybody knows them.
  const [rootKey, headKey] = await keysOf(1, 2);
  const root = rootOf(1, { root: [rootKey], head: [headKey] });
  const rootFrame = signed('root', root, [rootKey]);
  const publication = await publicationOf(readFrame(rootFrame, 'root'));

  const article: Article = {
    id: await articleId('https://example.org/?p=1'),
    title: 'Мост открыт',
    summary: 'После ремонта.',
    by: ['Редакция'],
    url: 'https://example.org/bridge',
    published: 1_763_899_200,
    section: 'news',
    tags: [],
    language: 'ru',
    source: 'https://example.org/feed',
    body: ['Мост через реку снова открыт для всех.', ['p', 'Ремонт шёл ', ['em', 'три года'], '.']],
  };
  const packJson = packLines([article]);
  const pack = packText(packJson, deflate);
  const packDigest = await digestOf(pack);
  const packs = [[packDigest, pack.length]];
  const { id, section, language, title, summary, published } = article;
  const card = [1, id, published / 60, section, language, title, summary, '', 0, 0, 1, 0];

  const segmentValue = { v: 1, packs, cards: [card] };
  const segment = packed(segmentValue);
  const segmentDigest = await digestOf(segment);

  const headValue = headOf(publication, {
    time: 1_763_900_000,
    expires: 1_764_504_800,
    top: { ru: [id] },
    cards: [card],
    packs,
    from: 1,
    last: 1,
    spans: [[segmentDigest, segment.length, 1, 1, 0]],
  });
  return {
    publication,
    keys: { root: rootKey.text, head: headKey.text },
    article,
    texts: {
      root: JSON.stringify(root),
      pack: packJson,
      segment: JSON.stringify(segmentValue),
      head: JSON.stringify(headValue),
    },
    bytes: { root: rootFrame, pack, segment, head: signed('head', headValue, [headKey]) },
    cids: { pack: cidOf(packDigest), segment: cidOf(segmentDigest) },
  };
}

/** Bytes in hexadecimal, 32 a line, as the document prints them. */
export function hexLines(bytes: Uint8Array): string {
  return (
    Buffer.from(bytes)
      .toString('hex')
      .match(/.{1,64}/g) ?? []
  ).join('\n');
}

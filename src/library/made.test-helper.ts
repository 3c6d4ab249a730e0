import type { Article, Block, Picture, Ref } from '../edition/body.ts';
import { type Bytes, utf8 } from '../edition/bytes.ts';
import type { Card } from '../edition/card.ts';
import { FLAG } from '../edition/card.ts';
import { digestOf } from '../edition/cid.ts';
import { type Head, openHead, type Span } from '../edition/head.ts';
import { articleId } from '../edition/id.ts';
import {
  deflate,
  headOf,
  type Key,
  keysOf,
  packed,
  publish,
  rootOf,
  signed,
} from '../edition/kit.test-helper.ts';
import { packLines } from '../edition/pack.ts';
import type { TrustedRoot } from '../edition/root.ts';
import { packText } from '../edition/text.ts';

/** A small publication in memory: real packs, segments and signed heads, with their blocks by digest. */
export interface MadePaper {
  trusted: TrustedRoot;
  publication: string;
  headKey: Key;
  blocks: Map<string, Bytes>;
  put(bytes: Bytes): Promise<Ref>;
  /** An article with so many pictures, one record of it in a pack of its own; `published` in ms. */
  article(key: string, options?: { text?: string; pictures?: number; published?: number }): Promise<Made>;
  /** A sealed segment over those records, the first of them being number `first`. */
  segment(first: number, made: readonly Made[]): Promise<Span>;
  /** A signed head that carries those records, the first of them being number `first`. */
  head(n: number, first: number, made: readonly Made[], more?: Partial<Head>): Promise<MadeHead>;
}

export interface Made {
  article: Article;
  pack: Ref;
  /** List and article size of each picture in turn. */
  pictures: Ref[];
}

export interface MadeHead {
  head: Head;
  digest: string;
  frame: Bytes;
}

export async function makePaper(seed = 1): Promise<MadePaper> {
  const [rootKey, headKey] = await keysOf(seed, seed + 1);
  const trusted = await publish(rootOf(1, { root: [rootKey], head: [headKey] }), [rootKey]);
  const { publication } = trusted;
  const blocks = new Map<string, Bytes>();

  async function put(bytes: Bytes): Promise<Ref> {
    const digest = await digestOf(bytes);
    blocks.set(digest, bytes);
    return [digest, bytes.length];
  }

  function cardsOf(first: number, made: readonly Made[]): { cards: Card[]; packs: Ref[] } {
    const cards = made.map(({ article, pictures }, i): Card => {
      const { id, title, summary, section, language, published } = article;
      const flags = pictures.length > 0 ? FLAG.pictures : 0;
      return [first + i, id, published / 60, section, language, title, summary, '', i, 0, 1, flags];
    });
    return { cards, packs: made.map((one) => one.pack) };
  }

  return {
    trusted,
    publication,
    headKey,
    blocks,
    put,
    async article(key, { text = `Текст записи ${key}.`, pictures = 0, published = 1_763_899_200_000 } = {}) {
      const refs: Ref[] = [];
      const body: Block[] = [text];
      for (let i = 0; i < pictures; i++) {
        const list = await put(utf8(`list ${key} ${i}`));
        const article = await put(utf8(`article ${key} ${i}`));
        refs.push(list, article);
        body.push(['img', { ...PICTURE, list, article }]);
      }
      const article: Article = {
        ...{ id: await articleId(key), title: `Запись ${key}`, summary: '', by: [], url: '', tags: [] },
        ...{ published: published / 1_000, section: 'news', language: 'ru', source: 'feed', body },
      };
      return { article, pack: await put(packText(packLines([article]), deflate)), pictures: refs };
    },
    async segment(first, made) {
      const block = await put(packed({ v: 1, ...cardsOf(first, made) }));
      return [...block, first, first + made.length - 1, 0];
    },
    async head(n, first, made, more = {}) {
      const last = first + made.length - 1;
      const value = headOf(publication, { n, from: first, last, ...cardsOf(first, made), ...more });
      const frame = signed('head', value, [headKey]);
      const opened = await openHead(frame, { publication, role: trusted.root.roles.head, known: null });
      return { ...opened, frame };
    },
  };
}

const PICTURE: Omit<Picture, 'list' | 'article'> = {
  ...{ url: 'a.png', alt: 'Круг', caption: '', credit: '', width: 480, height: 320 },
};

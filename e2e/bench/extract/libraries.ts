/** The best maintained extractors, each by itself and as its own documentation has it called. */
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { DefuddleClass } from 'defuddle/node';
import { parseHTML } from 'linkedom';
import { decodeText } from '../../../mirrors/newsroom/charset.ts';

/** What an extractor makes of a page: HTML of the text, and a title. */
export interface Taken {
  html: string;
  title: string;
}

type Library = (bytes: Uint8Array, url: string) => Promise<Taken>;

export const libraries: Readonly<Record<string, Library>> = {
  '@mozilla/readability': async (bytes) => {
    const found = new Readability(open(bytes)).parse();
    return { html: found?.content ?? '', title: found?.title ?? '' };
  },
  defuddle: async (bytes, url) => {
    const found = new DefuddleClass(open(bytes), { url, useAsync: false }).parse();
    return { html: found.content, title: found.title };
  },
  '@extractus/article-extractor': async (bytes, url) => {
    const found = await extractFromHtml(decodeText(bytes), url);
    return { html: found?.content ?? '', title: found?.title ?? '' };
  },
};

function open(bytes: Uint8Array): Document {
  return parseHTML(decodeText(bytes)).document;
}

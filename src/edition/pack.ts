import type { Article, Block } from './body.ts';
import { Refusal } from './refusal.ts';
import { asObject, demand, isCount, isText, parseJson, unpackText } from './text.ts';

/**
 * One line of a pack (docs/format.md section 7): a whole article, or one part of an article that is larger than a pack.
 * A node cut in two is JSON text: `cut` begins it at the end of a part, `glue` goes on with it at the start of the next,
 * and `open` says that it goes on after that.
 */
export interface Line extends Omit<Article, 'body'> {
  /** 1 for the second part, and so on; absent in the first. */
  part?: number;
  glue?: string;
  open?: true;
  body: Block[];
  cut?: string;
}

/** Opens a pack block into its lines. Throws `DuplicateId` where one stands twice, and what `parseJson` throws. */
export async function openPack(block: Uint8Array): Promise<Line[]> {
  const text = await unpackText(block);
  const lines = parseJson(`[${text.replaceAll('\n', ',')}]`) as unknown[];
  const ids = new Set<string>();
  return lines.map((value) => {
    const line = asObject(value);
    demand(isText(line.id) && Array.isArray(line.body), 'line');
    if (ids.has(line.id)) throw new Refusal('DuplicateId', line.id);
    ids.add(line.id);
    demand([line.glue ?? '', line.cut ?? ''].every(isText), 'cut');
    if (line.part === undefined) checkArticle(line);
    return line as unknown as Line;
  });
}

function checkArticle(line: Record<string, unknown>): void {
  demand(
    [line.title, line.summary, line.url, line.section, line.language, line.source].every(isText),
    'article texts',
  );
  demand(isCount(line.published) && (line.updated === undefined || isCount(line.updated)), 'article times');
  demand(
    [line.by, line.tags, line.related ?? []].every((list) => Array.isArray(list) && list.every(isText)),
    'article lists',
  );
  if (line.translations !== undefined) asObject(line.translations);
}

/** Joins the parts of one article, in order. Throws `WrongShape` where one is missing or another's. */
export function joinParts(parts: readonly Line[]): Article {
  const [first] = parts;
  demand(first && first.part === undefined, 'first part');
  const body: Block[] = [];
  let carry = '';
  parts.forEach((line, i) => {
    demand(line.id === first.id && (line.part ?? 0) === i, `part ${i}`);
    if (line.glue !== undefined) {
      carry += line.glue;
      if (!line.open) {
        body.push(parseJson(carry) as Block);
        carry = '';
      }
    }
    body.push(...line.body);
    carry += line.cut ?? '';
  });
  demand(carry === '', 'last part');
  const { part, glue, open, cut, ...article } = first;
  return { ...article, body };
}

/** Writes lines as the text of a pack: one JSON value a line. */
export function packLines(lines: readonly Line[]): string {
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

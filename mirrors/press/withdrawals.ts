/** What the paper has taken back, as the block that a head names (docs/format.md section 16). */
import type { Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import { articleId } from '../../src/edition/id.ts';
import type { Withdrawal } from '../../src/edition/withdrawn.ts';
import { PublisherError } from '../config.ts';
import { packJson } from './deflate.ts';
import type { Published } from './edition.ts';

/** One block, newest first; where it grows too large the oldest lose their reasons. Null where there is nothing. */
export function packWithdrawn(withdrawn: readonly Withdrawal[], put: (block: Bytes) => Ref): Ref | null {
  if (withdrawn.length === 0) return null;
  for (let reasons = withdrawn.length; reasons >= 0; reasons = reasons > 0 ? Math.floor(reasons * 0.9) : -1) {
    const list = withdrawn.map(([id, reason, time], at) => [id, at < reasons ? reason : '', time]);
    const block = packJson(JSON.stringify({ v: 1, withdrawn: list }));
    if (block.length <= MAX_BLOCK) return put(block);
  }
  throw new PublisherError(
    `${withdrawn.length} withdrawn articles are more than an edition can name: begin a new publication without them.`,
  );
}

/**
 * What is withdrawn after this call, newest first.
 * @param change articles by id, by their id in the source, or by address
 * @throws PublisherError where one of them is not published (or, to undo, not withdrawn)
 */
export async function listWithdrawn(
  published: Published | null,
  change: { articles: readonly string[]; reason: string; undo?: boolean } | undefined,
  time: number,
): Promise<Withdrawal[]> {
  const before = published?.withdrawn ?? [];
  if (!change) return before;
  const gone = new Set(before.map(([id]) => id));
  const living = new Set(published?.views.map(({ id }) => id));
  const ids: string[] = [];
  for (const name of change.articles) {
    const candidates = [name, await articleId(name)];
    const isGone = candidates.find((id) => gone.has(id));
    const id =
      isGone ??
      (change.undo
        ? undefined
        : (candidates.find((one) => living.has(one)) ?? (await idAt(name, published))));
    if (!id) {
      throw new PublisherError(
        `No article "${name}" is ${change.undo ? 'withdrawn' : 'published'}: give its id as "tamizdat open <site> --json" prints it, or its address.`,
      );
    }
    ids.push(id);
  }
  if (change.undo) return before.filter(([id]) => !ids.includes(id));
  const added = [...new Set(ids)].filter((id) => !gone.has(id));
  return [...added.map((id): Withdrawal => [id, change.reason, time]), ...before];
}

async function idAt(url: string, published: Published | null): Promise<string | undefined> {
  for (const view of published?.views ?? []) if ((await published!.article(view)).url === url) return view.id;
  return undefined;
}

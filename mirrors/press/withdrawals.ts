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
  const ids: string[] = [];
  for (const name of change.articles) {
    const known = new Set(change.undo ? before.map(([id]) => id) : published?.views.map(({ id }) => id));
    const id = known.has(name) ? name : await articleId(name);
    const found = known.has(id) ? id : change.undo ? undefined : await idAt(name, published);
    if (!found) {
      throw new PublisherError(
        `No article "${name}" is ${change.undo ? 'withdrawn' : 'published'}: give its id as "tamizdat open <site> --json" prints it, or its address.`,
      );
    }
    ids.push(found);
  }
  const others = before.filter(([id]) => !ids.includes(id));
  return change.undo ? others : [...ids.map((id): Withdrawal => [id, change.reason, time]), ...others];
}

async function idAt(url: string, published: Published | null): Promise<string | undefined> {
  for (const view of published?.views ?? []) if ((await published!.article(view)).url === url) return view.id;
  return undefined;
}

/** What the paper has taken back, as the block that a head names (docs/format.md section 16). */
import type { Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import { articleId } from '../../src/edition/id.ts';
import type { Withdrawal } from '../../src/edition/withdrawn.ts';
import { PublisherError } from '../config.ts';
import { plainAddress } from '../newsroom/index.ts';
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
 * @param hosts of the sources: an id that a source counts for itself was kept with the name of its host
 * @throws PublisherError where one of them is not published (or, to undo, not withdrawn), or could be several
 */
export async function listWithdrawn(
  published: Published | null,
  change: { articles: readonly string[]; reason: string; undo?: boolean } | undefined,
  { time, hosts }: { time: number; hosts: readonly string[] },
): Promise<Withdrawal[]> {
  const before = published?.withdrawn ?? [];
  if (!change) return before;
  const gone = new Set(before.map(([id]) => id));
  const living = new Set(published?.views.map(({ id }) => id));
  let index: Awaited<ReturnType<typeof indexOf>> | undefined;
  const ids: string[] = [];
  for (const name of change.articles) {
    /** Ids that this name may mean, among those withdrawn, else among those published. */
    const called = async (on: Iterable<string>): Promise<string[]> => {
      const keys = [name, ...[...new Set(on)].map((host) => `${host} ${name}`)];
      const candidates = [name, ...(await Promise.all(keys.map(articleId)))];
      const isGone = candidates.filter((id) => gone.has(id));
      return isGone.length > 0 || change.undo ? isGone : candidates.filter((id) => living.has(id));
    };
    let found = await called(hosts);
    if (found.length === 0) {
      index ??= await indexOf(published);
      const there = change.undo ? undefined : index.byAddress.get(plainAddress(name));
      found = there ?? (await called(index.hosts));
    }
    if (found.length > 1) {
      throw new PublisherError(
        `"${name}" could be any of ${found.length} articles: give the id of the one that you mean (${found.join(', ')}).`,
      );
    }
    if (found.length === 0) {
      throw new PublisherError(
        change.undo
          ? `No article "${name}" is withdrawn: give its id, as it was printed when it was withdrawn.`
          : `No article "${name}" is published: give its id as "tamizdat open <site> --json" prints it, or its address.`,
      );
    }
    ids.push(found[0]!);
  }
  if (change.undo) return before.filter(([id]) => !ids.includes(id));
  const added = [...new Set(ids)].filter((id) => !gone.has(id));
  return [...added.map((id): Withdrawal => [id, change.reason, time]), ...before];
}

/** What articles are called outside: their ids by address, and the hosts that they stand on. It reads all of them. */
async function indexOf(published: Published | null) {
  const byAddress = new Map<string, string[]>();
  const hosts = new Set<string>();
  for (const view of published?.views ?? []) {
    const { url } = await published!.article(view);
    const address = plainAddress(url);
    if (address === '') continue;
    byAddress.set(address, [...(byAddress.get(address) ?? []), view.id]);
    hosts.add(new URL(url).host);
  }
  return { byAddress, hosts };
}

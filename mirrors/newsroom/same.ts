/** Which drafts of several sources are one article. */

/** What tells it of a draft. */
export interface Likeness {
  /** Which source it is of; within one source keys tell articles apart. */
  source: number;
  key: string;
  url: string;
  title: string;
  published: number | null;
}

/** Parameters by which links are counted; they say nothing about where they lead. */
const counted = /^(?:utm_\w+|fbclid|gclid|yclid|mc_[ce]id|_openstat|from|ref|src|cmpid|ysclid|amp)$/i;
/** Two clocks of one newsroom differ by no more (seconds). */
const closeS = 300;

/**
 * Groups of drafts that are one article each, in the order of their first members: those that share a key or an
 * address, and where one has no address those that share a title and a time.
 */
export function groupSame<T extends Likeness>(drafts: readonly T[]): T[][] {
  const parent = drafts.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root]!;
    for (let next = at; parent[next] !== root; ) [next, parent[next]] = [parent[next]!, root];
    return root;
  };
  const join = (one: number, other: number): void => {
    const [a, b] = [rootOf(one), rootOf(other)];
    parent[Math.max(a, b)] = Math.min(a, b);
  };
  const [keys, places] = [new Map<string, number>(), new Map<string, number>()];
  const meet = (firstOf: Map<string, number>, mark: string, at: number): void => {
    const first = firstOf.get(mark);
    if (first === undefined) firstOf.set(mark, at);
    else join(first, at);
  };
  const addresses = drafts.map(({ url }) => plainAddress(url));
  const suspected = suspects(drafts, addresses);
  const shared = sharedWithin(drafts, addresses, suspected);
  for (const at of suspected) {
    meet(keys, drafts[at]!.key, at);
    const address = addresses[at]!;
    if (address !== '' && !shared.has(address)) meet(places, address, at);
  }
  joinByTitle(drafts, addresses, join);
  const groups: T[][] = [];
  const groupAt: T[][] = [];
  drafts.forEach((draft, at) => {
    const root = rootOf(at);
    // The first member is the root.
    if (root === at) {
      groupAt[at] = [draft];
      groups.push(groupAt[at]);
    } else groupAt[root]!.push(draft);
  });
  return groups;
}

/**
 * Places of those that could be the same as others: a source by itself holds no article twice, so that of the largest
 * one only what another source names as well need be looked at.
 */
function suspects(drafts: readonly Likeness[], addresses: readonly string[]): number[] {
  const counts = new Map<number, number>();
  for (const { source } of drafts) counts.set(source, (counts.get(source) ?? 0) + 1);
  const [largest] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
  const named = new Set<string>();
  drafts.forEach(({ source, key }, at) => {
    if (source !== largest) named.add(key).add(addresses[at]!);
  });
  const found: number[] = [];
  drafts.forEach(({ source, key }, at) => {
    if (source !== largest || named.has(key) || named.has(addresses[at]!)) found.push(at);
  });
  return found;
}

/** Addresses that different articles of one source share: they tell nothing. */
function sharedWithin(
  drafts: readonly Likeness[],
  addresses: readonly string[],
  suspected: readonly number[],
): Set<string> {
  const keysOf = new Map<number, Map<string, string>>();
  const shared = new Set<string>();
  for (const at of suspected) {
    const { source, key } = drafts[at]!;
    const keys = keysOf.get(source) ?? new Map<string, string>();
    keysOf.set(source, keys);
    const address = addresses[at]!;
    const other = keys.get(address);
    if (other !== undefined && other !== key) shared.add(address);
    keys.set(address, key);
  }
  return shared;
}

function joinByTitle(
  drafts: readonly Likeness[],
  addresses: readonly string[],
  join: (one: number, other: number) => void,
): void {
  const lost = drafts.flatMap((_, at) => (addresses[at] === '' ? [at] : []));
  if (lost.length === 0) return;
  const titleOf = (at: number): string =>
    drafts[at]!.title.toLowerCase()
      .replace(/[^\p{L}\d]+/gu, ' ')
      .trim();
  const titles = new Map<string, number[]>();
  drafts.forEach((_, at) => {
    const title = titleOf(at);
    titles.set(title, [...(titles.get(title) ?? []), at]);
  });
  for (const at of lost) {
    const { published, source } = drafts[at]!;
    const title = titleOf(at);
    if (published === null || title.length < 12) continue;
    for (const other of titles.get(title) ?? []) {
      const there = drafts[other]!;
      if (there.source === source || there.published === null) continue;
      if (Math.abs(there.published - published) <= closeS) join(at, other);
    }
  }
}

/** An address as two sources agree on it; empty for none and for a front page. */
export function plainAddress(url: string): string {
  if (!URL.canParse(url)) return '';
  const address = new URL(url);
  const { host, pathname } = address;
  const asked =
    address.search === ''
      ? []
      : [...address.searchParams].filter(([name]) => !counted.test(name)).map((pair) => pair.join('='));
  const path = pathname.replace(/\/(?:index\.\w+|amp\/?)?$/, '');
  if (path === '' && asked.length === 0) return '';
  return `${host.replace(/^(?:www|m|amp)\./, '')}${path}${asked.length > 0 ? `?${asked.sort().join('&')}` : ''}`;
}

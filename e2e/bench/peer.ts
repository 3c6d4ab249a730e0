/** Plays a scenario of the hostile network with a policy that others use, in an app of `peers/`. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadEdition } from '../../mirrors/press/load.ts';
import { folderGet } from '../../mirrors/press/places.ts';
import { fromBase64url } from '../../src/edition/bytes.ts';
import { blockPath } from '../../src/edition/cid.ts';
import { type Browser, openBrowser } from '../censor/browser.ts';
import {
  type EditionSet,
  type Layout,
  MACHINES,
  type Machine,
  machinesOf,
  namesOf,
  provideEditions,
} from '../censor/edition.ts';
import type { Recipe } from '../censor/recipes.ts';
import { openWorld } from '../censor/world.ts';

export const POLICIES = ['origin', 'network-first', 'in-turn', 'race'] as const;
export type Policy = (typeof POLICIES)[number];

/** Times in ms, null where it was not within the time. */
export interface Run {
  stored: number | null;
  head: number | null;
  article: number | null;
  front: number | null;
  whole: number | null;
  /** Something false was shown or taken: a block page, wrong bytes, an edition older than the stored one. */
  wrong: boolean;
  swallowed: number;
  /** Bytes at the censor, downstream. */
  down: number;
}

const peers = fileURLToPath(new URL('peers/', import.meta.url));
const FALSE_TEXT = 'Доступ ограничен';

/** Runs a recipe with a policy until everything is here, for `forMs` at most. Times count as in `play`. */
export async function playPeer(recipe: Recipe, policy: Policy, nth: number, forMs: number): Promise<Run> {
  const scenario = await recipe.scenario(nth);
  const { layout = 'five' } = scenario;
  const editions = await provideEditions(layout);
  const serving = new Map<Machine, string>();
  const serve = async (name: string, machines: readonly Machine[] = MACHINES) => {
    const site = await providePeer(editions, layout, name);
    for (const machine of machines) serving.set(machine, site);
  };
  await serve('old');
  const place = Number(process.env.TEST_PARALLEL_INDEX ?? 0) * 60 + 50;
  const world = await openWorld({ ...scenario, layout, site: (machine) => serving.get(machine)!, place });
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const hosts = new Map(world.hosts);
  const start = () => openBrowser({ profile, hosts, trust: world.trust });
  const url = `https://app.test/peer/?policy=${policy}`;
  const undo: (() => void)[] = [];
  let browser = await start();
  try {
    // The old edition is read with everything fine; then the browser ends, as between two days.
    await browser.go(url);
    await until(browser, 30_000, (seen) => seen.ready);
    const publish = async () => {
      await serve('new');
      for (const [machine, name] of Object.entries(scenario.sites ?? {}))
        await serve(name, [machine as Machine]);
    };
    for (const name of scenario.missing ?? []) hosts.set(name, null);
    if (recipe.options.from === 'sync') {
      await publish();
    } else {
      await browser.close();
      await publish();
      browser = await start();
    }
    world.censor.setRules(scenario.rules?.(world) ?? []);
    undo.push(scenario.prepare?.(world) ?? (() => {}));
    const began = world.censor.now();
    if (recipe.options.from === 'sync')
      void browser.run(() => void (window as never as { sync(): void }).sync());
    else await Promise.race([browser.go(url), new Promise((resolve) => setTimeout(resolve, 500))]);
    const seen = await until(browser, forMs, ({ whole }) => whole !== null, true);
    const links = world.censor.links.filter((link) => link.openedAt >= began);
    return {
      ...seen,
      swallowed: links.filter((link) => link.swallowed).length,
      down: links.reduce((sum, link) => sum + link.down, 0),
    };
  } finally {
    for (const one of undo) one();
    await browser.close();
    await world.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

type Seen = Pick<Run, 'stored' | 'head' | 'article' | 'front' | 'whole' | 'wrong'> & { ready: boolean };
const NOTHING: Seen = {
  stored: null,
  head: null,
  article: null,
  front: null,
  whole: null,
  wrong: false,
  ready: false,
};

/** Looks at the page until it is as wanted; what was seen last, at the end of the time. */
async function until(
  browser: Browser,
  ms: number,
  test: (seen: Seen) => boolean,
  mayFail = false,
): Promise<Seen> {
  const end = Date.now() + ms;
  let seen = NOTHING;
  while (Date.now() < end) {
    // A navigation that never ends leaves nothing to look at.
    const look = browser.run(seePeer, FALSE_TEXT).catch(() => NOTHING);
    seen = await Promise.race([look, new Promise<Seen>((resolve) => setTimeout(resolve, 1_000, seen))]);
    if (test(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!mayFail) throw new Error('the old edition did not come although everything was fine');
  return seen;
}

/** Runs in the page. */
function seePeer(falseText: string): Seen {
  const { peer } = window as never as { peer?: Omit<Seen, 'wrong'> & { wrong: number; n: number } };
  const isFalse = (document.body?.textContent ?? '').includes(falseText);
  const nothing = { stored: null, head: null, article: null, front: null, whole: null, ready: false };
  return { ...(peer ?? nothing), wrong: isFalse || (peer?.wrong ?? 0) > 0 || (peer?.n ?? 0) < 0 };
}

/** A site of the set with the peers' app in it; made once. */
async function providePeer(editions: EditionSet, layout: Layout, name: string): Promise<string> {
  const folder = join(editions.folder, `peer-${name}`);
  if (existsSync(folder)) return folder;
  const made = mkdtempSync(`${folder}.`);
  cpSync(editions.site(name), made, { recursive: true });
  cpSync(peers, join(made, 'peer'), { recursive: true });
  const mirrors = machinesOf(layout)
    .filter((machine) => machine !== 'app')
    .map((machine) => `https://${namesOf(machine)[0]}`);
  const worker = join(made, 'peer', 'sw.js');
  writeFileSync(
    worker,
    readFileSync(worker, 'utf8').replace('= MIRRORS', () => `= ${JSON.stringify(mirrors)}`),
  );
  writeFileSync(join(made, 'peer', 'news.json'), JSON.stringify(await newsOf(editions, name)));
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another run was quicker: what it made is as good.
    if (!existsSync(folder)) throw error;
    rmSync(made, { recursive: true });
  }
  return folder;
}

/** What the peers' list says: nothing in it is signed, so that a stranger's edition is as good as any. */
async function newsOf(editions: EditionSet, name: string) {
  const [publication] = readdirSync(join(editions.site(name), 'ed1'));
  const isReal = name === 'old' || name === 'older' || name === 'new';
  const edition = await loadEdition(folderGet(editions.site(isReal ? name : 'new')), publication!);
  const entry = (digest: string) =>
    [blockPath(digest), Buffer.from(fromBase64url(digest)!).toString('hex')] as const;
  const cards = new Set(edition!.head.cards.map(([q]) => q));
  const front = new Set(
    edition!.entries
      .filter(({ view }) => cards.has(view.q))
      .flatMap(({ view }) => view.packs.map(([digest]) => digest)),
  );
  const fresh = editions.fresh;
  return {
    // Less than nothing: an edition that must not take the place of the stored one.
    n: name === 'older' || name === 'stranger' ? -1 : edition!.head.n,
    isNew: name !== 'old' && name !== 'older' && name !== 'stranger',
    titles: edition!.entries.slice(-30).map(({ view }) => view.title),
    front: fresh.filter((digest) => front.has(digest)).map(entry),
    rest: fresh.filter((digest) => !front.has(digest)).map(entry),
  };
}

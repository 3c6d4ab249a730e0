/** Plays a scenario: a reader who holds the old edition opens the app while a censor is at work. */
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, openBrowser } from './browser.ts';
import { type EditionSet, type Layout, MACHINES, type Machine, provideEditions } from './edition.ts';
import { countNames, type Link, type NameCount } from './link.ts';
import type { Asked, Manner } from './mirrors.ts';
import { findWrong, type Seen, type Shelf, seeLanes, seePage, seeShelf } from './probe.ts';
import type { Rule } from './rules.ts';
import { openWorld, type World } from './world.ts';

/** When the playing ends: everything held, the texts of the front page, the head, the first new article. */
export type Goal = 'whole' | 'front' | 'article' | 'head';

export interface Scenario {
  layout?: Layout;
  /** Nothing is installed yet: the reader types the address for the first time. */
  fresh?: boolean;
  manners?: Partial<Record<Machine, Manner>>;
  untrusted?: readonly Machine[];
  /** Sites that machines serve instead of the new edition. */
  sites?: Partial<Record<Machine, string>>;
  /** Names that do not exist. */
  missing?: readonly string[];
  /** What the censor does once the app was installed. */
  rules?(world: World): readonly Rule[];
  rttMs?: number;
  /** Every packet takes its time, SYN and all: only in a network namespace. */
  isFar?: boolean;
  /** Connections to names that are neither the app's nor a mirror's are logged. */
  seesElsewhere?: boolean;
  /** Called before the app is opened; what it returns undoes it. For what only a packet filter can do. */
  prepare?(world: World): () => void;
}

export interface PlayOptions {
  /** Ends as soon as this is reached. */
  until?: Goal | ((seen: Seen, shelf: Shelf) => boolean);
  /** Ends at the latest (ms after the app is opened). */
  forMs: number;
  /**
   * `open` (the default): the news and the censor are there before the app is opened. `sync`: the app was opened under
   * the censor and has come to rest; then there are news, and a sync begins; times count from there.
   */
  from?: 'open' | 'sync';
  /** After the goal. */
  afterwards?(stage: Stage): Promise<void>;
}

/** What `afterwards` may play with. */
export interface Stage {
  world: World;
  /** What machines serve from now on: a site of the set. */
  serve(site: string, machines?: readonly Machine[]): void;
  browser: Browser;
  editions: EditionSet;
  url: string;
  /** Closes the browser and opens the app again, on the same profile. */
  reopen(): Promise<Browser>;
}

/** Times in ms from the opening of the app (or the start of the sync); null: not within the time. */
export interface Outcome {
  /** A first visit: nothing was stored. */
  isFresh: boolean;
  /** Something to read is on screen: headlines, at a first visit. */
  stored: number | null;
  storedArticle: number | null;
  /** The worker is in charge and the whole shell is stored. */
  worker: number | null;
  head: number | null;
  article: number | null;
  front: number | null;
  whole: number | null;
  /** How long it was watched. */
  watched: number;
  /** Status lines in the order they came, with their times. */
  status: [ms: number, text: string][];
  names: NameCount[];
  links: Link[];
  asked: Asked[];
  /** When the app was opened (or the sync began), on the clock of links and requests. */
  began: number;
  /** Sums over everything after that: response bodies, bytes at the censor. */
  bodies: number;
  down: number;
  up: number;
  swallowed: number;
  /** Blocks and files that were asked for again after they had come whole. */
  twice: string[];
  /** What must not be: texts of block pages on screen, bytes in the library that do not verify, uncaught errors. */
  false: string[];
  wrong: string[];
  errors: string[];
  /** Verdicts on lanes, as the library remembers them. */
  lanes: Record<string, string>;
  last: Seen;
  shelf: Shelf;
  editions: EditionSet;
}

/** What only a block page says. */
const FALSE_TEXT = 'Доступ ограничен';
/** Between two looks at the page (ms). */
const LOOK = 60;

let place = 0;
/** Workers of the test runner that play at the same time keep apart by their number. */
const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 4;
const placeBase = 50 * worker;

/** Plays a scenario from a fresh copy of an installed profile. */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Outcome> {
  const { layout = 'five' } = scenario;
  const editions = await provideEditions(layout);
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  if (!scenario.fresh) cpSync(await provideProfile(layout, editions), profile, { recursive: true });
  const serving = new Map<Machine, string>();
  const serve = (name: string, machines: readonly Machine[] = MACHINES) => {
    for (const machine of machines) serving.set(machine, editions.site(name));
  };
  serve('old');
  const site = (machine: Machine) => serving.get(machine)!;
  const world = await openWorld({ ...scenario, layout, site, place: placeBase + (place++ % 48) });
  const hosts = new Map(world.hosts);
  for (const name of scenario.missing ?? []) hosts.set(name, null);
  const undo: (() => void)[] = [];
  const publish = () => {
    serve('new');
    for (const [machine, name] of Object.entries(scenario.sites ?? {})) {
      serve(name, [machine as Machine]);
    }
  };
  if (options.from !== 'sync') publish();
  world.censor.setRules(scenario.rules?.(world) ?? []);
  undo.push(scenario.prepare?.(world) ?? (() => {}));
  let browser = await openBrowser({ profile, hosts, trust: world.trust });
  try {
    const url = 'https://app.test/';
    const watch = createWatch(world, editions, !scenario.fresh);
    let started = world.censor.now();
    await browser.go(url);
    if (options.from === 'sync') {
      const online = () => browser.run(() => void dispatchEvent(new Event('online')));
      const opened = Date.now();
      let asked = opened;
      await until(240_000, async () => {
        // Where nothing came at all, as when the first attempts stalled, the phone finds its network again by and by.
        if (Date.now() - asked > 70_000) {
          asked = Date.now();
          await online();
        }
        const { checked } = await browser
          .run(seeShelf, editions.publication, [], 0)
          .catch(() => ({ checked: 0 }));
        return checked > opened && quiet(world, 5_000);
      });
      publish();
      started = world.censor.now();
      await online();
    }
    watch.begin(started);
    await watch.follow(browser, options);
    const stage: Stage = {
      ...{ world, serve, editions, url },
      get browser() {
        return browser;
      },
      async reopen() {
        await browser.close();
        browser = await openBrowser({ profile, hosts, trust: world.trust });
        await browser.go(url);
        return browser;
      },
    };
    await options.afterwards?.(stage);
    return await watch.end(browser);
  } finally {
    for (const one of undo) one();
    await browser.close();
    await world.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The profile of somebody who installed the app and read the old edition: made once, then copied. */
export async function provideProfile(layout: Layout, editions: EditionSet): Promise<string> {
  const profile = join(editions.folder, 'profile');
  if (existsSync(profile)) return profile;
  const made = mkdtempSync(`${profile}.`);
  const site = () => editions.site('old');
  const world = await openWorld({ layout, site, place: 200 + worker, rttMs: 20 });
  const browser = await openBrowser({ profile: made, hosts: world.hosts, trust: world.trust });
  try {
    await browser.go('https://app.test/');
    await until(60_000, async () => {
      const { worker, edition, held } = await see(browser);
      const whole = /^(\d+)\/\1$/.test(held) && held !== '0/0';
      return worker === 'ready' && edition === String(editions.n.old) && whole && quiet(world, 2_500);
    });
  } finally {
    await browser.close();
    await world.close();
  }
  try {
    renameSync(made, profile);
  } catch (error) {
    // Another run was quicker: its profile is as good.
    if (!existsSync(profile)) throw error;
    rmSync(made, { recursive: true });
  }
  return profile;
}

const nowhere: Seen = { edition: '', worker: '', held: '', links: 0, status: '', text: '' };

/** The page as it is, or nothing while it is being replaced by the next document. */
async function see(browser: Browser): Promise<Seen> {
  return browser.run(seePage).catch(() => nowhere);
}

/** Whether nothing went through for so long. */
function quiet(world: World, ms: number): boolean {
  const last = Math.max(...world.censor.links.map(({ lastDownAt, openedAt }) => lastDownAt ?? openedAt));
  return world.censor.now() - last > ms;
}

async function until(ms: number, test: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (!(await test())) {
    if (performance.now() > end) throw new Error(`not so within ${ms / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Follows the page and the library, and sums up. */
function createWatch(world: World, editions: EditionSet, opensStored: boolean) {
  const nothing: Shelf = { n: 0, checked: 0, front: 0, fronts: 0, newer: 0, blocks: 0, newShell: 0 };
  const times = {
    stored: null as number | null,
    storedArticle: null as number | null,
    worker: null as number | null,
    head: null as number | null,
    article: null as number | null,
    front: null as number | null,
    whole: null as number | null,
  };
  const status: [number, string][] = [];
  const falseTexts: string[] = [];
  let began = 0;
  let last = nowhere;
  let shelf = nothing;
  const passed = () => Math.round(world.censor.now() - began);

  return {
    begin(at: number) {
      began = at;
    },
    async follow(browser: Browser, { until: goal, forMs }: PlayOptions): Promise<void> {
      while (passed() < forMs) {
        last = await see(browser);
        if (last.worker === 'ready') times.worker ??= passed();
        if (last.links > 0) times.stored ??= passed();
        if (last.status && last.status !== status.at(-1)?.[1]) status.push([passed(), last.status]);
        if (last.text.includes(FALSE_TEXT)) falseTexts.push(`${passed()} ms: ${last.text.slice(0, 80)}`);
        if (opensStored && times.stored !== null && times.storedArticle === null) {
          times.storedArticle = (await openStored(browser)) ? passed() : null;
        }
        shelf = await browser
          .run(seeShelf, editions.publication, editions.fresh, editions.lastOld)
          .catch(() => nothing);
        if (shelf.n === editions.n.new) times.head ??= passed();
        if (shelf.newer > 0) times.article ??= passed();
        if (times.head !== null && shelf.front === shelf.fronts) times.front ??= passed();
        if (shelf.blocks === editions.fresh.length) times.whole ??= passed();
        if (typeof goal === 'function' ? goal(last, shelf) : goal && times[goal] !== null) break;
        await new Promise((resolve) => setTimeout(resolve, LOOK));
      }
    },
    async end(browser: Browser): Promise<Outcome> {
      const links = world.censor.links.filter((link) => link.openedAt >= began);
      const asked = world.asked.filter((one) => one.at >= began);
      const whole = new Map<string, number>();
      for (const { machine, port, at, path, status: code, bytes } of asked) {
        if (!/^\/ipfs\//.test(path) || code !== 200 || bytes === 0) continue;
        // What the censor cut off on its way was handed over, but did not come.
        const link = links.findLast(
          (one) => one.machine === machine && one.port === port && one.openedAt <= at,
        );
        if (link?.stoppedAt != null || link?.endedBy === 'censor') continue;
        whole.set(path, (whole.get(path) ?? 0) + 1);
      }
      return {
        ...times,
        isFresh: !opensStored,
        watched: passed(),
        ...{ status, links, asked, began, last, shelf, editions },
        names: countNames(links),
        bodies: asked.reduce((sum, { bytes }) => sum + bytes, 0),
        down: links.reduce((sum, link) => sum + link.down, 0),
        up: links.reduce((sum, link) => sum + link.up, 0),
        swallowed: links.filter((link) => link.swallowed).length,
        twice: [...whole].filter(([, count]) => count > 1).map(([path]) => path),
        false: falseTexts,
        lanes: await browser.run(seeLanes),
        wrong: await browser.run(findWrong),
        errors: [...browser.errors],
      };
    },
  };
}

/** Opens an article that is held, as a tap does, looks whether its text is there, and goes back. */
async function openStored(browser: Browser): Promise<boolean> {
  return browser
    .run(async () => {
      const link = document.querySelector<HTMLAnchorElement>('a[href^="#/a/"]');
      if (!link) return false;
      link.click();
      const end = Date.now() + 3_000;
      while (Date.now() < end) {
        if (document.querySelector('article p')) {
          history.back();
          return true;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      history.back();
      return false;
    })
    .catch(() => false);
}

/** One line about an outcome, for people. */
export function sumUp({ names, ...outcome }: Outcome): string {
  const seconds = (ms: number | null) => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`);
  const hellos = names.reduce((sum, one) => sum + one.hellos, 0);
  const fast = names.reduce((sum, one) => sum + one.fast, 0);
  const { editions } = outcome;
  return [
    `stored ${seconds(outcome.stored)}, article of it ${seconds(outcome.storedArticle)}`,
    `worker ${seconds(outcome.worker)}, head ${seconds(outcome.head)}, article ${seconds(outcome.article)}, front ${seconds(outcome.front)}, whole ${seconds(outcome.whole)} (${outcome.shelf.blocks}/${editions.fresh.length} blocks)`,
    `${hellos} ClientHellos, ${fast} fast, ${outcome.swallowed} swallowed, ${outcome.links.filter((link) => link.stoppedBy).length} stopped`,
    `bodies ${(outcome.bodies / editions.freshBytes).toFixed(2)} ×, down ${(outcome.down / editions.freshBytes).toFixed(2)} ×, up ${outcome.up} B, twice ${outcome.twice.length}`,
    `wrong ${outcome.wrong.length}, false ${outcome.false.length}, errors ${outcome.errors.length}`,
    `status: ${outcome.status.map(([ms, text]) => `${seconds(ms)} «${text}»`).join(' → ')}`,
  ].join('\n  ');
}

/** Every scenario's recipe: what its network does, and how long it is watched. The pass marks stand in the specs. */
import { spawnSync } from 'node:child_process';
import { dice, type Layout, type Machine, namesOf, provideEditions } from './edition.ts';
import { makeShells, makeStranger } from './forged.ts';
import {
  flap,
  freeze,
  handshakes,
  nth,
  only,
  type Rule,
  residual,
  rst,
  stalls,
  swallow,
  throttle,
  whiteList,
} from './rules.ts';
import type { PlayOptions, Scenario } from './scenario.ts';
import type { World } from './world.ts';

export interface Recipe {
  title: string;
  /** `nth` is how many times it was played before: what chance decides is another thing each time. */
  scenario(nth?: number): Scenario | Promise<Scenario>;
  options: PlayOptions;
  /** Needs a packet filter or a line of its own, and so a network namespace. */
  isApart?: boolean;
}

const FOUR = ['m1', 'm2', 'm3', 'm4'] as const;
const ALL_BUT_ONE = ['app', ...FOUR] as const;
const bothRules = (): Rule[] => [freeze(16_000), handshakes()];
const olderOn = (machines: readonly Machine[]) =>
  Object.fromEntries(machines.map((machine) => [machine, 'older']));
/** A site on all mirrors, and on the app's address too where that is said. */
const onAll = (site: string, withApp = false) =>
  Object.fromEntries([...FOUR, 'm5', ...(withApp ? ['app'] : [])].map((machine) => [machine, site]));

const recipe = (title: string, scenario: Recipe['scenario'], options: PlayOptions): Recipe => ({
  ...{ title, scenario, options },
});

export const recipes = {
  '1': recipe('all is fine', () => ({}), { until: 'whole', forMs: 35_000 }),
  '2': recipe(
    'RST at the app’s address and one mirror',
    () => ({ rules: () => [only({ machines: ['app', 'm1'] }, rst())] }),
    { until: 'front', forMs: 20_000 },
  ),
  '3': recipe(
    'four of five mirrors have no name',
    () => ({ missing: ALL_BUT_ONE.flatMap((machine) => namesOf(machine)) }),
    { until: 'front', forMs: 25_000 },
  ),
  '4': {
    ...recipe(
      'four of five mirrors never answer',
      () => ({ prepare: (world) => filter(dropSyn(world, ALL_BUT_ONE)) }),
      { until: 'front', forMs: 40_000 },
    ),
    isApart: true,
  },
  '5': recipe(
    'four of five mirrors are black holes',
    () => ({ rules: () => [only({ machines: ALL_BUT_ONE }, swallow())] }),
    { until: 'front', forMs: 40_000 },
  ),
  '6': recipe('all freeze after 16,000 bytes down', () => ({ rules: () => [freeze(16_000)] }), {
    until: 'whole',
    forMs: 60_000,
  }),
  '7': recipe('all freeze after 14,336 bytes both ways', () => ({ rules: () => [freeze(14_336, 'both')] }), {
    until: 'front',
    forMs: 45_000,
  }),
  '8': {
    ...recipe('all freeze after 25 packets', () => ({ prepare: () => filter(freezeAfterPackets(25)) }), {
      until: 'front',
      forMs: 45_000,
    }),
    isApart: true,
  },
  '9': recipe(
    'HTTP/2 that freezes, HTTP/1.1 that is slow',
    () => ({
      manners: {
        m1: { kind: 'http2' },
        m2: { kind: 'http2' },
        m3: { kind: 'http2' },
        m4: { kind: 'slow', waitMs: 3_000 },
      },
      rules: () => [
        only({ machines: ['app', 'm5'] }, swallow()),
        only({ machines: ['m1', 'm2', 'm3'] }, freeze(16_000)),
      ],
    }),
    { until: 'front', forMs: 40_000 },
  ),
  '10': recipe('the handshake rule', () => ({ rules: () => [handshakes()] }), {
    until: 'whole',
    forMs: 60_000,
  }),
  '11': recipe('freeze and handshake rule, five mirrors', () => ({ rules: bothRules }), {
    until: 'whole',
    forMs: 40_000,
  }),
  '11, one name': recipe(
    'freeze and handshake rule, one mirror of one name',
    () => ({ layout: 'one', rules: bothRules }),
    { until: 'whole', forMs: 90_000 },
  ),
  '12': recipe(
    '14 kb/s for all, a fifth of connections stalls',
    (nth = 0) => ({ rules: () => [stalls(0.2, dice(12 + nth)), throttle(1_750)] }),
    { from: 'sync', until: 'article', forMs: 90_000 },
  ),
  '13': recipe('a white list without us', () => ({ rules: () => [whiteList(['listed.test'])] }), {
    forMs: 45_000,
  }),
  '14': recipe('a white list with one of our names', () => ({ rules: () => [whiteList(['ok.test'])] }), {
    until: 'front',
    forMs: 50_000,
  }),
  '15': {
    ...recipe(
      'a full shut-down',
      () => ({ prepare: (world) => filter(dropSyn(world, [...ALL_BUT_ONE, 'm5'])) }),
      { forMs: 45_000 },
    ),
    isApart: true,
  },
  '16': recipe(
    'block pages of four kinds',
    () => ({
      manners: {
        m1: { kind: 'page' },
        m2: { kind: 'plain' },
        m3: { kind: 'redirects', to: 'https://block.test/' },
        m4: { kind: 'page' },
      },
      untrusted: ['m1'],
      rules: () => [only({ machines: ['app'] }, swallow())],
    }),
    { until: 'front', forMs: 25_000 },
  ),
  '17': recipe(
    'mirrors that lie',
    () => ({
      manners: {
        m1: { kind: 'flips' },
        m2: { kind: 'truncates', bytes: 4_000 },
        m3: { kind: 'floods', bytes: 100_000_000 },
      },
      rules: () => [only({ machines: ['app'] }, swallow())],
    }),
    { until: 'whole', forMs: 40_000 },
  ),
  '18': recipe('old heads on four of five mirrors', () => ({ sites: olderOn(ALL_BUT_ONE) }), {
    until: 'head',
    forMs: 20_000,
  }),
  '18, none new': recipe(
    'old heads on all mirrors that answer',
    () => ({ sites: olderOn(ALL_BUT_ONE), rules: () => [only({ machines: ['m5'] }, swallow())] }),
    { forMs: 15_000 },
  ),
  '19': recipe(
    'a head signed by a stranger',
    async () => {
      await makeStranger(await provideEditions('five'));
      return { sites: onAll('stranger', true) };
    },
    { forMs: 25_000 },
  ),
  // Six times up end after 80 s.
  '20': recipe(
    'a line that comes and goes',
    () => ({ rules: () => [flap({ upMs: 5_000, downMs: 10_000 })] }),
    {
      until: 'whole',
      forMs: 82_000,
    },
  ),
  '23': recipe(
    'the app’s address is dead, a new version comes through mirrors',
    async () => {
      await makeShells(await provideEditions('five'));
      return { sites: onAll('shell2'), rules: () => [only({ machines: ['app'] }, swallow())] };
    },
    { until: (_seen, { newShell }) => newShell > 1, forMs: 45_000 },
  ),
  '24': recipe('RST, then silence at the whole address', () => ({ rules: () => [residual(namesOf('m1'))] }), {
    forMs: 45_000,
  }),
  '25': recipe('what leaves the phone', () => ({ seesElsewhere: true }), { until: 'whole', forMs: 40_000 }),
} satisfies Record<string, Recipe>;

/** A first visit under the handshake rule and another one, until an article can be read and the shell is whole. */
function firstVisit(
  title: string,
  layout: Layout,
  rule: () => Rule,
  { forMs, ...more }: { forMs: number; rttMs?: number; isFar?: boolean },
): Recipe {
  const scenario = () => ({ layout, fresh: true, rules: () => [handshakes(), rule()], ...more });
  const until: PlayOptions['until'] = (seen, shelf) => seen.worker === 'ready' && shelf.newer > 0;
  return { ...recipe(title, scenario, { until, forMs }), ...(more.isFar && { isApart: true }) };
}

const far = { forMs: 60_000, rttMs: 300, isFar: true };

/** First visits: an address is typed. */
export const firstVisits = {
  'both ways': firstVisit('freeze at 14,336 both ways', 'four', () => freeze(14_336, 'both'), {
    forMs: 40_000,
  }),
  down: firstVisit('freeze at 16,000 down', 'four', () => freeze(16_000), { forMs: 40_000 }),
  'far, both ways': firstVisit('300 ms away, 14,336 both ways', 'four', () => freeze(14_336, 'both'), far),
  'far, down': firstVisit('300 ms away, 16,000 down', 'four', () => freeze(16_000), far),
  'one name': firstVisit('one name, both rules', 'one', () => freeze(14_336, 'both'), { forMs: 60_000 }),
  // A reader loads it again after that time.
  'frozen page': firstVisit('the page frozen once', 'four', () => nth(0, 'app.test', freeze(9_000)), {
    forMs: 8_000,
  }),
  'frozen worker': firstVisit('sw.js frozen once', 'four', () => nth(1, 'app.test', freeze(10_000)), {
    forMs: 45_000,
  }),
} satisfies Record<string, Recipe>;

/** A recipe by the name that it goes by. */
export function findRecipe(key: string): Recipe | undefined {
  return { ...recipes, ...firstVisits }[key as keyof typeof recipes];
}

/** Connections to these machines are never answered. */
function dropSyn(world: World, machines: readonly Machine[]): string {
  const ips = machines.map((machine) => world.ipOf(machine)).join(', ');
  return `chain in { type filter hook input priority 0; ip daddr { ${ips} } tcp flags & (syn | ack) == syn counter drop; }`;
}

/** After so many packets with data, both directions together, nothing of a connection comes through. */
function freezeAfterPackets(packets: number): string {
  // Only between reader and censor: what the proxy itself sends to its mirrors goes to 127.0.0.1.
  return `
    set seen { type ipv4_addr . inet_service; flags dynamic; size 65535; }
    chain in {
      type filter hook input priority 0;
      ip protocol tcp ct original ip daddr != 127.0.0.1 meta length > 60 add @seen { ct original ip daddr . ct original proto-src limit rate over 1/day burst ${packets} packets } counter drop
    }`;
}

/** Loads a table of the packet filter; what is returned takes it away again. */
function filter(table: string): () => void {
  const nft = (words: string[], input = '') => spawnSync('nft', words, { input, encoding: 'utf8' });
  const done = nft(['-f', '-'], `table inet censor {\n${table}\n}\n`);
  if (done.status !== 0) throw new Error(`the packet filter was refused: ${done.stderr}`);
  return () => void nft(['delete', 'table', 'inet', 'censor']);
}

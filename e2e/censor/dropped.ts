/** The scenarios that only a packet filter can play. They run inside a network namespace: see namespace.ts. */
import { spawnSync } from 'node:child_process';
import type { Machine } from './edition.ts';
import type { PlayOptions, Scenario } from './scenario.ts';
import type { World } from './world.ts';

interface Dropped {
  scenario: Scenario;
  options: PlayOptions;
}

/** By name. */
export const dropped: Readonly<Record<string, Dropped>> = {
  'no-answer': {
    scenario: { prepare: (world) => filter(dropSyn(world, ['app', 'm1', 'm2', 'm3', 'm4'])) },
    options: { until: 'front', forMs: 40_000 },
  },
  packets: {
    scenario: { prepare: () => filter(freezeAfterPackets(25)) },
    options: { until: 'front', forMs: 45_000 },
  },
  'shut-down': {
    scenario: { prepare: (world) => filter(dropSyn(world, ['app', 'm1', 'm2', 'm3', 'm4', 'm5'])) },
    options: { forMs: 45_000 },
  },
};

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

/** Scenarios that need packets to be dropped run in a network of their own, where the system allows one. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from '@playwright/test';
import type { Outcome } from './scenario.ts';
import { tellAndJudge } from './wall.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Loopback whose packets are those of an ordinary line, and an interface that looks like a way out. */
const SET_UP = [
  'ip link set lo up mtu 1500',
  'ip link set dev lo gso_max_segs 1',
  'ip link add v0 type veth peer name v1',
  'ip addr add 10.99.0.1/24 dev v0',
  'ip link set v0 up',
  'ip link set v1 up',
  'ip route add default via 10.99.0.2',
].join(' && ');

/** Why there can be no network of one's own here, or null where there can. */
export function whyNoNamespace(): string | null {
  if (process.platform !== 'linux') return 'this system has no network namespaces';
  if (process.getuid?.() !== 0) return 'only root may make a network namespace';
  const tried = spawnSync('unshare', ['-n', 'sh', '-c', `${SET_UP} && nft add table inet probe`], {
    encoding: 'utf8',
  });
  if (tried.status === 0) return null;
  return `a network namespace with nftables could not be made here (${(tried.stderr || String(tried.error)).trim()})`;
}

/**
 * The body of the test of a scenario of `dropped.ts`, played in a network namespace. Where none can be had the test is
 * reported as skipped, with the reason.
 */
export function wallWithNamespace(
  name: string,
  judge: (outcome: Outcome) => void | Promise<void>,
): () => Promise<void> {
  return async () => {
    const reason = whyNoNamespace();
    test.skip(reason !== null, reason ?? '');
    test.setTimeout(240_000);
    const outcome = await playInside(name);
    tellAndJudge(outcome);
    await judge(outcome);
  };
}

async function playInside(name: string): Promise<Outcome> {
  const words = ['-n', 'sh', '-c', `${SET_UP} && exec "$0" "$@"`, process.execPath];
  const child = spawn('unshare', [...words, '--import', 'tsx', `${root}e2e/censor/inside.ts`, name], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the scenario ${name} ended with code ${code} in its namespace`);
  return JSON.parse(said) as Outcome;
}

/** Scenarios that need packets to be dropped run in a network of their own, where the system allows one. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './scenario.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Loopback whose packets are those of an ordinary line, and an interface that looks like a way out. */
export const SET_UP = [
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
  const tried = spawnSync(
    'unshare',
    [
      '-n',
      'sh',
      '-c',
      `${SET_UP} && nft add table inet probe && ip tuntap add dev far0 mode tun && perl -e 1`,
    ],
    {
      encoding: 'utf8',
    },
  );
  if (tried.status === 0) return null;
  return `a network namespace with nftables could not be made here (${(tried.stderr || String(tried.error)).trim()})`;
}

/** Plays a scenario of `recipes.ts` in a network namespace. @throws Error where it ends badly */
export async function playInside(name: string): Promise<Outcome> {
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

export interface FarLine {
  /** Where the n-th machine listens, and the address that leads there over the line. */
  ends(n: number): { listens: string; leads: string };
  close(): void;
}

/**
 * A line on which every packet, SYN and all, takes half of `rttMs` in each direction (see far.pl). Only in a namespace:
 * it takes addresses for itself.
 * @throws Error where there is no tun device or no Perl
 */
export async function openFarLine(rttMs: number): Promise<FarLine> {
  const ip = (words: string) => execFileSync('ip', words.split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });
  ip('tuntap add dev far0 mode tun');
  ip('addr add 10.7.0.1/32 dev far0');
  ip('link set far0 up mtu 1500');
  ip('route add 10.8.0.0/24 dev far0');
  const words = [`${root}e2e/censor/far.pl`, 'far0', String(rttMs / 2)];
  const child = spawn('perl', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() => {
      throw new Error('the line ended as it began');
    }),
  ]);
  return {
    ends: (n) => ({ listens: '10.7.0.1', leads: `10.8.0.${n}` }),
    close: () => {
      child.kill();
      ip('link delete far0');
    },
  };
}

/** A small internet: the app's address and mirrors over TLS, the censor before them, and what the reader's names lead to. */

import { rmSync } from 'node:fs';
import { makeTrust, type Trust } from './browser.ts';
import { makeAuthority, makeIntermediate, makeServerCertificate, pem } from './certificates.ts';
import { type Layout, MACHINES, type Machine, machinesOf, namesOf } from './edition.ts';
import type { Link } from './link.ts';
import { type Asked, type Manner, openSecureMirror, type SecureMirror } from './mirrors.ts';
import { openFarLine } from './namespace.ts';
import { type Censor, createCensor } from './proxy.ts';
import type { Rule } from './rules.ts';

export interface WorldOptions {
  layout: Layout;
  /** The folder that a machine serves now. */
  site(machine: Machine): string;
  /** What is not listed is fine. */
  manners?: Partial<Record<Machine, Manner>>;
  /** Machines whose certificate nobody vouches for. */
  untrusted?: readonly Machine[];
  rttMs?: number;
  /** Lays the way (`rttMs`) on every packet, SYN and all; only in a network namespace. */
  isFar?: boolean;
  /** Names that are neither the app's nor a mirror's lead to a machine `elsewhere` and so into the log. */
  seesElsewhere?: boolean;
  /** Told apart by this number where several run at a time on one machine. */
  place?: number;
  heard?: (link: Link, what: string) => void;
}

export interface World {
  censor: Censor;
  trust: Trust;
  /** The servers' own keys, for a browser that is not told of the authority. */
  keys: string[];
  /** Where names lead; `ip:port`. */
  hosts: Map<string, string | null>;
  /** Every request that a mirror understood. */
  asked: Asked[];
  ipOf(machine: Machine): string;
  close(): Promise<void>;
}

/** Opens the machines of a layout, with nothing forbidden. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { layout, manners = {}, untrusted = [], rttMs = 50, place = 0, isFar = false } = options;
  const machines = machinesOf(layout);
  const censor = createCensor({ rttMs: isFar ? 0 : rttMs, ...(options.heard && { heard: options.heard }) });
  const root = makeAuthority('Test Root');
  const intermediate = makeIntermediate('Test Issuer', root);
  const certificates = new Map(
    machines.map((machine) => {
      const vouched = untrusted.includes(machine) ? null : intermediate;
      return [machine, makeServerCertificate(namesOf(machine), vouched)];
    }),
  );
  const keys = [...certificates].flatMap(([machine, { spki }]) =>
    untrusted.includes(machine) ? [] : [spki],
  );
  const trust = makeTrust(pem(root.der), keys);
  const asked: Asked[] = [];
  const mirrors: SecureMirror[] = [];
  const hosts = new Map<string, string | null>();
  const line = isFar ? await openFarLine(rttMs) : null;
  const ipOf = (machine: Machine) => loopback(10 + place, MACHINES.indexOf(machine) + 1);
  const ends = (machine: Machine) =>
    line?.ends(MACHINES.indexOf(machine) + 1) ?? { listens: ipOf(machine), leads: ipOf(machine) };
  for (const machine of machines) {
    const mirror = await openSecureMirror({
      machine,
      site: () => options.site(machine),
      certificate: certificates.get(machine)!,
      manner: manners[machine] ?? { kind: 'fine' },
      now: censor.now,
      heard: (one) => asked.push(one),
    });
    mirrors.push(mirror);
    const { listens, leads } = ends(machine);
    const port = await censor.open(machine, listens, mirror.port);
    for (const name of namesOf(machine)) hosts.set(name, `${leads}:${port}`);
  }
  // What else is asked for does not exist; or it is seen, and meets a host that is not the one it looked for.
  hosts.set('*', null);
  if (options.seesElsewhere) {
    const elsewhere = loopback(10 + place, 250);
    hosts.set('*', `${elsewhere}:${await censor.open('elsewhere', elsewhere, mirrors[0]!.port)}`);
  }
  return {
    ...{ censor, trust, keys, hosts, asked, ipOf },
    async close() {
      await censor.close();
      for (const mirror of mirrors) mirror.close();
      line?.close();
      if (trust.home) rmSync(trust.home, { recursive: true, force: true });
    },
  };
}

/** Rules that bind some machines only, by what they are. */
export type RulesFor = (world: World) => readonly Rule[];

/** Linux has the whole of 127.0.0.0/8 on loopback; elsewhere all machines share one address. */
function loopback(place: number, machine: number): string {
  return process.platform === 'linux' ? `127.${place}.0.${machine}` : '127.0.0.1';
}

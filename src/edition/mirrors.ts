import type { Bytes } from './bytes.ts';
import { openFrame, type Role } from './frame.ts';
import { Refusal } from './refusal.ts';
import { demand, isCount, isText } from './text.ts';

/** A mirror: the network it stands in (a word), its base address, further names of the same machine. */
export type Mirror = [network: string, base: string, ...more: string[]];

/** A signed list of mirrors (docs/format.md section 9). */
export interface MirrorList {
  v: 1;
  publication: string;
  /** Whose list it is; absent in the public one. */
  group?: string;
  n: number;
  time: number;
  mirrors: Mirror[];
}

/**
 * Opens a mirror list; throws `Rollback` below the version that is known, `WrongKind` for another group's list.
 * Unsafe addresses are left out; a list of nothing else is refused as `UnsafeMirror`, so that the one held stays.
 */
export async function openMirrors(
  bytes: Bytes,
  trust: { publication: string; role: Role; knownVersion: number; base: string; group?: string },
): Promise<MirrorList> {
  const list = await openFrame(bytes, 'mirrors', trust.role);
  demand(list.v === 1 && isCount(list.n) && isCount(list.time), 'mirrors');
  if (list.publication !== trust.publication) throw new Refusal('WrongPublication');
  const { group = 'public' } = list;
  demand(isText(group), 'group');
  const asked = trust.group ?? 'public';
  if (group !== asked) throw new Refusal('WrongKind', `mirrors of ${group} for ${asked}`);
  if (list.n < trust.knownVersion) throw new Refusal('Rollback', `mirrors ${list.n}`);
  demand(
    Array.isArray(list.mirrors) && list.mirrors.every((one) => Array.isArray(one) && one.every(isText)),
    'mirror',
  );
  const mirrors = safeMirrors(list.mirrors as Mirror[], trust.base);
  if (mirrors.length === 0 && list.mirrors.length > 0) throw new Refusal('UnsafeMirror');
  return { ...(list as unknown as MirrorList), mirrors };
}

/** Leaves out names that must not be asked from where the app runs, and mirrors that have no other. */
export function safeMirrors(mirrors: readonly Mirror[], base: string): Mirror[] {
  return mirrors
    .map(
      ([network, ...urls]) =>
        [network, ...urls.filter((url) => isSafeMirror(url, base))] as unknown as Mirror,
    )
    .filter((mirror) => mirror.length > 1);
}

/**
 * Whether a reader whose app runs at `base` may ask that mirror: https on a public name, ending in a slash,
 * without query or fragment; loopback, private and plain-http addresses only while the app itself is on loopback.
 */
export function isSafeMirror(url: string, base: string): boolean {
  const parts = /^(https?):\/\/(\[[\da-f:.]+\]|[a-z\d.-]+)(:\d+)?\/([\w./~-]*\/)?$/i.exec(url);
  if (!parts) return false;
  if (isLoopback(base)) return true;
  return parts[1]?.toLowerCase() === 'https' && !isPrivateHost(parts[2]!);
}

function isLoopback(url: string): boolean {
  const host = /^https?:\/\/(\[[^\]]+\]|[^:/]+)/i.exec(url)?.[1] ?? '';
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(host);
}

function isPrivateHost(host: string): boolean {
  // Of IPv6 only global unicast: the rest has too many spellings of home. 2002: carries any IPv4 address.
  if (host.startsWith('[')) return !/^\[(?!2002)[23][\da-f]{3}:/i.test(host);
  // Browsers read 0x7f.1 and 0177.0.0.1 as 127.0.0.1: where the last label is a number, four plain ones must stand.
  if (/(^|\.)(\d+|0x[\da-f]*)$/i.test(host))
    return !/^(?!0|.*\.0\d|1(0|27|69\.254|92\.168|72\.(1[6-9]|2\d|3[01])|00\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|22[4-9]|2[3-5]\d)(\d{1,3}\.){3}\d{1,3}$/.test(
      host,
    );
  // Names that mean something at home only; and an empty label, a final dot's too, which hides such a name.
  return /^[^.]+$|(^|\.)(localhost|local|internal|lan|home\.arpa|\..*|)$/i.test(host);
}

import { isIP } from 'node:net';
import { isLocalName, leadsInside } from './address.ts';
import { isWebAddress, nameOf, type Source } from './source.ts';

/**
 * What a source may lead to inside private networks: the hosts that its `private` names, and its own where it stands
 * there. None of it is open to other sources: a feed of the web could have us look around in the network of its
 * neighbour. A file opens nothing either: who wrote what is in it, nobody knows.
 */
export function insideOf(source: Source): string[] {
  const allowed = (source.private ?? []).map(hostOf);
  const where = addressOf(source);
  if (where === null || !leadsInside(where)) return allowed;
  const { hostname } = new URL(where);
  return [...allowed, hostname, ...(isLoopback(hostname) ? ['loopback'] : [])];
}

/** The same for all of a newsroom, by the name that a source and its drafts go by. */
export function insideByName(sources: readonly Source[]): (name: string) => string[] {
  const hosts = new Map<string, string[]>();
  for (const source of sources) {
    const name = nameOf(source);
    hosts.set(name, [...(hosts.get(name) ?? []), ...insideOf(source)]);
  }
  return (name) => hosts.get(name) ?? [];
}

/** Whether a host is among those that may be inside; `loopback` is this machine under all its names. */
export function isAmong(host: string, allowed: readonly string[]): boolean {
  return allowed.includes(host) || (allowed.includes('loopback') && isLoopback(host));
}

/** Whether an address leads, by its letters, to where a source may not look. */
export function isClosed(url: string, allowed: readonly string[] = []): boolean {
  return leadsInside(url) && !isAmong(new URL(url).hostname, allowed);
}

const isLoopback = (host: string): boolean =>
  isLocalName(host) || /^(?:127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** A host as addresses have it. */
function hostOf(written: string): string {
  const url = `http://${isIP(written) === 6 ? `[${written}]` : written}/`;
  return URL.canParse(url) ? new URL(url).hostname : written;
}

/** Where a source is on the web, or says that it was; null for a file. */
function addressOf(source: Source): string | null {
  const where = 'url' in source && source.url ? source.url : nameOf(source);
  return isWebAddress(where) ? where : null;
}

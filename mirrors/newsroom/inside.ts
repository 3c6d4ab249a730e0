import { leadsInside } from './address.ts';
import { isWebAddress, nameOf, type Source } from './source.ts';

/**
 * What sources may lead to inside private networks: hosts that the publisher named there himself, and this machine
 * where a source stands on it, or where all of them are files. A file beside a feed of the web opens nothing: that feed
 * could have us look around here.
 */
export function insideOf(sources: readonly Source[], allowed: readonly string[] = []): string[] {
  const addresses = sources.map(addressOf);
  const isAllFiles = addresses.every((where) => where === null);
  const named = addresses.flatMap((where) => {
    if (where === null) return isAllFiles ? ['loopback'] : [];
    const { hostname } = new URL(where);
    if (!leadsInside(where)) return [];
    return /localhost\.?$|^127\.|^\[::1\]$/i.test(hostname) ? ['loopback', hostname] : [hostname];
  });
  return [...new Set([...allowed, ...named])];
}

/** Where a source is on the web, or says that it was; null for a file. */
function addressOf(source: Source): string | null {
  const where = 'url' in source && source.url ? source.url : nameOf(source);
  return isWebAddress(where) ? where : null;
}

import { leadsInside } from './address.ts';
import { isWebAddress, nameOf, type Source } from './source.ts';

/**
 * What sources may lead to inside private networks: hosts that the publisher named there himself, and this machine
 * where a source is one of its files or stands on it.
 */
export function insideOf(sources: readonly Source[], allowed: readonly string[] = []): string[] {
  const named = sources.flatMap((source) => {
    const where = 'url' in source && source.url ? source.url : nameOf(source);
    if (!isWebAddress(where)) return ['loopback'];
    const { hostname } = new URL(where);
    if (!leadsInside(where)) return [];
    return /localhost\.?$|^127\.|^\[::1\]$/i.test(hostname) ? ['loopback', hostname] : [hostname];
  });
  return [...new Set([...allowed, ...named])];
}

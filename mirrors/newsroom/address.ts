import { isIP } from 'node:net';

/** Whether an IP address is of a private, loopback, link-local or otherwise not public network. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(plain) === 4) return isPrivateFour(plain.split('.').map(Number));
  if (isIP(plain) !== 6) return false;
  if (plain === '::' || plain === '::1') return true;
  // Addresses of IPv4 in those of IPv6: as they are, mapped, translated, and by 6to4.
  const inside =
    /^(?:(?:::|::ffff:|64:ff9b::)(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))|2002:([0-9a-f]{1,4}):([0-9a-f]{1,4}):.*)$/.exec(
      plain,
    );
  if (inside) {
    if (inside[1]) return isPrivateAddress(inside[1]);
    const high = Number.parseInt(inside[2] ?? inside[4]!, 16);
    const low = Number.parseInt(inside[3] ?? inside[5]!, 16);
    return isPrivateFour([high >> 8, high & 255, low >> 8, low & 255]);
  }
  return /^(?:f[cd]|fe[89a-f]|ff|64:ff9b:1:)/.test(plain) || plain.startsWith('::ffff:');
}

function isPrivateFour([a = 0, b = 0]: number[]): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19))
  );
}

/** Whether a host name is one that this machine itself answers to: localhost and names under it. */
export function isLocalName(host: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(host);
}

/** Whether an address, by its letters alone, leads into this machine or a private network. */
export function leadsInside(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname;
  return isLocalName(host) || isPrivateAddress(host);
}

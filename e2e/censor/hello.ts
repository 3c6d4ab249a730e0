/** Reads the host name out of the first bytes of a TLS connection, as a censor's box does. */

/** A ClientHello is about 2 KB with today's key exchange; whoever sends more than this is let through unread. */
export const MAX_HELLO = 16 * 1024;

export type Opening =
  /** So far a ClientHello may come of it. */
  | { kind: 'part' }
  /** A whole ClientHello; `name` is null where it names no host. */
  | { kind: 'hello'; name: string | null; alpn: string[]; resumes: boolean; bytes: number }
  /** Something else: plain HTTP, say. */
  | { kind: 'other' };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;

/** Judges the bytes that came so far, however the network or TLS itself has cut them. */
export function readOpening(bytes: Uint8Array): Opening {
  const parts: Uint8Array[] = [];
  let size = 0;
  let at = 0;
  // The message may go on over several records.
  while (at < bytes.length) {
    if (bytes[at] !== HANDSHAKE) return { kind: 'other' };
    if (at + 5 > bytes.length) break;
    if (bytes[at + 1] !== 3) return { kind: 'other' };
    const length = two(bytes, at + 3);
    const part = bytes.subarray(at + 5, at + 5 + length);
    parts.push(part);
    size += part.length;
    if (part.length < length) break;
    at += 5 + length;
    if (size >= 4 && size >= 4 + three(joined(parts), 1)) break;
  }
  const message = joined(parts);
  if (message.length > 0 && message[0] !== CLIENT_HELLO) return { kind: 'other' };
  if (message.length < 4) return bytes.length > MAX_HELLO ? { kind: 'other' } : { kind: 'part' };
  const whole = 4 + three(message, 1);
  if (whole > MAX_HELLO) return { kind: 'other' };
  if (message.length < whole) return { kind: 'part' };
  try {
    return { kind: 'hello', ...readBody(message.subarray(4, whole)), bytes: whole };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'other' };
    throw error;
  }
}

function readBody(body: Uint8Array): { name: string | null; alpn: string[]; resumes: boolean } {
  const read = reader(body);
  read.skip(2 + 32);
  read.skip(read.one());
  read.skip(read.two());
  read.skip(read.one());
  const found = { name: null as string | null, alpn: [] as string[], resumes: false };
  if (read.left() === 0) return found;
  const extensions = reader(read.take(read.two()));
  while (extensions.left() > 0) {
    const type = extensions.two();
    const value = reader(extensions.take(extensions.two()));
    if (type === 0) {
      value.skip(2);
      if (value.one() === 0) found.name = text(value.take(value.two())).toLowerCase();
    } else if (type === 16) {
      value.skip(2);
      while (value.left() > 0) found.alpn.push(text(value.take(value.one())));
    } else if (type === 41) found.resumes = true;
  }
  return found;
}

/** Takes a message apart from its start. @throws RangeError where it ends too soon */
function reader(bytes: Uint8Array) {
  let at = 0;
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RangeError('the message ends too soon');
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    take,
    skip: (count: number): void => void take(count),
    one: (): number => take(1)[0]!,
    two: (): number => two(take(2), 0),
    left: (): number => bytes.length - at,
  };
}

const two = (bytes: Uint8Array, at: number) => bytes[at]! * 256 + bytes[at + 1]!;
const three = (bytes: Uint8Array, at: number) => bytes[at]! * 65_536 + two(bytes, at + 1);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 ? parts[0]! : Buffer.concat(parts);

import { type Bytes, base32, concat } from './bytes.ts';
import { sha256 } from './cid.ts';
import { type Frame, MAX_FRAME, type Role, readFrame, verifyFrame } from './frame.ts';
import { Refusal } from './refusal.ts';
import { asObject, demand, isCount, isText, parseJson, unpackText } from './text.ts';

/** The signed list of keys and roles (docs/format.md section 5). `expires` in seconds since 1970. */
export interface Root {
  v: 1;
  n: number;
  expires: number;
  /** Name of the publication by language. */
  name: Record<string, string>;
  roles: { root: Role; head: Role; shell: Role };
}

/** A root that was accepted, with the publication that it belongs to. */
export interface TrustedRoot {
  publication: string;
  root: Root;
}

/** base32 of the first 16 bytes of SHA-256 of root 1's signed body. */
export async function publicationOf(frame: Frame): Promise<string> {
  return base32((await sha256(frame.body)).subarray(0, 16));
}

/** Root 1: must be signed by its own keys and be the one that the publication's id was made of. */
export async function openFirstRoot(bytes: Bytes, publication: string): Promise<TrustedRoot> {
  const frame = readFrame(bytes, 'root');
  if ((await publicationOf(frame)) !== publication) throw new Refusal('WrongPublication');
  const root = await parseRoot(frame);
  if (root.n !== 1) throw new Refusal('RootNotNext');
  await verifyFrame(frame, root.roles.root);
  return { publication, root };
}

/** Root N+1: exactly the next one, signed by a threshold of root N's keys and of its own. */
export async function openNextRoot(bytes: Bytes, known: TrustedRoot): Promise<TrustedRoot> {
  const frame = readFrame(bytes, 'root');
  await verifyFrame(frame, known.root.roles.root);
  const root = await parseRoot(frame);
  if (root.n !== known.root.n + 1) throw new Refusal('RootNotNext');
  await verifyFrame(frame, root.roles.root);
  return { publication: known.publication, root };
}

/** Follows a `roots` file (each frame with its length before it, u16 big endian) from what is known to its end. */
export async function followRoots(file: Bytes, known: TrustedRoot): Promise<TrustedRoot> {
  let trusted = known;
  let n = 1;
  for (const bytes of splitRoots(file)) {
    if (n++ > trusted.root.n) trusted = await openNextRoot(bytes, trusted);
  }
  return trusted;
}

export function joinRoots(frames: readonly Uint8Array[]): Bytes {
  return concat(...frames.flatMap((frame) => [Uint8Array.of(frame.length >> 8, frame.length & 255), frame]));
}

export function splitRoots(file: Bytes): Bytes[] {
  const frames: Bytes[] = [];
  for (let at = 0; at < file.length; ) {
    const size = ((file[at] ?? 0) << 8) | (file[at + 1] ?? 0);
    if (size === 0 || size > MAX_FRAME || at + 2 + size > file.length) throw new Refusal('Truncated');
    frames.push(file.slice(at + 2, at + 2 + size));
    at += 2 + size;
  }
  return frames;
}

async function parseRoot(frame: Frame): Promise<Root> {
  const root = asObject(parseJson(await unpackText(frame.body)));
  demand(root.v === 1 && isCount(root.n) && root.n > 0 && isCount(root.expires), 'root');
  asObject(root.name);
  const roles = asObject(root.roles);
  for (const name of ['root', 'head', 'shell']) {
    const { threshold, keys } = asObject(roles[name]);
    demand(
      isCount(threshold) && threshold > 0 && Array.isArray(keys) && keys.length <= 16 && keys.every(isText),
      `role ${name}`,
    );
  }
  return root as unknown as Root;
}

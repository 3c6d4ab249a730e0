/** The publisher's keys: made, kept and used on his machine alone. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../src/edition/bytes.ts';
import {
  type Kind,
  keyIdOf,
  type Role,
  readFrame,
  signedBytes,
  writeFrame,
} from '../../src/edition/frame.ts';
import { openFirstRoot, openNextRoot, publicationOf, type TrustedRoot } from '../../src/edition/root.ts';
import { PublisherError } from '../config.ts';

/** A key that can sign, with its public half as a role lists it (base64url). */
export interface Signer {
  secret: KeyObject;
  key: string;
}

export interface Keys {
  /** All root frames, 1…N. */
  rootFrames: Bytes[];
  trusted: TrustedRoot;
  signers: Signer[];
}

export const ROOT_KEY_FILE = 'root.pem';
export const rootFrameFile = (n: number) => `root-${n}.frame`;

/** A new Ed25519 key and its PKCS8 PEM. */
export function makeKey(): { signer: Signer; pem: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { signer: signerOf(privateKey), pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

function signerOf(secret: KeyObject): Signer {
  const { x } = createPublicKey(secret).export({ format: 'jwk' });
  return { secret, key: x! };
}

/** Reads `keys/`: every `*.pem` and every `root-N.frame` in a row. @throws PublisherError */
export async function readKeys(folder: string): Promise<Keys> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new PublisherError(
      code === 'ENOENT'
        ? `There is no key folder ${folder}: bring back your copy of it, since without these keys nothing can be published under this name.`
        : `The key folder ${folder} cannot be read (${message}): check its rights.`,
    );
  }
  const rootFrames = await readRootFrames(folder, names);
  const signers: Signer[] = [];
  for (const name of names.filter((one) => one.endsWith('.pem')).sort()) {
    try {
      const secret = createPrivateKey(await readFile(join(folder, name)));
      if (secret.asymmetricKeyType === 'ed25519') signers.push(signerOf(secret));
    } catch (error) {
      throw new PublisherError(
        `The key ${join(folder, name)} cannot be read (${(error as Error).message}): bring back your copy of it.`,
      );
    }
  }
  return { rootFrames, trusted: await trustFrames(folder, rootFrames), signers };
}

/** The publication whose keys lie in a folder, or null where there are none. @throws PublisherError */
export async function publicationOfKeys(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes(rootFrameFile(1))) return null;
  return (await trustFrames(folder, await readRootFrames(folder, names))).publication;
}

async function readRootFrames(folder: string, names: string[]): Promise<Bytes[]> {
  const frames: Bytes[] = [];
  for (let n = 1; names.includes(rootFrameFile(n)); n++) {
    frames.push(new Uint8Array(await readFile(join(folder, rootFrameFile(n)))));
  }
  if (frames.length > 0) return frames;
  throw new PublisherError(
    `The key folder ${folder} has no ${rootFrameFile(1)}: it is not a key folder made by "tamizdat init", or a part of it was lost; bring back your copy.`,
  );
}

async function trustFrames(folder: string, frames: Bytes[]): Promise<TrustedRoot> {
  let n = 0;
  try {
    const [first, ...later] = frames as [Bytes, ...Bytes[]];
    n = 1;
    let trusted = await openFirstRoot(first, await publicationOf(readFrame(first, 'root')));
    for (const frame of later) {
      n++;
      trusted = await openNextRoot(frame, trusted);
    }
    return trusted;
  } catch (error) {
    throw new PublisherError(
      `${join(folder, rootFrameFile(n))} is damaged (${(error as Error).message}): bring back your copy of the key folder.`,
    );
  }
}

/**
 * Signs a frame body with those of the keys that the role lists, as few as its threshold asks for.
 * @throws PublisherError where there are too few
 */
export async function signFrame(
  kind: Kind,
  body: Bytes,
  role: Role,
  signers: readonly Signer[],
): Promise<Bytes> {
  const able = signers.filter(({ key }) => role.keys.includes(key)).slice(0, role.threshold);
  if (able.length < role.threshold) {
    throw new PublisherError(
      `The key folder holds ${able.length} of the ${role.threshold} keys that must sign the ${kind}: use the key folder of this publication.`,
    );
  }
  const message = signedBytes(kind, body);
  const signatures = await Promise.all(
    able.map(async ({ secret, key }) => ({
      keyId: await keyIdOf(new Uint8Array(Buffer.from(key, 'base64url'))),
      signature: new Uint8Array(sign(null, message, secret)),
    })),
  );
  return writeFrame({ kind, signatures, body });
}

import { type Bytes, base64url, concat, fromBase64url, utf8 } from './bytes.ts';
import { sha256 } from './cid.ts';
import { type Verify, verifyEd25519 } from './ed25519.ts';
import { Refusal } from './refusal.ts';
import { asObject, parseJson, unpackText } from './text.ts';

/** Signed frames (docs/format.md section 3). */
export const KINDS = { root: 1, head: 2, mirrors: 3, shell: 4 } as const;
export type Kind = keyof typeof KINDS;

const MAGIC = utf8('ED1\n');
const MAX_SIGNATURES = 8;
const SIGNATURE_SIZE = 8 + 64;
/** A frame is never larger than this on the wire (bytes). */
export const MAX_FRAME = 16_384;

/** Who may sign, and how many of them must: a role of a root. Keys are base64url of 32 bytes. */
export interface Role {
  threshold: number;
  keys: string[];
}

export interface Frame {
  kind: Kind;
  signatures: { keyId: Bytes; signature: Bytes }[];
  /** Codec byte and packed JSON. */
  body: Bytes;
}

/** DSSE v1 pre-authentication encoding: exactly these bytes are signed. */
export function signedBytes(kind: Kind, body: Uint8Array): Bytes {
  const type = `application/vnd.ed1.${kind}`;
  return concat(utf8(`DSSEv1 ${type.length} ${type} ${body.length} `), body);
}

/** The first 8 bytes of SHA-256 of a public key. */
export async function keyIdOf(key: Bytes): Promise<Bytes> {
  return (await sha256(key)).slice(0, 8);
}

export function writeFrame(frame: Frame): Bytes {
  return concat(
    MAGIC,
    Uint8Array.of(KINDS[frame.kind], frame.signatures.length),
    ...frame.signatures.flatMap(({ keyId, signature }) => [keyId, signature]),
    frame.body,
  );
}

/** Takes a frame apart without trusting it. Throws `TooLarge`, `WrongMagic`, `WrongKind`, `Truncated`. */
export function readFrame(bytes: Bytes, kind: Kind): Frame {
  if (bytes.length > MAX_FRAME) throw new Refusal('TooLarge');
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw new Refusal('WrongMagic');
  if (bytes[4] !== KINDS[kind]) throw new Refusal('WrongKind');
  const count = bytes[5] ?? 0;
  const bodyAt = 6 + count * SIGNATURE_SIZE;
  if (count > MAX_SIGNATURES) throw new Refusal('WrongShape');
  if (bytes.length <= bodyAt) throw new Refusal('Truncated');
  const signatures = Array.from({ length: count }, (_, i) => {
    const at = 6 + i * SIGNATURE_SIZE;
    return { keyId: bytes.slice(at, at + 8), signature: bytes.slice(at + 8, at + SIGNATURE_SIZE) };
  });
  return { kind, signatures, body: bytes.slice(bodyAt) };
}

/**
 * Counts unique keys of the role with a valid signature; throws `TooFewSignatures` below the threshold.
 * Nothing of the body is inflated or parsed before this has passed.
 */
export async function verifyFrame(frame: Frame, role: Role, verify: Verify = verifyEd25519): Promise<void> {
  const message = signedBytes(frame.kind, frame.body);
  const valid = new Set<string>();
  for (const key of new Set(role.keys)) {
    const bytes = fromBase64url(key);
    if (bytes?.length !== 32) continue;
    const id = base64url(await keyIdOf(bytes));
    for (const { keyId, signature } of frame.signatures) {
      if (base64url(keyId) === id && (await verify(bytes, signature, message))) {
        valid.add(key);
        break;
      }
    }
  }
  if (valid.size < role.threshold) {
    throw new Refusal('TooFewSignatures');
  }
}

/** Reads, verifies, and only then inflates and parses a frame: the order of docs/format.md section 11. */
export async function openFrame(
  bytes: Bytes,
  kind: Kind,
  role: Role,
  maxBytes?: number,
): Promise<Record<string, unknown>> {
  const frame = readFrame(bytes, kind);
  await verifyFrame(frame, role);
  return asObject(parseJson(await unpackText(frame.body, maxBytes)));
}

import type { Bytes } from './bytes.ts';

/** Checks one Ed25519 signature (RFC 8032): 32-byte key, 64-byte signature. Never throws on bad input. */
export type Verify = (key: Bytes, signature: Bytes, message: Bytes) => Promise<boolean>;

/** Where `ed.js` puts a pure verifier for browsers whose WebCrypto lacks Ed25519. */
interface WithPure {
  ed25519?: Verify;
}

let native: boolean | undefined;

/** Whether WebCrypto has Ed25519 here. */
export async function hasNativeEd25519(): Promise<boolean> {
  if (native === undefined) {
    // The base point of the curve: a sound key, so only a missing algorithm can fail here.
    const key = new Uint8Array(32).fill(0x66);
    key[0] = 0x58;
    native = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']).then(
      () => true,
      () => false,
    );
  }
  return native;
}

/** By WebCrypto, or by the verifier of `ed.js` where that is missing; false where there is neither. */
export const verifyEd25519: Verify = async (key, signature, message) => {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (!(await hasNativeEd25519())) {
    return (await (globalThis as WithPure).ed25519?.(key, signature, message)) ?? false;
  }
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, message);
  } catch {
    return false; // a key that is no point of the curve
  }
};

/** For tests: forget what was found out about WebCrypto. */
export function forgetNativeEd25519(): void {
  native = undefined;
}

/** Ed25519 for browsers whose WebCrypto lacks it: imported by the worker at install, and there only. */
import { verifyAsync } from '@noble/ed25519';

(globalThis as { ed25519?: unknown }).ed25519 = (
  key: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
) =>
  // Strict as RFC 8032 and WebCrypto are; bad encodings are no signature, not an error.
  verifyAsync(signature, message, key, { zip215: false }).catch(() => false);

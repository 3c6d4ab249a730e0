import { base32, utf8 } from './bytes.ts';
import { sha256 } from './cid.ts';

/** An article's id: base32 of the first 10 bytes of SHA-256 of the source's own id for it; 16 characters. */
export async function articleId(key: string): Promise<string> {
  return base32((await sha256(utf8(key))).subarray(0, 10));
}

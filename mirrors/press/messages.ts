/** What the paper says to its readers, as packs (docs/format.md section 15). */
import type { Ref } from '../../src/edition/body.ts';
import { type Bytes, base32, utf8 } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import type { Message } from '../../src/edition/message.ts';
import { PublisherError } from '../config.ts';
import type { Said } from '../messages.ts';
import { mostThatFit, packJson, sha256Of } from './deflate.ts';

const ID_BYTES = 10;

/**
 * Writes messages into packs of at most `object` bytes where that can be, in their order. One that was published
 * before keeps its time, so that the same messages make the same packs.
 */
export function packMessages(
  said: readonly Said[],
  options: { before: readonly Message[]; time: number; object: number; put(block: Bytes): Ref },
): Ref[] {
  const { before, time, object, put } = options;
  const known = new Map(before.map((message) => [message.id, message.time]));
  const messages = said.map((one): Message => {
    const id = idOf(one);
    return { id, ...one, time: known.get(id) ?? time };
  });
  const refs: Ref[] = [];
  for (let at = 0; at < messages.length; ) {
    const from = at;
    const size = (count: number) => packOf(messages.slice(from, from + count)).length;
    const count = Math.max(1, mostThatFit(messages.length - at, messages.length - at, object, size));
    const block = packOf(messages.slice(at, at + count));
    if (block.length > MAX_BLOCK) {
      throw new PublisherError(
        `Message ${at + 1} ("${messages[at]!.kind}") of tamizdat.json takes ${block.length} bytes and a reader takes ${MAX_BLOCK}: make it shorter, or make an article of it.`,
      );
    }
    refs.push(put(block));
    at += count;
  }
  return refs;
}

const packOf = (messages: readonly Message[]) => packJson(JSON.stringify({ v: 1, messages }));

/** What is said makes a message what it is; when and where it is shown may change without its being another. */
function idOf({ hidden, from, until, ...content }: Said): string {
  return base32(new Uint8Array(sha256Of(utf8(JSON.stringify(content))).subarray(0, ID_BYTES)));
}

/** Texts that wait on disk, so that a large archive never lies in memory whole. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Where a text lies in a spill (bytes). */
export interface Slip {
  at: number;
  bytes: number;
}

export interface Spill {
  /** The file, for other threads to read once everything was flushed. */
  file: string;
  add(text: string): Slip;
  read(slip: Slip): string;
  flush(): void;
  /** Takes the file away. */
  close(): void;
}

/** So much is kept back before it is written at one stroke (bytes). */
const CHUNK = 1 << 20;

/** A new spill in this file; whatever an interrupted run left there is gone. */
export function openSpill(file: string): Spill {
  const handle = openSync(file, 'w+');
  let waiting: Buffer[] = [];
  let [written, size] = [0, 0];
  const flush = () => {
    if (waiting.length === 0) return;
    const chunk = Buffer.concat(waiting);
    for (let done = 0; done < chunk.length; )
      done += writeSync(handle, chunk, done, chunk.length - done, written + done);
    written += chunk.length;
    waiting = [];
  };
  return {
    file,
    flush,
    add(text) {
      const bytes = Buffer.from(text);
      const slip = { at: size, bytes: bytes.length };
      waiting.push(bytes);
      size += bytes.length;
      if (size - written >= CHUNK) flush();
      return slip;
    },
    read(slip) {
      if (slip.at + slip.bytes > written) flush();
      return readSlip(handle, slip);
    },
    close() {
      closeSync(handle);
      rmSync(file, { force: true });
    },
  };
}

/** The text of a slip, from the open file of its spill. */
export function readSlip(handle: number, { at, bytes }: Slip): string {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let done = 0; done < bytes; ) {
    const read = readSync(handle, buffer, done, bytes - done, at + done);
    if (read === 0) throw new Error('a spill was cut off while it was read');
    done += read;
  }
  return buffer.toString('utf8');
}

/** The app's own files: installed from a signed frame, checked when served, made again from blocks when damaged. */
import type { Ref } from '../edition/body.ts';
import type { Bytes } from '../edition/bytes.ts';
import { digestOf, MAX_BLOCK } from '../edition/cid.ts';
import type { Role } from '../edition/frame.ts';
import { openGroup, openShell, type ShellFile } from '../edition/shell.ts';
import type { Shelf } from './schema.ts';
import type { InstalledShell, ShellFileRecord, ShellRecord } from './store.ts';

/** Gets a block from the mirrors, whole and verified. */
export type FetchBlock = (digest: string, bytes: number) => Promise<Bytes>;

const NONE: ShellRecord = { current: null, previous: null, next: null };

export async function getShell(shelf: Shelf, publication: string): Promise<ShellRecord> {
  return ((await shelf.get('meta', [publication, 'shell'])) as ShellRecord | undefined) ?? NONE;
}

/** Writes which shells are kept. */
export function putShell(shelf: Shelf, publication: string, record: ShellRecord): Promise<void> {
  return shelf.put('meta', [[[publication, 'shell'], record]]);
}

/** A file of a shell if it is there and undamaged, else null. */
export async function readFile(
  shelf: Shelf,
  publication: string,
  version: number,
  path: string,
): Promise<ShellFileRecord | null> {
  const file = (await shelf.get('files', [publication, version, path])) as ShellFileRecord | undefined;
  return file && (await digestOf(new Uint8Array(file.bytes))) === file.digest ? file : null;
}

/**
 * Makes the files of a shell (of its first `groups` only, where that is said) from its frame and chunks: held blocks
 * first, then the mirrors. Files are stored only when all of them are there and verified. Throws what the mirrors or
 * the format throw; no file is changed then.
 */
export async function buildShell(
  shelf: Shelf,
  publication: string,
  frame: Ref,
  trust: { role: Role; known: { version: number; lowest: number } | null; groups?: number },
  fetchBlock: FetchBlock,
): Promise<InstalledShell> {
  const get = async (digests: readonly string[], size: number): Promise<Bytes[]> => {
    return Promise.all(
      digests.map(async (digest) => {
        const held = (await shelf.get('blocks', [publication, digest])) as ArrayBuffer | undefined;
        const block = held && new Uint8Array(held);
        // A held block may have been damaged on the phone: believe its hash only.
        if (block && (await digestOf(block)) === digest) return block;
        const bytes = await fetchBlock(digest, size);
        // At once: an installation that is cut short goes on where it was.
        await shelf.put('blocks', [[[publication, digest], bytes.slice().buffer]]);
        return bytes;
      }),
    );
  };
  const shell = await openShell((await get([frame[0]], frame[1]))[0]!, trust.role, trust.known);
  const groups = shell.groups.slice(0, trust.groups);
  const chunks = await get(
    groups.flatMap(([digests]) => digests),
    MAX_BLOCK,
  );
  const files: ShellFile[] = [];
  for (const group of groups) files.push(...(await openGroup(group, chunks.splice(0, group[0].length))));
  const page = files.find((file) => file.path === 'index.html');
  const entry = /src="\.\/(assets\/[^"]+\.js)"/.exec(page ? new TextDecoder().decode(page.bytes) : '')?.[1];
  if (!entry) throw new Error('no app');
  const records = await Promise.all(
    files.map(async ({ path, type, bytes }) => {
      const file: ShellFileRecord = { path, type, bytes: bytes.buffer, digest: await digestOf(bytes) };
      return [[publication, shell.version, path], file] satisfies [IDBValidKey, ShellFileRecord];
    }),
  );
  await shelf.put('files', records);
  const whole = groups.length === shell.groups.length;
  return { version: shell.version, lowest: shell.lowest, frame, entry, whole };
}

/** Puts the waiting shell in charge; the one before is kept for one step back. */
export async function promoteShell(shelf: Shelf, publication: string): Promise<void> {
  const { current, next } = await getShell(shelf, publication);
  if (next)
    await putShell(shelf, publication, { current: { ...next, trial: 0 }, previous: current, next: null });
}

/** How often a new shell may be served without a first paint before the one before is put back. */
const TRIALS = 2;

/**
 * Counts a start of a shell on trial; puts the one before back where it has failed too often. Returns the script of
 * the shell in charge.
 */
export async function tryShell(shelf: Shelf, publication: string): Promise<string | undefined> {
  const record = await getShell(shelf, publication);
  const { current, previous } = record;
  if (current?.trial === undefined) return current?.entry;
  const change =
    previous && current.trial >= TRIALS
      ? { current: previous, previous: null, next: null, rejected: current.version }
      : { current: { ...current, trial: current.trial + 1 } };
  await putShell(shelf, publication, { ...record, ...change });
  return change.current.entry;
}

/** The app has painted: the shell in charge is good. */
export async function proveShell(shelf: Shelf, publication: string): Promise<void> {
  const record = await getShell(shelf, publication);
  if (record.current?.trial === undefined) return;
  const { trial, ...current } = record.current;
  await putShell(shelf, publication, { ...record, current });
}

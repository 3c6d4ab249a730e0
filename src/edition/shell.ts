import { type Bytes, concat } from './bytes.ts';
import { openFrame, type Role } from './frame.ts';
import { Refusal } from './refusal.ts';
import { CODEC, demand, inflate, isCount, isDigest, isText } from './text.ts';

/** Files that are joined, deflated, then cut into chunks: one codec byte stands before the deflated bytes. */
export type Group = [digests: string[], files: [path: string, type: string, bytes: number][]];

/** The app's own files (docs/format.md section 10), signed by the shell role. */
export interface Shell {
  v: 1;
  version: number;
  /** Versions below this one must not be installed any more. */
  lowest: number;
  /** Of the messages between worker and shell. */
  protocol: number;
  groups: Group[];
}

export interface ShellFile {
  path: string;
  type: string;
  bytes: Bytes;
}

/** Version of the messages between service worker and shell: a shell that speaks a later one needs a later worker. */
export const PROTOCOL = 1;

/** No group is larger inflated (bytes). */
const MAX_GROUP = 1_048_576;

/** Opens a shell frame; throws `OldShell` for a version below `known`'s or below its lowest. */
export async function openShell(
  bytes: Bytes,
  role: Role,
  known: { version: number; lowest: number } | null,
): Promise<Shell> {
  const shell = await openFrame(bytes, 'shell', role);
  demand(
    shell.v === 1 && isCount(shell.version) && isCount(shell.lowest) && isCount(shell.protocol),
    'shell',
  );
  demand(Array.isArray(shell.groups) && shell.groups.length > 0, 'groups');
  for (const group of shell.groups) {
    demand(
      Array.isArray(group) && Array.isArray(group[0]) && group[0].every(isDigest) && Array.isArray(group[1]),
      'group',
    );
    for (const file of group[1]) {
      demand(Array.isArray(file) && isSafePath(file[0]) && isText(file[1]) && isCount(file[2]), 'shell file');
    }
  }
  if ((shell.protocol as number) > PROTOCOL) throw new Refusal('UnknownFeature');
  if (known && (shell.version < known.version || shell.version < known.lowest)) {
    throw new Refusal('OldShell');
  }
  return shell as unknown as Shell;
}

/** Inflates a group from its chunks (already checked against their digests) and cuts it into files. */
export async function openGroup([, files]: Group, chunks: readonly Bytes[]): Promise<ShellFile[]> {
  const joined = concat(...chunks);
  if (joined[0] !== CODEC.utf8) throw new Refusal('UnknownCodec');
  const whole = await inflate(joined.subarray(1), MAX_GROUP);
  let at = 0;
  const opened = files.map(([path, type, size]) => {
    const bytes = whole.slice(at, at + size);
    at += size;
    return { path, type, bytes };
  });
  if (at !== whole.length) throw new Refusal('WrongShape');
  return opened;
}

function isSafePath(path: unknown): path is string {
  return isText(path) && /^[\w-]+([./][\w-]+)*$/.test(path);
}

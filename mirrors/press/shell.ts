/** The app's own files as a signed shell (docs/format.md section 10). */
import { isDeepStrictEqual } from 'node:util';
import { type Bytes, concat } from '../../src/edition/bytes.ts';
import type { Head } from '../../src/edition/head.ts';
import type { Group, Shell } from '../../src/edition/shell.ts';
import { CODEC } from '../../src/edition/text.ts';
import { PublisherError } from '../config.ts';
import { typeOf } from '../server/kinds.ts';
import { deflate, packJson, refOf } from './deflate.ts';
import { readIfThere } from './files.ts';

/** What the build says of the app: `groups` of paths below `app/`, what the first screen needs first. */
export interface BuiltApp {
  protocol: number;
  lowest: number;
  groups: string[][];
}

/** Reads `app.json` of a built app, or null where nothing was built. */
export async function readApp(folder: string): Promise<BuiltApp | null> {
  const bytes = await readIfThere(`${folder}/app.json`);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as BuiltApp);
}

/**
 * The shell of a built app. Its version is that of `before` where nothing of it changed, else the next.
 * @param options.sign signs a frame body as the shell role
 * @param options.put takes blocks
 * @returns what the head says of it
 */
export async function pressShell(
  folder: string,
  app: BuiltApp,
  options: {
    before: { shell: Shell; ref: NonNullable<Head['shell']> } | null;
    object: number;
    sign(body: Bytes): Promise<Bytes>;
    put(block: Bytes): unknown;
  },
): Promise<NonNullable<Head['shell']>> {
  const { before, object, sign, put } = options;
  const groups: Group[] = [];
  for (const paths of app.groups) groups.push(await pressGroup(folder, paths, object, put));
  const { protocol, lowest } = app;
  if (before && isDeepStrictEqual(pick(before.shell), { protocol, lowest, groups })) return before.ref;
  const version = (before?.shell.version ?? 0) + 1;
  const shell: Shell = { v: 1, version, lowest, protocol, groups };
  const frame = await sign(packJson(JSON.stringify(shell)));
  put(frame);
  return [version, ...refOf(frame)];
}

const pick = ({ protocol, lowest, groups }: Shell) => ({ protocol, lowest, groups });

async function pressGroup(
  folder: string,
  paths: readonly string[],
  object: number,
  put: (block: Bytes) => unknown,
): Promise<Group> {
  const files: Group[1] = [];
  const parts: Bytes[] = [];
  for (const path of paths) {
    const bytes = await readIfThere(`${folder}/app/${path}`);
    if (!bytes)
      throw new PublisherError(`The built app lacks ${folder}/app/${path}: build it again (npm run build).`);
    files.push([path, typeOf(path), bytes.length]);
    parts.push(bytes);
  }
  const packed = concat(Uint8Array.of(CODEC.utf8), deflate(concat(...parts)));
  const digests: string[] = [];
  for (let at = 0; at < packed.length; at += object) {
    const chunk = packed.slice(at, at + object);
    digests.push(refOf(chunk)[0]);
    put(chunk);
  }
  return [digests, files];
}

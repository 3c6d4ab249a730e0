/** A new newsroom: a folder with `tamizdat.json` and keys. */
import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { utf8 } from '../../src/edition/bytes.ts';
import { readFrame } from '../../src/edition/frame.ts';
import { publicationOf, type Root } from '../../src/edition/root.ts';
import { CONFIG_FILE, PublisherError, parseConfig } from '../config.ts';
import { packJson } from './deflate.ts';
import { folderWriter } from './files.ts';
import { makeKey, ROOT_KEY_FILE, rootFrameFile, signFrame } from './keys.ts';

const YEAR_S = 365 * 24 * 3600;

export interface InitOptions {
  /** One for all languages, or one for each. */
  name?: string | Record<string, string>;
  /** Language codes; the first is that of articles which name none. */
  languages?: string[];
  /** Further members of `tamizdat.json`, such as `sources` and `mirrors`. */
  more?: Record<string, unknown>;
  /** The time, in ms since 1970. */
  now?: () => number;
}

/**
 * Makes a newsroom. One key does for all roles, which is for a start: the caller should say so.
 * @returns the id of the publication
 * @throws PublisherError where there is one already, or the folder cannot be written
 */
export async function initNewsroom(
  folder: string,
  options: InitOptions = {},
): Promise<{ publication: string }> {
  for (const name of [CONFIG_FILE, join('keys', ROOT_KEY_FILE)]) {
    if (
      await access(join(folder, name)).then(
        () => true,
        () => false,
      )
    ) {
      throw new PublisherError(
        `${join(folder, name)} is there already: ${folder} is a newsroom, press it, or choose another folder.`,
      );
    }
  }
  const name = options.name ?? basename(resolve(folder));
  const languages = options.languages ?? ['ru'];
  const config = { name, languages, sources: [], mirrors: [], ...options.more };
  const text = `${JSON.stringify(config, null, 2)}\n`;
  const { names } = parseConfig(text, resolve(folder, CONFIG_FILE));

  const { signer, pem } = makeKey();
  const role = { threshold: 1, keys: [signer.key] };
  const root: Root = {
    v: 1,
    n: 1,
    expires: Math.floor((options.now ?? Date.now)() / 1000) + YEAR_S,
    name: names,
    roles: { root: role, head: role, shell: role },
  };
  const frame = await signFrame('root', packJson(JSON.stringify(root)), role, [signer]);
  const writer = folderWriter(folder);
  await writer.write(`keys/${ROOT_KEY_FILE}`, utf8(pem), 0o600);
  await writer.write(`keys/${rootFrameFile(1)}`, frame);
  // Keys are for the publisher's own copies, never for a repository; the rest can be made again.
  await writer.write('.gitignore', utf8('keys/*.pem\n.cache/\n.lock\nreports/\n'));
  await writer.write(CONFIG_FILE, utf8(text));
  return { publication: await publicationOf(readFrame(frame, 'root')) };
}

/** The newsroom of the demonstration: the built-in guide, or a feed that somebody named. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What stands in a `tamizdat.json` of the demonstration. */
interface Settings {
  name: string | Record<string, string>;
  languages: string[];
  sources: ({ folder: string } | { feed: string })[];
  mirrors: string[];
}

/** Articles published from the control page lie here, below the newsroom. */
export const EXTRA = 'extra';

const guide = fileURLToPath(new URL('../guide/', import.meta.url));

/** A folder below `work` that belongs to this feed (the guide where it is null), the same at every start. */
export function newsroomFolder(work: string, feed: string | null): string {
  if (feed === null) return join(work, 'guide');
  return join(work, `feed-${createHash('sha256').update(feed).digest('hex').slice(0, 12)}`);
}

/** A feed as given on the command line: an address, or a file relative to `folder`. */
export function feedFrom(given: string, folder: string): string {
  return /^https?:\/\//i.test(given) ? given : resolve(folder, given);
}

/**
 * Writes `tamizdat.json` into the newsroom, and a fresh copy of the guide's articles. What was published from the
 * control page before stays.
 * @param options.init makes a newsroom with keys; called where there are none yet
 */
export async function prepareNewsroom(options: {
  folder: string;
  feed: string | null;
  mirrors: string[];
  init: (
    folder: string,
    settings: { name: string | Record<string, string>; languages: string[] },
  ) => Promise<unknown>;
}): Promise<Settings> {
  const { folder, feed, mirrors } = options;
  const settings = feed === null ? await guideSettings() : feedSettings(feed);
  settings.mirrors = mirrors;
  await mkdir(folder, { recursive: true });
  if (!(await exists(join(folder, 'keys')))) {
    // New keys are a new publication: what the old ones signed would only be in its way.
    for (const name of ['tamizdat.json', 'site', 'earlier']) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    await options.init(folder, { name: settings.name, languages: settings.languages });
  }
  if (feed === null) {
    await rm(join(folder, 'articles'), { recursive: true, force: true });
    await cp(join(guide, 'articles'), join(folder, 'articles'), { recursive: true });
  }
  if (await exists(join(folder, EXTRA))) settings.sources.push({ folder: EXTRA });
  await writeSettings(folder, settings);
  return settings;
}

/** Makes the folder of published articles one of the newsroom's sources. */
export async function addExtra(folder: string): Promise<void> {
  const settings = JSON.parse(await readFile(join(folder, 'tamizdat.json'), 'utf8')) as Settings;
  if (settings.sources.some((one) => 'folder' in one && one.folder === EXTRA)) return;
  settings.sources.push({ folder: EXTRA });
  await writeSettings(folder, settings);
}

async function guideSettings(): Promise<Settings> {
  return JSON.parse(await readFile(join(guide, 'tamizdat.json'), 'utf8')) as Settings;
}

function feedSettings(feed: string): Settings {
  const name = /^https?:/i.test(feed) ? new URL(feed).hostname : basename(feed).replace(/\.\w+$/, '');
  return { name, languages: ['ru', 'en'], sources: [{ feed }], mirrors: [] };
}

async function writeSettings(folder: string, settings: Settings): Promise<void> {
  const file = join(folder, 'tamizdat.json');
  await writeFile(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * A clock that begins at the same moment at every run, since screens show dates: here, in pages, and in the scripts that
 * run beside them. It goes on as clocks do, or nothing that waits would work.
 */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';

/** 10:40 in Moscow: ms since 1970. */
export const NOW = Date.UTC(2026, 10, 20, 7, 40);

/** Lets `Date` be so many ms ahead, in whatever world runs it. */
const ahead = (ms: number): string =>
  `{const Own=Date;globalThis.Date=class extends Own{constructor(...given){given.length?super(...given):super(Date.now())}static now(){return Own.now()+${ms}}}}`;

/** Starts the clock in this process. Returns the script that starts it elsewhere, the same by a second or so. */
export function startClock(): string {
  const script = ahead(NOW - Date.now());
  runInThisContext(script);
  return script;
}

/** A copy of the built app whose workers go by that clock. */
export async function clockedApp(dist: string, folder: string, clock: string): Promise<string> {
  await cp(dist, folder, { recursive: true });
  const assets = join(folder, 'app', 'assets');
  const engines = (await readdir(assets)).filter((name) => name.startsWith('engine'));
  for (const file of [join(folder, 'way-in', 'sw.js'), ...engines.map((name) => join(assets, name))])
    await writeFile(file, `${clock};${await readFile(file, 'utf8')}`);
  return folder;
}

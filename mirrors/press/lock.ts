/** One press at a time in a newsroom: two would give one number to two editions. */
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { PublisherError } from '../config.ts';
import { writeSentence } from './files.ts';

export const LOCK_FILE = '.lock';

/** A run says so often that it lives (ms), and after so long without a word it is taken for dead. */
const BEAT_MS = 20_000;
const STALE_MS = 10 * 60_000;

interface Owner {
  pid: number;
  host: string;
  since: string;
}

/**
 * Takes the lock of a newsroom. What a killed run left is taken over.
 * @returns what gives it back
 * @throws PublisherError where another run holds it
 */
export async function lockNewsroom(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, LOCK_FILE);
  const owner: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(file, JSON.stringify(owner), { flag: 'wx' });
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') throw new PublisherError(writeSentence(error as Error, file));
    }
    const other = await readOwner(file);
    if (other && (tries > 3 || isAlive(other))) {
      throw new PublisherError(
        `Another run presses ${folder} since ${other.since} (process ${other.pid} on ${other.host}): wait for its end; if there is none, delete ${file}.`,
      );
    }
    // By renaming: of two runs that find it dead one alone takes it away.
    const aside = `${file}.${process.pid}`;
    await rename(file, aside).catch(() => undefined);
    await rm(aside, { force: true });
  }
  const beat = setInterval(() => {
    const now = new Date();
    // Where the newsroom was deleted meanwhile the run itself will say so.
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await rm(file, { force: true });
  };
}

async function readOwner(file: string): Promise<(Owner & { beat: number }) | null> {
  try {
    const [text, { mtimeMs }] = [await readFile(file, 'utf8'), await stat(file)];
    // Cut off while it was written, or being written at this moment.
    const owner =
      text === '' ? { pid: 0, host: '', since: new Date(mtimeMs).toISOString() } : JSON.parse(text);
    return { ...(owner as Owner), beat: mtimeMs };
  } catch {
    return null; // Gone already.
  }
}

function isAlive({ pid, host, beat }: Owner & { beat: number }): boolean {
  // A number may belong to somebody else by now, above all after a restart of the machine.
  if (Date.now() - beat > STALE_MS) return false;
  if (pid === 0) return Date.now() - beat < BEAT_MS;
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

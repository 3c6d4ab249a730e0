/** One press at a time in a newsroom: two would give one number to two editions. */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PublisherError } from '../config.ts';
import { writeSentence } from './files.ts';

export const LOCK_FILE = '.lock';

/** A run says so often that it lives (ms), and after so long without a word it is taken for dead. */
const BEAT_MS = 20_000;
const STALE_MS = 10 * 60_000;
const MOST_TRIES = 200;
/** Looking at a dead run's lock takes no longer (ms): who has been at it for so long was killed there. */
const TURN_MS = 1_000;

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
  for (let tries = 0; !(await create(file, JSON.stringify(owner))); tries++) {
    const other = await readOwner(file);
    if (other && (tries > MOST_TRIES || isAlive(other))) {
      throw new PublisherError(
        `Another run presses ${folder} since ${other.since} (process ${other.pid} on ${other.host}): wait for its end; if there is none, delete ${file}.`,
      );
    }
    if (other) await clearDead(file);
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

/** Makes a file that is not there yet; says whether it did. */
async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new PublisherError(writeSentence(error as Error, file));
  }
}

/**
 * Takes a dead run's lock away. Of several that find it one alone may, and looks again first: what lies there by then
 * may be the lock of a run that lives.
 */
async function clearDead(file: string): Promise<void> {
  const turn = `${file}.turn`;
  if (!(await create(turn, ''))) {
    const since = await stat(turn).then(({ mtimeMs }) => mtimeMs, Date.now);
    if (Date.now() - since > TURN_MS) await rm(turn, { force: true });
    await setTimeout(20);
    return;
  }
  try {
    const other = await readOwner(file);
    if (other && !isAlive(other)) await rm(file, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

async function readOwner(file: string): Promise<(Owner & { beat: number }) | null> {
  let text: string;
  let beat: number;
  try {
    [text, { mtimeMs: beat }] = [await readFile(file, 'utf8'), await stat(file)];
  } catch {
    return null; // Gone already.
  }
  const nobody = { host: '', since: new Date(beat).toISOString(), beat };
  // Being written at this moment, perhaps.
  if (text === '') return { pid: 0, ...nobody };
  try {
    return { ...(JSON.parse(text) as Owner), beat };
  } catch {
    // It is written at one stroke: whoever did not get to its end was killed there.
    return { pid: -1, ...nobody };
  }
}

function isAlive({ pid, host, beat }: Owner & { beat: number }): boolean {
  // A number may belong to somebody else by now, above all after a restart of the machine.
  if (pid < 0 || Date.now() - beat > STALE_MS) return false;
  if (pid === 0) return Date.now() - beat < BEAT_MS;
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

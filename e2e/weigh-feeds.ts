/**
 * Reads every feed of a folder in a process of its own, and says what that cost: for tests.
 * tsx e2e/weigh-feeds.ts <folder>
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSource, SourceError } from '../mirrors/newsroom/index.ts';

/** What reading a folder of feeds cost. */
export interface Weighed {
  /** Seconds of the processor and the keys of the articles; null for what is no feed. */
  feeds: Record<string, { seconds: number; keys: string[] | null }>;
  /** The most memory that the whole process held at any moment, the program itself included (MB). */
  peak: number;
}

/** The files of a folder, and below it, that may be feeds. */
export async function feedNames(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name));
}

async function weigh(folder: string): Promise<Weighed> {
  const feeds: Weighed['feeds'] = {};
  for (const name of await feedNames(folder)) {
    const start = process.cpuUsage();
    const keys = await readSource(
      { feed: join(folder, name) },
      { folder: '/', language: 'en', report: () => {} },
    ).then(
      (drafts) => drafts.map(({ key }) => key),
      (error: unknown) => {
        if (error instanceof SourceError) return null;
        throw error;
      },
    );
    const { user, system } = process.cpuUsage(start);
    feeds[name] = { seconds: (user + system) / 1e6, keys };
  }
  return { feeds, peak: process.resourceUsage().maxRSS / 1024 };
}

const folder = process.argv[2];
if (import.meta.filename === process.argv[1] && folder)
  process.stdout.write(JSON.stringify(await weigh(folder)));

/** `npm start`: presses a publication and serves it where it can be broken. */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { press } from '../press/index.ts';
import { initNewsroom } from '../press/init.ts';
import { openTerminal } from '../press/terminal.ts';
import { type Demo, openDemo, type Publisher } from './demo.ts';
import { feedFrom, newsroomFolder } from './newsroom.ts';
import { type Options, readOptions, UsageError, usage } from './options.ts';

const work = fileURLToPath(new URL('../../.cache/demo/', import.meta.url));

const terminal = openTerminal(process.stderr);

const publisher: Publisher = {
  init: initNewsroom,
  async press(folder) {
    const { failures } = await press({ newsroom: folder, report: { progress: terminal.progress, warn } });
    terminal.done();
    return { failures };
  },
};

/** Sentences that were printed already. */
const said = new Set<string>();

function warn(sentence: string): void {
  said.add(sentence);
  terminal.warn(sentence);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(`${error.message}\n${usage.trimEnd()}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  // Also while pressing: whoever presses Ctrl-C wants it to end now. Files are renamed into place, none is left half.
  const early = interrupted.then(() => null);
  try {
    const feed = options.feed === null ? null : await findFeed(options.feed);
    const opening = openDemo({ newsroom: newsroomFolder(work, feed), feed, port: options.port, publisher });
    const demo = await Promise.race([opening, early]);
    if (!demo) return 0;
    process.stdout.write(welcome(demo));
    await interrupted;
    await demo.close();
    return 0;
  } catch (error) {
    terminal.done();
    const message = error instanceof Error ? error.message : String(error);
    if (!said.has(message)) say(message);
    return 1;
  }
}

/** A file is meant relative to where the command was typed: npm runs it in the project's folder. */
async function findFeed(given: string): Promise<string> {
  const feed = feedFrom(given, process.env.INIT_CWD ?? process.cwd());
  if (/^https?:/i.test(feed)) return feed;
  try {
    await stat(feed);
  } catch (error) {
    throw new Error(`No feed at ${feed}: give --feed an address or the path of a file.`, { cause: error });
  }
  return feed;
}

function welcome(demo: Demo): string {
  const [main, ...mirrors] = demo.addresses;
  return `
  Edition ${demo.edition()} of the paper is served from:

    main address   ${main!.url}
${mirrors.map((one) => `    mirror         ${one.url}`).join('\n')}
    control page   ${demo.control.url}

  Try it: open the main address, break it on the control page, publish a new article there,
  and open the paper again: the news comes through a mirror. Ctrl-C ends everything.

`;
}

process.exit(await main());

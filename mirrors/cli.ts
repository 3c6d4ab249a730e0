/** The publisher's command. Results go to stdout, progress and errors to stderr; exit code 0 done, 1 failed, 2 bad usage. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PublisherError } from './config.ts';
import { nearest } from './nearest.ts';
import { openTerminal } from './press/terminal.ts';

const USAGE = `Usage: tamizdat <command>

  init <newsroom> [--name N] [--language ru] [--feed F]
                                               make a folder with tamizdat.json and keys
  press <newsroom> [--renew] [--json]          sources -> signed edition -> <newsroom>/site
  press <newsroom> --watch N [--hook PORT]     the same every N minutes, or when a webhook says so
  serve <site> [--port N] [--host H]           serve a site as the reference mirror
  check <url>… [--json]                        look at mirrors as a reader would
  open <site or url> [--json] [--extract DIR]  verify an edition, print or unpack it
  restore <url> --to <newsroom>                bring a site back from a mirror
  profile <url or file> [--url U]              what is taken of a page, and a profile for its site
  withdraw <newsroom> <article>… [--reason R] [--undo]
                                               take articles back (or let them come again)
`;

/** How the command was called was wrong. */
class UsageError extends Error {
  override name = 'UsageError';
}

interface Call {
  /** What stands after the command. */
  words: string[];
  flags: Record<string, string | boolean | undefined>;
}

interface Command {
  /** Names of what must stand after it; the last may repeat if it ends in `…`. */
  words: string[];
  flags: Record<string, 'string' | 'boolean'>;
  run(call: Call): Promise<number>;
}

/** npm runs scripts in the project's folder; a path is meant from where the person stands. */
const here = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path);
const isAddress = (text: string) => /^https?:\/\//i.test(text);
const text = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
const say = (line: string) => process.stdout.write(`${line}\n`);

const terminal = openTerminal(process.stderr);

const COMMANDS: Record<string, Command> = {
  init: {
    words: ['newsroom'],
    flags: { name: 'string', language: 'string', feed: 'string' },
    async run({ words, flags }) {
      const { initNewsroom } = await import('./press/init.ts');
      const folder = here(words[0]!);
      const name = text(flags.name);
      const languages = text(flags.language)?.split(',');
      const feed = text(flags.feed);
      const { publication } = await initNewsroom(folder, {
        ...(name !== undefined && { name }),
        ...(languages && { languages }),
        ...(feed !== undefined && { more: { sources: [{ feed: isAddress(feed) ? feed : here(feed) }] } }),
      });
      terminal.warn(
        `One key in ${folder}/keys signs everything, which does for a start: keep a copy of that folder off this machine, and let nobody have it.`,
      );
      const next = feed
        ? `press it with "tamizdat press ${words[0]}"`
        : 'add your feeds to "sources" in tamizdat.json, such as {"feed": "https://a.example/rss"}, and press it';
      say(`The publication ${publication} lives in ${folder}: ${next}.`);
      return 0;
    },
  },

  press: {
    words: ['newsroom'],
    flags: { renew: 'boolean', json: 'boolean', watch: 'string', hook: 'string' },
    async run({ words, flags }) {
      const { press } = await import('./press/index.ts');
      const { pressReport, reportJson } = await import('./press/report.ts');
      const newsroom = here(words[0]!);
      const tell = flags.json === true ? reportJson : pressReport;
      const once = async () => {
        const result = await press({ newsroom, renew: flags.renew === true, report: terminal });
        terminal.done();
        process.stdout.write(tell(result));
        return result.failures.length > 0 ? 1 : 0;
      };
      const [watch, hook] = [text(flags.watch), text(flags.hook)];
      if (watch === undefined && hook === undefined) return once();
      const { readWatch, watchNewsroom } = await import('./watch.ts');
      const options = readWatch({ watch, hook, secret: process.env.TAMIZDAT_HOOK_SECRET });
      if (typeof options === 'string') throw new UsageError(options);
      const watching = await watchNewsroom({ ...options, press: once, warn: terminal.warn });
      if (watching.url) terminal.warn(`A POST with the secret to ${watching.url} presses at once.`);
      await new Promise<void>((end) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
      });
      await watching.close();
      return 0;
    },
  },

  withdraw: {
    words: ['newsroom', 'article…'],
    flags: { reason: 'string', undo: 'boolean' },
    async run({ words, flags }) {
      const { press } = await import('./press/index.ts');
      const [newsroom, ...articles] = words as [string, ...string[]];
      const undo = flags.undo === true;
      const { n, withdrawn, turned, site } = await press({
        newsroom: here(newsroom),
        withdraw: { articles, reason: text(flags.reason) ?? '', undo },
        report: terminal,
      });
      terminal.done();
      const done =
        turned.length === 0
          ? 'Nothing new'
          : `${undo ? 'Let come again' : 'Taken back'}: ${turned.join(', ')}`;
      say(
        `${done}. Edition ${n}: ${withdrawn} withdrawn in all. Copy ${site} to every mirror as it is now: delete there what is no longer in it.`,
      );
      return 0;
    },
  },

  serve: {
    words: ['site'],
    flags: { port: 'string', host: 'string' },
    async run({ words, flags }) {
      const port = Number(flags.port ?? 8080);
      if (!Number.isInteger(port) || port < 0 || port > 65_535) {
        throw new UsageError(`--port must be a number from 0 to 65535, not "${flags.port}".`);
      }
      const { startMirror } = await import('./server/index.ts');
      const host = text(flags.host);
      const mirror = await startMirror({ site: here(words[0]!), port, ...(host !== undefined && { host }) });
      say(mirror.url);
      await new Promise<void>((end) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
      });
      await mirror.close();
      return 0;
    },
  },

  check: {
    words: ['url…'],
    flags: { json: 'boolean' },
    async run({ words, flags }) {
      const { checkCommand } = await import('./doctor/check.ts');
      return checkCommand(words, { json: flags.json === true });
    },
  },

  open: {
    words: ['site or url'],
    flags: { json: 'boolean', extract: 'string' },
    async run({ words, flags }) {
      const where = words[0]!;
      if (where.endsWith('.car')) {
        throw new PublisherError(
          `${where} is a CAR file, which cannot be opened yet: open a site folder or an address.`,
        );
      }
      const { openAnywhere } = await import('./press/open-command.ts');
      const folder = text(flags.extract);
      return openAnywhere(isAddress(where) ? where : here(where), {
        json: flags.json === true,
        ...(folder !== undefined && { extractTo: here(folder) }),
      });
    },
  },

  profile: {
    words: ['url or file'],
    flags: { url: 'string' },
    async run({ words, flags }) {
      const where = words[0]!;
      const { profileReport } = await import('./newsroom/page/profile-command.ts');
      process.stdout.write(
        await profileReport(isAddress(where) ? where : here(where), text(flags.url) ?? ''),
      );
      return 0;
    },
  },

  restore: {
    words: ['url'],
    flags: { to: 'string' },
    async run({ words, flags }) {
      const url = words[0]!;
      const to = text(flags.to);
      if (!to) throw new UsageError('restore needs --to <newsroom>.');
      if (!isAddress(url))
        throw new UsageError(`"${url}" is no address: give that of a mirror, such as https://a.example/.`);
      const { restore } = await import('./press/restore.ts');
      const { publication, n, articles, site } = await restore({
        url: url.endsWith('/') ? url : `${url}/`,
        to: here(to),
        tell: terminal.warn,
        progress: (blocks) => terminal.progress('blocks', blocks, 0),
      });
      terminal.done();
      say(`Edition ${n} of ${publication} with ${articles} articles is in ${site}.`);
      return 0;
    },
  },
};

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const isAsked = name !== undefined;
    (isAsked ? process.stdout : process.stderr).write(USAGE);
    return isAsked ? 0 : 2;
  }
  try {
    const command = COMMANDS[name];
    if (!command) {
      throw new UsageError(
        `There is no command "${name}"; did you mean "${nearest(name, Object.keys(COMMANDS))}"?`,
      );
    }
    if (rest.includes('--help')) {
      process.stdout.write(USAGE);
      return 0;
    }
    return await command.run(readCall(name, command, rest));
  } catch (error) {
    terminal.done();
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write(USAGE);
    return 2;
  }
}

function readCall(name: string, { words, flags }: Command, args: readonly string[]): Call {
  const options = Object.fromEntries(Object.entries(flags).map(([flag, type]) => [flag, { type }]));
  let parsed: { values: Call['flags']; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${name}: ${(error as Error).message.split('. ')[0]}.`);
  }
  const repeats = words.at(-1)!.endsWith('…');
  const count = parsed.positionals.length;
  if (count < words.length || (count > words.length && !repeats)) {
    throw new UsageError(`${name} needs ${words.map((word) => `<${word}>`).join(' ')}.`);
  }
  return { words: parsed.positionals, flags: parsed.values };
}

// Whoever reads the results may have enough of them: `tamizdat open … --json | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));

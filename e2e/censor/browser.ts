/** Chromium as people have it: started by hand, with no switch that changes which connections it opens. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findChromium, quietFlags } from '../browser.mjs';
import { openDevtools, type Values } from './devtools.ts';

/** Whom the browser trusts beside its usual authorities. */
export interface Trust {
  /** A home folder whose certificate store holds the authority; null where `certutil` is missing. */
  home: string | null;
  /** Public keys that are taken for good in its stead. */
  keys: readonly string[];
}

/** Makes a home folder that trusts an authority (PEM), or where that cannot be, trusts the servers' own keys. */
export function makeTrust(authority: string, keys: readonly string[]): Trust {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  const store = join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  writeFileSync(join(home, 'authority.pem'), authority);
  const certutil = (...words: string[]) =>
    spawnSync('certutil', ['-d', `sql:${store}`, ...words], { stdio: 'ignore' }).status === 0;
  const made =
    certutil('-N', '--empty-password') &&
    certutil('-A', '-t', 'C,,', '-n', 'authority', '-i', join(home, 'authority.pem'));
  return made ? { home, keys: [] } : { home: null, keys };
}

/** The words that Chromium is started with, for a log or for people. */
export function chromiumWords(options: {
  hosts: ReadonlyMap<string, string | null>;
  trust: Trust;
}): string[] {
  const rules = [...options.hosts].map(([name, to]) => `MAP ${name} ${to ?? '~NOTFOUND'}`);
  return [
    `--host-resolver-rules=${rules.join(', ')}`,
    ...quietFlags,
    '--no-default-browser-check',
    ...(options.trust.keys.length > 0
      ? [`--ignore-certificate-errors-spki-list=${options.trust.keys.join(',')}`]
      : []),
  ];
}

/** Where in a script something was thrown: both numbers from 0. */
interface Place {
  url?: string;
  lineNumber: number;
  columnNumber: number;
}

export interface Browser {
  /** Goes to an address as if it was typed; resolves when the document is there or the browser has given up. */
  go(url: string): Promise<void>;
  /** Runs a function in the page. It must stand on its own: it is sent as text. */
  run<R, A extends unknown[]>(task: (...args: A) => R | Promise<R>, ...args: A): Promise<R>;
  /** Errors that nobody caught, and rejections that nobody handled. */
  readonly errors: readonly string[];
  /** Resolves when the browser has ended, by whomever. */
  readonly closed: Promise<void>;
  /** Ends the browser as a person does, so that its profile is whole; what it stored stays. */
  close(): Promise<void>;
}

/**
 * Starts Chromium on a profile folder.
 * @param options.hosts where names lead: `ip:port`, or null for a name that does not exist. No other name is asked for.
 * @throws Error where there is no Chromium
 */
export async function openBrowser(options: {
  profile: string;
  hosts: ReadonlyMap<string, string | null>;
  trust: Trust;
  /** In a window, for people. */
  visible?: boolean;
}): Promise<Browser> {
  const program = findChromium();
  if (!program)
    throw new Error('No Chromium here: run node e2e/setup.mjs browser, or name one in CHROMIUM_PATH.');
  const words = [
    ...[
      '--headless=new',
      '--remote-debugging-pipe',
      `--user-data-dir=${options.profile}`,
      '--lang=ru',
      '--accept-lang=ru-RU,ru',
    ],
    ...['--window-size=360,640', '--hide-scrollbars', '--password-store=basic', '--use-mock-keychain'],
    // As root, as in a container, Chromium starts only so.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...chromiumWords(options),
    'about:blank',
  ];
  const child: ChildProcess = spawn(program, words, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANGUAGE: 'ru', ...(options.trust.home && { HOME: options.trust.home }) },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const devtools = openDevtools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const errors: string[] = [];
  devtools.onEvent((method, params) => {
    if (method !== 'Runtime.exceptionThrown') return;
    const { exceptionDetails: thrown } = params as {
      exceptionDetails: Place & {
        text: string;
        exception?: { description?: string };
        stackTrace?: { callFrames: Place[] };
      };
    };
    const { url, lineNumber, columnNumber } = thrown.stackTrace?.callFrames[0] ?? thrown;
    errors.push(
      thrown.exception?.description ?? `${thrown.text} at ${url}:${lineNumber + 1}:${columnNumber + 1}`,
    );
  });
  const session = await firstPage(devtools);
  await devtools.send('Runtime.enable', {}, session);
  await devtools.send('Page.enable', {}, session);

  return {
    errors,
    closed: exited,
    async go(url) {
      await devtools.send('Page.navigate', { url, transitionType: 'typed' }, session);
    },
    async run(task, ...args) {
      const { result, exceptionDetails } = (await devtools.send(
        'Runtime.evaluate',
        {
          // Loaders of TypeScript may have put calls of a helper of theirs into the text.
          expression: `((__name) => ${task.toString()})((task) => task)(...${JSON.stringify(args)})`,
          awaitPromise: true,
          returnByValue: true,
        },
        session,
      )) as { result: { value: never }; exceptionDetails?: Values };
      if (exceptionDetails) throw new Error(`in the page: ${JSON.stringify(exceptionDetails)}`);
      return result.value;
    },
    async close() {
      await devtools.send('Browser.close').catch(() => undefined); // gone already: what was wanted
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Attaches to the page that the browser opens by itself. */
async function firstPage(devtools: ReturnType<typeof openDevtools>): Promise<string> {
  for (;;) {
    const { targetInfos } = (await devtools.send('Target.getTargets')) as {
      targetInfos: { type: string; targetId: string }[];
    };
    const page = targetInfos.find(({ type }) => type === 'page');
    if (page) {
      const { sessionId } = (await devtools.send('Target.attachToTarget', {
        targetId: page.targetId,
        flatten: true,
      })) as { sessionId: string };
      return sessionId;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

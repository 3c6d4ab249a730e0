/** Browsers of other families than the one that all other specs use, as far as there are any here. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from '@playwright/test';
import { launch } from 'puppeteer-core';
import { Builder, Capabilities } from 'selenium-webdriver';
import { findFirefox, findWebKit } from '../browser.mjs';
import { until } from './browser.ts';

/** What is asked of a page, whoever drives it: a function that leans on nothing outside of it. */
export interface Looked {
  evaluate<T>(work: () => T | Promise<T>): Promise<T>;
}

export interface Engine extends Looked {
  /** Opens an address; a browser's own error page is no error. */
  go(url: string): Promise<void>;
  /** One step back in the history. */
  back(): Promise<void>;
  close(): Promise<void>;
}

const WINDOW = { width: 400, height: 760 };

/** What each is started with; null where this machine has none. */
const found = {
  firefox: () => {
    const path = findFirefox();
    return path === null ? null : () => openFirefox(path);
  },
  webkit: () => {
    const parts = findWebKit();
    return parts === null ? null : () => openWebKit(parts);
  },
};

export const ENGINES = Object.keys(found) as (keyof typeof found)[];

/** For a group of tests: starts that browser. Where there is none to be driven the group is skipped, and says so. */
export function needEngine(name: keyof typeof found): () => Promise<Engine> {
  const start = found[name]();
  const why = `there is no ${name} here that can be driven`;
  if (!start && process.env.TEST_WORKER_INDEX === undefined)
    process.stderr.write(`Tests in ${name} are skipped: ${why}.\n`);
  test.skip(!start, why);
  return start ?? (() => Promise.reject(new Error(why)));
}

async function openFirefox(executablePath: string): Promise<Engine> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
  });
  const page = await browser.newPage();
  await page.setViewport(WINDOW);
  return {
    evaluate: (work) => page.evaluate(work) as Promise<never>,
    go: async (url) => void (await page.goto(url).catch(() => undefined)),
    back: async () => void (await page.goBack()),
    close: () => browser.close(),
  };
}

async function openWebKit(parts: NonNullable<ReturnType<typeof findWebKit>>): Promise<Engine> {
  const screen = spawn(parts.screen, ['-displayfd', '3', '-screen', '0', '1024x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const started: ChildProcess[] = [screen];
  const end = (): void => {
    for (const one of started.reverse()) one.kill();
  };
  try {
    const [display] = (await once(screen.stdio[3]!, 'data')) as [Buffer];
    const port = await freePort();
    const env = {
      ...process.env,
      DISPLAY: `:${String(display).trim()}`,
      LANGUAGE: 'ru',
      LANG: 'ru_RU.UTF-8',
    };
    started.push(spawn(parts.driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' }));
    const server = `http://127.0.0.1:${port}`;
    await until(
      'the driver of WebKit',
      () => fetch(`${server}/status`),
      ({ ok }) => ok,
    );
    const browser = await new Builder()
      .usingServer(server)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          acceptInsecureCerts: true,
          'webkitgtk:browserOptions': { binary: parts.browser, args: ['--automation'] },
        }),
      )
      .build();
    await browser
      .manage()
      .window()
      .setRect({ x: 0, y: 0, ...WINDOW });
    await browser.manage().setTimeouts({ pageLoad: 20_000, script: 20_000 });
    return {
      async evaluate(work) {
        const { value, error } = (await browser.executeAsyncScript(
          `const end = arguments[0];
          (async () => (${work})())().then((value) => end({ value }), (error) => end({ error: String(error) }));`,
        )) as { value?: never; error?: string };
        if (error !== undefined) throw new Error(error);
        return value as never;
      },
      go: async (url) => void (await browser.get(url).catch(() => undefined)),
      back: () => browser.navigate().back(),
      async close() {
        await browser.quit();
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

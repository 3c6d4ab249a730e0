/** Chromium with nothing in its pages but what they bring: a test tool's scripts would be half of what is measured. */
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { findChromium, quietFlags } from '../browser.mjs';
import { openDevtools, type Values } from '../censor/devtools.ts';

/** How long a new tab has to come to rest (ms): its making is no part of the page. */
const SETTLED = 500;

/** A tab of that browser. */
export interface PlainPage {
  send(method: string, params?: Values): Promise<Values>;
  /** What an expression is, or what its promise resolves to. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

export interface PlainBrowser {
  /** A tab of its own, on a CPU slowed so many times. */
  page(rate: number): Promise<PlainPage>;
  close(): Promise<void>;
}

/** Starts Chromium on a profile, driven by its own protocol alone. */
export async function openPlainBrowser(profile: string): Promise<PlainBrowser> {
  const child = spawn(
    findChromium() ?? 'chromium',
    [
      ...['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--window-size=360,640'],
      ...quietFlags,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const { send } = openDevtools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    async page(rate) {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const ask = (method: string, params: Values = {}) => send(method, params, sessionId as string);
      await ask('Emulation.setCPUThrottlingRate', { rate });
      await pause(SETTLED);
      return {
        send: ask,
        async evaluate<T>(expression: string) {
          const options = { expression, returnByValue: true, awaitPromise: true };
          const { result, exceptionDetails } = (await ask('Runtime.evaluate', options)) as {
            result: Values;
            exceptionDetails?: unknown;
          };
          if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
          return result.value as T;
        },
        close: async () => void (await send('Target.closeTarget', { targetId })),
      };
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}

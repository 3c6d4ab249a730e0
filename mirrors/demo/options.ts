/** The options of `npm start`. */
import { parseArgs } from 'node:util';

export interface Options {
  port: number;
  /** As given; null for the built-in guide. */
  feed: string | null;
  help: boolean;
}

/** Wrong use of the command; the message is one sentence. */
export class UsageError extends Error {}

export const usage = `Usage: npm start [-- --feed <url or file>] [--port N]
  --feed <url or file>  press this feed instead of the built-in guide
  --port N              port of the main address (default 8080); the three mirrors and
                        the control page take the four ports after it
`;

/** Ports needed in a row: the main address, three mirrors, the control page. */
const PORTS = 5;

/** @throws UsageError */
export function readOptions(args: string[]): Options {
  let values: { port?: string; feed?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: { port: { type: 'string' }, feed: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ', 1)[0]?.replace(/\.?$/, '.'));
  }
  const port = Number(values.port ?? '8080');
  if (!/^\d+$/.test(values.port ?? '8080') || port < 1 || port + PORTS - 1 > 65_535) {
    throw new UsageError(`--port takes a number from 1 to ${65_535 - PORTS + 1}, not "${values.port}".`);
  }
  if (values.feed !== undefined && values.feed.trim() === '') {
    throw new UsageError('--feed takes an address or a file.');
  }
  return { port, feed: values.feed ?? null, help: values.help ?? false };
}

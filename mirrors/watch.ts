/** Pressing again and again: every so many minutes, and when a webhook says that there is news. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shorter secret could be found by trying. */
const SHORTEST_SECRET = 16;
const LARGEST_CALL = 1_000_000;

export interface WatchOptions {
  /** Minutes between the end of a run and the next; null: only when called. */
  minutes: number | null;
  hook: { port: number; secret: string } | null;
}

/** What `--watch` and `--hook` ask for, or a sentence that says what is wrong with it. */
export function readWatch(given: {
  watch: string | undefined;
  hook: string | undefined;
  /** Shared with whoever calls; never a flag, since flags can be seen by everybody on a machine. */
  secret: string | undefined;
}): WatchOptions | string {
  const minutes = given.watch === undefined ? null : Number(given.watch);
  if (minutes !== null && !(minutes >= 1 && minutes <= 10_080))
    return `--watch must be a number of minutes from 1 to 10080, not "${given.watch}".`;
  if (given.hook === undefined) return { minutes, hook: null };
  const port = Number(given.hook);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return `--hook must be a port from 0 to 65535, not "${given.hook}".`;
  const { secret = '' } = given;
  if (secret.length < SHORTEST_SECRET)
    return `--hook needs a secret of at least ${SHORTEST_SECRET} letters in the environment variable TAMIZDAT_HOOK_SECRET.`;
  return { minutes, hook: { port, secret } };
}

export interface Watching {
  /** Where the webhook listens, on this machine alone. */
  url: string | null;
  /** Ends the watch, after the run that is under way. */
  close(): Promise<void>;
}

/**
 * Presses now, and then whenever it is time. A run that fails costs itself: the next comes at its time. Calls that come
 * while a run is under way make one more run after it.
 * @param options.press one run
 * @param options.warn takes a sentence
 */
export async function watchNewsroom(
  options: WatchOptions & { press(): Promise<unknown>; warn(sentence: string): void },
): Promise<Watching> {
  const { minutes, hook, press, warn } = options;
  let running: Promise<void> | null = null;
  let [isAsked, isClosed] = [false, false];
  let timer: NodeJS.Timeout | undefined;

  const run = async () => {
    clearTimeout(timer);
    do {
      isAsked = false;
      try {
        await press();
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
      }
    } while (isAsked && !isClosed);
    running = null;
    if (minutes !== null && !isClosed) timer = setTimeout(ask, minutes * 60_000);
  };
  function ask(): void {
    isAsked = true;
    running ??= run();
  }

  const server = hook && (await listen(hook, ask));
  ask();
  return {
    url: server && `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      server?.close();
      server?.closeAllConnections();
      await running;
    },
  };
}

/** Listens on this machine alone: what stands before it has TLS and a name. */
function listen({ port, secret }: NonNullable<WatchOptions['hook']>, ask: () => void): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number): void => {
      response.writeHead(status, { connection: 'close' }).end();
    };
    if (request.method !== 'POST') return answer(405);
    readBody(request).then(
      (body) => {
        if (!body) return answer(413);
        if (!isAllowed(request, body, secret)) return answer(403);
        answer(202);
        ask();
      },
      () => request.destroy(),
    );
  });
  server.requestTimeout = 10_000;
  return new Promise((ready, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken: give another one to --hook.`) : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => ready(server));
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > LARGEST_CALL) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** `Authorization: Bearer <secret>`, or the body signed with it as many services do (`X-Hub-Signature-256`). */
function isAllowed({ headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const signed = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const given = headers['x-hub-signature-256'];
  return (
    isSame(headers.authorization ?? '', `Bearer ${secret}`) ||
    (typeof given === 'string' && isSame(given, signed))
  );
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

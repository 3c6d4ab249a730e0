/** The control page of the demonstration and the small JSON API under it (README.md here). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpServer, type Listener, listen } from '../server/index.ts';
import type { Address } from './address.ts';
import { type Fault, faults, isFault } from './faults.ts';
import type { History } from './history.ts';
import { controlPage } from './page.ts';

export interface Published {
  edition: number;
  /** Id of the new article, as in `#/a/<id>`. */
  id: string;
}

/** What a request for a new article may say; everything has a default. */
export interface Wish {
  title?: string;
  text?: string;
  language?: string;
}

/** What the control page shows and switches. */
export interface Stage {
  addresses: readonly Address[];
  /** Number of the newest edition. */
  edition(): number;
  /** Whether there is an earlier edition for `yesterday` to serve. */
  hasEarlier(): boolean;
  publish(wish: Wish): Promise<Published>;
}

export interface Control {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** A request that cannot be done; the message is for the person who sent it. */
class BadRequest extends Error {}

const BODY_LIMIT = 4 * 1024 * 1024;

/**
 * Opens the control page on `localhost`.
 * @throws ListenError when the port is taken
 */
export async function openControl(options: {
  stage: Stage;
  history: History;
  port: number;
}): Promise<Control> {
  const { stage, history } = options;
  const followers = new Set<ServerResponse>();
  let publishing = false;
  const stopFollowing = history.follow(() => tell());

  const state = () => ({
    addresses: stage.addresses.map((one) => ({
      name: one.name,
      url: one.url,
      fault: one.fault,
      ...one.counts,
    })),
    edition: stage.edition(),
    earlier: stage.hasEarlier(),
    publishing,
  });

  /** The state with the last minute of each counter: the page can be opened late and still draws it all. */
  const seen = () => `data: ${JSON.stringify({ ...state(), history: history.seconds() })}\n\n`;
  const tell = () => {
    for (const one of followers) one.write(seen());
  };

  async function setFault(body: Record<string, unknown>): Promise<unknown> {
    const address = findAddress(stage.addresses, body);
    if (!isFault(body.fault)) {
      throw new BadRequest(`No fault "${String(body.fault)}": use one of ${faults.join(', ')}.`);
    }
    await address.setFault(body.fault satisfies Fault);
    tell();
    return state();
  }

  async function publish(body: Record<string, unknown>): Promise<Published> {
    const wish: Wish = {};
    for (const key of ['title', 'text', 'language'] as const) {
      const value = body[key];
      if (value === undefined) continue;
      if (typeof value !== 'string') throw new BadRequest(`"${key}" must be text.`);
      wish[key] = value;
    }
    publishing = true;
    tell();
    try {
      return await stage.publish(wish);
    } finally {
      publishing = false;
      tell();
    }
  }

  function follow(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(seen());
    followers.add(response);
    response.on('close', () => followers.delete(response));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurs(request))
      return send(response, 403, { error: 'Only pages and programs of this machine may ask.' });
    const { origin } = request.headers;
    if (origin) response.setHeader('Access-Control-Allow-Origin', origin);
    const call = `${request.method} ${(request.url ?? '').split('?')[0]}`;
    switch (call) {
      case 'GET /': {
        const page = await controlPage();
        response.writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': page.policy,
          'Cache-Control': 'no-store',
        });
        response.end(page.html);
        return;
      }
      case 'GET /api/state':
        return send(response, 200, state());
      case 'GET /api/events':
        return follow(response);
      case 'POST /api/fault':
        return send(response, 200, await setFault(await readJson(request)));
      case 'POST /api/publish':
        return send(response, 200, await publish(await readJson(request)));
      default:
        if (request.method !== 'OPTIONS') return send(response, 404, { error: `Nothing at ${call}.` });
        response.setHeader('Access-Control-Allow-Headers', 'content-type');
        response.writeHead(204).end();
    }
  }

  const server = httpServer(async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      send(response, error instanceof BadRequest ? 400 : 500, { error: message });
    }
  });
  // The stream of events is silent between two ticks, never idle.
  server.setTimeout(0);
  const sockets = new Set<import('node:net').Socket>();
  const listener: Listener = await listen({
    host: 'localhost',
    port: options.port,
    onConnection(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      server.emit('connection', socket);
    },
  });
  return {
    url: `http://localhost:${listener.port}/`,
    port: listener.port,
    async close() {
      stopFollowing();
      await listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function findAddress(addresses: readonly Address[], body: Record<string, unknown>): Address {
  const wanted = String(body.url ?? body.name ?? '');
  const found = addresses.find(
    (one) => one.name === wanted || one.url.replace(/\/$/, '') === wanted.replace(/\/$/, ''),
  );
  if (!found) {
    throw new BadRequest(
      `No address "${wanted}": use a name or url of ${addresses.map((one) => one.name).join(', ')}.`,
    );
  }
  return found;
}

/** Only this machine: a page of some other site, or a name that it points at loopback, must not switch anything. */
function isOurs(request: IncomingMessage): boolean {
  const { origin, host = '' } = request.headers;
  const hosts = [host.replace(/:\d+$/, '')];
  if (origin) hosts.push(URL.canParse(origin) ? new URL(origin).hostname : origin);
  return hosts.every((one) => /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])$/.test(one));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT) throw new BadRequest('The request is larger than 4 MB.');
    parts.push(part);
  }
  if (size === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(parts).toString());
  } catch (error) {
    throw new BadRequest(`The request is no JSON: ${(error as Error).message}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRequest('The request must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

function send(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(`${JSON.stringify(value)}\n`);
}

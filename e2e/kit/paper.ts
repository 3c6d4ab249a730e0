/** A publication for one spec: really pressed, and served from several addresses that can be broken one by one. */
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createServer, type Server } from 'node:tls';
import { type Address, openAddress } from '../../mirrors/demo/address.ts';
import { initNewsroom, press } from '../../mirrors/press/index.ts';
import { type Edition, loadEdition } from '../../mirrors/press/load.ts';
import { folderGet } from '../../mirrors/press/places.ts';
import type { CardView } from '../../src/edition/card.ts';
import { headPath } from '../../src/edition/paths.ts';
import { makeServerCertificate } from '../censor/certificates.ts';
import { type MadeArticle, writeArticle } from './articles.ts';

/** Host names that browsers take to loopback by themselves; the first is the main address. */
const NAMES = ['localhost', ...'abcdefghij'.split('').map((letter) => `${letter}.localhost`)];

/** What pictures were pressed to, in all specs and runs. */
const PICTURES = join(import.meta.dirname, '..', '..', '.cache', 'pictures');

/** One request as the server saw it. */
export interface Asked {
  /** Host name of the address that was asked. */
  name: string;
  method: string;
  /** As it stood in the request line, query included. */
  url: string;
  headers: IncomingMessage['headers'];
  status: number;
  /** Bytes of the body as sent, headers not counted. */
  bytes: number;
  /** ms since 1970. */
  time: number;
}

export interface Paper {
  newsroom: string;
  site: string;
  publication: string;
  /** Folder of the built app that is published; undefined: dist/. */
  readonly app: string | undefined;
  /** The main address first. */
  addresses: readonly Address[];
  main: Address;
  mirrors: readonly Address[];
  /** Every request that an address understood, oldest first; emptied by whoever wants to count anew. */
  asked: Asked[];
  /** Adds articles (if any) and presses. Returns the number of the edition. */
  publish(articles?: readonly MadeArticle[], options?: { app?: string; renew?: boolean }): Promise<number>;
  /** The edition as it lies in the site folder, verified. */
  edition(): Promise<Edition>;
  /** Cards of all articles, the newest first. */
  cards(): Promise<CardView[]>;
  /** The bytes of the newest head. */
  head(): Promise<Uint8Array>;
  /** While an address has the fault `yesterday`, this is the head that it serves. */
  setEarlier(address: Address, head: Uint8Array): void;
  /** Stops every server: connections are refused from then on. */
  stop(): Promise<void>;
  /** Starts them again, on the same ports, with nothing wrong. */
  start(): Promise<void>;
  /** Stops every server and deletes everything. */
  close(): Promise<void>;
}

/**
 * Presses articles and serves them.
 * @param options.mirrors how many beside the main address; the more there are, the sooner everything is held, since each
 *   is asked a little at a time
 * @param options.delays ms by which an address answers later, by its host name
 * @param options.isSecure over TLS, with certificates that nobody vouches for
 * @param options.app folder of the built app; default: dist/
 * @param options.settings more for `tamizdat.json`
 */
export async function openPaper(options: {
  articles: readonly MadeArticle[];
  mirrors?: number;
  delays?: Readonly<Record<string, number>>;
  languages?: string[];
  isSecure?: boolean;
  app?: string;
  settings?: Record<string, unknown>;
}): Promise<Paper> {
  const { mirrors = 6, languages = ['ru'] } = options;
  const work = await mkdtemp(join(tmpdir(), 'paper-'));
  const newsroom = join(work, 'newsroom');
  const site = join(newsroom, 'site');
  const asked: Asked[] = [];
  const heads = new Map<string, Uint8Array>();
  const addresses: Address[] = [];
  const ends: Server[] = [];
  for (const name of NAMES.slice(0, 1 + mirrors)) {
    const address = await openAddress({
      name,
      site,
      port: 0,
      earlier: () => heads.get(name) ?? null,
      watch: async (request, response) => {
        note(asked, name, request, response);
        const delay = options.delays?.[name];
        if (delay) await setTimeout(delay);
      },
    });
    if (options.isSecure) {
      const end = await endTls(address);
      ends.push(end);
      const { port } = end.address() as { port: number };
      // Faults and counts are those of the address itself.
      addresses.push(Object.create(address, { url: { value: `https://${name}:${port}/` } }) as Address);
    } else addresses.push(address);
  }
  const { publication } = await initNewsroom(newsroom, {
    name: 'Весть',
    languages,
    more: {
      sources: [{ folder: 'articles' }],
      mirrors: addresses.map((one) => one.url),
      ...options.settings,
    },
  });
  // Made pictures are the same in every spec, and take most of a press: each is encoded once.
  await mkdir(PICTURES, { recursive: true });
  await mkdir(join(newsroom, '.cache', 'pictures'), { recursive: true });
  await symlink(PICTURES, join(newsroom, '.cache', 'pictures', 'pictures'));
  let { app } = options;

  async function publish(
    articles: readonly MadeArticle[] = [],
    more: { app?: string; renew?: boolean } = {},
  ): Promise<number> {
    for (const article of articles) await writeArticle(join(newsroom, 'articles'), article);
    app = more.app ?? app;
    const report = { progress() {}, warn() {} };
    const pressed = await press({ newsroom, report, renew: more.renew ?? false, ...(app && { app }) });
    const [failure] = [...pressed.failures, ...pressed.lost];
    if (failure) throw new Error(failure);
    return pressed.n;
  }

  const edition = () => loadEdition(folderGet(site), publication);
  const stop = async () => {
    for (const one of addresses) await one.setFault('refused');
  };
  try {
    await publish(options.articles);
  } catch (error) {
    await stop();
    throw error;
  }
  asked.length = 0; // The press itself looks at the mirrors.
  return {
    newsroom,
    site,
    publication,
    get app() {
      return app;
    },
    addresses,
    main: addresses[0]!,
    mirrors: addresses.slice(1),
    asked,
    publish,
    edition,
    async cards() {
      const { entries } = await edition();
      return entries.map((entry) => entry.view).sort((one, other) => other.q - one.q);
    },
    head: async () => new Uint8Array(await readFile(join(site, headPath(publication)))),
    setEarlier: (address, head) => void heads.set(address.name, head),
    stop,
    async start() {
      for (const one of addresses) await one.setFault('fine');
    },
    async close() {
      await stop();
      for (const end of ends) end.close();
      await rm(work, { recursive: true, force: true });
    },
  };
}

/** Ends TLS before an address. */
async function endTls({ name, port }: Address): Promise<Server> {
  const { cert, key } = makeServerCertificate([name], null);
  const server = createServer({ cert, key }, (socket) => {
    const inner = connect(port, 'localhost');
    // What either side does to its half the other feels.
    socket.on('error', () => inner.destroy()).on('close', () => inner.destroy());
    inner.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  }).listen(0, 'localhost');
  // Whoever does not take the certificate is no error of the server's.
  server.on('tlsClientError', () => undefined);
  await once(server, 'listening');
  return server;
}

function note(asked: Asked[], name: string, request: IncomingMessage, response: ServerResponse): void {
  const one: Asked = {
    name,
    method: request.method ?? '',
    url: request.url ?? '',
    headers: request.headers,
    status: 0,
    bytes: 0,
    time: Date.now(),
  };
  asked.push(one);
  response.once('finish', () => {
    one.status = response.statusCode;
    if (one.method !== 'HEAD' && one.status !== 304)
      one.bytes = Number(response.getHeader('Content-Length') ?? 0);
  });
}

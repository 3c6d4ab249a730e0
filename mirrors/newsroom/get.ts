import { lookup as lookupName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, fetch, type Response } from 'undici';
import { isLocalName, isPrivateAddress, leadsInside } from './address.ts';
import { type Hosts, openHosts, wait } from './hosts.ts';
import { isAmong } from './inside.ts';
import { type Limits, usualLimits } from './limits.ts';
import { openRobots, type Verdict } from './robots.ts';
import { wallOf } from './wall.ts';

export interface GetOptions {
  accept?: string;
  /** For the whole of it, redirects and body included. */
  timeoutMs: number;
  /** A longer body is an error. */
  capBytes: number;
  signal?: AbortSignal;
  /** The publisher wrote this address himself, so it may lead into his own network. */
  trusted?: boolean;
  /** Names of the sources that led here: what they may reach inside private networks opens nothing to others. */
  sources?: readonly string[];
  /**
   * How to behave towards the host. `source`: asked again where the host failed, left alone while it asks for that.
   * `page`: besides, robots.txt is obeyed and requests are paced. Without it an address is asked once.
   */
  manners?: 'source' | 'page';
  /** What the answer before said of itself; where nothing has changed since, the answer is `unchanged`. */
  since?: Since;
}

/** What HTTP knows of a version of a document; empty or absent where it was not said. */
export interface Since {
  etag?: string | undefined;
  modified?: string | undefined;
}

export interface Got {
  bytes: Uint8Array;
  /** Content-Type as sent, or empty. */
  type: string;
  /** Where it was found in the end, after redirects. */
  url: string;
  /** Nothing has changed since what `since` says; there are no bytes. */
  unchanged?: boolean;
  /** A header of the answer, or empty. */
  header?: (name: string) => string;
}

/** Gets one address. @throws GetError */
export type Getter = (url: string, options: GetOptions) => Promise<Got>;

/** Why an address gave nothing. `hostFault` where the host itself failed: no answer, a time-out, 5xx. */
export class GetError extends Error {
  override name = 'GetError';
  readonly hostFault: boolean;
  /** As answered; 0 where there was no answer. */
  readonly status: number;
  constructor(message: string, hostFault: boolean, status = 0) {
    super(message);
    this.hostFault = hostFault;
    this.status = status;
  }
}

export interface GetterOptions {
  limits?: Limits;
  /** How whoever runs a host that is asked can reach the publisher: an address or a mail address. */
  contact?: string;
  /** Hosts in private networks that the source of a name may lead to; `loopback` for this machine under all its names. */
  inside?: (source: string) => readonly string[];
  /** Where rests that hosts asked for are kept between runs. */
  restsFile?: string;
  /** First wait before an address is asked again; the next are twice as long each (ms). */
  backoffMs?: number;
}

/** A getter, and what ends it. */
export interface OpenGetter {
  get: Getter;
  close(): Promise<void>;
}

const maxRedirects = 5;
/** How much of an error's page is read to know what it is. */
const errorLetters = 100_000;

/**
 * A getter over HTTP. Names under `localhost` lead to 127.0.0.1. What leads into a private network, by the letters of
 * an address or by what its name resolves to at the moment of connecting, is refused, after redirects too, unless the
 * publisher wrote that address himself or allowed that host to that source: no feed can have us look around inside.
 */
export function openGetter(options: GetterOptions = {}): OpenGetter {
  const { limits = usualLimits, backoffMs = 500 } = options;
  const insideHosts = new Set<string>();
  const permits = new Map<string, Permit>();
  const permitOf = (source: string): Permit => {
    const known = permits.get(source) ?? { own: new Set(), allowed: options.inside?.(source) ?? [] };
    permits.set(source, known);
    return known;
  };
  const agents = {
    trusted: agent(true, (host) => insideHosts.add(host)),
    open: agent(false, () => {}),
  };
  const agentName = `Mozilla/5.0 (compatible; Tamizdat/0.1${options.contact ? `; +${ascii(options.contact)}` : ''})`;
  const hosts = openHosts(options.restsFile);
  const robots = openRobots(readRobots);

  const mayLeadInside = (host: string, sources: readonly string[] = ['']): boolean =>
    sources
      .map(permitOf)
      .some(({ own, allowed }) => (own.has(host) && insideHosts.has(host)) || isAmong(host, allowed));

  async function get(url: string, ask: GetOptions): Promise<Got> {
    if (!ask.manners || !isWeb(url)) return getOnce(url, ask);
    const { host, hostname } = new URL(url);
    // Whoever may not go there does not ask for its robots.txt either.
    if (!ask.trusted && leadsInside(url) && !mayLeadInside(hostname, ask.sources))
      throw insideError(url, false);
    const known = await hosts;
    const resting = known.resting(host);
    if (resting) throw new GetError(resting, false);
    if (ask.manners === 'page') await askLeave(url, known, ask);
    for (let attempt = 0; ; attempt += 1) {
      const start = performance.now();
      try {
        const got = await getOnce(url, ask);
        known.fine(host);
        return got;
      } catch (error) {
        if (!(error instanceof GetError)) throw error;
        const asked = error instanceof Later ? error.waitMs : 0;
        // One that is busy whenever it is asked is left alone as well.
        if (error.hostFault || asked > 0) known.failed(host);
        else known.fine(host);
        if (asked > limits.wait * 1000) {
          known.rest(host, asked);
          throw new GetError(`${error.message} and ${known.resting(host)}`, true, error.status);
        }
        const isOver = attempt >= limits.retries || performance.now() - start > ask.timeoutMs / 2;
        if (isOver || !(error.hostFault || asked > 0)) throw error;
        await wait(Math.max(asked, backoffMs * 2 ** attempt), ask.signal);
      }
    }
  }

  /** Waits for the turn at an address that somebody else wrote. @throws GetError where robots.txt forbids it. */
  async function askLeave(url: string, known: Hosts, { sources, signal }: GetOptions): Promise<void> {
    const { host } = new URL(url);
    const verdict: Verdict = limits.robots ? await robots(url, sources) : { allowed: true, delay: 0 };
    const file = `${new URL(url).origin}/robots.txt`;
    if (verdict.allowed === null)
      throw new GetError(`was not asked for, since ${file} could not be had to say whether it may`, false);
    if (!verdict.allowed) throw new Forbidden(file);
    await known.turn(host, Math.max(limits.pause, Math.min(verdict.delay, limits.wait) * 1000), signal);
  }

  async function readRobots(url: string, sources?: readonly string[]): Promise<string | null> {
    try {
      const got = await getOnce(url, {
        ...{ timeoutMs: 10_000, capBytes: 500_000 },
        ...(sources && { sources }),
      });
      return new TextDecoder().decode(got.bytes);
    } catch (error) {
      if (!(error instanceof GetError)) throw error;
      return error.status >= 400 && error.status < 500 ? '' : null;
    }
  }

  async function getOnce(url: string, ask: GetOptions): Promise<Got> {
    const timer = AbortSignal.timeout(ask.timeoutMs);
    const signal = ask.signal ? AbortSignal.any([ask.signal, timer]) : timer;
    try {
      return await follow(url, ask, signal);
    } catch (error) {
      if (error instanceof GetError) throw error;
      ask.signal?.throwIfAborted();
      if (timer.aborted) throw new GetError(`gave no whole answer within ${ask.timeoutMs / 1000} s`, true);
      throw new GetError(`could not be reached (${reason(error)})`, true);
    }
  }

  async function follow(url: string, ask: GetOptions, signal: AbortSignal): Promise<Got> {
    let here = url;
    let trusted = ask.trusted ?? false;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      if (!isWeb(here))
        throw new GetError(
          `${hop > 0 ? 'redirects to what is no' : 'is not an'} http or https address`,
          false,
        );
      const host = new URL(here).hostname;
      const isAllowed = trusted || mayLeadInside(host, ask.sources);
      if (trusted) for (const source of ask.sources ?? ['']) permitOf(source).own.add(host);
      if (trusted && leadsInside(here)) insideHosts.add(host);
      if (leadsInside(here) && !isAllowed) throw insideError(here, hop > 0);
      const dispatcher: Dispatcher = isAllowed ? agents.trusted : agents.open;
      const headers = { accept: ask.accept ?? '*/*', 'user-agent': agentName, ...conditions(ask.since) };
      const answer = await fetch(here, { dispatcher, redirect: 'manual', signal, headers });
      const next = answer.headers.get('location');
      if (answer.status >= 300 && answer.status < 400 && next) {
        await answer.body?.cancel();
        if (!URL.canParse(next, here)) throw new GetError('redirects to no address', false);
        const there = new URL(next, here).href;
        trusted = trusted && new URL(there).hostname === host;
        here = there;
        continue;
      }
      return take(answer, here, ask);
    }
    throw new GetError(`redirected more than ${maxRedirects} times`, false);
  }

  return {
    get,
    close: async () => {
      await Promise.all([agents.trusted.destroy(), agents.open.destroy()]);
      await (await hosts).save();
    },
  };
}

/** An address that robots.txt forbids. */
export class Forbidden extends GetError {
  /** Where it says so. */
  readonly file: string;
  constructor(file: string) {
    super(`is not for robots (${file})`, false);
    this.file = file;
  }
}

/** What a source may reach inside private networks. */
interface Permit {
  /** Hosts of addresses that the publisher wrote for it. */
  own: Set<string>;
  allowed: readonly string[];
}

const insideError = (url: string, isRedirect: boolean): GetError =>
  new GetError(
    `${isRedirect ? 'redirects' : 'leads'} into a private network (${new URL(url).host}), which "private" of its source does not allow`,
    false,
  );

/** A host that asked for a while before it is asked again. */
class Later extends GetError {
  readonly waitMs: number;
  constructor(message: string, status: number, waitMs: number) {
    super(message, status >= 500, status);
    this.waitMs = waitMs;
  }
}

async function take(answer: Response, url: string, ask: GetOptions): Promise<Got> {
  const header = (name: string): string => answer.headers.get(name) ?? '';
  const about = { type: header('content-type'), url, header };
  if (answer.status === 304 && ask.since) {
    await answer.body?.cancel();
    return { bytes: new Uint8Array(), ...about, unchanged: true };
  }
  if (answer.ok) return { bytes: await read(answer, ask.capBytes), ...about };
  const { status } = answer;
  const wall = wallOf(await readStart(answer), url);
  const message = `answered ${status}${wall ? ` with ${wall}` : ''}`;
  const waitMs = status === 429 || status === 503 ? waitOf(header('retry-after')) : 0;
  if (waitMs > 0 || status === 429) throw new Later(message, status, Math.max(waitMs, 1));
  throw new GetError(message, status >= 500, status);
}

function conditions(since: Since | undefined): Record<string, string> {
  return {
    ...(since?.etag && { 'if-none-match': since.etag }),
    ...(since?.modified && { 'if-modified-since': since.modified }),
  };
}

/** Milliseconds that a Retry-After asks for: seconds or a date; 0 where it asks for nothing. */
function waitOf(text: string): number {
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const until = Date.parse(text);
  return Number.isNaN(until) ? 0 : Math.max(0, until - Date.now());
}

function isWeb(url: string): boolean {
  return /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '');
}

/** Text that may stand in a header. */
function ascii(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (sign) => encodeURIComponent(sign)).replace(/[();]/g, '');
}

function agent(allowInside: boolean, foundInside: (host: string) => void): Agent {
  const lookup: LookupFunction = (host, options, done) => {
    if (isLocalName(host)) {
      if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
      return;
    }
    lookupName(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const inside = found.some((one) => isPrivateAddress(one.address));
      if (inside && !allowInside) return done(new Error(`${host} is inside a private network`), []);
      if (inside) foundInside(host);
      if (options.all) done(null, found);
      else done(null, found[0]!.address, found[0]!.family);
    });
  };
  return new Agent({
    connect: { lookup, timeout: 10_000 },
    connections: 4,
    bodyTimeout: 10_000,
    headersTimeout: 10_000,
  });
}

async function read(answer: Response, capBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    const bytes = part as Uint8Array;
    length += bytes.length;
    if (length > capBytes) throw new GetError(`is longer than ${Math.floor(capBytes / 1e6)} MB`, false);
    parts.push(bytes);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The first of what an error says, as text. */
async function readStart(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > errorLetters) break;
  }
  return text;
}

/** What codes of network errors mean to somebody who runs a newspaper. */
const faults: Record<string, string> = {
  ENOTFOUND: 'no host has this name',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'nothing answers at this address',
  ECONNRESET: 'the connection broke off',
  ETIMEDOUT: 'no connection was made in time',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this network',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was made in time',
  UND_ERR_HEADERS_TIMEOUT: 'it fell silent',
  UND_ERR_BODY_TIMEOUT: 'it fell silent',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as it says',
};

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reason(cause.errors[0]);
  if (cause instanceof Error) {
    const { code } = cause as NodeJS.ErrnoException;
    const words = faults[code ?? ''];
    return words ? `${words}, ${code}` : (code ?? cause.message);
  }
  return String(cause);
}

/** Whether text from `tamizdat.json` is an address rather than a path. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

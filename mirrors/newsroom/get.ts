import { lookup as lookupName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, fetch } from 'undici';
import { isLocalName, isPrivateAddress, leadsInside } from './address.ts';

export interface GetOptions {
  accept?: string;
  /** For the whole of it, redirects and body included. */
  timeoutMs: number;
  /** A longer body is an error. */
  capBytes: number;
  signal?: AbortSignal;
  /** The publisher wrote this address himself, so it may lead into his own network. */
  trusted?: boolean;
}

export interface Got {
  bytes: Uint8Array;
  /** Content-Type as sent, or empty. */
  type: string;
  /** Where it was found in the end, after redirects. */
  url: string;
}

/** Gets one address. @throws GetError */
export type Getter = (url: string, options: GetOptions) => Promise<Got>;

/** Why an address gave nothing. `hostFault` where the host itself failed: no answer, a time-out, 5xx. */
export class GetError extends Error {
  override name = 'GetError';
  readonly hostFault: boolean;
  constructor(message: string, hostFault: boolean) {
    super(message);
    this.hostFault = hostFault;
  }
}

const maxRedirects = 5;

/**
 * A getter over HTTP. Names under `localhost` lead to 127.0.0.1. A name that resolves into a private network is
 * refused unless the publisher wrote it himself, so that no feed can have us look around inside; addresses that
 * show it by their letters are for the caller to drop (`leadsInside`).
 */
export function openGetter(): { get: Getter; close(): Promise<void> } {
  const insideHosts = new Set<string>();
  const agents = {
    trusted: agent(true, (host) => insideHosts.add(host)),
    open: agent(false, () => {}),
  };

  async function get(url: string, options: GetOptions): Promise<Got> {
    const timer = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timer]) : timer;
    let here = url;
    let trusted = options.trusted ?? false;
    try {
      for (let hop = 0; hop <= maxRedirects; hop += 1) {
        if (!/^https?:$/.test(URL.canParse(here) ? new URL(here).protocol : '')) {
          throw new GetError('is not an http or https address', false);
        }
        const host = new URL(here).hostname;
        const dispatcher: Dispatcher = trusted || insideHosts.has(host) ? agents.trusted : agents.open;
        const answer = await fetch(here, {
          dispatcher,
          redirect: 'manual',
          signal,
          headers: { accept: options.accept ?? '*/*', 'user-agent': 'Mozilla/5.0 (compatible; Tamizdat)' },
        });
        const next = answer.headers.get('location');
        if (answer.status >= 300 && answer.status < 400 && next) {
          await answer.body?.cancel();
          if (!URL.canParse(next, here)) throw new GetError('redirects to no address', false);
          const there = new URL(next, here).href;
          if (leadsInside(there) && !leadsInside(here) && !insideHosts.has(host)) {
            throw new GetError(`redirects into a private network (${new URL(there).host})`, false);
          }
          trusted = trusted && new URL(there).hostname === host;
          here = there;
          continue;
        }
        if (!answer.ok) {
          await answer.body?.cancel();
          throw new GetError(`answered ${answer.status}`, answer.status >= 500);
        }
        return {
          bytes: await read(answer, options.capBytes),
          type: answer.headers.get('content-type') ?? '',
          url: here,
        };
      }
      throw new GetError(`redirected more than ${maxRedirects} times`, false);
    } catch (error) {
      if (error instanceof GetError) throw error;
      options.signal?.throwIfAborted();
      if (timer.aborted)
        throw new GetError(`gave no whole answer within ${options.timeoutMs / 1000} s`, true);
      throw new GetError(`could not be reached (${reason(error)})`, true);
    }
  }

  return {
    get,
    close: async () => {
      await Promise.all([agents.trusted.destroy(), agents.open.destroy()]);
    },
  };
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

async function read(answer: Awaited<ReturnType<typeof fetch>>, capBytes: number): Promise<Uint8Array> {
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

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reason(cause.errors[0]);
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return String(cause);
}

/** Whether text from `tamizdat.json` is an address rather than a path. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

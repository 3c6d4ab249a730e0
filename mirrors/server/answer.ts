/**
 * What a mirror answers: static files with few headers, one object a connection. No cookie is set, nothing about
 * an asker is written down anywhere.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Alter, openBodies } from './body.ts';
import { cacheRule, isText, typeOf } from './kinds.ts';
import { findFile, sitePath } from './paths.ts';
import { readRange } from './range.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Makes the answerer of a site folder. `alter` changes bodies on their way out (the demonstration's faults). */
export function answerFrom(site: string, options: { alter?: Alter } = {}): Answer {
  const bodyOf = openBodies(site, options.alter);

  return async function answer(request, response) {
    setCommonHeaders(response);
    const method = request.method ?? 'GET';
    if (method === 'OPTIONS') return allow(response, 204);
    if (method !== 'GET' && method !== 'HEAD') return allow(response, 405);

    const path = sitePath(request.url ?? '');
    const found = path === null ? null : await findFile(site, path);
    if (!found) return finish(response, 404);
    const range = request.headers.range;
    const takesGzip =
      !range && /\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = await bodyOf(found, { takesGzip });
    if (!body) return finish(response, 404);

    response.setHeader('Content-Type', typeOf(found.path));
    response.setHeader('Cache-Control', cacheRule(found.path));
    response.setHeader('ETag', body.tag);
    if (isText(found.path)) response.setHeader('Vary', 'Accept-Encoding');
    if (matches(request.headers['if-none-match'], body.tag)) return finish(response, 304);
    if (body.encoding) response.setHeader('Content-Encoding', body.encoding);

    const resumes = request.headers['if-range'];
    const part = readRange(
      resumes === undefined || resumes === body.tag ? range : undefined,
      body.bytes.length,
    );
    if (part.kind === 'outside') {
      response.setHeader('Content-Range', `bytes */${body.bytes.length}`);
      return finish(response, 416);
    }
    let bytes = body.bytes;
    if (part.kind === 'part') {
      bytes = bytes.subarray(part.first, part.last + 1);
      response.setHeader('Content-Range', `bytes ${part.first}-${part.last}/${body.bytes.length}`);
    }
    response.statusCode = part.kind === 'part' ? 206 : 200;
    response.setHeader('Content-Length', bytes.length);
    response.end(method === 'HEAD' ? undefined : bytes);
  };
}

/** What every answer carries, errors too: a page may read a 404 of another origin only with CORS. */
function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Timing-Allow-Origin', '*');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // A censor that freezes a connection after some kilobytes then costs one object at most.
  response.setHeader('Connection', 'close');
}

function allow(response: ServerResponse, status: 204 | 405): void {
  response.setHeader('Allow', 'GET, HEAD, OPTIONS');
  if (status === 204) {
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
    response.setHeader('Access-Control-Allow-Headers', '*');
    response.setHeader('Access-Control-Max-Age', '86400');
  }
  finish(response, status);
}

function finish(response: ServerResponse, status: number): void {
  response.statusCode = status;
  if (status >= 400) {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Length', 0);
  }
  response.end();
}

function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}

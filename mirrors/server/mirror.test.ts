import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListenError, type Mirror, startMirror } from './index.ts';

let folder: string;
let site: string;
let mirror: Mirror;
const page = `<!doctype html><title>Reader</title>${'<p>Новости</p>'.repeat(200)}`;
const block = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 256);
const cid = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mirror-'));
  site = join(folder, 'site');
  await mkdir(join(site, 'ipfs'), { recursive: true });
  await mkdir(join(site, 'ed1/pub/mirrors'), { recursive: true });
  await mkdir(join(site, '.git'));
  await writeFile(join(site, 'index.html'), page);
  await writeFile(join(site, 'sw.js'), '// worker\n'.repeat(300));
  await writeFile(join(site, 'twin.js'), 'console.log(1);'.repeat(100));
  await writeFile(join(site, 'twin.js.gz'), Buffer.from('the twin as pressed'));
  await writeFile(join(site, 'manifest.webmanifest'), '{}');
  await writeFile(join(site, 'ed1/pub/head'), 'ED1\nhead');
  await writeFile(join(site, 'ed1/pub/mirrors/public'), 'ED1\nmirrors');
  await writeFile(join(site, 'ipfs', cid), block);
  await writeFile(join(site, '.git/config'), 'secret');
  await writeFile(join(folder, 'secret'), 'secret');
  await symlink(join(folder, 'secret'), join(site, 'link'));
  mirror = await startMirror({ site, port: 0 });
});

afterAll(async () => {
  await mirror.close();
  await rm(folder, { recursive: true });
});

interface Reply {
  status: number;
  version: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** One request on one socket, its target sent as written; ends when the mirror closes the connection. */
function ask(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(mirror.port, '127.0.0.1');
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}\r\n`);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('end', () => {
      const all = Buffer.concat(parts);
      const border = all.indexOf('\r\n\r\n');
      const [first = '', ...rest] = all.subarray(0, border).toString().split('\r\n');
      const pairs = rest.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
      resolve({
        version: first.split(' ')[0] ?? '',
        status: Number(first.split(' ')[1]),
        headers: Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value])),
        body: all.subarray(border + 4),
      });
    });
  });
}

describe('the reference mirror', () => {
  it('serves the page for the folder itself, and closes the connection after each object', async () => {
    const reply = await ask('/');
    expect(reply).toMatchObject({ status: 200, version: 'HTTP/1.1' });
    expect(reply.headers).toMatchObject({
      connection: 'close',
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    expect(reply.body.toString()).toBe(page);
  });

  it('compresses the page and the worker for those who take gzip, and says so', async () => {
    for (const target of ['/', '/sw.js']) {
      const plain = await ask(target);
      const small = await ask(target, { 'Accept-Encoding': 'gzip, deflate, br' });
      expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      expect(small.body.length).toBeLessThan(plain.body.length);
      expect(gunzipSync(small.body)).toEqual(plain.body);
      expect(small.headers.etag).not.toBe(plain.headers.etag);
    }
    const refused = await ask('/', { 'Accept-Encoding': 'br, gzip;q=0' });
    expect(refused.headers['content-encoding']).toBeUndefined();
  });

  it('sends the compressed twin that lies beside a file', async () => {
    const reply = await ask('/twin.js', { 'Accept-Encoding': 'gzip' });
    expect(reply.body.toString()).toBe('the twin as pressed');
    expect(reply.headers['content-encoding']).toBe('gzip');
  });

  it('serves blocks as raw bytes that never change, also to a trustless-gateway client', async () => {
    for (const target of [`/ipfs/${cid}`, `/ipfs/${cid}?format=raw`]) {
      const reply = await ask(target, { 'Accept-Encoding': 'gzip', Accept: 'application/vnd.ipld.raw' });
      expect(reply.headers).toMatchObject({
        'content-type': 'application/vnd.ipld.raw',
        'cache-control': 'public, max-age=31536000, immutable',
        'access-control-allow-origin': '*',
        'timing-allow-origin': '*',
      });
      expect(reply.headers['content-encoding']).toBeUndefined();
      expect(new Uint8Array(reply.body)).toEqual(block);
    }
  });

  it('lets sw.js be kept for a day and confirms it with 304', async () => {
    const first = await ask('/sw.js', { 'Accept-Encoding': 'gzip' });
    expect(first.headers['cache-control']).toBe('public, max-age=86400');
    const again = await ask('/sw.js', {
      'Accept-Encoding': 'gzip',
      'If-None-Match': first.headers.etag ?? '',
    });
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect(again.headers).toMatchObject({
      etag: first.headers.etag,
      'cache-control': 'public, max-age=86400',
    });
  });

  it('confirms an unchanged head with 304 and sends a new one at once', async () => {
    const first = await ask('/ed1/pub/head');
    expect(first.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'application/octet-stream',
    });
    const tag = first.headers.etag ?? '';
    expect((await ask('/ed1/pub/head', { 'If-None-Match': `"other", W/${tag}` })).status).toBe(304);
    await writeFile(join(site, 'ed1/pub/head'), 'ED1\nhead two');
    const next = await ask('/ed1/pub/head', { 'If-None-Match': tag });
    expect(next.status).toBe(200);
    expect(next.body.toString()).toBe('ED1\nhead two');
  });

  it('answers single ranges, says when one lies outside, and ignores what is not a single range', async () => {
    const target = `/ipfs/${cid}`;
    const middle = await ask(target, { Range: 'bytes=100-199' });
    expect(middle.status).toBe(206);
    expect(middle.headers).toMatchObject({ 'content-range': 'bytes 100-199/5000', 'content-length': '100' });
    expect(new Uint8Array(middle.body)).toEqual(block.subarray(100, 200));
    expect((await ask(target, { Range: 'bytes=4990-' })).body.length).toBe(10);
    expect((await ask(target, { Range: 'bytes=-7' })).body).toEqual(Buffer.from(block.subarray(4993)));
    const outside = await ask(target, { Range: 'bytes=5000-' });
    expect(outside).toMatchObject({ status: 416 });
    expect(outside.headers['content-range']).toBe('bytes */5000');
    for (const odd of ['bytes=0-1,5-6', 'bytes=9-2', 'items=0-1', 'bytes=-']) {
      expect((await ask(target, { Range: odd })).status).toBe(200);
    }
  });

  it('sends the whole when the resumed file has changed since', async () => {
    const { headers } = await ask('/sw.js');
    const same = await ask('/sw.js', { Range: 'bytes=10-', 'If-Range': headers.etag ?? '' });
    expect(same.status).toBe(206);
    expect((await ask('/sw.js', { Range: 'bytes=10-', 'If-Range': '"old"' })).status).toBe(200);
  });

  it('answers HEAD without a body and OPTIONS with what is allowed', async () => {
    const head = await ask(`/ipfs/${cid}`, {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(head.headers['content-length']).toBe('5000');
    const options = await ask('/ed1/pub/head', { Origin: 'http://localhost' }, 'OPTIONS');
    expect(options.status).toBe(204);
    expect(options.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
    });
  });

  it('refuses other methods', async () => {
    const reply = await ask('/', { 'Content-Length': '0' }, 'POST');
    expect(reply.status).toBe(405);
    expect(reply.headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS', 'access-control-allow-origin': '*' });
  });

  it('says 404 readably for other origins, and lets nobody keep it', async () => {
    const reply = await ask('/ipfs/bafkreinothing');
    expect(reply.status).toBe(404);
    expect(reply.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  });

  it('gives nothing from outside the site folder, and no hidden file', async () => {
    const ways = [
      '/../secret',
      '/%2e%2e/secret',
      '/ipfs/..%2f..%2f..%2fsecret',
      '/ipfs/../../secret',
      '/..%5csecret',
      '//secret',
      '/link',
      '/.git/config',
      '/%00',
      '/%zz',
      '/ipfs',
      `/${'x'.repeat(5000)}`,
    ];
    for (const way of ways) {
      const reply = await ask(way);
      expect([way, reply.status]).toEqual([way, 404]);
      expect(reply.body.toString()).not.toContain('secret');
    }
  });

  it('says in one sentence that a port is taken and what to do', async () => {
    const second = startMirror({ site, port: mirror.port });
    await expect(second).rejects.toBeInstanceOf(ListenError);
    await expect(second).rejects.toThrow(`Port ${mirror.port} is in use`);
    await expect(second).rejects.toThrow('--port');
  });

  it('refuses a folder that is no site', async () => {
    await expect(startMirror({ site: folder, port: 0 })).rejects.toThrow(`No site in ${folder}`);
  });

  it('ends open connections when it is closed', async () => {
    const other = await startMirror({ site, port: 0 });
    const socket = connect(other.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).resume();
    await other.close();
    await ended;
  });
});

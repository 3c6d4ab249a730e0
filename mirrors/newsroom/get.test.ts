import { mkdtemp } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivateAddress, leadsInside } from './address.ts';
import { GetError, openGetter } from './get.ts';
import { insideByName } from './inside.ts';
import { usualLimits } from './limits.ts';

const usual = { timeoutMs: 10_000, capBytes: 1000 };
let server: Server;
let port = 0;
const asked: { path: string; headers: IncomingHttpHeaders }[] = [];
let failing = 0;
const getter = openGetter({ inside: () => ['loopback'], contact: 'https://paper.example/', backoffMs: 1 });

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (path === '/moved') response.writeHead(301, { location: '/fine' }).end();
    else if (path === '/hang') response.write('x');
    else if (path === '/long') response.end('x'.repeat(5000));
    else if (path === '/500') response.writeHead(503).end();
    else if (path === '/404') response.writeHead(404).end();
    else if (path === '/robots.txt') response.end('User-agent: *\nDisallow: /private/\n');
    else if (path === '/inside') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
    else if (path === '/disk') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else if (path === '/short')
      response.writeHead(200, { 'content-length': '100' }).write('x', () => request.socket.destroy());
    else if (path === '/flaky' && failing-- > 0) response.writeHead(502).end();
    else if (path === '/busy' && failing-- > 0) response.writeHead(429, { 'retry-after': '0' }).end();
    else if (path === '/away') response.writeHead(503, { 'retry-after': '7200' }).end();
    else if (path === '/captcha')
      response.writeHead(403).end('<html><title>Just a moment...</title><body></body></html>');
    else if (path === '/tagged' && request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else if (path === '/tagged') response.writeHead(200, { etag: '"1"' }).end('fine');
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('fine');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await getter.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

describe('the getter', () => {
  it('finds names under localhost and follows redirects', async () => {
    const got = await getter.get(`http://a.localhost:${port}/moved`, usual);
    expect(Buffer.from(got.bytes).toString()).toBe('fine');
    expect(got).toMatchObject({ type: 'text/plain', url: `http://a.localhost:${port}/fine` });
  });

  it('gives up on loops, long bodies, hangs and errors, and says whose fault it is', async () => {
    const reasons: [string, RegExp, boolean][] = [
      ['/loop', /more than 5 times/, false],
      ['/long', /longer than/, false],
      ['/404', /answered 404/, false],
      ['/short', /could not be reached \(the connection broke off, [A-Z_]+\)/, true],
      ['/500', /answered 503/, true],
      ['/hang', /within 0.3 s/, true],
    ];
    for (const [path, words, hostFault] of reasons) {
      const error = await getter
        .get(`http://127.0.0.1:${port}${path}`, { ...usual, timeoutMs: path === '/hang' ? 300 : 10_000 })
        .catch((caught: unknown) => caught);
      expect(error, path).toBeInstanceOf(GetError);
      expect(error).toMatchObject({ message: expect.stringMatching(words), hostFault });
    }
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
    const free = (closed.address() as AddressInfo).port;
    await new Promise((done) => closed.close(done));
    await expect(getter.get(`http://127.0.0.1:${free}/`, usual)).rejects.toMatchObject({
      ...{ hostFault: true, message: 'could not be reached (nothing answers at this address, ECONNREFUSED)' },
    });
    await expect(getter.get('file:///etc/passwd', usual)).rejects.toMatchObject({
      message: expect.stringMatching(/not an http/),
    });
  });
});

describe('manners', () => {
  const source = { ...usual, manners: 'source' } as const;
  const page = { ...usual, manners: 'page' } as const;
  const at = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const times = (path: string): number => asked.filter((one) => one.path === path).length;

  it('say who is asking, and whom to write to', async () => {
    await getter.get(at('/who'), usual);
    expect(asked.at(-1)?.headers['user-agent']).toBe(
      'Mozilla/5.0 (compatible; Tamizdat/0.1; +https://paper.example/)',
    );
  });

  it('take what has not changed for unchanged', async () => {
    const first = await getter.get(at('/tagged'), source);
    expect(Buffer.from(first.bytes).toString()).toBe('fine');
    expect(first.header?.('etag')).toBe('"1"');
    const again = await getter.get(at('/tagged'), { ...source, since: { etag: '"1"' } });
    expect(again).toMatchObject({ unchanged: true, bytes: new Uint8Array() });
  });

  it('ask a source again where its host failed or was busy, and only so often', async () => {
    failing = 2;
    expect((await getter.get(at('/flaky'), source)).bytes).toHaveLength(4);
    failing = 1;
    expect((await getter.get(at('/busy'), source)).bytes).toHaveLength(4);
    failing = 100;
    const own = openGetter({ inside: () => ['loopback'], backoffMs: 1 });
    const before = times('/flaky');
    await expect(own.get(at('/flaky'), source)).rejects.toThrow('answered 502');
    expect(times('/flaky') - before).toBe(3);
    // A host that goes on failing is left alone.
    await expect(own.get(at('/flaky'), source)).rejects.toThrow('answered 502');
    await expect(own.get(at('/flaky'), source)).rejects.toThrow('failed 4 times in a row');
    expect(times('/flaky') - before).toBe(6);
    await own.close();
  });

  it('leave a host alone for as long as it asks, in the next run too', async () => {
    const restsFile = join(await mkdtemp(join(tmpdir(), 'rests-')), 'hosts.json');
    const first = openGetter({ inside: () => ['loopback'], restsFile });
    await expect(first.get(at('/away'), source)).rejects.toThrow(/asked to be left alone until .* UTC/);
    await first.close();
    const second = openGetter({ inside: () => ['loopback'], restsFile });
    await expect(second.get(at('/who'), source)).rejects.toThrow(/left alone/);
    expect(times('/away')).toBe(1);
    await second.close();
  });

  it('obey robots.txt for pages, unless the publisher says otherwise', async () => {
    await expect(getter.get(at('/private/a'), page)).rejects.toThrow('is not for robots');
    expect(times('/private/a')).toBe(0);
    await getter.get(at('/public'), page);
    await getter.get(at('/private/b'), source);
    expect(times('/robots.txt')).toBe(1);
    const own = openGetter({ inside: () => ['loopback'], limits: { ...usualLimits, robots: false } });
    await own.get(at('/private/c'), page);
    await own.close();
  });

  it('tell a captcha from an error', async () => {
    await expect(getter.get(at('/captcha'), source)).rejects.toThrow(
      /answered 403 with a page that wants proof/,
    );
  });
});

describe('a private network', () => {
  const open = openGetter();
  const known = openGetter({ inside: () => ['loopback'] });
  afterAll(async () => {
    await open.close();
    await known.close();
  });

  it('is closed to whatever leads there, by letters or by name, and after redirects', async () => {
    const before = asked.length;
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `http://[::1]:${port}/`,
      `http://2130706433:${port}/`,
      'http://10.0.0.1/',
      'http://169.254.169.254/latest/meta-data/',
    ])
      await expect(open.get(url, usual), url).rejects.toThrow(/leads into a private network/);
    expect(asked).toHaveLength(before);
    await expect(known.get(`http://127.0.0.1:${port}/inside`, usual)).rejects.toThrow(
      /redirects into a private network \(10\.0\.0\.1\)/,
    );
    await expect(known.get(`http://127.0.0.1:${port}/disk`, usual)).rejects.toThrow(
      /redirects to what is no http/,
    );
  });

  it('is open where the publisher wrote the address himself, and then for that host', async () => {
    await open.get(`http://127.0.0.1:${port}/own`, { ...usual, trusted: true });
    await open.get(`http://127.0.0.1:${port}/picture`, usual);
    await expect(open.get(`http://localhost:${port}/`, usual)).rejects.toThrow(/private network/);
  });

  it('is open to a source, and to nothing that another one names', async () => {
    const [near, far] = [`http://127.0.0.1:${port}/own`, 'https://paper.example/rss'];
    const inside = insideByName([
      { feed: near },
      { feed: far },
      { feed: 'https://other.example/rss', private: ['Intranet', '10.0.0.5', 'fd00::5'] },
      { folder: 'articles' },
    ]);
    expect(inside(near)).toEqual(['127.0.0.1', 'loopback']);
    expect(inside(far)).toEqual([]);
    expect(inside('https://other.example/rss')).toEqual(['intranet', '10.0.0.5', '[fd00::5]']);
    expect(inside('articles')).toEqual([]);
    const web = openGetter({ inside });
    await web.get(near, { ...usual, trusted: true, sources: [near] });
    const picture = `http://127.0.0.1:${port}/picture`;
    await web.get(picture, { ...usual, sources: [near] });
    await web.get(picture, { ...usual, sources: [far, near] });
    const before = asked.length;
    for (const manners of [{}, { manners: 'page' }, { manners: 'source' }] as const) {
      const refused = web.get(picture, { ...usual, ...manners, sources: [far] });
      await expect(refused).rejects.toThrow(/leads into a private network .* "private" of its source/);
    }
    expect(asked).toHaveLength(before);
    await web.close();
  });

  it('is not found through a name that resolves into it', async () => {
    // The machine's own name leads to itself, or to nothing; either way nobody is asked.
    const before = asked.length;
    const name = hostname();
    await expect(open.get(`http://${name}:${port}/`, usual)).rejects.toThrow(GetError);
    expect(asked).toHaveLength(before);
  });
});

it('tells private addresses from public ones, however they are written', () => {
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.31.0.1',
    '169.254.1.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::7f00:1',
    '64:ff9b::a00:1',
    '2002:c0a8:1::1',
    'fec0::1',
  ]) {
    expect(isPrivateAddress(inside), inside).toBe(true);
  }
  for (const outside of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '2002:808:808::1'])
    expect(isPrivateAddress(outside), outside).toBe(false);
  for (const url of [
    'http://localhost/',
    'http://a.localhost:80/',
    'http://2130706433/',
    'http://[::1]/',
    'http://0x7f.1/',
  ])
    expect(leadsInside(url), url).toBe(true);
  expect(leadsInside('https://news.example/')).toBe(false);
});

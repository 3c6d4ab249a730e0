import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivateAddress, leadsInside } from './address.ts';
import { GetError, openGetter } from './get.ts';

const usual = { timeoutMs: 2000, capBytes: 1000 };
let server: Server;
let port = 0;
const getter = openGetter();

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (path === '/moved') response.writeHead(301, { location: '/fine' }).end();
    else if (path === '/hang') response.write('x');
    else if (path === '/long') response.end('x'.repeat(5000));
    else if (path === '/500') response.writeHead(503).end();
    else if (path === '/404') response.writeHead(404).end();
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
      ['/500', /answered 503/, true],
      ['/hang', /within 0.3 s/, true],
    ];
    for (const [path, words, hostFault] of reasons) {
      const error = await getter
        .get(`http://127.0.0.1:${port}${path}`, { ...usual, timeoutMs: 300 })
        .catch((caught: unknown) => caught);
      expect(error, path).toBeInstanceOf(GetError);
      expect(error).toMatchObject({ message: expect.stringMatching(words), hostFault });
    }
    await expect(getter.get('http://127.0.0.1:1/', usual)).rejects.toMatchObject({ hostFault: true });
    await expect(getter.get('file:///etc/passwd', usual)).rejects.toMatchObject({
      message: expect.stringMatching(/not an http/),
    });
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
  ]) {
    expect(isPrivateAddress(inside), inside).toBe(true);
  }
  for (const outside of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
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

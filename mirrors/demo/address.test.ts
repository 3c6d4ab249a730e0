import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Address, openAddress } from './address.ts';
import { CUT_BYTES, SLOW_BYTES_PER_SECOND } from './faults.ts';

let site: string;
let address: Address;
const block = Buffer.alloc(6_000, 'b');
const large = Buffer.alloc(40_000, 'l');
const head = Buffer.from('ED1\nthe newest head');

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'address-'));
  await mkdir(join(site, 'ipfs'));
  await mkdir(join(site, 'ed1/pub'), { recursive: true });
  await writeFile(join(site, 'ipfs/block'), block);
  await writeFile(join(site, 'large.bin'), large);
  await writeFile(join(site, 'ed1/pub/head'), head);
  address = await openAddress({
    name: 'localhost',
    site,
    port: 0,
    earlier: (path) => (path === 'ed1/pub/head' ? Buffer.from('ED1\nyesterday') : null),
  });
});

afterEach(async () => {
  await address.close();
  await rm(site, { recursive: true });
});

/** What one connection gave: its bytes, and how it ended (`open`: it had not, when we stopped looking). */
interface Talk {
  bytes: Buffer;
  end: 'closed' | 'open' | string;
}

interface Line {
  socket: Socket;
  ask(path: string): void;
  /** Waits for the end, or until nothing has come for `quietMs`. */
  outcome(quietMs?: number): Promise<Talk>;
}

function dial(): Line {
  const parts: Buffer[] = [];
  const socket = connect(address.port, '127.0.0.1');
  let end: string | null = null;
  let lastAt = performance.now();
  socket.on('data', (part) => {
    parts.push(part);
    lastAt = performance.now();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    end = error.code ?? error.message;
  });
  socket.on('close', () => {
    end ??= 'closed';
  });
  return {
    socket,
    ask: (path) => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
    async outcome(quietMs = 250) {
      while (end === null && performance.now() - lastAt < quietMs) await wait(10);
      const talk = { bytes: Buffer.concat(parts), end: end ?? 'open' };
      socket.destroy();
      return talk;
    },
  };
}

function get(path: string, quietMs?: number): Promise<Talk> {
  const line = dial();
  line.ask(path);
  return line.outcome(quietMs);
}

const status = (talk: Talk) => talk.bytes.toString().slice(9, 12);
const body = (talk: Talk) => talk.bytes.subarray(talk.bytes.indexOf('\r\n\r\n') + 4);

describe('an address of the demonstration', () => {
  it('serves its site while all is fine, and counts', async () => {
    const talk = await get('/ipfs/block');
    expect(talk.end).toBe('closed');
    expect(body(talk)).toEqual(block);
    expect((await get('/ed1/pub/head')).end).toBe('closed');
    expect(address.counts.connections).toBe(2);
    expect(address.counts.requests).toBe(2);
    expect(address.counts.bytes).toBeGreaterThan(block.length + head.length);
    expect(address.url).toBe(`http://localhost:${address.port}/`);
  });

  it('refuses connections, resets the open ones, and comes back on the same port', async () => {
    const open = dial();
    await new Promise((resolve) => open.socket.once('connect', resolve));
    await address.setFault('refused');
    expect((await open.outcome(2_000)).end).toBe('ECONNRESET');
    expect((await get('/')).end).toBe('ECONNREFUSED');
    await Promise.all([address.setFault('fine'), address.setFault('fine')]);
    expect(body(await get('/ipfs/block'))).toEqual(block);
  });

  it('accepts and never answers as a black hole, on connections that were open before as well', async () => {
    const open = dial();
    await new Promise((resolve) => open.socket.once('connect', resolve));
    await address.setFault('black-hole');
    open.ask('/ipfs/block');
    expect(await open.outcome()).toEqual({ bytes: Buffer.alloc(0), end: 'open' });
    expect(await get('/ipfs/block')).toEqual({ bytes: Buffer.alloc(0), end: 'open' });
    expect(address.counts).toMatchObject({ connections: 2, requests: 0, bytes: 0 });
  });

  it('answers what a black hole had swallowed once it is fine again, as a resent packet would be', async () => {
    await address.setFault('black-hole');
    const line = dial();
    line.ask('/ipfs/block');
    await new Promise((resolve) => line.socket.once('connect', resolve));
    await address.setFault('fine');
    expect(body(await line.outcome(2_000))).toEqual(block);
  });

  it('answers 403 that other origins cannot read', async () => {
    await address.setFault('forbidden');
    const talk = await get('/ed1/pub/head');
    expect(status(talk)).toBe('403');
    expect(talk.bytes.toString()).not.toContain('Access-Control');
    expect(body(talk).toString()).toContain('<h1>');
  });

  it('answers every path with a block page of status 200 that other origins can read', async () => {
    await address.setFault('block-page');
    for (const path of ['/', '/sw.js', '/ed1/pub/head', '/ipfs/block']) {
      const talk = await get(path);
      expect(status(talk)).toBe('200');
      expect(talk.bytes.toString()).toContain('Access-Control-Allow-Origin: *');
      expect(body(talk).toString()).toMatch(/^<!doctype html>/);
    }
  });

  it('freezes a connection after 16,000 bytes and lets smaller objects through', async () => {
    await address.setFault('freeze');
    expect(body(await get('/ipfs/block'))).toEqual(block);
    const talk = await get('/large.bin');
    expect(talk.end).toBe('open');
    expect(talk.bytes.length).toBe(CUT_BYTES);
  });

  it('resets a connection after 16,000 bytes', async () => {
    await address.setFault('reset');
    expect(body(await get('/ipfs/block'))).toEqual(block);
    const talk = await get('/large.bin', 2_000);
    expect(talk.end).toBe('ECONNRESET');
    expect(talk.bytes.length).toBeLessThanOrEqual(CUT_BYTES);
    expect(body(await get('/ipfs/block'))).toEqual(block);
  });

  it('tampers with one bit of every block and of the head', async () => {
    await address.setFault('tampering');
    for (const [path, good] of [
      ['/ipfs/block', block],
      ['/ed1/pub/head', head],
    ] as const) {
      const bad = body(await get(path));
      expect(bad.length).toBe(good.length);
      expect(bad.filter((byte, index) => byte !== good[index]).length).toBe(1);
    }
    expect(body(await get('/large.bin'))).toEqual(large);
  });

  it("serves yesterday's head and today's blocks", async () => {
    await address.setFault('yesterday');
    expect(body(await get('/ed1/pub/head')).toString()).toBe('ED1\nyesterday');
    expect(body(await get('/ipfs/block'))).toEqual(block);
  });

  it('sends about 2 KB a second, all connections together', async () => {
    await address.setFault('slow');
    const started = performance.now();
    const lines = [get('/ed1/pub/head', 3_000), get('/ed1/pub/head', 3_000)];
    const sizes = (await Promise.all(lines)).map((talk) => talk.bytes.length);
    const seconds = (performance.now() - started) / 1000;
    const rate = (sizes[0]! + sizes[1]!) / seconds;
    expect(rate).toBeGreaterThan(SLOW_BYTES_PER_SECOND * 0.5);
    expect(rate).toBeLessThan(SLOW_BYTES_PER_SECOND * 1.1);
  });

  it('speeds a slowed answer up as soon as it is fine again', async () => {
    await address.setFault('slow');
    const line = dial();
    line.ask('/large.bin'); // Twenty seconds at 2 KB/s.
    await new Promise((resolve) => line.socket.once('data', resolve));
    await address.setFault('fine');
    expect(body(await line.outcome(2_000))).toEqual(large);
  });
});

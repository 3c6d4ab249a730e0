import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificate,
  makeAuthority,
  makeIntermediate,
  makeServerCertificate,
  pem,
} from './certificates.ts';
import { countNames } from './link.ts';
import { type Manner, openSecureMirror } from './mirrors.ts';
import { type Censor, createCensor } from './proxy.ts';
import { cut, fin, freeze, only, type Rule, rst, swallow, throttle } from './rules.ts';

let root: Certificate;
let intermediate: Certificate;
let site: string;
const closers: (() => unknown)[] = [];

beforeAll(() => {
  root = makeAuthority('Test Root');
  intermediate = makeIntermediate('Test Issuer', root);
  site = mkdtempSync(join(tmpdir(), 'site-'));
  writeFileSync(join(site, 'index.html'), '<!doctype html>');
  for (const size of [100, 7_000, 40_000]) writeFileSync(join(site, `${size}`), Buffer.alloc(size, 1));
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function guarded(options: {
  rules?: Rule[];
  rttMs?: number;
  manner?: Manner;
}): Promise<{ censor: Censor; port: number }> {
  const censor = createCensor(options);
  const mirror = await openSecureMirror({
    machine: 'm1',
    site: () => site,
    certificate: makeServerCertificate(['a.test', 'b.test'], intermediate),
    manner: options.manner ?? { kind: 'fine' },
    now: censor.now,
    heard: () => {},
  });
  closers.push(
    () => mirror.close(),
    () => censor.close(),
  );
  return { censor, port: await censor.open('m1', '127.0.0.1', mirror.port) };
}

interface Got {
  /** Bytes of the body that came. */
  bytes: number;
  how: 'whole' | 'broken' | 'silent';
  ms: number;
}

/** Gets a path as a browser does. `silent`: nothing came for 300 ms and the socket was still open. */
function get(port: number, name: string, path: string): Promise<Got> {
  return new Promise((resolve) => {
    const start = performance.now();
    let bytes = 0;
    const end = (how: Got['how']) => {
      clearTimeout(timer);
      resolve({ bytes, how, ms: performance.now() - start });
      asked.destroy();
    };
    let timer = setTimeout(() => end('silent'), 2_000);
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        servername: name,
        path,
        ca: pem(root.der),
        agent: false,
        headers: { host: name },
      },
      (answer) => {
        answer.on('data', (part: Buffer) => {
          bytes += part.length;
          clearTimeout(timer);
          timer = setTimeout(() => end('silent'), 300);
        });
        answer.on('end', () => end(answer.complete ? 'whole' : 'broken'));
        answer.on('error', () => end('broken'));
      },
    );
    asked.on('error', () => end('broken'));
    asked.end();
  });
}

describe('the censor', () => {
  it('lets TLS through untouched, and knows the name, the bytes and the gap', async () => {
    const { censor, port } = await guarded({});
    expect(await get(port, 'a.test', '/7000')).toMatchObject({ bytes: 7_000, how: 'whole' });
    expect(await get(port, 'a.test', '/100')).toMatchObject({ bytes: 100, how: 'whole' });
    const [first, second] = censor.links;
    expect(first).toMatchObject({ name: 'a.test', gap: null, machine: 'm1', swallowed: false });
    // Handshake, certificates, tickets and headers weigh what they weigh at public hosts.
    expect(first!.down - 7_000).toBeGreaterThan(3_900);
    expect(first!.down - 7_000).toBeLessThan(4_900);
    expect(second!.gap).toBeGreaterThan(0);
    expect(countNames(censor.links)).toMatchObject([{ name: 'a.test', hellos: 2, fast: 1, atOnce: 1 }]);
  });

  it('costs three ways there and back before the first byte, as a real line does', async () => {
    const { port } = await guarded({ rttMs: 60 });
    const { ms } = await get(port, 'a.test', '/100');
    expect(ms).toBeGreaterThan(175);
  });

  it('swallows a ClientHello and keeps the socket open', async () => {
    const { censor, port } = await guarded({ rules: [only({ names: ['a.test'] }, swallow())] });
    expect(await get(port, 'a.test', '/100')).toMatchObject({ bytes: 0, how: 'silent' });
    expect(await get(port, 'b.test', '/100')).toMatchObject({ how: 'whole' });
    expect(censor.links.map(({ swallowed }) => swallowed)).toEqual([true, false]);
  });

  it.each([rst('accept'), rst('hello'), fin('hello')])(
    'breaks connections off at once: $name',
    async (rule) => {
      const { port } = await guarded({ rules: [rule] });
      const got = await get(port, 'a.test', '/100');
      expect(got).toMatchObject({ bytes: 0, how: 'broken' });
      expect(got.ms).toBeLessThan(1_000);
    },
  );

  it('freezes a connection after so many bytes; small records bring a part of the body through', async () => {
    const { censor, port } = await guarded({ rules: [freeze(16_000)] });
    const got = await get(port, 'a.test', '/40000');
    expect(got.how).toBe('silent');
    expect(got.bytes).toBeGreaterThan(7_000);
    expect(got.bytes).toBeLessThan(12_000);
    expect(censor.links[0]!.down).toBeLessThanOrEqual(16_000);
    expect(await get(port, 'a.test', '/7000')).toMatchObject({ how: 'whole' });
  });

  it('cuts a connection in the middle', async () => {
    const { port } = await guarded({ rules: [cut(16_000)] });
    expect((await get(port, 'a.test', '/40000')).how).toBe('broken');
  });

  it('shares a slow line out', async () => {
    const { port } = await guarded({ rules: [throttle(40_000)] });
    const both = await Promise.all([get(port, 'a.test', '/7000'), get(port, 'b.test', '/7000')]);
    // 14,000 bytes of bodies and twice the handshake at 40,000 bytes a second.
    expect(Math.max(...both.map(({ ms }) => ms))).toBeGreaterThan(550);
  });

  it('plays hosts that only pretend', async () => {
    const page = await guarded({ manner: { kind: 'page' } });
    expect((await get(page.port, 'a.test', '/ipfs/x')).bytes).toBeGreaterThan(50);
    const plain = await guarded({ manner: { kind: 'plain' } });
    expect((await get(plain.port, 'a.test', '/')).how).toBe('broken');
  });
});

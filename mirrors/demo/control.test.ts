import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Address, openAddress } from './address.ts';
import { type Control, openControl, type Wish } from './control.ts';
import { type History, openHistory } from './history.ts';

let site: string;
let addresses: Address[];
let history: History;
let control: Control;
let wishes: Wish[];

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'control-'));
  await writeFile(join(site, 'index.html'), '<!doctype html><title>Reader</title>');
  addresses = [];
  for (const name of ['localhost', 'a.localhost']) {
    addresses.push(await openAddress({ name, site, port: 0, earlier: () => null }));
  }
  wishes = [];
  history = openHistory(addresses, 20);
  const stage = {
    addresses,
    edition: () => wishes.length + 1,
    hasEarlier: () => wishes.length > 0,
    async publish(wish: Wish) {
      if (wish.title === 'no room') throw new Error('The disk is full.');
      wishes.push(wish);
      return { edition: wishes.length + 1, id: 'abcdefghijklmnop' };
    },
  };
  control = await openControl({ stage, history, port: 0 });
});

afterEach(async () => {
  history.close();
  await control.close();
  for (const address of addresses) await address.close();
  await rm(site, { recursive: true });
});

const call = async (path: string, body?: unknown) => {
  const response = await fetch(
    new URL(`api/${path}`, control.url),
    body === undefined
      ? {}
      : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) },
  );
  return { status: response.status, value: (await response.json()) as Record<string, unknown> };
};

/** A request with headers that `fetch` does not let a program choose. */
const askAs = (headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    const asked = request(
      { port: control.port, host: '127.0.0.1', path: '/api/fault', method: 'POST', headers },
      (response) => resolve(response.resume().statusCode ?? 0),
    );
    asked.on('error', reject);
    asked.end('{"name": "localhost", "fault": "refused"}');
  });

describe('the control page', () => {
  it('tells the state of every address', async () => {
    await (await fetch(`http://127.0.0.1:${addresses[1]!.port}/`)).text();
    const { status, value } = await call('state');
    expect(status).toBe(200);
    expect(value).toMatchObject({
      edition: 1,
      earlier: false,
      addresses: [
        { name: 'localhost', url: addresses[0]!.url, fault: 'fine', connections: 0, requests: 0, bytes: 0 },
        { name: 'a.localhost', url: addresses[1]!.url, fault: 'fine', connections: 1, requests: 1 },
      ],
    });
  });

  it('switches an address by name or by url', async () => {
    expect((await call('fault', { name: 'a.localhost', fault: 'forbidden' })).value).toMatchObject({
      addresses: [{ fault: 'fine' }, { fault: 'forbidden' }],
    });
    expect((await fetch(`http://127.0.0.1:${addresses[1]!.port}/`)).status).toBe(403);
    const url = addresses[0]!.url.replace(/\/$/, '');
    expect((await call('fault', { url, fault: 'refused' })).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${addresses[0]!.port}/`)).rejects.toThrow();
  });

  it('publishes, and passes the reason on where that fails', async () => {
    const wish = { title: 'Новость', text: 'Текст.', language: 'ru' };
    expect(await call('publish', wish)).toEqual({
      status: 200,
      value: { edition: 2, id: 'abcdefghijklmnop' },
    });
    expect(wishes).toEqual([wish]);
    expect(await call('publish', { title: 'no room' })).toEqual({
      status: 500,
      value: { error: 'The disk is full.' },
    });
    expect((await call('state')).value).toMatchObject({ edition: 2, earlier: true, publishing: false });
  });

  it('says what is wrong with a request', async () => {
    const errors = [
      await call('fault', { name: 'nowhere', fault: 'fine' }),
      await call('fault', { name: 'localhost', fault: 'boring' }),
      await call('fault', '{"name": '),
      await call('fault', '[]'),
      await call('publish', { title: 7 }),
    ];
    expect(errors.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(errors[0]!.value.error).toContain('"nowhere"');
    expect(errors[1]!.value.error).toContain('black-hole');
    expect((await call('nothing')).status).toBe(404);
  });

  it('listens to this machine only', async () => {
    expect(await askAs({ host: `localhost:${control.port}`, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await askAs({ host: 'elsewhere.example' })).toBe(403);
    expect(addresses[0]!.fault).toBe('fine');
    expect(await askAs({ host: `localhost:${control.port}`, origin: control.url.slice(0, -1) })).toBe(200);
    expect(addresses[0]!.fault).toBe('refused');
  });

  it('sends the last minute of every counter with each event', async () => {
    const stop = new AbortController();
    const response = await fetch(new URL('api/events', control.url), { signal: stop.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    await (await fetch(`http://127.0.0.1:${addresses[0]!.port}/`)).text();
    let text = '';
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split('\n\n').slice(0, -1);
      const { history: lines } = JSON.parse(events.at(-1)!.slice('data: '.length)) as {
        history: number[][][];
      };
      expect(lines.map((line) => line.length)).toEqual([60, 60]);
      if (lines[0]!.some(([connections]) => connections === 1)) break;
    }
    stop.abort();
  });

  it('is one document that may load nothing, and complete in both languages', async () => {
    const response = await fetch(control.url);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    const html = await response.text();
    expect(html).not.toMatch(/<link[^>]+stylesheet|<script[^>]+src|\/\* (style|script) \*\//);
    for (const fault of ['black-hole', 'yesterday']) {
      expect(html.split(fault === 'yesterday' ? 'yesterday: [' : `'${fault}': [`).length).toBe(3);
    }
  });
});

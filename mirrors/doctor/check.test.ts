import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { base64url, utf8 } from '../../src/edition/bytes.ts';
import { blockPath, digestOf } from '../../src/edition/cid.ts';
import { readFrame } from '../../src/edition/frame.ts';
import { headPath, mirrorsPath, rootsPath } from '../../src/edition/paths.ts';
import { joinRoots, publicationOf } from '../../src/edition/root.ts';
import { packJson } from '../press/deflate.ts';
import { makeKey, signFrame } from '../press/keys.ts';
import { type Mirror, startMirror } from '../server/index.ts';
import { check, type Finding, isHealthy, type MirrorCheck, renderChecks } from './check.ts';

const NOW_S = 1_790_000_000;
const now = () => NOW_S * 1000;
const { signer } = makeKey();
const role = { threshold: 1, keys: [signer.key] };

let site: string;
let mirror: Mirror;
const others: Server[] = [];

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(site, path)), { recursive: true });
  await writeFile(join(site, path), bytes);
}

/** A small signed site: a way in, a head that names one block, a list with the mirror's own address. */
async function press(
  edition: number,
  changes: Record<string, unknown> = {},
  urls = [mirror.url],
): Promise<string> {
  const root = {
    v: 1,
    n: 1,
    expires: NOW_S + 1e6,
    name: { en: 'Paper' },
    roles: { root: role, head: role, shell: role },
  };
  const rootFrame = await signFrame('root', packJson(JSON.stringify(root)), role, [signer]);
  const publication = await publicationOf(readFrame(rootFrame, 'root'));
  const block = packJson(`"text of edition ${edition}"`);
  const digest = await digestOf(block);
  const head = {
    ...{ v: 1, publication, root: 1, n: edition, time: NOW_S - 3600, expires: NOW_S + 86_400 * 7 },
    ...{ sections: [], top: {}, cards: [], packs: [[digest, block.length]], from: 1, last: 0, spans: [] },
    ...{ withdrawn: null, mirrors: 1, shell: null, messages: [], x: {} },
    ...changes,
  };
  const list = { v: 1, publication, n: 1, time: NOW_S, mirrors: urls.map((url) => ['here', url]) };
  await put(rootsPath(publication), joinRoots([rootFrame]));
  await put(headPath(publication), await signFrame('head', packJson(JSON.stringify(head)), role, [signer]));
  await put(
    mirrorsPath(publication),
    await signFrame('mirrors', packJson(JSON.stringify(list)), role, [signer]),
  );
  await put(blockPath(digest), block);
  await put(
    'publication.json',
    JSON.stringify({ v: 1, id: publication, root: base64url(rootFrame), names: {}, mirrors: [] }),
  );
  return publication;
}

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'doctor-'));
  await put('index.html', '<!doctype html><title>Reader</title>');
  await put('sw.js', utf8('self.skipWaiting();'));
  mirror = await startMirror({ site, port: 0 });
});

afterEach(async () => {
  await mirror.close();
  for (const server of others.splice(0)) server.close().closeAllConnections();
  await rm(site, { recursive: true });
});

/** A host that serves the same files in its own way. */
async function startHost(options: {
  headers?: Record<string, string>;
  change?: (path: string, bytes: Buffer) => Buffer;
}) {
  const server = createServer(async (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const types: Record<string, string> = { html: 'text/html', js: 'text/javascript' };
    const bytes = await readFile(join(site, path)).catch(() => null); // Answered 404 below.
    response.setHeader('Content-Type', types[path.split('.')[1] ?? ''] ?? 'application/octet-stream');
    for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
    response.statusCode = bytes ? 200 : 404;
    response.end(bytes ? (options.change?.(path, bytes) ?? bytes) : '');
  });
  others.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

const one = async (url: string): Promise<MirrorCheck> => (await check([url], { now, timeoutMs: 2_000 }))[0]!;
const about = (result: MirrorCheck, word: Finding['about']) =>
  result.findings.filter((one) => one.about === word);
const wrong = (result: MirrorCheck) =>
  result.findings.filter((one) => one.grade === 'wrong').map((one) => one.text);

describe('a check of mirrors', () => {
  it('finds nothing wrong with the reference mirror', async () => {
    const publication = await press(7);
    const result = await one(mirror.url);
    expect(result.findings.filter((finding) => finding.grade !== 'fine')).toEqual([]);
    expect(result).toMatchObject({
      publication,
      edition: 7,
      signed: new Date((NOW_S - 3600) * 1000).toISOString(),
    });
    expect(isHealthy([result])).toBe(true);
    expect(about(result, 'blocks')[0]!.text).toMatch(/^1 fetched \(\d+ ms each\)/);
  });

  it('prints a line for each finding under the address', async () => {
    await press(7);
    const table = renderChecks([await one(mirror.url)]);
    expect(table.split('\n')[0]).toBe(mirror.url);
    expect(table).toMatch(/^ {2}ok {5}way in {6}index\.html is \d+ and sw\.js \d+ bytes as sent\.$/m);
    expect(table).toMatch(/^ {2}ok {5}head {8}Edition 7/m);
  });

  it('names the file in which one byte is false', async () => {
    await press(7);
    const [cid = ''] = await readdir(join(site, 'ipfs'));
    const bytes = await readFile(join(site, 'ipfs', cid));
    bytes[3] = bytes[3]! ^ 1;
    await put(`ipfs/${cid}`, bytes);
    expect(wrong(await one(mirror.url))).toEqual([
      expect.stringMatching(`^ipfs/${cid} is not what was signed .*copy`),
    ]);
  });

  it('refuses a head that another key has signed, and a page in place of the site', async () => {
    const publication = await press(7);
    const file = join(site, headPath(publication));
    const bytes = await readFile(file);
    bytes[20] = bytes[20]! ^ 1;
    await writeFile(file, bytes);
    expect(wrong(await one(mirror.url))[0]).toContain(`${headPath(publication)} is not what was signed`);
    const host = await startHost({ change: () => Buffer.from('<h1>Blocked</h1>') });
    expect(wrong(await one(host))[0]).toContain('names no publication');
  });

  it('says that an address cannot be reached, is silent, or is none', async () => {
    const results = await check(['http://localhost:1/', 'not an address'], { now });
    expect(wrong(results[0]!)[0]).toContain('could not be reached (ECONNREFUSED)');
    expect(wrong(results[1]!)[0]).toContain('"not an address" is no address');
    expect(isHealthy(results)).toBe(false);
    const silent = createServer(() => undefined);
    others.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://a.localhost:${(silent.address() as AddressInfo).port}/`;
    expect(wrong((await check([url], { now, timeoutMs: 200 }))[0]!)[0]).toContain(
      'gave no whole answer in 0.2 s',
    );
  });

  it('misses CORS, and notes a connection that is kept open', async () => {
    await press(7);
    const result = await one(await startHost({}));
    expect(about(result, 'cors')[0]).toMatchObject({ grade: 'wrong' });
    expect(about(result, 'connection')[0]).toMatchObject({ grade: 'note' });
  });

  it('does not like cookies, nor a head that caches may keep', async () => {
    await press(7);
    const headers = {
      'access-control-allow-origin': '*',
      'set-cookie': 'id=1',
      'cache-control': 'max-age=3600',
    };
    const result = await one(await startHost({ headers }));
    expect(wrong(result)).toEqual(['It sets cookies, by which readers can be told apart: switch them off.']);
    expect(about(result, 'head').map(({ grade }) => grade)).toEqual(['fine', 'note']);
  });

  it('judges the size and type of the way in', async () => {
    await press(7);
    const noise = Array.from({ length: 9_000 }, (_, i) => Math.imul(i + 1, 2_654_435_761).toString(36)).join(
      '',
    );
    await put('index.html', noise);
    expect(wrong(await one(mirror.url))[0]).toMatch(
      /^index\.html is \d+ bytes as sent, over 6700,.*press with a newer version/,
    );
    await put('index.html', noise.slice(0, 12_000));
    expect(about(await one(mirror.url), 'way in')).toMatchObject([{ grade: 'note' }]);
    await rm(join(site, 'sw.js'));
    expect(wrong(await one(mirror.url))).toContain(
      'sw.js is answered 404: copy the whole site folder there.',
    );
  });

  it('tells old heads from expired ones', async () => {
    await press(7, { time: NOW_S - 40 * 3600 });
    expect(about(await one(mirror.url), 'age')[0]).toMatchObject({ grade: 'note' });
    await press(8, { time: NOW_S - 99 * 3600, expires: NOW_S - 1 });
    expect(about(await one(mirror.url), 'age')[0]).toMatchObject({ grade: 'wrong' });
  });

  it('notes an address that stands in no list', async () => {
    await press(7, {}, ['https://elsewhere.invalid/']);
    expect(about(await one(mirror.url), 'names')[0]).toMatchObject({ grade: 'note' });
  });

  it('sees that one mirror is behind another', async () => {
    await press(7);
    const old = await readFile(join(site, headPath(await press(7))));
    await press(8);
    const headers = { 'access-control-allow-origin': '*' };
    const behind = await startHost({
      headers,
      change: (path, bytes) => (path.endsWith('/head') ? old : bytes),
    });
    const results = await check([mirror.url, behind], { now });
    expect(wrong(results[0]!)).toEqual([]);
    expect(wrong(results[1]!)).toEqual([
      expect.stringContaining(`serves edition 7 while ${mirror.url} has 8`),
    ]);
  });
});

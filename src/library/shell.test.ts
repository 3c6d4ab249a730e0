import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Ref } from '../edition/body.ts';
import { type Bytes, concat, utf8 } from '../edition/bytes.ts';
import { digestOf } from '../edition/cid.ts';
import { deflate, keysOf, refused, signed } from '../edition/kit.test-helper.ts';
import type { Group } from '../edition/shell.ts';
import { buildShell, getShell, promoteShell, proveShell, putShell, readFile, tryShell } from './shell.ts';
import { openStore, shelf } from './store.ts';

const PAPER = 'paper';
const [key, stranger] = await keysOf(1, 2);
const trust = { role: { threshold: 1, keys: [key.text] }, known: null };

let blocks: Map<string, Bytes>;
let asked: string[];

beforeEach(async () => {
  blocks = new Map();
  asked = [];
  const database = await openStore();
  for (const name of [...database.objectStoreNames]) await database.clear(name);
});

async function put(bytes: Bytes): Promise<Ref> {
  const digest = await digestOf(bytes);
  blocks.set(digest, bytes);
  return [digest, bytes.length];
}

async function groupOf(files: Record<string, string>): Promise<Group> {
  const joined = concat(Uint8Array.of(1), deflate(concat(...Object.values(files).map(utf8))));
  const chunks: Ref[] = [];
  for (let at = 0; at < joined.length; at += 100) chunks.push(await put(joined.slice(at, at + 100)));
  return [
    chunks.map(([digest]) => digest),
    Object.entries(files).map(([path, text]) => [path, 'text/plain', utf8(text).length]),
  ];
}

const PAGE = '<!doctype html><script type="module" src="./assets/main.js"></script>';
const SCRIPT = Array.from({ length: 60 }, (_, i) => `console.log(${i * 7919});`).join('\n');

/** Presses a shell of two groups; returns the block of its frame. */
async function pressShell(version: number, by = key): Promise<Ref> {
  const groups = [
    await groupOf({ 'index.html': PAGE, 'assets/main.js': `${SCRIPT} // ${version}` }),
    await groupOf({ 'icons/a.svg': `<svg>${version}</svg>` }),
  ];
  return put(signed('shell', { v: 1, version, lowest: 1, protocol: 1, groups }, [by]));
}

const build = (frame: Ref, more: object = {}) =>
  buildShell(shelf, PAPER, frame, { ...trust, ...more }, async (digest) => {
    asked.push(digest);
    const bytes = blocks.get(digest);
    if (!bytes) throw new Error('no mirror');
    return bytes;
  });
const textOf = async (version: number, path: string) => {
  const file = await readFile(shelf, PAPER, version, path);
  return file && new TextDecoder().decode(file.bytes);
};

describe('a shell', () => {
  it('is made of its frame and chunks, and each file can be read', async () => {
    const made = await build(await pressShell(1));
    expect(made).toMatchObject({ version: 1, entry: 'assets/main.js', whole: true });
    expect(await textOf(1, 'index.html')).toBe(PAGE);
    expect(await textOf(1, 'assets/main.js')).toBe(`${SCRIPT} // 1`);
    expect(await textOf(1, 'icons/a.svg')).toBe('<svg>1</svg>');
  });

  it('starts with its first group, and the rest costs only the rest', async () => {
    const frame = await pressShell(1);
    expect((await build(frame, { groups: 1 })).whole).toBe(false);
    expect(await textOf(1, 'icons/a.svg')).toBeNull();
    const before = new Set(asked);
    asked = [];
    expect((await build(frame)).whole).toBe(true);
    expect(asked.filter((one) => before.has(one))).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('that is cut short changes no file, and goes on later where it was', async () => {
    const frame = await pressShell(1);
    const last = [...blocks.keys()].at(-2)!;
    const bytes = blocks.get(last)!;
    blocks.delete(last);
    await expect(build(frame)).rejects.toThrow('no mirror');
    expect(await (await openStore()).count('files')).toBe(0);
    blocks.set(last, bytes);
    asked = [];
    await build(frame);
    expect(asked).toEqual([last]);
  });

  it('signed by strangers is refused', async () => {
    await refused(build(await pressShell(1, stranger)), 'TooFewSignatures');
    expect(await (await openStore()).count('files')).toBe(0);
  });

  it('with a damaged file is made again from its blocks, with no mirror', async () => {
    const frame = await pressShell(1);
    await build(frame);
    const database = await openStore();
    const path = 'assets/main.js';
    const file = (await database.get('files', [PAPER, 1, path]))!;
    await database.put('files', { ...file, bytes: utf8('alert(1)').buffer }, [PAPER, 1, path]);
    expect(await readFile(shelf, PAPER, 1, path)).toBeNull();
    asked = [];
    await build(frame);
    expect(asked).toEqual([]);
    expect(await textOf(1, path)).toBe(`${SCRIPT} // 1`);
  });

  it('with a damaged block asks the mirrors for that one', async () => {
    const frame = await pressShell(1);
    await build(frame);
    const [digest] = [...blocks.keys()];
    await (await openStore()).put('blocks', utf8('damaged').buffer, [PAPER, digest!]);
    asked = [];
    await build(frame);
    expect(asked).toEqual([digest]);
  });
});

describe('a new shell', () => {
  const install = async () => {
    const current = await build(await pressShell(1));
    const next = await build(await pressShell(2));
    await putShell(shelf, PAPER, { current, previous: null, next });
  };
  const versions = async () => {
    const { current, previous, next } = await getShell(shelf, PAPER);
    return [current, previous, next].map((one) => one?.version ?? null);
  };

  it('is put in charge when the reader says so, and the one before is kept', async () => {
    await install();
    expect(await versions()).toEqual([1, null, 2]);
    await promoteShell(shelf, PAPER);
    expect(await versions()).toEqual([2, 1, null]);
  });

  it('that never paints is taken back, and not offered again', async () => {
    await install();
    await promoteShell(shelf, PAPER);
    for (let start = 0; start < 3; start++) await tryShell(shelf, PAPER);
    expect(await versions()).toEqual([1, null, null]);
    expect((await getShell(shelf, PAPER)).rejected).toBe(2);
  });

  it('that has painted stays, however often it is started', async () => {
    await install();
    await promoteShell(shelf, PAPER);
    await tryShell(shelf, PAPER);
    await proveShell(shelf, PAPER);
    for (let start = 0; start < 9; start++) await tryShell(shelf, PAPER);
    expect(await versions()).toEqual([2, 1, null]);
  });
});

import { describe, expect, it } from 'vitest';
import { createCourier, MirrorError } from './courier.ts';
import type { Told } from './health.ts';
import type { LaneMemory } from './lane.ts';
import {
  gapsOf,
  type Host,
  hostOf,
  type MadeBlock,
  makeBlocks,
  mirrorsAt,
  mostAtOnce,
  playNetwork,
  type Reply,
} from './played.test-helper.ts';

const page = new TextEncoder().encode('<!doctype html><h1>Доступ ограничен</h1>');
/** Lanes that were fine in the last session. */
const known = (...hosts: string[]): LaneMemory[] =>
  hosts.map((host) => ({
    url: `https://${host}/`,
    verdict: 'fine',
    wait: 30,
    rate: 100_000,
    proven: true,
    restsUntil: 0,
    failures: 0,
    lastStart: 0,
  }));

function play(hosts: Record<string, Host>, memory: LaneMemory[] = []) {
  const network = playNetwork(hosts);
  const told: Told[] = [];
  const courier = createCourier(network.ports, (one) => {
    if (!told.includes(one)) told.push(one);
  });
  courier.setMirrors(mirrorsAt(...Object.keys(hosts)), memory);
  const began = network.now();
  const fetchOne = (block: MadeBlock, priority = 1) =>
    courier.block(block.digest, block.bytes.length, 'text', priority);
  return {
    network,
    courier,
    told,
    fetchOne,
    took: () => network.now() - began,
    lane: (host: string) => courier.lanes.find((lane) => lane.url === `https://${host}/`)!,
    fetchAll: (blocks: readonly MadeBlock[]) =>
      network.until(Promise.all(blocks.map((block) => fetchOne(block)))),
  };
}

describe('many blocks', () => {
  it('all come, each asked for once, over all lanes, never two at once on a lane, with the pace kept', async () => {
    const blocks = await makeBlocks(40);
    const host = hostOf(blocks, { after: 60 });
    const { fetchAll, network, took } = play({ a: host, b: host, c: host, d: host });
    expect(await fetchAll(blocks)).toEqual(blocks.map((block) => block.bytes));
    expect(network.seen).toHaveLength(40);
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(mostAtOnce(network.to(name))).toBe(1);
      expect(network.to(name).length).toBeGreaterThanOrEqual(9);
    }
    // One short gap a name within the minute: for what the front page shows.
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(gapsOf(network.to(name)).filter((gap) => gap < 450).length).toBeLessThanOrEqual(1);
    }
    // Ten turns a lane, each the wait for the first byte, the gap and the jitter.
    expect(took()).toBeLessThanOrEqual(10 * (60 + 450 + 75));
  });

  it('keep to four lanes at once where there are ten', async () => {
    const blocks = await makeBlocks(30);
    const host = hostOf(blocks, { after: 280, rate: 35_000 });
    const hosts = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`h${i}`, host]));
    const memory = known(...Object.keys(hosts)).map((one) => ({ ...one, wait: 280, rate: 35_000 }));
    const { fetchAll, network } = play(hosts, memory);
    await fetchAll(blocks);
    expect(mostAtOnce(network.seen)).toBe(4);
  });

  it('come in the order of their worth', async () => {
    const blocks = await makeBlocks(9, 3_000);
    const { network, fetchOne } = play({ a: hostOf(blocks) });
    await network.until(
      Promise.all(blocks.map((block, i) => fetchOne(block, [6, 2, 4, 0, 5, 1, 3, 8, 7][i]))),
    );
    expect(network.seen.map((one) => blocks.findIndex((block) => block.path === one.path))).toEqual([
      3, 5, 1, 6, 2, 4, 0, 8, 7,
    ]);
  });

  it('let one that the reader waits for go first, though it was asked for last', async () => {
    const blocks = await makeBlocks(10, 3_000);
    const { network, fetchOne } = play({ a: hostOf(blocks) });
    const all = Promise.all(blocks.slice(0, 9).map((block) => fetchOne(block, 3)));
    await network.pass(1_000);
    const before = network.seen.length;
    await network.until(fetchOne(blocks[9]!, 0));
    expect(network.seen).toHaveLength(before + 1);
    await network.until(all);
  });

  it('that are asked for twice are fetched once, at the higher worth', async () => {
    const blocks = await makeBlocks(3, 3_000);
    const { network, fetchOne } = play({ a: hostOf(blocks) });
    const [first, second, third] = blocks as [MadeBlock, MadeBlock, MadeBlock];
    const both = [fetchOne(first, 1), fetchOne(second, 2), fetchOne(third, 5), fetchOne(third, 0)];
    const bytes = await network.until(Promise.all(both));
    expect(bytes[3]).toEqual(third.bytes);
    expect(network.seen.map((one) => one.path)).toEqual([third.path, first.path, second.path]);
  });
});

describe('one block', () => {
  it('goes to the lane that would have it here soonest, the wait for its pace included', async () => {
    const blocks = await makeBlocks(2);
    const memory = known('quick', 'near');
    const { network, fetchOne } = play(
      { quick: hostOf(blocks, { after: 20 }), near: hostOf(blocks, { after: 120 }) },
      memory.map((one, i) => ({ ...one, wait: i === 0 ? 20 : 120 })),
    );
    // For the second `quick` would have to pause for 450 ms, in which `near` has it here.
    await network.until(Promise.all(blocks.map((block) => fetchOne(block))));
    expect(network.seen.map((one) => one.host)).toEqual(['quick', 'near']);
  });

  it('is tried on a second lane when the first is silent for 300 ms, and the first is called off', async () => {
    const blocks = await makeBlocks(1);
    const { network, fetchOne, took, lane } = play(
      { a: () => ({ dead: 'hang' }), b: hostOf(blocks) },
      known('a'),
    );
    await network.until(fetchOne(blocks[0]!));
    expect(took()).toBeLessThanOrEqual(360);
    await network.pass(0);
    expect(network.to('a')[0]?.aborted).toBe(true);
    // It had its chance: the next block is not handed to it.
    expect(lane('a')).toMatchObject({ verdict: 'hangs', proven: false });
  });

  it('is won by whoever brings all of it, not by who began first', async () => {
    const blocks = await makeBlocks(1);
    const { network, fetchOne, took } = play({
      a: hostOf(blocks, { after: 5, cut: { at: 6_000, how: 'silence' } }),
      b: hostOf(blocks, { after: 100 }),
    });
    expect(await network.until(fetchOne(blocks[0]!))).toEqual(blocks[0]!.bytes);
    expect(took()).toBeLessThanOrEqual(460);
  });

  it('is not fetched again for a hash that was broken on the way: the next lane has it', async () => {
    const blocks = await makeBlocks(1);
    const bytes = blocks[0]!.bytes.slice();
    bytes[3_500]! ^= 1;
    const { network, fetchOne, lane } = play({ a: () => ({ body: bytes }), b: hostOf(blocks) }, known('a'));
    expect(await network.until(fetchOne(blocks[0]!))).toEqual(blocks[0]!.bytes);
    expect(lane('a').verdict).toBe('lies');
  });

  const answers: [name: string, reply: (block: MadeBlock) => Reply, outcome: string, within: number][] = [
    ['a refusal', () => ({ dead: 'refused', after: 5 }), 'refused', 5],
    ['a reset half-way', ({ bytes }) => ({ body: bytes, cut: { at: 4_000, how: 'reset' } }), 'stall', 30],
    ['an early end', ({ bytes }) => ({ body: bytes, cut: { at: 4_000, how: 'end' } }), 'stall', 30],
    ['302', () => ({ status: 302 }), 'status', 30],
    ['403', () => ({ status: 403, body: page }), 'status', 30],
    ['404', () => ({ status: 404, body: page }), 'status', 30],
    ['500', () => ({ status: 500 }), 'status', 30],
    ['a block page with 200', () => ({ body: page }), 'blockpage', 30],
    ['other bytes', ({ bytes }) => ({ body: bytes.map((byte) => byte ^ 1) }), 'lies', 30],
    ['more bytes than it has', ({ bytes }) => ({ body: new Uint8Array([...bytes, 0]) }), 'lies', 30],
  ];
  for (const [name, reply, outcome, within] of answers) {
    it(`is sent on at once after ${name}`, async () => {
      const [block] = (await makeBlocks(1)) as [MadeBlock];
      const { network, fetchOne, took, told } = play(
        { a: () => reply(block), b: hostOf([block]) },
        known('a'),
      );
      expect(await network.until(fetchOne(block))).toEqual(block.bytes);
      expect(told.map((one) => one.outcome)).toEqual([outcome, 'ok']);
      expect(took()).toBe(within + 30);
    });
  }

  it('that no mirror has ends with a MirrorError once each of them was asked', async () => {
    const [block] = (await makeBlocks(1)) as [MadeBlock];
    const { network, fetchOne } = play({ a: hostOf([]), b: hostOf([]), c: () => ({ dead: 'refused' }) });
    await expect(network.until(fetchOne(block))).rejects.toThrow(MirrorError);
    expect(network.seen.map((one) => one.host).sort()).toEqual(['a', 'b', 'c']);
  });

  it('ends with a MirrorError where there is no mirror at all', async () => {
    const [block] = (await makeBlocks(1)) as [MadeBlock];
    const { network, fetchOne } = play({});
    await expect(network.until(fetchOne(block))).rejects.toThrow(MirrorError);
  });
});

describe('lanes that went wrong', () => {
  it('cost the blocks behind the first one nothing', async () => {
    const blocks = await makeBlocks(12);
    for (const dead of ['hang', 'refused'] as const) {
      const good = play({ a: hostOf(blocks), b: hostOf(blocks) }, known('a', 'b'));
      await good.fetchAll(blocks);
      const bad = play(
        {
          hole: () => ({ dead, after: 3 }),
          hole2: () => ({ dead, after: 3 }),
          a: hostOf(blocks),
          b: hostOf(blocks),
        },
        known('hole', 'hole2', 'a', 'b'),
      );
      await bad.fetchAll(blocks);
      expect(bad.took() - good.took()).toBeLessThanOrEqual(400);
      // Two refusals 2 s apart put a lane to rest; one that hung is taken to be slower each time.
      expect(bad.network.to('hole').length).toBeLessThanOrEqual(dead === 'hang' ? 2 : 3);
    }
  });

  it('that freeze connections after 8,000 bytes stay at work with objects below that', async () => {
    const blocks = await makeBlocks(6, 7_000);
    const [large] = (await makeBlocks(1, 10_000)) as [MadeBlock];
    const { network, fetchOne, fetchAll, lane } = play(
      {
        a: (path) =>
          path === large.path
            ? { body: large.bytes, cut: { at: 9_000, how: 'silence' } }
            : hostOf(blocks)(path, 0),
        b: (path) => (path === large.path ? { body: large.bytes, after: 3_500 } : { dead: 'refused' }),
      },
      known('a'),
    );
    await network.until(fetchOne(large));
    expect(lane('a').verdict).toBe('freezes');
    await fetchAll(blocks);
    expect(network.to('a').length).toBeGreaterThanOrEqual(7);
  });

  it('are nobody’s fault when all fail at once: the reader’s own line is down', async () => {
    const blocks = await makeBlocks(4);
    const { network, fetchOne, courier } = play(
      { a: () => ({ dead: 'refused', after: 3 }), b: () => ({ dead: 'refused', after: 3 }) },
      known('a', 'b'),
    );
    for (const block of blocks) {
      await network.until(fetchOne(block).catch(() => undefined));
      await network.pass(2_500);
    }
    for (const lane of courier.lanes) expect(lane.restsUntil).toBeLessThanOrEqual(network.now());
    // And it does not hammer: each lane rests two seconds.
    expect(Math.min(...gapsOf(network.seen))).toBeGreaterThanOrEqual(2_000);
  });

  it('are tried again once the penalty is over', async () => {
    const blocks = await makeBlocks(2);
    let down = true;
    const { network, fetchOne } = play(
      {
        a: (path) => (down ? { dead: 'hang' } : hostOf(blocks)(path, 0)),
        b: hostOf(blocks, { after: 100 }),
      },
      known('a'),
    );
    await network.until(fetchOne(blocks[0]!));
    down = false;
    await network.pass(75_000);
    await network.until(fetchOne(blocks[1]!));
    expect(network.to('b').length).toBe(2);
    expect(network.to('a').length).toBe(1);
  });

  it('do not stop what is left over when they come back', async () => {
    const blocks = await makeBlocks(8);
    let broken = true;
    const { network, fetchOne } = play({
      a: (path) => (broken ? { dead: 'refused', after: 2 } : hostOf(blocks)(path, 0)),
      b: () => ({ status: 403, body: page }),
    });
    const first = Promise.allSettled(blocks.map((block) => fetchOne(block)));
    await network.until(first);
    broken = false;
    await network.pass(61_000);
    const again = await network.until(Promise.all(blocks.map((block) => fetchOne(block))));
    expect(again).toEqual(blocks.map((block) => block.bytes));
  });
});

describe('a stall', () => {
  it('costs only the rest: the next lane is asked for it by Range, and the whole is judged by its hash', async () => {
    const [block] = (await makeBlocks(1)) as [MadeBlock];
    const { network, fetchOne } = play(
      {
        a: () => ({ body: block.bytes, cut: { at: 4_000, how: 'reset' } }),
        b: () => ({ status: 206, body: block.bytes.subarray(4_000) }),
      },
      known('a'),
    );
    expect(await network.until(fetchOne(block))).toEqual(block.bytes);
    expect(network.to('b')[0]?.init.headers).toEqual({ Range: 'bytes=4000-' });
  });

  it('on a mirror that sends all of it again does no harm', async () => {
    const [block] = (await makeBlocks(1)) as [MadeBlock];
    const { network, fetchOne } = play(
      { a: () => ({ body: block.bytes, cut: { at: 4_000, how: 'reset' } }), b: hostOf([block]) },
      known('a'),
    );
    expect(await network.until(fetchOne(block))).toEqual(block.bytes);
  });

  it('whose first part was false is begun anew, and blames nobody who told the truth', async () => {
    const [block] = (await makeBlocks(1)) as [MadeBlock];
    const { network, fetchOne, lane } = play(
      {
        a: () => ({ body: new Uint8Array(7_000).fill(9), cut: { at: 4_000, how: 'reset' } }),
        b: (_path, nth) =>
          nth === 0 ? { status: 206, body: block.bytes.subarray(4_000) } : { body: block.bytes },
        c: hostOf([block], { after: 200 }),
      },
      known('a', 'b'),
    );
    expect(await network.until(fetchOne(block))).toEqual(block.bytes);
    expect(lane('b').verdict).not.toBe('lies');
  });
});

describe('a throttled line', () => {
  /** Lanes that gave under 4 KB a second a moment ago. */
  const throttled = (...hosts: string[]): LaneMemory[] =>
    known(...hosts).map((one) => ({
      ...one,
      verdict: 'slow',
      rate: 1_500,
      heardAt: 1_700_000_000_000 - 5_000,
    }));

  it('is given one object at a time, which is not abandoned while bytes come', async () => {
    const blocks = await makeBlocks(3, 7_000);
    const host = hostOf(blocks, { after: 1_500, rate: 1_400 });
    const { network, fetchAll } = play({ a: host, b: host, c: host }, throttled('a', 'b', 'c'));
    await fetchAll(blocks);
    expect(mostAtOnce(network.seen)).toBe(1);
    expect(network.seen).toHaveLength(3);
  });

  it('has another lane tried beside one that is silent for longer than a handshake takes there, one at a time', async () => {
    const blocks = await makeBlocks(1, 6_000);
    const silent = () => ({ dead: 'hang' as const });
    const { network, fetchAll } = play(
      { a: silent, b: silent, c: hostOf(blocks, { after: 4_000, rate: 1_500 }) },
      throttled('a', 'b', 'c').map((one, at) => ({ ...one, heardAt: one.heardAt! - at })),
    );
    await fetchAll(blocks);
    expect(network.seen.map((one) => one.host)).toEqual(['a', 'b', 'c']);
    const [first, second, third] = network.seen.map((one) => one.start);
    for (const gap of [second! - first!, third! - second!]) {
      expect(gap).toBeGreaterThan(4_500);
      expect(gap).toBeLessThan(5_500);
    }
  });

  it('has those asked first that answered last: their handshakes can be resumed', async () => {
    const blocks = await makeBlocks(1, 6_000);
    const host = hostOf(blocks, { after: 1_000, rate: 1_500 });
    const lanes = throttled('a', 'b', 'c').map((one) => ({
      ...one,
      wait: one.url.includes('b') ? 4_000 : 60,
    }));
    const { network, fetchAll } = play(
      { a: host, b: host, c: host },
      lanes.map((one) => ({ ...one, heardAt: one.heardAt! + (one.wait > 60 ? 1_000 : 0) })),
    );
    await fetchAll(blocks);
    expect(network.seen.map((one) => one.host)).toEqual(['b']);
  });

  it('is none where one lane alone is slow: that one is left for another', async () => {
    const blocks = await makeBlocks(6, 7_000);
    const { network, fetchAll, took } = play(
      { slow: hostOf(blocks, { rate: 1_400 }), quick: hostOf(blocks) },
      [
        ...throttled('slow'),
        ...known('quick').map((one) => ({ ...one, heardAt: 1_700_000_000_000 - 5_000 })),
      ],
    );
    await fetchAll(blocks);
    expect(took()).toBeLessThanOrEqual(6 * (30 + 525));
    expect(network.to('slow').length).toBeLessThanOrEqual(1);
  });
});

describe('names of one machine', () => {
  it('rest after a reset on one of them, while other machines answer', async () => {
    const blocks = await makeBlocks(4);
    const { network, courier, fetchOne } = play({
      a1: () => ({ dead: 'refused', after: 3 }),
      a2: hostOf(blocks),
      b: hostOf(blocks),
    });
    courier.setMirrors(
      [
        ['x', 'https://a1/', 'https://a2/'],
        ['y', 'https://b/'],
      ],
      known('a1'),
    );
    for (const lane of courier.lanes) lane.machine = lane.url.includes('//a') ? 'a' : 'b';
    await network.until(fetchOne(blocks[0]!, 0));
    await network.until(Promise.all(blocks.map((block) => fetchOne(block))));
    const [first] = network.to('a1');
    expect(first).toBeDefined();
    expect(network.to('a2').filter((one) => one.start > first!.start)).toEqual([]);
  });
});

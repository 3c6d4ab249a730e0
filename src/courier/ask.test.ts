import { describe, expect, it } from 'vitest';
import type { Mirror } from '../edition/mirrors.ts';
import { type Asker, createAsker, type Ending } from './ask.ts';
import { createCourier } from './courier.ts';
import { keepHealth, type Told } from './health.ts';
import { forgive, type LaneMemory, makeLanes } from './lane.ts';
import { gapsOf, type Host, mirrorsAt, playNetwork, type Reply } from './played.test-helper.ts';

const text = (word: string) => new TextEncoder().encode(word.padEnd(500));
const good: Reply = { body: text('new') };
const same: Reply = { body: text('same') };
const old: Reply = { body: text('old') };

/** Plays hosts by name (`a` is asked first, since lanes stand in the order of the list) and asks for a head of words. */
function play(replies: Record<string, Reply | Host>, memory: Partial<LaneMemory>[] = []) {
  const hosts = Object.fromEntries(
    Object.entries(replies).map(([name, reply]) => [name, typeof reply === 'function' ? reply : () => reply]),
  );
  const network = playNetwork(hosts);
  const told: Told[] = [];
  const asker: Asker = createAsker(
    network.ports,
    keepHealth(
      () => asker.lanes,
      (one) => {
        if (!told.includes(one)) told.push(one);
      },
    ),
  );
  const remembered = memory.map((one) => ({
    url: '',
    verdict: 'fine' as const,
    wait: 30,
    rate: 100_000,
    proven: true,
    restsUntil: 0,
    failures: 0,
    lastStart: 0,
    ...one,
  }));
  asker.setLanes(makeLanes(mirrorsAt(...Object.keys(hosts)), remembered));
  const began = network.now();
  const ask = (enough = 3) =>
    network.until(
      asker.ask({
        path: 'ed1/x/head',
        what: 'head',
        enough,
        judge: async (bytes) => {
          const word = new TextDecoder().decode(bytes).trimEnd();
          if (word === 'new') return 'ok';
          return word === 'same' ? 'not-newer' : word === 'old' ? 'old' : 'lies';
        },
      }),
    );
  /** When each host was first asked, ms after the beginning. */
  const starts = () =>
    Object.fromEntries(
      Object.keys(hosts).map((name) => [name, (network.to(name)[0]?.start ?? Number.NaN) - began]),
    );
  const took = () => network.now() - began;
  const outcome = (name: string): Ending | undefined =>
    told.find((one) => one.lane.url === `https://${name}/`)?.outcome;
  return { network, asker, ask, starts, took, outcome, began };
}

const names = (count: number, reply: Reply) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`hole${i}`, reply]));
const hang: Reply = { dead: 'hang' };

describe('the hedge for a head', () => {
  it('never has two names of one machine at once, however many are due', async () => {
    const network = playNetwork(
      Object.fromEntries(
        ['1.a.test', '2.a.test', '3.a.test', '1.b.test', '2.b.test', 'c.test'].map((name) => [
          name,
          () => hang,
        ]),
      ),
    );
    const asker = createAsker(network.ports, () => () => undefined);
    const machine = (...hosts: string[]): Mirror => [
      'net',
      ...(hosts.map((host) => `https://${host}/`) as [string]),
    ];
    asker.setLanes(
      makeLanes(
        [machine('1.a.test', '2.a.test', '3.a.test'), machine('1.b.test', '2.b.test'), machine('c.test')],
        [],
      ),
    );
    void asker.ask({ path: 'ed1/x/head', what: 'head', judge: async () => 'ok' });
    // Before the first of them is given up, after 4 s.
    await network.until(new Promise<void>((resolve) => network.ports.after(3_500, resolve)));
    expect(network.seen.map(({ host }) => host).sort()).toEqual(['1.a.test', '1.b.test', 'c.test']);
  });

  it('asks one lane only while that answers in time', async () => {
    const { ask, network, took } = play({ a: { ...good, after: 250 }, b: good, c: good });
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://a/' } });
    expect(network.seen).toHaveLength(1);
    expect(took()).toBe(250);
  });

  it('tries two more after 300 ms of silence, then four at once', async () => {
    const { ask, starts } = play({ ...names(8, hang), good });
    await ask();
    expect(Object.values(starts())).toEqual([0, 300, 300, 600, 600, 600, 600, 900, 900]);
  });

  it('waits twice the usual time of a lane that is known to be slow', async () => {
    const { ask, starts } = play({ a: hang, b: good }, [{ url: 'https://a/', wait: 450 }]);
    await ask();
    expect(starts()).toMatchObject({ a: 0, b: 900 });
  });

  it('finds the one that works among ten within a second', async () => {
    const { ask, took } = play({ ...names(9, hang), good });
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://good/' } });
    expect(took()).toBeLessThanOrEqual(1_000);
  });

  it('takes the answer of a slow lane while others are tried, and calls those off', async () => {
    const { ask, network, outcome } = play({ a: { ...good, after: 700 }, b: hang, c: hang });
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://a/' } });
    await network.pass(0);
    expect(outcome('b')).toBe('outrun');
    expect(network.to('b')[0]?.aborted).toBe(true);
  });

  it('is decided only when the whole head is here, not by who sends headers first', async () => {
    const { ask } = play({
      a: { after: 10, body: text('new'), cut: { at: 1, how: 'silence' } },
      b: { ...good, after: 200 },
    });
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://b/' } });
  });
});

describe('what the hedge teaches', () => {
  const usual = ['a', 'b', 'c'].map((name, i) => ({
    url: `https://${name}/`,
    wait: [5, 6, 80][i]!,
    rate: 1_000_000,
  }));
  for (const [fault, reply] of [
    ['silent', hang],
    ['slow', { after: 5, body: text('new'), rate: 200 }],
  ] as const) {
    it(`is that lanes which used to be quick are ${fault} now: the next question goes past them`, async () => {
      const { ask, network, starts } = play({ a: reply, b: reply, c: { ...good, after: 80 } }, usual);
      await ask();
      expect(starts()).toEqual({ a: 0, b: 300, c: 300 });
      await network.pass(1_000);
      const again = network.now();
      expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://c/' } });
      expect(network.now() - again).toBe(80);
    });
  }

  it('is nothing of a lane that was called off before it could answer', async () => {
    const { ask, asker } = play({ a: hang, b: { ...good, after: 40 }, c: { ...good, after: 10 } }, usual);
    await ask();
    expect(asker.lanes.map((lane) => lane.proven)).toEqual([false, true, true]);
  });
});

describe('an answer that is none', () => {
  const page = '<!doctype html><h1>Доступ ограничен</h1>';
  const cases: [name: string, reply: Reply, outcome: Ending, verdict: string, before: number][] = [
    ['a refusal', { dead: 'refused', after: 5 }, 'refused', 'fails', 5],
    ['a reset half-way', { body: text('new'), cut: { at: 1, how: 'reset' } }, 'stall', 'hangs', 30],
    ['a redirection', { status: 302 }, 'status', 'fails', 30],
    ['403', { status: 403, body: text(page) }, 'status', 'fails', 30],
    ['404', { status: 404, body: text(page) }, 'status', 'fails', 30],
    ['502', { status: 502, body: text(page) }, 'status', 'fails', 30],
    ['a block page with 200', { body: text(`\ufeff\n ${page}`) }, 'blockpage', 'blockpage', 30],
    ['wrong bytes', { body: text('nex') }, 'lies', 'lies', 30],
    ['a head that ends too soon', { body: text('new'), cut: { at: 2, how: 'end' } }, 'lies', 'lies', 30],
    ['a head that is too large', { body: new Uint8Array(20_000) }, 'lies', 'lies', 30],
    ['an old head', old, 'old', 'old', 30],
  ];
  for (const [name, reply, outcome, verdict, before] of cases) {
    it(`sends the question on at once: ${name}`, async () => {
      const played = play({ a: reply, b: good });
      expect(await played.ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://b/' } });
      expect(played.starts().b).toBe(before);
      expect(played.outcome('a')).toBe(outcome);
      expect(played.asker.lanes[0]?.verdict).toBe(verdict);
    });
  }

  it('sends the question on at once while others are still silent', async () => {
    const { ask, starts } = play({ a: hang, b: { dead: 'refused', after: 5 }, c: hang, d: good });
    await ask();
    expect(starts()).toEqual({ a: 0, b: 300, c: 300, d: 305 });
  });

  it('reports how all of them ended when nobody has it', async () => {
    const { ask } = play({ a: { dead: 'refused' }, b: { status: 500 }, c: hang });
    const asked = await ask();
    expect(asked.kind).toBe('none');
    expect(asked.kind === 'none' && [...asked.endings].sort()).toEqual(['hang', 'refused', 'status']);
  });
});

describe('"not newer"', () => {
  it('is no answer until three have said it', async () => {
    const { ask, network } = play({ a: same, b: same, c: same, d: good });
    expect(await ask()).toEqual({ kind: 'same', answers: 3 });
    expect(network.to('d')).toHaveLength(0);
  });

  it('of two leads to a third that has the news', async () => {
    const { ask, took } = play({ a: same, b: same, c: good });
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://c/' } });
    expect(took()).toBeLessThanOrEqual(200);
  });

  it('asks the other two at once, not one after the other', async () => {
    const { ask, starts } = play({ a: same, b: { ...same, after: 200 }, c: { ...same, after: 200 } });
    await ask();
    expect(starts()).toEqual({ a: 0, b: 30, c: 30 });
  });

  it('is believed from fewer where there are no more to ask', async () => {
    const { ask } = play({ a: same, b: { dead: 'refused' } });
    expect(await ask()).toEqual({ kind: 'same', answers: 1 });
  });

  it('with old heads beside it is still the answer', async () => {
    const { ask } = play({ a: old, b: same, c: old });
    expect(await ask()).toEqual({ kind: 'same', answers: 1 });
  });
});

describe('lanes at rest', () => {
  const resting = (url: string): Partial<LaneMemory> => ({
    url,
    verdict: 'fails',
    wait: 0,
    proven: false,
    failures: 2,
    restsUntil: 1_700_000_600_000,
  });

  it('are not asked while others answer', async () => {
    const { ask, network } = play({ a: good, b: same }, [resting('https://a/')]);
    expect(await ask()).toEqual({ kind: 'same', answers: 1 });
    expect(network.to('a')).toHaveLength(0);
  });

  it('are the last resort when nobody else answers', async () => {
    const { ask } = play({ a: good, b: { dead: 'refused' } }, [resting('https://a/')]);
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://a/' } });
  });

  it('are asked like any other once forgiven', async () => {
    const { ask, asker } = play({ a: good, b: { ...good, after: 100 } }, [resting('https://a/')]);
    asker.lanes.forEach(forgive);
    expect(await ask()).toMatchObject({ kind: 'taken', lane: { url: 'https://a/' } });
  });

  it('keep what is known of them when the list of mirrors changes', async () => {
    const network = playNetwork({ a: () => ({ dead: 'refused' }), b: () => good });
    const courier = createCourier(network.ports);
    courier.setMirrors(mirrorsAt('a', 'b'));
    await network.until(courier.ask({ path: 'ed1/x/head', what: 'head', judge: async () => 'ok' }));
    courier.setMirrors(mirrorsAt('c', 'b', 'a'));
    expect(courier.lanes.map((lane) => lane.verdict)).toEqual(['new', 'fine', 'fails']);
  });
});

describe('the pace while heads are asked for', () => {
  it('keeps 450 ms between two starts on a lane, however often is asked', async () => {
    const { ask, network } = play({ a: good, b: { dead: 'refused', after: 2 } });
    for (let i = 0; i < 5; i++) await ask();
    await network.pass(10_000);
    expect(network.seen.length).toBeGreaterThanOrEqual(5);
    expect(Math.min(...gapsOf(network.seen))).toBeGreaterThanOrEqual(450);
  });

  it('waits for a lane that the last session used a moment ago', async () => {
    const { ask, starts } = play({ a: good }, [{ url: 'https://a/', lastStart: 1_700_000_000_000 - 200 }]);
    await ask();
    expect(starts().a).toBe(250);
  });
});

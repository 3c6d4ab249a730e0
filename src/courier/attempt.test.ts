import { describe, expect, it } from 'vitest';
import { attempt, type Watch } from './attempt.ts';
import { playNetwork, type Reply } from './played.test-helper.ts';

const PATIENCE = { headers: 4_000, silence: 2_500, whole: 12_000 };
const body = new Uint8Array(7_000).fill(7);

async function tryOnce(reply: Reply, watch: Watch = { cancel: () => undefined }, maxBytes = 10_240) {
  const network = playNetwork({ a: () => reply });
  const outcome = await network.until(
    attempt(network.ports, 'https://a/x', { maxBytes, patience: PATIENCE, cache: 'no-store', watch }),
  );
  return { outcome, network, took: outcome.end - outcome.start };
}

describe('attempt', () => {
  it('brings a whole body with its times', async () => {
    const { outcome, network } = await tryOnce({ after: 40, body, rate: 70_000 });
    expect(outcome).toMatchObject({ kind: 'ok', status: 200 });
    expect(outcome.bytes).toEqual(body);
    expect(outcome.firstByte! - outcome.start).toBe(40);
    expect(outcome.end - outcome.start).toBe(140);
    expect(network.seen[0]?.aborted).toBe(false);
  });

  it('sends nothing that tells of the reader', async () => {
    const { network } = await tryOnce({ body });
    expect(network.seen[0]?.init).toMatchObject({
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  });

  const cases: [name: string, reply: Reply, kind: string, took: number][] = [
    ['a refusal', { dead: 'refused', after: 5 }, 'refused', 5],
    ['no headers within 4 s', { dead: 'hang' }, 'hang', 4_000],
    ['headers, then never a byte', { after: 50, body, cut: { at: 0, how: 'silence' } }, 'hang', 2_550],
    ['silence half-way', { after: 50, body, cut: { at: 3_000, how: 'silence' } }, 'stall', 2_550],
    ['a reset half-way', { after: 50, body, cut: { at: 3_000, how: 'reset' } }, 'stall', 50],
    [
      'a reset before the first byte of the body',
      { after: 50, body, cut: { at: 0, how: 'reset' } },
      'refused',
      50,
    ],
    ['302', { after: 50, status: 302, body }, 'status', 50],
    ['403', { after: 50, status: 403, body }, 'status', 50],
    ['404', { after: 50, status: 404, body }, 'status', 50],
    ['500', { after: 50, status: 500, body }, 'status', 50],
    ['206', { after: 50, status: 206, body }, 'status', 50],
    ['a body that comes too slowly to be whole in 12 s', { after: 50, body, rate: 500 }, 'stall', 12_000],
  ];
  for (const [name, reply, kind, took] of cases) {
    it(`ends with ${kind} after ${took} ms on ${name}`, async () => {
      const result = await tryOnce(reply);
      expect(result.outcome.kind).toBe(kind);
      expect(result.took).toBe(took);
    });
  }

  it('reads no more of an endless body than it has to', async () => {
    const { outcome, network } = await tryOnce({ body: new Uint8Array(1_000_000), rate: 50_000 });
    expect(outcome.kind).toBe('lies');
    expect(outcome.bytes.length).toBeGreaterThan(10_240);
    expect(outcome.bytes.length).toBeLessThanOrEqual(10_240 + 5_000);
    expect(network.seen[0]?.aborted).toBe(true);
  });

  it('leaves no request open and no timer behind when it is called off', async () => {
    const network = playNetwork({ a: () => ({ dead: 'hang' }) });
    const watch: Watch = { cancel: () => undefined };
    const running = attempt(network.ports, 'https://a/x', {
      maxBytes: 100,
      patience: PATIENCE,
      cache: 'no-store',
      watch,
    });
    await network.pass(100);
    watch.cancel();
    const outcome = await network.until(running);
    expect(outcome.kind).toBe('outrun');
    expect(network.seen[0]).toMatchObject({ aborted: true });
    expect(network.timers()).toBe(0);
  });

  it('gives a body that trickles as long as bytes come, up to the limit of the whole', async () => {
    const { outcome, took } = await tryOnce({ after: 50, body: body.subarray(0, 2_000), rate: 200 });
    expect(outcome.kind).toBe('ok');
    expect(took).toBe(10_050);
  });
});

import { describe, expect, it } from 'vitest';
import type { Outcome } from './attempt.ts';
import {
  begin,
  blame,
  expectedEnd,
  type Fault,
  finish,
  forgive,
  hedgeAfter,
  hurry,
  type Lane,
  type LaneMemory,
  makeLanes,
  mayHurry,
  praise,
  ranked,
  slowRate,
} from './lane.ts';
import { mirrorsAt } from './played.test-helper.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const newLane = (): Lane => makeLanes(mirrorsAt('a'), [])[0]!;
const restOf = (lane: Lane) => Math.max(0, lane.restsUntil - NOW);

/** How an attempt ended, as far as the pace asks. */
const ended = (firstByte: number | null, end: number, kind: Outcome['kind']): Outcome => ({
  kind,
  bytes: new Uint8Array(),
  status: 200,
  start: NOW,
  firstByte,
  end,
});

/** A lane after failures of that kind, 2 s apart, the last of them now. */
function blamed(fault: Fault, times: number, bytes = 0): Lane {
  const lane = newLane();
  for (let i = times - 1; i >= 0; i--) blame(lane, fault, NOW - 2_000 * i, bytes);
  return lane;
}

describe('the pace of a lane', () => {
  it('counts 450 ms and the jitter from the first byte when that came after the start', () => {
    const lane = newLane();
    begin(lane, NOW);
    expect(lane.busy).toBe(true);
    finish(lane, ended(NOW + 80, NOW + 900, 'ok'), 0.5);
    expect(lane.busy).toBe(false);
    expect(lane.nextStart).toBe(NOW + 80 + 450 + 75);
  });

  it('counts from the end of an attempt that never had a byte', () => {
    const lane = newLane();
    begin(lane, NOW);
    finish(lane, ended(null, NOW + 5, 'ok'), 0);
    expect(lane.nextStart).toBe(NOW + 455);
  });

  it('waits a whole second after a hang', () => {
    const lane = newLane();
    begin(lane, NOW);
    finish(lane, ended(null, NOW + 4_000, 'hang'), 0);
    expect(lane.nextStart).toBe(NOW + 5_000);
  });
});

describe('a lane in a hurry', () => {
  const calm = (): Lane => ({ ...newLane(), proven: true, wait: 50 });
  const options = { own: 'https://app/', isOpened: true };

  it('has two short gaps a minute for an opened article, and one of them for the front page', () => {
    const lane = calm();
    expect(mayHurry(lane, NOW, { ...options, isOpened: false })).toBe(true);
    hurry(lane, NOW);
    expect(mayHurry(lane, NOW + 1_000, { ...options, isOpened: false })).toBe(false);
    expect(mayHurry(lane, NOW + 1_000, options)).toBe(true);
    hurry(lane, NOW + 1_000);
    expect(mayHurry(lane, NOW + 60_000, options)).toBe(false);
    expect(mayHurry(lane, NOW + 71_001, options)).toBe(true);
  });

  it('is none where the browser opens connections beside ours', () => {
    expect(mayHurry(calm(), NOW, { ...options, own: 'https://a/' })).toBe(false);
    expect(mayHurry({ ...calm(), connect: 600 }, NOW, options)).toBe(false);
    expect(mayHurry({ ...calm(), failures: 1 }, NOW, options)).toBe(false);
    expect(mayHurry({ ...calm(), proven: false }, NOW, options)).toBe(false);
    expect(mayHurry({ ...calm(), busy: true }, NOW, options)).toBe(false);
  });
});

describe('the penalties of a lane', () => {
  const cases: [Fault, times: number, verdict: string, rest: number][] = [
    ['refused', 1, 'fails', 3 * MINUTE],
    ['refused', 2, 'fails', 10 * MINUTE],
    ['refused', 3, 'fails', 60 * MINUTE],
    ['refused', 4, 'fails', 24 * 60 * MINUTE],
    ['refused', 9, 'fails', 24 * 60 * MINUTE],
    ['hang', 1, 'hangs', 70_000],
    ['stall', 1, 'hangs', 2_000],
    ['stall', 2, 'hangs', 70_000],
    ['status', 1, 'fails', MINUTE],
    ['status', 2, 'fails', 2 * MINUTE],
    ['blockpage', 1, 'blockpage', 10 * MINUTE],
    ['lies', 1, 'lies', 60 * MINUTE],
  ];
  for (const [fault, times, verdict, rest] of cases) {
    it(`make it rest ${rest / 1000} s after ${times} × ${fault}`, () => {
      const lane = blamed(fault, times);
      expect(lane.verdict).toBe(verdict);
      expect(restOf(lane)).toBe(rest);
      expect(lane.proven).toBe(false);
    });
  }

  it('count two refusals within 2 s as one: browsers themselves try a handshake twice', () => {
    const lane = newLane();
    blame(lane, 'refused', NOW - 5, 0);
    blame(lane, 'refused', NOW, 0);
    expect(lane.failures).toBe(1);
    expect(restOf(lane)).toBe(3 * MINUTE);
  });

  it('leave a lane at work whose connections freeze after 8,000 bytes', () => {
    const lane = blamed('stall', 3, 8_000);
    expect(lane.verdict).toBe('freezes');
    expect(restOf(lane)).toBe(0);
  });

  it('are none for a mirror that only lacks a block', () => {
    const lane = blamed('missing', 5);
    expect(lane).toMatchObject({ verdict: 'new', failures: 0, restsUntil: 0 });
  });

  it('end with the first object that verifies', () => {
    const lane = blamed('lies', 2);
    praise(lane, { start: NOW, firstByte: NOW + 50, end: NOW + 100, bytes: 7_000 });
    expect(lane).toMatchObject({ verdict: 'fine', failures: 0, restsUntil: 0, proven: true });
  });

  it('are forgotten when the network changes', () => {
    const lane = blamed('refused', 4);
    forgive(lane);
    expect(lane).toMatchObject({ failures: 0, restsUntil: 0 });
  });
});

describe('what is known of a lane', () => {
  it('is slow below 4 KB a second', () => {
    const lane = newLane();
    praise(lane, { start: NOW, firstByte: NOW + 50, end: NOW + 3_550, bytes: 7_000 });
    expect(lane.verdict).toBe('slow');
  });

  it('moves its usual wait and rate by 0.3 of the difference', () => {
    const lane = newLane();
    praise(lane, { start: NOW, firstByte: NOW + 100, end: NOW + 1_099, bytes: 10_000 });
    praise(lane, { start: NOW, firstByte: NOW + 200, end: NOW + 1_199, bytes: 20_000 });
    expect(lane.wait).toBeCloseTo(130);
    expect(lane.rate).toBeCloseTo(11_600);
  });

  it('makes the hedge wait twice the usual time, but never less than 300 ms', () => {
    expect(hedgeAfter(newLane())).toBe(300);
    expect(hedgeAfter({ ...newLane(), wait: 400 })).toBe(800);
  });

  it('says when an object would be here', () => {
    expect(expectedEnd({ ...newLane(), wait: 100, rate: 7_000 }, NOW, 7_000)).toBe(NOW + 1_100);
  });

  it('is taken over from the last session, the last start for the pace included', () => {
    const memory: LaneMemory = {
      url: 'https://a/',
      verdict: 'blockpage',
      wait: 120,
      rate: 9_000,
      proven: true,
      restsUntil: NOW + MINUTE,
      failures: 3,
      lastStart: NOW - 100,
    };
    const [lane] = makeLanes(mirrorsAt('a'), [memory]);
    expect(lane).toMatchObject(memory);
    expect(lane!.nextStart).toBe(NOW + 350);
    expect(lane!.busy).toBe(false);
  });

  it('is one lane for a name that stands twice in the list', () => {
    const lanes = makeLanes(
      [
        ['x', 'https://a/', 'https://b/'],
        ['y', 'https://a/'],
      ],
      [],
    );
    expect(lanes.map((lane) => [lane.network, lane.url, lane.machine])).toEqual([
      ['x', 'https://a/', 'https://a/'],
      ['x', 'https://b/', 'https://a/'],
    ]);
  });
});

describe('a line', () => {
  const heard = (...lanes: [agoMs: number, lastRate: number][]): Lane[] =>
    lanes.map(([ago, lastRate]) => ({ ...newLane(), heardAt: NOW - ago, lastRate, rate: 90_000 }));

  it('is throttled by what came last, whatever came before', () => {
    expect(slowRate(heard([1_000, 1_700], [50_000, 90_000]), NOW)).toBe(1_700);
    expect(slowRate(heard([1_000, 1_700], [20_000, 90_000]), NOW)).toBe(0);
    expect(slowRate(heard([1_000, 90_000], [50_000, 1_700]), NOW)).toBe(0);
  });

  it('is not called throttled for long after nothing was heard any more, nor before anything was', () => {
    expect(slowRate(heard([11 * MINUTE, 1_700]), NOW)).toBe(0);
    expect(slowRate([newLane()], NOW)).toBe(0);
  });
});

describe('the order of lanes', () => {
  it('has proven ones first by their wait, then unknown, then old, then those at rest', () => {
    const lanes = makeLanes(mirrorsAt('rests-long', 'old', 'new', 'slow', 'fast', 'rests'), []);
    const named = (name: string) => lanes.find((lane) => lane.url === `https://${name}/`)!;
    Object.assign(named('rests-long'), { proven: true, restsUntil: NOW + 2 * MINUTE });
    Object.assign(named('rests'), { restsUntil: NOW + MINUTE });
    Object.assign(named('old'), { proven: true, verdict: 'old', wait: 1 });
    Object.assign(named('slow'), { proven: true, wait: 500 });
    Object.assign(named('fast'), { proven: true, wait: 50 });
    const order = ranked(lanes, NOW).map((lane) => lane.url.slice(8, -1));
    expect(order).toEqual(['fast', 'slow', 'new', 'old', 'rests', 'rests-long']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Link } from './link.ts';
import { flap, freeze, handshakes, only, residual, stalls, throttle, whiteList } from './rules.ts';

const link = (more: Partial<Link> = {}): Link => ({
  ...{ id: 0, machine: 'm1', ip: '127.0.0.1', openedAt: 0, name: 'a.test', helloAt: null, gap: null },
  ...{ port: null, resumes: false, up: 0, down: 0, packetsUp: 0, packetsDown: 0 },
  ...{ swallowed: false, stoppedAt: null },
  ...{ stoppedBy: null, lateAt: [], firstDownAt: null, lastDownAt: null, endedAt: null, endedBy: null },
  ...more,
});

describe('the rule against many handshakes', () => {
  const hellos = (times: number[]) => {
    const rule = handshakes();
    return times.map((time) => rule.hello!(link(), time));
  };

  it('closes a name at the fourth ClientHello of a quick run', () => {
    expect(hellos([0, 399, 798, 1_197])).toEqual(['pass', 'pass', 'pass', 'freeze']);
  });

  it('lets any number through that keep their distance', () => {
    expect(hellos(Array.from({ length: 50 }, (_, i) => i * 400))).not.toContain('freeze');
  });

  it('remembers quick gaps for a minute, even with slow ones between', () => {
    expect(hellos([0, 10, 5_000, 5_010, 9_000, 9_010])).toEqual([...Array(5).fill('pass'), 'freeze']);
    expect(hellos([0, 10, 5_000, 5_010, 61_000, 61_010])).not.toContain('freeze');
  });

  it('starts its minute again with every further ClientHello', () => {
    expect(hellos([0, 1, 2, 3, 59_000, 118_000, 179_000])).toEqual([
      ...['pass', 'pass', 'pass', 'freeze', 'freeze', 'freeze'],
      'pass',
    ]);
  });

  it('counts each name by itself', () => {
    const rule = handshakes();
    for (let i = 0; i < 10; i++) expect(rule.hello!(link({ name: `${i}.test` }), i)).toBe('pass');
  });
});

describe('rules on bytes', () => {
  it('freeze at the packet that would cross the mark, in one direction or both', () => {
    const down = freeze(16_000);
    expect(down.packet!(link({ down: 15_000, up: 9_000 }), 'down', 1_000, 0)).toBe('pass');
    expect(down.packet!(link({ down: 15_000 }), 'down', 1_001, 0)).toBe('freeze');
    expect(down.packet!(link({ down: 16_000 }), 'up', 1_448, 0)).toBe('pass');
    const both = freeze(14_336, 'both');
    expect(both.packet!(link({ down: 12_000, up: 2_000 }), 'up', 337, 0)).toBe('freeze');
  });

  it('share one line among all connections', () => {
    const rule = throttle(1_750);
    expect(rule.hold!(link(), 'down', 1_750, 0)).toBe(1_000);
    expect(rule.hold!(link({ id: 1 }), 'up', 875, 500)).toBe(1_500);
    expect(rule.hold!(link({ id: 2 }), 'up', 875, 9_000)).toBe(9_500);
  });

  it('stall the same share of connections for the same dice', () => {
    let count = 0;
    const rule = stalls(0.2, () => (count++ % 10) / 10);
    const stalled = Array.from({ length: 100 }, (_, id) => {
      const one = link({ id, packetsDown: 50 });
      rule.accept!(one, 0);
      return rule.packet!(one, 'down', 1, 0);
    }).filter((verdict) => verdict === 'freeze');
    expect(stalled.length).toBeGreaterThan(0);
    expect(stalled.length).toBeLessThan(50);
  });
});

describe('rules on names and addresses', () => {
  it('let through only what a white list names', () => {
    const rule = whiteList(['ok.test']);
    expect(rule.hello!(link({ name: 'ok.test' }), 0)).toBe('pass');
    expect(rule.hello!(link({ name: null }), 0)).toBe('freeze');
  });

  it('punish the whole address for one name, for its time', () => {
    const rule = residual(['bad.test']);
    const hello = (name: string, ip: string, now: number) => rule.hello!(link({ name, ip }), now);
    expect(hello('good.test', '127.0.0.1', 0)).toBe('pass');
    expect(hello('bad.test', '127.0.0.1', 0)).toBe('rst');
    expect(hello('good.test', '127.0.0.1', 179_999)).toBe('freeze');
    expect(hello('good.test', '127.0.0.2', 1)).toBe('pass');
    expect(hello('good.test', '127.0.0.1', 180_000)).toBe('pass');
  });

  it('bind only the machines that they are meant for', () => {
    const rule = only({ machines: ['m2'] }, whiteList([]));
    expect(rule.hello!(link(), 0)).toBe('pass');
    expect(rule.hello!(link({ machine: 'm2' }), 0)).toBe('freeze');
  });
});

describe('a line that comes and goes', () => {
  it('resets everything at each change and refuses while it is down', () => {
    const timers: { ms: number; callback: () => void }[] = [];
    const after = (ms: number, callback: () => void) => {
      timers.push({ ms, callback });
      return () => {};
    };
    const rule = flap({ upMs: 5_000, downMs: 10_000, after });
    let resets = 0;
    rule.start!({ reset: () => resets++ });
    expect(rule.accept!(link(), 0)).toBe('pass');
    timers[0]!.callback();
    expect([timers[0]!.ms, resets, rule.accept!(link(), 0)]).toEqual([5_000, 1, 'rst']);
    timers[1]!.callback();
    expect([timers[1]!.ms, resets, rule.accept!(link(), 0), rule.phases]).toEqual([10_000, 2, 'pass', 2]);
  });
});

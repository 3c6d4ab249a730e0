import { describe, expect, it } from 'vitest';
import { parseOptions, ruleOf } from './options.ts';

describe('the command line of the censor', () => {
  it('takes every rule that its help names', () => {
    const words =
      'handshakes freeze=16000 freeze=14336/both packets=25 cut=16000 rst rst=accept fin swallow allow=ok.test,b.test residual=a.m1.test throttle=1750 stalls=0.2 flap=5000/10000 swallow@m1,m2';
    for (const word of words.split(' ')) expect(ruleOf(word)?.name, word).toBeTruthy();
  });

  it('refuses what it does not know with one sentence', () => {
    for (const words of [
      ['--rule', 'freeze'],
      ['--rule', 'fin@m9'],
      ['--rule=flap=1'],
      ['--rtt', 'soon'],
      ['--frobnicate'],
    ]) {
      expect(parseOptions(words)).toMatchObject({
        kind: 'wrong',
        sentence: expect.stringMatching(/^[A-Z-].*--help\.$/),
      });
    }
  });

  it('takes words with and without an equals sign', () => {
    const options = parseOptions(['--rule', 'handshakes', '--rule=freeze=16000', '--rtt', '300', '--open']);
    expect(options).toMatchObject({ kind: 'run', rttMs: 300, opens: true });
    expect(options.kind === 'run' && options.rules.map(({ name }) => name)).toEqual([
      'handshakes',
      'freeze 16000 down',
    ]);
  });
});

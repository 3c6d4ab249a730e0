import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from './bytes.ts';
import { keysOf, refused, signed, zeros } from './kit.test-helper.ts';
import { isSafeMirror, openMirrors, safeMirrors } from './mirrors.ts';

const [headKey, otherKey] = await keysOf(1, 2);
const publication = 'abcdefghijklmnopqrstuvwxyz';
const trust = {
  publication,
  role: { threshold: 1, keys: [headKey.text] },
  knownVersion: 3,
  base: 'https://news.example/',
};
const listOf = (more: object = {}) => ({
  v: 1,
  publication,
  n: 3,
  time: 1_763_900_000,
  mirrors: [['north', 'https://a.example/', 'https://b.example/']],
  ...more,
});
const open = (more: object = {}, here: object = {}) =>
  openMirrors(signed('mirrors', listOf(more), [headKey]), { ...trust, ...here });

describe('a list of mirrors', () => {
  it('comes back as it was pressed, unknown fields included', async () => {
    expect(await open({ later: [1] })).toEqual(listOf({ later: [1] }));
    expect(await open({ n: 9, mirrors: [] })).toEqual(listOf({ n: 9, mirrors: [] }));
  });

  it('is signed by the head role, and not inflated before that', async () => {
    const bomb = concat(Uint8Array.of(1), zeros(2 ** 22));
    await refused(openMirrors(signed('mirrors', bomb, [otherKey]), trust), 'TooFewSignatures');
    await refused(openMirrors(signed('mirrors', bomb, [headKey]), trust), 'InflatedTooLarge');
  });

  it('older than the one that is known is refused as Rollback', async () => {
    await refused(open({ n: 2 }), 'Rollback');
  });

  it('of another publication is refused as WrongPublication', async () => {
    await refused(open({ publication: 'bcdefghijklmnopqrstuvwxyza' }), 'WrongPublication');
  });

  it('of one group is refused as WrongKind for another: mix and match', async () => {
    await refused(open({ group: 'friends' }), 'WrongKind');
    await refused(open({}, { group: 'friends' }), 'WrongKind');
    expect((await open({ group: 'friends' }, { group: 'friends' })).n).toBe(3);
    expect((await open({ group: 'public' })).n).toBe(3);
  });

  it('leaves out unsafe addresses, and is refused as UnsafeMirror where no other is left', async () => {
    const mirrors = [
      ['north', 'https://a.example/', 'http://a.example/'],
      ['home', 'https://192.168.1.1/'],
      ['none'],
    ];
    expect((await open({ mirrors })).mirrors).toEqual([['north', 'https://a.example/']]);
    await refused(open({ mirrors: mirrors.slice(1) }), 'UnsafeMirror');
  });

  it('of the wrong shape is refused as WrongShape', async () => {
    for (const more of [
      { v: 2 },
      { n: -1 },
      { time: '1' },
      { mirrors: {} },
      { mirrors: [1] },
      { mirrors: [[1]] },
    ])
      await refused(open(more), 'WrongShape');
  });
});

const safe = [
  'https://news.example/',
  'https://news.example:8443/a/b/',
  'https://user-name.github.example/site_1/~x/v1.2/',
  'HTTPS://News.Example/',
  'https://93.184.216.34/',
  'https://100.63.0.1/',
  'https://100.128.0.1/',
  'https://101.0.0.1/',
  'https://11.0.0.1/',
  'https://126.1.1.1/',
  'https://128.0.0.1/',
  'https://169.253.0.1/',
  'https://172.15.0.1/',
  'https://172.160.0.1/',
  'https://172.32.0.1/',
  'https://192.167.0.1/',
  'https://223.255.255.255/',
  'https://[2a02:6b8::2:242]/',
  'https://xn--e1afmkfd.xn--p1ai/',
  'https://10.example/',
  'https://localhost.example/',
  'https://0x7f.example/',
];

const unsafe = [
  'http://news.example/',
  'ftp://news.example/',
  '//news.example/',
  'javascript:alert(1)//',
  'https://news.example',
  'https://news.example/a',
  'https://news.example/?a/',
  'https://news.example/?',
  'https://news.example/#/',
  'https://news.example/%2e%2e/',
  'https://news.example\\@evil.example/',
  'https://a@b.example/',
  'https://a:b@b.example/',
  'https://@b.example/',
  ' https://news.example/',
  'https://news.example/\n',
  'https://новости.example/',
  'https:///news.example/',
  'https://news.example.:443/',
  'https://news.example./',
  'https://news..example/',
  'https://.news.example/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://a.localhost./',
  'https://router/',
  'https://printer.local/',
  'https://printer.local./',
  'https://metadata.google.internal/',
  'https://nas.lan/',
  'https://nas.home.arpa/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.0.0.1./',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0X7F.1/',
  'https://0177.0.0.1/',
  'https://012.0.0.1/',
  'https://127.0.0.0x1/',
  'https://0.0.0.0/',
  'https://192.0250.0.1/',
  'https://172.020.0.1/',
  'https://169.0376.0.1/',
  'https://192.168.1/',
  'https://93.184.216/',
  'https://10.1.2.3/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.0.1/',
  'https://169.254.169.254/',
  'https://100.64.0.1/',
  'https://100.127.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[0::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:c0a8:1]/',
  'https://[0:0:0:0:0:ffff:7f00:1]/',
  'https://[::7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fe80::1%25eth0]/',
  '',
];

describe('the address of a mirror', () => {
  it.each(safe)('%s may be asked from a public address', (url) => {
    expect(isSafeMirror(url, 'https://news.example/')).toBe(true);
  });

  it.each(unsafe)('%s may not', (url) => {
    expect(isSafeMirror(url, 'https://news.example/')).toBe(false);
  });

  it('that a browser takes for this machine or a home is never safe, whatever its spelling', () => {
    const part = (value: number) =>
      fc.constantFrom(
        `${value}`,
        `0x${value.toString(16)}`,
        `0X0${value.toString(16)}`,
        `0${value.toString(8)}`,
      );
    const spelled = fc
      .constantFrom([127, 0, 0, 1], [10, 0, 0, 7], [192, 168, 1, 1], [169, 254, 169, 254], [172, 20, 0, 1])
      .chain((ip) =>
        fc.record({
          ip: fc.constant(ip.join('.')),
          parts: fc.tuple(...ip.map(part)),
          rest: part(((ip[1]! * 256 + ip[2]!) * 256 + ip[3]!) >>> 0),
          short: fc.boolean(),
          dot: fc.constantFrom('', '.'),
        }),
      );
    fc.assert(
      fc.property(spelled, ({ ip, parts, rest, short, dot }) => {
        const url = `https://${short ? `${parts[0]}.${rest}` : parts.join('.')}${dot}/`;
        expect(new URL(url).hostname).toBe(ip);
        expect(isSafeMirror(url, 'https://news.example/')).toBe(false);
      }),
    );
  });

  it('on loopback or by plain http is taken only while the app itself is on loopback', () => {
    const home = [
      'http://localhost:8081/',
      'http://a.localhost:8082/',
      'http://127.0.0.1:9/',
      'http://[::1]:9/',
    ];
    for (const url of home) {
      for (const base of [
        'http://localhost:8080/',
        'http://b.localhost/',
        'http://127.0.0.1/',
        'http://[::1]:1/',
      ])
        expect(isSafeMirror(url, base)).toBe(true);
      for (const base of [
        'https://localhost.example/',
        'https://127.0.0.1.example/',
        'http://192.168.0.2/',
        '',
      ])
        expect(isSafeMirror(url, base)).toBe(false);
    }
    expect(isSafeMirror('http://localhost:8081/?q/', 'http://localhost:8080/')).toBe(false);
  });

  it('is weighed name by name, a mirror without any being left out', () => {
    const mirrors: Parameters<typeof safeMirrors>[0] = [
      ['a', 'http://x.example/', 'https://x.example/'],
      ['b', 'https://10.0.0.1/'],
    ];
    expect(safeMirrors(mirrors, 'https://news.example/')).toEqual([['a', 'https://x.example/']]);
  });
});

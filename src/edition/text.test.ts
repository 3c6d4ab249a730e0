import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from './bytes.ts';
import { deflate, refused, zeros } from './kit.test-helper.ts';
import { asObject, CODEC, MAX_INFLATED, packText, parseJson, toCp1251, unpackText } from './text.ts';

const coded = (codec: number, bytes: Uint8Array) => concat(Uint8Array.of(codec), bytes);

describe('packed text', () => {
  it('comes back as it was for any JSON in any of the three codecs, lone surrogates included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.string({ unit: 'binary' }),
        async (value, text) => {
          const lone = text.split('').reverse().join(''); // surrogate pairs the wrong way round
          const whole = { value, text, lone };
          const json = JSON.stringify(whole);
          const read = async (block: Uint8Array) => JSON.parse(await unpackText(block));
          expect(await read(packText(json, deflate))).toEqual(JSON.parse(json));
          expect(await read(coded(CODEC.raw, utf8(json)))).toEqual(JSON.parse(json));
          expect(await read(coded(CODEC.utf8, deflate(utf8(json))))).toEqual(JSON.parse(json));
          expect(await read(coded(CODEC.cp1251, deflate(toCp1251(json))))).toEqual(JSON.parse(json));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps every character of one unit in windows-1251, U+0098 included', async () => {
    for (let from = 0; from < 0x10000; from += 0x2000) {
      const all = String.fromCharCode(...Array.from({ length: 0x2000 }, (_, i) => from + i));
      const json = JSON.stringify([all]);
      expect(JSON.parse(await unpackText(coded(CODEC.cp1251, deflate(toCp1251(json)))))).toEqual([all]);
    }
  });

  it('spends one byte on each letter that windows-1251 has, six on any other unit', () => {
    expect(toCp1251('"Ёжик — «да»"')).toHaveLength(13);
    expect(Buffer.from(toCp1251('"Ђ\u0098😀"')).toString('latin1')).toBe('"\x80\\u0098\\ud83d\\ude00"');
  });

  it('takes the smallest codec: windows-1251 for Russian, UTF-8 for much of anything else, raw for a few bytes', () => {
    const russian = Array.from(
      { length: 60 },
      (_, i) => `Слово за слово, и новость ${i * i} уже в пути.`,
    ).join(' ');
    expect(packText(JSON.stringify(russian), deflate)[0]).toBe(CODEC.cp1251);
    const greek = Array.from({ length: 60 }, (_, i) => `Καλημέρα κόσμε ${i * i}`).join(' ');
    expect(packText(JSON.stringify(greek), deflate)[0]).toBe(CODEC.utf8);
    expect(packText('{}', deflate)[0]).toBe(CODEC.raw);
  });

  it('is never packed so small that a reader would take it for a bomb', async () => {
    // Codec 2 writes six bytes where UTF-8 has three: it is the larger text that has to stay within the ratio.
    for (const text of ['新聞の', 'новость', 'word']) {
      for (const times of [3_000, 8_000, 12_000]) {
        const json = JSON.stringify(text.repeat(times));
        expect(await unpackText(packText(json, deflate))).toBe(json);
      }
    }
  });

  it('of a codec that is not known is refused as UnknownCodec', async () => {
    for (const block of [[], [3, 1], [4, 1], [255]])
      await refused(unpackText(Uint8Array.from(block)), 'UnknownCodec');
  });

  it('that is broken off, no deflate or no text is refused as BadDeflate', async () => {
    const good = deflate(utf8(JSON.stringify('Слово за слово '.repeat(20))));
    await refused(unpackText(coded(CODEC.utf8, good.slice(0, -3))), 'BadDeflate');
    await refused(unpackText(coded(CODEC.utf8, new Uint8Array())), 'BadDeflate');
    await refused(unpackText(coded(CODEC.cp1251, Uint8Array.of(255, 255, 255))), 'BadDeflate');
    const notUtf8 = Uint8Array.of(34, 0xff, 0xfe, 34);
    await refused(unpackText(coded(CODEC.raw, notUtf8)), 'BadDeflate');
    await refused(unpackText(coded(CODEC.utf8, deflate(notUtf8))), 'BadDeflate');
  });
});

describe('a bomb', () => {
  it('of one gigabyte is refused at the cap, in little time and memory', async () => {
    const bomb = coded(CODEC.utf8, zeros(2 ** 30));
    expect(bomb.length).toBeLessThan(1_200_000);
    const before = process.memoryUsage();
    const start = performance.now();
    await refused(unpackText(bomb), 'InflatedTooLarge');
    expect(performance.now() - start).toBeLessThan(200);
    const after = process.memoryUsage();
    const grown = after.heapUsed + after.external - before.heapUsed - before.external;
    expect(grown).toBeLessThan(8 * 2 ** 20);
  });

  it('really is one: all of it comes out where nobody stops', async () => {
    const { inflateRawSync } = await import('node:zlib');
    expect(inflateRawSync(zeros(2 ** 26)).length).toBe(2 ** 26);
  });

  it('is one from 64 KB on if it is 60 times its own size, below that it is just text that repeats', async () => {
    await refused(unpackText(coded(CODEC.utf8, zeros(70_000))), 'InflatedTooLarge');
    expect(await unpackText(coded(CODEC.utf8, zeros(65_536)))).toHaveLength(65_536);
  });

  it('is also text past the cap that never repeats, packed or not', async () => {
    const noise = Uint8Array.from({ length: MAX_INFLATED + 1 }, (_, i) => 33 + ((i * i * 7 + (i >> 3)) % 90));
    await refused(unpackText(coded(CODEC.raw, noise)), 'InflatedTooLarge');
    await refused(unpackText(coded(CODEC.utf8, deflate(noise))), 'InflatedTooLarge');
    expect(await unpackText(coded(CODEC.raw, noise.subarray(1)))).toHaveLength(MAX_INFLATED);
  });
});

describe('JSON', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('is read up to a depth of 12 and refused as TooDeep past it, however deep', async () => {
    expect(parseJson(nested(12))).toEqual(JSON.parse(nested(12)));
    await refused(() => parseJson(nested(13)), 'TooDeep');
    await refused(() => parseJson(nested(130_000)), 'TooDeep');
  });

  it('may hold brackets and escaped quotes in its texts', () => {
    const text = JSON.stringify([`"${'[{'.repeat(50)}\\`, '\\"[', { '[[[[[[[[[[[[[[[': 1 }]);
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('is read up to 20,000 values and refused as TooManyNodes past them', async () => {
    const of = (values: number) => JSON.stringify(new Array(values - 1).fill(0));
    expect(parseJson(of(20_000))).toHaveLength(19_999);
    await refused(() => parseJson(of(20_001)), 'TooManyNodes');
  });

  it('is refused as NotJson where it is none', async () => {
    for (const text of ['', '{', '[1,]', "{'a':1}", '\ufeff{}', '{}{}', ']][[', '<html>'])
      await refused(() => parseJson(text), 'NotJson');
  });

  it('cannot reach the prototypes of others', () => {
    const value = asObject(parseJson('{"__proto__":{"v":1},"constructor":{"prototype":{"v":1}}}'));
    expect(({} as { v?: number }).v).toBeUndefined();
    expect(value.v).toBeUndefined();
  });

  it('of another shape than an object is refused as WrongShape where one is needed', async () => {
    for (const value of [null, [], 'text', 1, true]) await refused(() => asObject(value), 'WrongShape');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, concat, utf8 } from './bytes.ts';
import { KINDS, type Kind, MAX_FRAME, readFrame, signedBytes, verifyFrame, writeFrame } from './frame.ts';
import { keyOf, keysOf, packed, refused, signed } from './kit.test-helper.ts';

const kinds = Object.keys(KINDS) as Kind[];
const [a, b, c] = await keysOf(1, 2, 3);
const role = (threshold: number, ...keys: { text: string }[]) => ({
  threshold,
  keys: keys.map((k) => k.text),
});

describe('a frame', () => {
  it('comes back as it was written', () => {
    const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(fc.record({ keyId: bytes(8), signature: bytes(64) }), { maxLength: 8 }),
        fc.uint8Array({ minLength: 1, maxLength: 500 }),
        (kind, signatures, body) => {
          const frame = { kind, signatures, body } as Parameters<typeof writeFrame>[0];
          expect(readFrame(writeFrame(frame), kind)).toEqual(frame);
        },
      ),
    );
  });

  it('is signed over the encoding of DSSE version 1', () => {
    expect(Buffer.from(signedBytes('head', utf8('ab'))).toString()).toBe(
      'DSSEv1 24 application/vnd.ed1.head 2 ab',
    );
  });

  it('never throws anything but a refusal, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, begun) => {
        const whole = begun ? concat(utf8('ED1\n'), Uint8Array.of(2), bytes) : Uint8Array.from(bytes);
        try {
          readFrame(whole, 'head');
        } catch (error) {
          expect((error as Error).name).toMatch(/^(WrongMagic|WrongKind|WrongShape|Truncated)$/);
        }
      }),
    );
  });

  it('is refused as TooLarge, WrongMagic, WrongKind, Truncated or WrongShape before anything else', async () => {
    const good = signed('head', { v: 1 }, [a]);
    const changed = (at: number, byte: number) => good.map((old, i) => (i === at ? byte : old));
    await refused(() => readFrame(concat(good, new Uint8Array(MAX_FRAME)), 'head'), 'TooLarge');
    await refused(() => readFrame(changed(2, 50), 'head'), 'WrongMagic');
    await refused(() => readFrame(new Uint8Array(), 'head'), 'WrongMagic');
    await refused(() => readFrame(utf8('<!doctype html><title>Blocked</title>'), 'head'), 'WrongMagic');
    await refused(() => readFrame(changed(4, 9), 'head'), 'WrongKind');
    for (const size of [5, 6, 40, 78])
      await refused(() => readFrame(good.slice(0, size), 'head'), 'Truncated');
    await refused(() => readFrame(changed(5, 9), 'head'), 'WrongShape');
  });

  it('of one kind is not taken for another: mix and match', async () => {
    for (const kind of kinds)
      for (const other of kinds.filter((one) => one !== kind)) {
        const frame = signed(kind, { v: 1 }, [a]);
        await refused(() => readFrame(frame, other), 'WrongKind');
        // Nor after its kind was changed by hand: the kind is among the signed bytes.
        frame[4] = KINDS[other];
        await refused(verifyFrame(readFrame(frame, other), role(1, a)), 'TooFewSignatures');
      }
  });
});

describe('signatures', () => {
  const verify = (bytes: ReturnType<typeof signed>, ...args: Parameters<typeof role>) =>
    verifyFrame(readFrame(bytes, 'head'), role(...args));
  const body = packed({ v: 1 });

  it('of a threshold of the role are enough, in any order', async () => {
    await verify(signed('head', body, [a]), 1, a);
    await verify(signed('head', body, [c, a]), 2, a, b, c);
  });

  it('too few of them are refused', async () => {
    await refused(verify(signed('head', body, []), 1, a), 'TooFewSignatures');
    await refused(verify(signed('head', body, [a]), 2, a, b), 'TooFewSignatures');
    await refused(verify(signed('head', body, [c]), 1, a, b), 'TooFewSignatures');
  });

  it('of one key, given twice, count once: duplicate key ids', async () => {
    await refused(verify(signed('head', body, [a, a, a]), 2, a, b), 'TooFewSignatures');
  });

  it('of a key that the role names twice count once, however it is spelled', async () => {
    await refused(verify(signed('head', body, [a, a]), 2, a, a), 'TooFewSignatures');
    // The last of 43 letters has two bits to spare: four spellings of the same 32 bytes.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = a.text.slice(0, -1) + letters[letters.indexOf(a.text.at(-1)!) + 1];
    expect(Buffer.from(other, 'base64url').equals(a.public)).toBe(true);
    await refused(verify(signed('head', body, [a, a]), 2, a, { text: other }), 'TooFewSignatures');
  });

  it('beyond those of the role do no harm: extraneous signatures', async () => {
    await verify(signed('head', body, [c, a, b]), 1, a);
  });

  it('that are wrong under a known key id do not hide a right one', async () => {
    const message = signedBytes('head', body);
    const signatures = [
      { keyId: a.id, signature: new Uint8Array(64) },
      { keyId: a.id, signature: b.sign(message) },
      { keyId: a.id, signature: a.sign(message) },
    ];
    await verify(writeFrame({ kind: 'head', signatures, body }), 1, a);
    const wrong = writeFrame({ kind: 'head', signatures: signatures.slice(0, 2), body });
    await refused(verify(wrong, 1, a), 'TooFewSignatures');
  });

  it('under another key’s id are not looked at', async () => {
    const signature = a.sign(signedBytes('head', body));
    const frame = writeFrame({ kind: 'head', signatures: [{ keyId: b.id, signature }], body });
    await refused(verify(frame, 1, a, b), 'TooFewSignatures');
  });

  it('hold for these very bytes only: any changed byte is refused', async () => {
    const good = signed('head', { v: 1, text: 'some words to sign' }, [a]);
    for (let at = 6; at < good.length; at++) {
      const bad = good.slice();
      bad[at]! ^= 0x10;
      await refused(verify(bad, 1, a), 'TooFewSignatures');
    }
    await refused(verify(good.slice(0, -1), 1, a), 'TooFewSignatures');
    await refused(verify(concat(good, Uint8Array.of(0)), 1, a), 'TooFewSignatures');
  });

  it('keys that are no keys are passed over', async () => {
    const frame = signed('head', body, [a]);
    await verify(frame, 1, { text: '' }, { text: 'no key' }, { text: base64url(new Uint8Array(31)) }, a);
    const noPoint = Uint8Array.from([2, ...new Array<number>(31).fill(0)]);
    await verify(frame, 1, { text: base64url(noPoint) }, await keyOf(9), a);
  });
});

import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { readOpening } from './hello.ts';

/** The first bytes that a real TLS client sends. */
function realHello(servername: string, ALPNProtocols: string[] = []): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket: Socket) => {
      socket.once('data', (bytes: Buffer) => {
        resolve(bytes);
        socket.destroy();
        server.close();
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      const socket = connect(address.port, '127.0.0.1');
      const tls = connectTls({ socket, servername, ALPNProtocols });
      tls.on('error', () => {}); // cut off by the server above
    });
  });
}

describe('the opening of a connection', () => {
  it('names the host that a real client asks for', async () => {
    const bytes = await realHello('a.m1.test', ['h2', 'http/1.1']);
    expect(readOpening(bytes)).toMatchObject({ kind: 'hello', name: 'a.m1.test', alpn: ['h2', 'http/1.1'] });
  });

  it('is not judged before it is whole, however it is cut', async () => {
    const bytes = await realHello('a.m1.test');
    for (let length = 0; length < bytes.length; length++) {
      expect(readOpening(bytes.subarray(0, length)).kind).toBe('part');
    }
  });

  it('is read over several records', async () => {
    const bytes = await realHello('long.name.of.a.mirror.test');
    const message = bytes.subarray(5);
    const records = [];
    for (let at = 0; at < message.length; at += 50) {
      const part = message.subarray(at, at + 50);
      records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
    }
    expect(readOpening(Buffer.concat(records))).toMatchObject({ name: 'long.name.of.a.mirror.test' });
  });

  it('may be no TLS at all', () => {
    expect(readOpening(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ kind: 'other' });
  });

  it('may be damaged without harm', async () => {
    const bytes = await realHello('a.m1.test');
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at]! ^ 0xff;
      expect(() => readOpening(damaged)).not.toThrow();
    }
  });
});

/** How large the TLS records of a mirror are: a browser can show nothing of one that is frozen half-way. */
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as secureConnect } from 'node:tls';
import { lookup } from './ask.ts';

const APPLICATION_DATA = 23;
const HEADER_BYTES = 5;

/**
 * The largest record (bytes, as on the wire) in which a mirror answers for its page; null over plain http.
 * Certificates are not looked at: nothing that comes is believed, only measured.
 */
export async function largestRecord(url: string, timeoutMs: number): Promise<number | null> {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol !== 'https:') return null;
  const raw = connect({ host: hostname, port: Number(port || 443), lookup, timeout: timeoutMs });
  const sizes: number[] = [];
  let answerFrom = Number.POSITIVE_INFINITY;
  const stream = tap(raw, (type, size) => {
    if (type === APPLICATION_DATA) sizes.push(size);
  });
  return new Promise((resolve, reject) => {
    const socket = secureConnect({
      socket: stream,
      servername: hostname,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false,
    });
    raw.on('timeout', () => socket.destroy(new Error('no answer in time')));
    socket.on('secureConnect', () => {
      // What came so far is certificates and the like, in records of their own.
      answerFrom = sizes.length;
      socket.write(
        `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n`,
      );
    });
    socket.on('error', reject);
    socket.on('end', () => resolve(Math.max(0, ...sizes.slice(answerFrom))));
    socket.resume();
  }).finally(() => raw.destroy()) as Promise<number>;
}

/** The socket as it is, each record that comes down told by its type and size. */
function tap(raw: Socket, onRecord: (type: number, size: number) => void): Duplex {
  let rest = Buffer.alloc(0);
  const stream = new Duplex({
    read: () => void raw.resume(),
    write: (chunk, _encoding, done) => void raw.write(chunk, done),
    final: (done) => void raw.end(done),
  });
  raw.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= HEADER_BYTES) {
      const size = HEADER_BYTES + rest.readUInt16BE(3);
      if (rest.length < size) break;
      onRecord(rest.readUInt8(0), size);
      rest = rest.subarray(size);
    }
    if (!stream.push(bytes)) raw.pause();
  });
  raw.on('end', () => stream.push(null));
  raw.on('error', (error) => stream.destroy(error));
  return stream;
}

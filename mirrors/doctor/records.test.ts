import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { largestRecord } from './records.ts';

/** Made for this test, for the name localhost; it opens nothing. */
const key = `
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3fR4pUcP4escR8DX
P1fomiOTudEl4kMiPZvgNY9Mt2WhRANCAARfKh5MvzP/6LbKmkha0ssojthSbzOF
AO71FipHmXi4ILf+kC/O4ok/RiOHmzvTV+8P4aNkxEcC+t2YeEbeqSmr
-----END PRIVATE KEY-----
`;
const cert = `
-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUJt+3/38CnFN1ZbyM3n4c+2BPc4UwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAyNDQzNFoYDzIxMjYxMDMw
MDI0NDM0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARfKh5MvzP/6LbKmkha0ssojthSbzOFAO71FipHmXi4ILf+kC/O4ok/
RiOHmzvTV+8P4aNkxEcC+t2YeEbeqSmro1MwUTAdBgNVHQ4EFgQUzxbWnwJFhjjW
sSWkBI7c8/ryK0IwHwYDVR0jBBgwFoAUzxbWnwJFhjjWsSWkBI7c8/ryK0IwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBDjvzlURWpd6hCOsSLHgGT
/FiJypj43chK0KrIzRhDWgIgKMew5VV38ZHtfO0eSQhFKfbnAUVPqECCR5/HGdQW
wtg=
-----END CERTIFICATE-----
`;

let server: Server | undefined;
afterEach(() => server?.close().closeAllConnections());

/** A mirror whose page is 6,000 bytes, sent in records of at most that many bytes. */
async function startHost(recordBytes: number): Promise<string> {
  server = createServer({ key, cert }, (_request, response) => response.end('p'.repeat(6_000)));
  server.on('secureConnection', (socket) => socket.setMaxSendFragment(recordBytes));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

it('tells small records from large ones', async () => {
  const small = await largestRecord(await startHost(1_400), 2_000);
  expect(small).toBeGreaterThan(1_390);
  expect(small).toBeLessThan(1_450);
  server?.close();
  expect(await largestRecord(await startHost(16_384), 2_000)).toBeGreaterThan(6_000);
});

it('has nothing to measure over plain http', async () => {
  expect(await largestRecord('http://localhost:1/', 2_000)).toBeNull();
});

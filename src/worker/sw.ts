/// <reference lib="webworker" />
/**
 * The service worker: a table of events. While its origin is blocked it can never be replaced, so it holds only what
 * must be there without a page: serve, install, heal, rescue.
 */
import { hasNativeEd25519 } from '../edition/ed25519.ts';
import { getShell } from '../library/shell.ts';
import { adopt, ensureShell, getHere } from './install.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { serveFile, servePage } from './serve.ts';
import { shelf } from './shelf.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
  event.waitUntil(
    hasNativeEd25519().then((native) => {
      // Scripts may be imported at install only; the browser keeps them with the worker.
      if (!native) importScripts('ed.js');
      return self.skipWaiting();
    }),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker;
  event.waitUntil(
    message.type === 'publication'
      ? adopt(message.card).then(installAndTell)
      : tell(event.source as Client | null),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathInScope(request);
  if (path === null) return;
  if (request.mode === 'navigate') event.respondWith(servePage(request));
  else {
    event.respondWith(serveFile(path).then((file) => file ?? new Response('', { status: 404 })));
  }
});

/** The path of a request that is ours to answer; null for mirrors' files, the way in and other origins. */
function pathInScope(request: Request): string | null {
  const { scope } = self.registration;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return null;
  const path = request.url.slice(scope.length).replace(/[?#].*/, '');
  return /^(ed1|ipfs)\/|^(sw|ed)\.js$|^publication\.json$/.test(path) ? null : path;
}

async function installAndTell(): Promise<void> {
  await ensureShell().catch((error) => console.error(error));
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) await tell(client);
}

async function tell(client: Client | null): Promise<void> {
  const publication = await getHere();
  const current = publication ? (await getShell(shelf, publication)).current : null;
  const answer: FromWorker = { type: 'shell', whole: current?.whole ?? false, entry: current?.entry ?? '' };
  client?.postMessage(answer);
}

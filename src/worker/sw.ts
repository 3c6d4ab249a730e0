/// <reference lib="webworker" />
/**
 * The service worker: a table of events. While its origin is blocked it can never be replaced, so it holds only what
 * must be there without a page: serve, install, heal, rescue.
 */
import { hasNativeEd25519 } from '../edition/ed25519.ts';
import { getShell } from '../library/shell.ts';
import { adopt, ensureShell, getHere, isPlain } from './install.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { serveFile, servePage } from './serve.ts';
import { shelf } from './shelf.ts';

declare const self: ServiceWorkerGlobalScope;

/** Scripts may be imported at install only (the browser keeps them with the worker), or at any time by a plain worker. */
const provideEd25519 = () => hasNativeEd25519().then((native) => native || importScripts('ed.js'));

self.addEventListener('install', (event) => {
  event.waitUntil(provideEd25519().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  const work = answer(event.data as ToWorker, event.source as Client | null);
  if (!isPlain) event.waitUntil(work);
});

/**
 * Fired with no page open, where the browser knows of it and the app is installed: one bounded sync. How it is done the
 * shell knows, whose engine arrives signed and can be mended: its verified script (`asleep.ts`) is run here, and what it
 * makes of the shell's files is what to wait for. Whatever is missing ends it with an error that nobody sees.
 */
self.addEventListener('periodicsync', (event) => {
  (event as ExtendableEvent).waitUntil(
    serveFile('assets/asleep.js')
      .then((file) => file!.text())
      // biome-ignore lint/security/noGlobalEval: a worker can import nothing after it was installed
      .then((script) => globalThis.eval(script)(serveFile)),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathInScope(request);
  if (path === null) return;
  event.respondWith(
    request.mode === 'navigate'
      ? servePage(request)
      : serveFile(path).then((file) => file ?? new Response('', { status: 404 })),
  );
});

/** The path of a request that is ours to answer; null for mirrors' files, the way in and other origins. */
function pathInScope(request: Request): string | null {
  const { scope } = self.registration;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return null;
  const path = request.url.slice(scope.length).replace(/[?#].*/, '');
  return /^(ed1|ipfs)\/|^(sw|ed)\.js$|^publication\.json$/.test(path) ? null : path;
}

async function answer(message: ToWorker, client: Client | null): Promise<void> {
  if (message.type !== 'publication') return tell(client);
  if (isPlain) await provideEd25519();
  await adopt(message.card, message.connect);
  await installAndTell();
}

async function installAndTell(): Promise<void> {
  await ensureShell().catch(console.error);
  if (isPlain) await handOver();
  else for (const client of await self.clients.matchAll({ includeUncontrolled: true })) await tell(client);
}

/** As a plain worker: gives the page the app's files, since it cannot ask for them by address. */
async function handOver(): Promise<void> {
  const publication = await getHere();
  const { entry } = await shellHere();
  if (!publication || !entry) return;
  const files = (await shelf.all('files', publication)) as { path: string; bytes: ArrayBuffer }[];
  (self as unknown as Worker).postMessage({ type: 'files', entry, files } satisfies FromWorker);
}

async function tell(client: Client | null): Promise<void> {
  const { whole, entry = '' } = await shellHere();
  client?.postMessage({ type: 'shell', whole, entry } satisfies FromWorker);
}

/** What is said of the shell in use; nothing where there is none. */
async function shellHere(): Promise<{ whole?: boolean; entry?: string }> {
  const publication = await getHere();
  return (publication && (await getShell(shelf, publication)).current) || {};
}

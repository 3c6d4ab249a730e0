import { computed, effect } from '@preact/signals';
import { engine } from './store/engine.ts';
import { announce, type Change, follow } from './store/ports.ts';
import { worker } from './store/shell.ts';

/**
 * Follows the service worker: asks whether it holds the whole shell, and once it is in charge links the manifest
 * and icons, which it then answers itself (fetched earlier they would be two more connections to a watched name).
 */
export function followWorker(scriptUrl: () => string): void {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container) return;
  let isFirst = true;
  const greet = (): void => {
    const { controller } = container;
    if (!controller) return;
    if (worker.peek() === 'none') worker.value = 'installing';
    controller.postMessage({ type: 'shell?' });
  };
  container.addEventListener('controllerchange', greet);
  container.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = event.data as { type?: unknown; whole?: unknown } | null;
    if (message?.type === 'shell') {
      if (!container.controller) return;
      worker.value = message.whole === true ? 'ready' : 'installing';
      if (message.whole === true) {
        linkManifest();
        // Not every browser has it, and none lets an app do so that is not installed.
        askForWaking(container).catch((error: unknown) => console.info(error));
        // A second after the page: nothing on screen waits for it. The worker of a first visit has only just come, and
        // what renews it with the last of the files: asked for sooner it would be fetched before the news.
        if (isFirst) setTimeout(() => void renew(scriptUrl()), 1000);
      }
      isFirst = false;
    } else if (message?.type === 'changed') announce(message as Change);
  });
  container.startMessages();
  follow((change) => {
    if (change.what === 'shell') greet();
  });
  const isIdle = computed(() => engine.value?.phase === 'idle');
  effect(() => {
    // A worker that mends a file makes the shell whole by itself, and tells nobody.
    if (isIdle.value && worker.peek() === 'installing') greet();
  });
  greet();
  if (!container.controller) {
    void container.getRegistration().then((found) => {
      if (found && worker.value === 'none') worker.value = 'installing';
    });
  }
}

/** How seldom the worker may be woken (ms): browsers choose the moment, and mostly make it less often. */
const WAKE_EVERY = 6 * 3_600_000;

/** Asks the browser to wake the worker for news now and then while the app is closed. */
async function askForWaking(container: ServiceWorkerContainer): Promise<void> {
  const { periodicSync } = (await container.ready) as ServiceWorkerRegistration & {
    periodicSync?: { register(tag: string, options: { minInterval: number }): Promise<void> };
  };
  if (!periodicSync) return;
  const name = 'periodic-background-sync' as PermissionName;
  const { state } = await navigator.permissions.query({ name });
  if (state === 'granted') await periodicSync.register('news', { minInterval: WAKE_EVERY });
}

async function renew(url: string): Promise<void> {
  try {
    const { Workbox } = await import('workbox-window/build/workbox-window.prod.mjs');
    await new Workbox(url, { updateViaCache: 'all' }).register();
  } catch (error) {
    // The worker in charge goes on serving; there is nothing the reader could do about it.
    console.warn('the service worker could not be renewed', error);
  }
}

function linkManifest(): void {
  for (const [rel, href] of [
    ['manifest', 'manifest.webmanifest'],
    ['apple-touch-icon', 'icons/apple-touch-icon-180.png'],
  ] as const) {
    if (document.querySelector(`link[rel=${rel}]`)) continue;
    const link = document.createElement('link');
    link.rel = rel;
    link.href = new URL(href, document.baseURI).href;
    document.head.append(link);
  }
}

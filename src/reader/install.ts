import { signal } from '@preact/signals';
import { askToPersist } from './persist.ts';

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** The browser's own offer to install, where it makes one (Chrome, Edge, Samsung). */
export const offered = signal<InstallPrompt | null>(null);

/** Keeps the browser's offer for the hint's button. Called at the start, since the offer is made only once. */
export function awaitInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered.value = event as InstallPrompt;
  });
  addEventListener('appinstalled', () => {
    offered.value = null;
    askToPersist();
  });
  // Where the browser tells nobody of an installation, the first opening from the home screen does.
  if (isInstalled()) askToPersist();
}

/** Opens the browser's own question. */
export async function promptInstall(): Promise<void> {
  await offered.value?.prompt();
  offered.value = null;
}

/**
 * Whose steps to the home screen are shown: browsers of Android by name, Safari and others on an iPhone or iPad, a Mac's
 * Safari, desktops that can install; `in-app` is a browser inside another app, `other` one that cannot install.
 */
export type InstallWay =
  | 'installed'
  | 'chrome'
  | 'edge'
  | 'samsung'
  | 'yandex'
  | 'firefox'
  | 'safari'
  | 'ios'
  | 'mac'
  | 'desktop'
  | 'in-app'
  | 'other';

/** Which steps fit this browser, by how it names itself. */
export function installWay(
  agent: string = navigator.userAgent,
  installed: boolean = isInstalled(),
  touchPoints: number = navigator.maxTouchPoints,
): InstallWay {
  if (installed) return 'installed';
  // In-app browsers name themselves, or are an Android WebView ("; wv)").
  if (/FBAN|FBAV|Instagram|VKAndroidApp|VKClient|Telegram|Line\/|; wv\)/.test(agent)) return 'in-app';
  // An iPad calls itself a Mac, but no Mac has a touch screen.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1))
    return /CriOS|EdgiOS|FxiOS|YaBrowser|OPT\//.test(agent) ? 'ios' : 'safari';
  if (/Android/.test(agent)) {
    if (/Firefox\//.test(agent)) return 'firefox';
    if (/SamsungBrowser/.test(agent)) return 'samsung';
    if (/YaBrowser/.test(agent)) return 'yandex';
    return /EdgA/.test(agent) ? 'edge' : 'chrome';
  }
  if (/Chrome\//.test(agent)) return 'desktop';
  return /Macintosh.*Safari/.test(agent) ? 'mac' : 'other';
}

/** Whether this is the app on the home screen, not a tab. */
export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    (navigator as { standalone?: boolean }).standalone === true
  );
}

import { signal } from '@preact/signals';

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
  });
}

/** Opens the browser's own question. */
export async function promptInstall(): Promise<void> {
  await offered.value?.prompt();
  offered.value = null;
}

export type InstallWay = 'none' | 'ios' | 'firefox' | 'in-app';

/** Which steps fit this browser; `none` where it offers to install by itself, cannot, or already has. */
export function installWay(
  agent: string = navigator.userAgent,
  installed: boolean = isInstalled(),
  touchPoints: number = navigator.maxTouchPoints,
): InstallWay {
  if (installed) return 'none';
  // In-app browsers name themselves, or are an Android WebView ("; wv)").
  if (/FBAN|FBAV|Instagram|VKAndroidApp|VKClient|Telegram|Line\/|; wv\)/.test(agent)) return 'in-app';
  // An iPad calls itself a Mac, but no Mac has a touch screen.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)) return 'ios';
  if (/Android.*Firefox\//.test(agent)) return 'firefox';
  return 'none';
}

function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    (navigator as { standalone?: boolean }).standalone === true
  );
}

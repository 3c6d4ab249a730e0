import type { InstallWay } from '../install.ts';
import { words } from '../strings/strings.ts';

/** On Apple's systems what a site keeps is cleared after a week, and an installed app has a storage of its own. */
const APPLE: readonly InstallWay[] = ['safari', 'ios', 'mac'];

/** Why one should install in this browser, or why one cannot. */
export function whyInstall(way: InstallWay): string {
  const t = words.value.install;
  if (APPLE.includes(way)) return t.whyErased;
  if (way === 'in-app') return t.inApp;
  return way === 'installed' || way === 'other' ? t[way] : t.why;
}

/** The steps to the home screen in this browser; none where there are none. */
export function stepsOf(way: InstallWay): string[] {
  const { ways, ownStorage } = words.value.install;
  return [...(ways[way] ?? []), ...(APPLE.includes(way) ? [ownStorage] : [])];
}

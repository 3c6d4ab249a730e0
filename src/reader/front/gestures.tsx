import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { addressOf } from '../router.ts';
import { shownSections } from '../store/edition.ts';
import { refresh, refreshing } from '../store/engine.ts';
import { settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';
import { followTouch } from './touch.ts';

/** How far a finger must pull (px) for a refresh; the sign that follows it goes half as far. */
const PULL = 110;

/** Pulling the list down at its top refreshes; where the reader wants it, a swipe to the side changes the section. */
export function Gestures({ section }: { section: string }) {
  const sign = useRef<HTMLParagraphElement>(null);
  const state = useSignal<'none' | 'pull' | 'ready'>('none');
  const t = words.value.front;
  useEffect(
    () =>
      followTouch({
        onPull(distance) {
          const now = distance <= 0 || refreshing.value ? 'none' : distance < PULL ? 'pull' : 'ready';
          sign.current?.style.setProperty('--pulled', String(Math.min(1, distance / PULL)));
          state.value = now;
        },
        onRelease() {
          if (state.value === 'ready') void refresh();
          state.value = 'none';
        },
        onSwipe(steps) {
          if (settings.value.swipe) turn(section, steps);
        },
      }),
    [section, state],
  );
  // For those who see it: others have the button, and hear what came of it.
  return (
    <p class={`pull ${state.value}`} aria-hidden="true" ref={sign}>
      {state.value === 'ready' ? t.release : t.pull}
    </p>
  );
}

/** Goes to the section so many steps on, if there is one. */
function turn(section: string, steps: number): void {
  const ids = ['', ...shownSections.value.map(([id]) => id)];
  const id = ids[ids.indexOf(section) + steps];
  if (id !== undefined)
    location.hash = addressOf(id === '' ? { screen: 'front' } : { screen: 'section', id });
}

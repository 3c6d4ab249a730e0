/** A finger that moved less than this (px) has not shown yet where it is going. */
const DECIDES = 10;
/** This near to the sides of the screen (px) the system has gestures of its own. */
const EDGE = 32;
/** A swipe goes at least so far (px), at least so many times as far to the side as up or down, and takes no longer (ms). */
const SWIPE = 90;
const FLAT = 2.5;
const SWIFT = 700;

export interface Touched {
  /** The list is pulled down from its top by so many px; 0 or less: not any more. */
  onPull(distance: number): void;
  onRelease(): void;
  /** The next section (1) or the one before (-1) is asked for. */
  onSwipe(steps: 1 | -1): void;
}

interface Finger {
  x: number;
  y: number;
  time: number;
  /** What it is about to do: a pull down at the top, a swipe, or nothing of ours. */
  intent: 'open' | 'pull' | 'swipe' | 'other';
}

/** Follows one finger on the page until the returned function is called. Listens only: the page scrolls as ever. */
export function followTouch({ onPull, onRelease, onSwipe }: Touched): () => void {
  let finger: Finger | null = null;
  const end = new AbortController();
  const options = { passive: true, signal: end.signal };

  const give = (): void => {
    if (finger?.intent === 'pull') onPull(0);
    finger = null;
  };
  document.addEventListener(
    'touchstart',
    ({ touches, target, timeStamp }) => {
      give();
      const [touch] = touches;
      if (touches.length > 1 || !touch || isBusy(target)) return;
      finger = { x: touch.clientX, y: touch.clientY, time: timeStamp, intent: 'open' };
    },
    options,
  );
  document.addEventListener(
    'touchmove',
    ({ touches: [touch] }) => {
      if (!finger || !touch) return;
      const right = touch.clientX - finger.x;
      const down = touch.clientY - finger.y;
      if (finger.intent === 'open') finger.intent = intentOf(finger, right, down);
      if (finger.intent === 'pull') onPull(scrollY > 0 ? 0 : down);
    },
    options,
  );
  document.addEventListener(
    'touchend',
    ({ changedTouches: [touch], timeStamp }) => {
      if (finger?.intent === 'pull') onRelease();
      if (finger?.intent === 'swipe' && touch) {
        const right = touch.clientX - finger.x;
        const isFlat = Math.abs(right) > FLAT * Math.abs(touch.clientY - finger.y);
        const onward = right < 0 === (document.documentElement.dir !== 'rtl');
        if (Math.abs(right) >= SWIPE && isFlat && timeStamp - finger.time < SWIFT) onSwipe(onward ? 1 : -1);
      }
      finger = null;
    },
    options,
  );
  document.addEventListener('touchcancel', give, options);
  return () => end.abort();
}

/** Where something else wants the finger: rows that scroll sideways, dialogs, a page that is enlarged. */
function isBusy(target: EventTarget | null): boolean {
  return (
    (target as Element).closest('.tabs, .places, dialog') !== null || (visualViewport?.scale ?? 1) > 1.01
  );
}

function intentOf({ x }: Finger, right: number, down: number): Finger['intent'] {
  if (Math.max(Math.abs(right), Math.abs(down)) < DECIDES) return 'open';
  if (Math.abs(right) > Math.abs(down)) return x > EDGE && x < innerWidth - EDGE ? 'swipe' : 'other';
  return down > 0 && scrollY <= 0 ? 'pull' : 'other';
}

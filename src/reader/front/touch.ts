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
  /** Where it began, a move to the side scrolls something. */
  scrolls: boolean;
  /** What it is about to do: a pull down at the top, a swipe, or nothing of ours. */
  intent: 'open' | 'pull' | 'swipe' | 'other';
}

/** Follows one finger on the page until the returned function is called. Listens only: the page scrolls as ever. */
export function followTouch({ onPull, onRelease, onSwipe }: Touched): () => void {
  const end = new AbortController();
  let lift = new AbortController();

  function follow(target: EventTarget, finger: Finger): void {
    lift.abort();
    lift = new AbortController();
    const options = { passive: true, signal: lift.signal };
    const on = (name: 'touchmove' | 'touchend' | 'touchcancel', hear: (event: TouchEvent) => void) =>
      target.addEventListener(name, (event) => hear(event as TouchEvent), options);
    on('touchmove', ({ touches: [touch] }) => {
      if (!touch) return;
      const right = touch.clientX - finger.x;
      const down = touch.clientY - finger.y;
      if (finger.intent === 'open') finger.intent = intentOf(finger, right, down);
      if (finger.intent === 'pull') onPull(scrollY > 0 ? 0 : down);
    });
    on('touchend', ({ changedTouches: [touch], timeStamp }) => {
      lift.abort();
      if (finger.intent === 'pull') onRelease();
      if (finger.intent !== 'swipe' || !touch) return;
      const right = touch.clientX - finger.x;
      const isFlat = Math.abs(right) > FLAT * Math.abs(touch.clientY - finger.y);
      const onward = right < 0 === (document.documentElement.dir !== 'rtl');
      if (Math.abs(right) >= SWIPE && isFlat && timeStamp - finger.time < SWIFT) onSwipe(onward ? 1 : -1);
    });
    on('touchcancel', () => {
      lift.abort();
      onPull(0);
    });
  }

  document.addEventListener(
    'touchstart',
    ({ touches, target, timeStamp }) => {
      lift.abort();
      onPull(0);
      const [touch] = touches;
      if (touches.length > 1 || !touch || !target || isBusy(target)) return;
      // What a finger does is told to where it began, which may leave the page meanwhile: so it is heard there.
      const scrolls = (target as Element).closest('.tabs') !== null;
      follow(target, { x: touch.clientX, y: touch.clientY, time: timeStamp, scrolls, intent: 'open' });
    },
    { passive: true, signal: end.signal },
  );
  return () => {
    lift.abort();
    end.abort();
  };
}

/** Where something else wants the finger: the bar, a dialog, a page that is enlarged. */
function isBusy(target: EventTarget): boolean {
  return (target as Element).closest('.places, dialog') !== null || (visualViewport?.scale ?? 1) > 1.01;
}

function intentOf({ x, scrolls }: Finger, right: number, down: number): Finger['intent'] {
  if (Math.max(Math.abs(right), Math.abs(down)) < DECIDES) return 'open';
  if (Math.abs(right) > Math.abs(down))
    return !scrolls && x > EDGE && x < innerWidth - EDGE ? 'swipe' : 'other';
  return down > 0 && scrollY <= 0 ? 'pull' : 'other';
}

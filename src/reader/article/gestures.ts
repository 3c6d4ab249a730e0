import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

/** How many times larger than its box a picture gets. */
export const LARGEST = 4;
/** A swipe is so long at least (px), and twice as long as high. */
const SWIPE = 50;
/** Two taps within so much time (ms) and so near each other (px) are one gesture. */
const TWICE = 300;
const NEAR = 30;

interface Point {
  x: number;
  y: number;
}

/**
 * What fingers do with a picture in its box: pinch to zoom, tap twice for nearer or the whole, drag where it is larger
 * than the box, swipe to another where it is not.
 */
export function useGestures(box: RefObject<HTMLElement | null>, turn: (by: number) => void) {
  const zoom = useSignal(1);
  const fingers = useRef(new Map<number, Point>());
  const start = useRef({ x: 0, y: 0, alone: false, spread: 0, zoom: 1 });
  // When fingers touched, not when a busy page came to hear of it.
  const lastTap = useRef({ x: 0, y: 0, time: -TWICE });

  /** Zooms; what was in the middle of the box stays there. */
  const setZoom = (wanted: number): void => {
    const element = box.current;
    if (!element) return;
    const middle = [
      (element.scrollLeft + element.clientWidth / 2) / element.scrollWidth,
      (element.scrollTop + element.clientHeight / 2) / element.scrollHeight,
    ] as const;
    zoom.value = Math.min(LARGEST, Math.max(1, wanted));
    requestAnimationFrame(() => {
      element.scrollLeft = middle[0] * element.scrollWidth - element.clientWidth / 2;
      element.scrollTop = middle[1] * element.scrollHeight - element.clientHeight / 2;
    });
  };
  const spread = (): number => {
    const [one, other] = [...fingers.current.values()];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };
  const begin = ({ clientX: x, clientY: y }: PointerEvent, alone: boolean): void => {
    start.current = {
      x,
      y,
      // Once a second finger took part it is neither a tap nor a swipe.
      alone,
      spread: spread(),
      zoom: zoom.value,
    };
  };

  return {
    zoom: zoom.value,
    setZoom,
    onPointerDown(event: PointerEvent): void {
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      box.current?.setPointerCapture(event.pointerId);
      begin(event, fingers.current.size === 1);
    },
    onPointerMove(event: PointerEvent): void {
      const before = fingers.current.get(event.pointerId);
      if (!before) return;
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.current.size > 1) setZoom((start.current.zoom * spread()) / (start.current.spread || 1));
      else box.current?.scrollBy(before.x - event.clientX, before.y - event.clientY);
    },
    onPointerUp(event: PointerEvent): void {
      if (!fingers.current.delete(event.pointerId)) return;
      // One of two fingers was lifted: what the other does now begins here.
      if (fingers.current.size > 0) begin(event, false);
      if (!start.current.alone) return;
      const [x, y] = [event.clientX - start.current.x, event.clientY - start.current.y];
      if (zoom.value === 1 && Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
      if (Math.hypot(x, y) > NEAR) return;
      const last = lastTap.current;
      const isSecond =
        event.timeStamp - last.time < TWICE &&
        Math.hypot(last.x - event.clientX, last.y - event.clientY) < NEAR;
      lastTap.current = { x: event.clientX, y: event.clientY, time: isSecond ? -TWICE : event.timeStamp };
      if (isSecond) setZoom(zoom.value > 1 ? 1 : 2.5);
    },
    onPointerCancel: (event: PointerEvent): void => void fingers.current.delete(event.pointerId),
  };
}

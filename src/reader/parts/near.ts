import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const callbacks = new WeakMap<Element, (near: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** Tells whether an element is on screen or not far from it, whenever that changes. One observer serves all. */
export function useNear(element: RefObject<Element | null>, tell: (near: boolean) => void): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    observer ??= new IntersectionObserver(
      (entries) => {
        for (const entry of entries) callbacks.get(entry.target)?.(entry.isIntersecting);
      },
      { rootMargin: '400px' },
    );
    callbacks.set(target, tell);
    observer.observe(target);
    return () => observer?.unobserve(target);
  }, [element, tell]);
}

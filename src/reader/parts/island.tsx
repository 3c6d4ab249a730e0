import { type ComponentChild, render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { afterPaint } from './paint.ts';

/**
 * A screen with many parts, as a tree of its own: taken off the page it leaves at once, and is taken apart once what
 * comes instead is painted. On a slow phone that is most of what a reader would wait for.
 */
export function Island({ children }: { children: ComponentChild }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const draw = (): void => {
      if (place.current) render(children, place.current);
    };
    // At the start of the app the frame around it is made first, in a step of its own.
    if (place.current?.isConnected) draw();
    else setTimeout(draw);
  });
  useLayoutEffect(() => {
    const left = place.current;
    return () => void afterPaint().then(() => left && render(null, left));
  }, []);
  return <div ref={place} />;
}

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Place } from '../../library/records.ts';
import { onLeave, returnTo } from '../router.ts';
import { mark } from '../store/known.ts';
import { library } from '../store/ports.ts';

type Spot = Required<Pick<Place, 'paragraph' | 'within'>>;

/** What is less than this below the edge of the screen counts as read (px). */
const EDGE = 8;
/** A place is kept this long after the reader moved (ms): a phone that ends the app takes no more with it. */
const SOON = 700;

/** The topmost block of an article that is on screen, and how much of it has gone above the edge. */
export function placeOnScreen(article: ParentNode): Spot {
  let spot: Spot = { paragraph: 0, within: 0 };
  for (const block of article.querySelectorAll<HTMLElement>('[data-p]')) {
    const { top, bottom, height } = block.getBoundingClientRect();
    // Behind the last one the place is told by how far it is behind.
    spot = {
      paragraph: Number(block.dataset.p),
      within: Math.max(0, Math.round((1000 * (EDGE - top)) / (height || 1)) / 1000),
    };
    if (bottom > EDGE) break;
  }
  return spot;
}

/** Scrolls to a place, at once. */
export function scrollToPlace(article: ParentNode, { paragraph, within }: Spot): void {
  const block = article.querySelector(`[data-p="${paragraph}"]`);
  if (!block) return;
  const { top, height } = block.getBoundingClientRect();
  scrollBy({ top: top + within * height - EDGE, behavior: 'instant' });
}

/** Goes to where the reader left off, and keeps the place from then on. */
export function useReadingPlace(id: string, root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      clearTimeout(timer);
      timer = undefined;
      const article = root.current;
      const body = article?.querySelector('.body');
      if (gone || !article || !body) return;
      const seen = body.getBoundingClientRect().bottom <= innerHeight;
      const paragraphs = body.childElementCount;
      const now = { read: Date.now(), paragraphs, ...placeOnScreen(article) };
      void mark(id, seen ? { ...now, finished: true } : now);
    };
    const note = (): void => {
      timer ??= setTimeout(keep, SOON);
    };
    // Whoever scrolls and leaves at once has read that far too.
    const leave = (): void => {
      if (timer !== undefined) keep();
    };
    // Of an app that is put aside and then ended this is the last that it hears.
    const hide = (): void => {
      if (document.visibilityState === 'hidden') keep();
    };
    const begin = async (): Promise<void> => {
      const place = await library().place(id);
      const article = root.current;
      if (gone || !article) return;
      // A finished article begins anew, unless the reader comes back to it or the app was ended with it open.
      const begun = place && place.paragraph + (place.within ?? 0) > 0;
      if (begun && (returnTo.value !== null || !place.finished))
        scrollToPlace(article, { within: 0, ...place });
      keep();
      addEventListener('scroll', note, { passive: true });
      onLeave(leave);
      addEventListener('pagehide', keep);
      document.addEventListener('visibilitychange', hide);
    };
    void begin();
    return () => {
      clearTimeout(timer);
      gone = true;
      removeEventListener('scroll', note);
      onLeave(null);
      removeEventListener('pagehide', keep);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [id]);
}

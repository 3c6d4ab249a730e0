/** The number of the topmost block of an article that is on screen, at least in part. */
export function placeOnScreen(article: ParentNode): number {
  for (const block of article.querySelectorAll<HTMLElement>('[data-p]')) {
    if (block.getBoundingClientRect().bottom > 60) return Number(block.dataset.p);
  }
  return 0;
}

/** Scrolls a block of an article to the top, at once. */
export function scrollToPlace(within: ParentNode, paragraph: number): void {
  within.querySelector(`[data-p="${paragraph}"]`)?.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/**
 * Resolves once what has been rendered so far is on screen: work that nobody sees waits for it.
 * In a tab that is not shown nothing is painted, so that it resolves after 300 ms at the latest.
 */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 300);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

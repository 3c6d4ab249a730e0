/**
 * Asks the browser not to clear what is kept here. Asked where it means something to the reader (an article saved, the
 * app installed): browsers weigh that. The answer may take for ever, so nobody waits for it.
 */
export function askToPersist(): void {
  void navigator.storage?.persist?.().catch(() => {
    // Refused or not possible: what is kept stays as safe as it was.
  });
}

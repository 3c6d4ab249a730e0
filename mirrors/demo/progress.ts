/** Progress of long work on a terminal: one line that is written over. Elsewhere only sentences are printed. */
import type { Reporter } from '../press/index.ts';

/** A reporter that writes to stderr. `done()` clears the line. */
export function terminalReporter(stream: NodeJS.WriteStream): Reporter & { done(): void } {
  let shown = '';
  const clear = () => {
    if (shown !== '') stream.write(`\r${' '.repeat(shown.length)}\r`);
    shown = '';
  };
  return {
    progress(what, done, total) {
      if (!stream.isTTY) return;
      const line = `  ${what} ${done} of ${total}`;
      // Shorter than the last one: the rest of that must go.
      stream.write(`\r${line.padEnd(shown.length)}`);
      shown = line;
    },
    warn(sentence) {
      clear();
      stream.write(`${sentence}\n`);
    },
    done: clear,
  };
}

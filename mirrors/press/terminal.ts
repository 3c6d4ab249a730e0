/** What a person at the terminal is told while the press works: bars where there is a terminal, sentences anywhere. */
import { SingleBar } from 'cli-progress';
import type { Reporter } from './index.ts';

export interface Terminal extends Reporter {
  /** Takes the bar away. */
  done(): void;
}

/** A reporter that writes to this stream (stderr: results go to stdout). */
export function openTerminal(stream: NodeJS.WriteStream): Terminal {
  let bar: SingleBar | null = null;
  let shown = '';
  const done = () => {
    bar?.stop();
    bar = null;
    shown = '';
  };
  return {
    done,
    progress(what, count, total) {
      if (!stream.isTTY) return;
      if (what !== shown) {
        done();
        bar = new SingleBar({
          stream,
          format: total > 0 ? `${what.padEnd(9)} {bar} {value}/{total}` : `${what.padEnd(9)} {value}`,
          hideCursor: true,
          clearOnComplete: true,
        });
        bar.start(total, count);
        shown = what;
      } else bar?.update(count);
    },
    warn(sentence) {
      done();
      stream.write(`${sentence}\n`);
    },
  };
}

/** Checks as a person reads them at a terminal. */
import type { MirrorCheck } from './finding.ts';

const marks = { fine: 'ok   ', note: 'note ', wrong: 'WRONG' } as const;

export function renderChecks(checks: readonly MirrorCheck[]): string {
  return checks
    .map(({ url, findings }) => {
      const lines = findings.map(
        ({ about, grade, text }) => `  ${marks[grade]}  ${about.padEnd(10)}  ${text}`,
      );
      return `${url}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

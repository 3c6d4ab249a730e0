/** What benches share in telling their figures. */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, type as osType, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../browser.mjs';

const docs = fileURLToPath(new URL('../../docs/bench/', import.meta.url));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The machine and the versions that figures were measured with, and how busy it was, in a line. */
export function machine(): string {
  const browser = findChromium();
  const version = browser && execFileSync(browser, ['--version'], { encoding: 'utf8' }).trim();
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Measured on ${cpus().length} × ${cpu?.model.trim() || process.arch}, ${memory} GB, ${osType()} ${release().split('-')[0]}; Node ${process.versions.node}; ${version ?? 'no browser'}; load ${loadavg()[2]!.toFixed(1)}; ${new Date().toISOString().slice(0, 10)}.`;
}

/** Makes the text of a bench, and keeps it in docs/bench/<name>.md. */
export async function tell(
  name: string,
  title: string,
  parts: readonly string[],
  words: readonly string[] = [],
): Promise<string> {
  const command = ['npm run bench --', name.replace(/-quick$/, ''), ...words].join(' ');
  const text = `${[`# ${title}`, `\`${command}\`. ${machine()}`, ...parts].join('\n\n')}\n`;
  await mkdir(docs, { recursive: true });
  await writeFile(join(docs, `${name}.md`), text);
  return text;
}

/** Says on stderr how far a bench is. */
export function progress(what: string): void {
  process.stderr.write(`${what}\n`);
}

/** What the press has done: as text, as JSON, and as a page that a person can look at. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderWriter } from './files.ts';
import type { PressResult } from './index.ts';
import type { Note } from './journal.ts';
import { escapeHtml } from './way-in.ts';

/** Pictures that could not be had are named up to so many. */
const MOST_LOST = 10;
/** Below the newsroom. */
export const REPORTS = 'reports';
const LOG_BYTES = 1_000_000;

const longest = ({ steps }: PressResult) => [...steps].sort((a, b) => b.seconds - a.seconds)[0];

/** The report for a terminal. */
export function pressReport(result: PressResult): string {
  const { n, isNewEdition, added, updated, unchanged, waiting, withdrawn, pictures, failed } = result;
  const { bytes, files, seconds, site, failures, lost } = result;
  const slow = longest(result);
  const lines = [
    `Edition ${n}${isNewEdition ? '' : ' (nothing new)'}: ${added} new, ${updated} updated, ${unchanged} unchanged articles.`,
    ...(waiting > 0 ? [`Waiting for their hour: ${waiting}.`] : []),
    ...(withdrawn > 0 ? [`Withdrawn: ${withdrawn}.`] : []),
    ...failed.map(({ title, reason }) => `Left out: "${title}" ${reason}.`),
    `Pictures: ${pictures.made} made, ${pictures.kept} kept, ${pictures.failed} not had.`,
    ...lost.slice(0, MOST_LOST).map((sentence) => `  ${sentence}`),
    ...(lost.length > MOST_LOST ? [`  And ${lost.length - MOST_LOST} more pictures.`] : []),
    ...(failures.length > 0 ? [`Sources that failed: ${failures.length}.`] : []),
    `Written: ${files} files, ${bytes} bytes, in ${seconds.toFixed(1)} s${slow ? ` (longest: ${slow.name}, ${slow.seconds.toFixed(1)} s)` : ''}.`,
    `Site: ${site}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The report for programs: one object on one line. */
export const reportJson = (result: PressResult): string =>
  `${JSON.stringify({ ...result, longest: longest(result) ?? null })}\n`;

/**
 * Keeps the report of a run in `<newsroom>/reports`: `last.txt`, `last.json`, `last.html`, and its notes in `log.jsonl`,
 * one object a line; a log that has grown long becomes `log.1.jsonl`.
 */
export async function keepReport(newsroom: string, result: PressResult, at: Date): Promise<void> {
  const { notes, ...said } = result;
  const writer = folderWriter(join(newsroom, REPORTS));
  const text = (file: string, content: string) => writer.write(file, Buffer.from(content));
  await text('last.txt', pressReport(result));
  await text('last.json', reportJson({ ...said, notes }));
  await text('last.html', drawReport(result, at));
  await keepNotes(newsroom, notes);
}

/** Adds notes to the log of a newsroom. */
export async function keepNotes(newsroom: string, notes: readonly Note[]): Promise<void> {
  const writer = folderWriter(join(newsroom, REPORTS));
  let log = await readFile(join(newsroom, REPORTS, 'log.jsonl'), 'utf8').catch(() => '');
  if (log.length > LOG_BYTES) {
    await writer.write('log.1.jsonl', Buffer.from(log));
    log = '';
  }
  const lines = notes.map((note) => `${JSON.stringify(note)}\n`).join('');
  await writer.write('log.jsonl', Buffer.from(log + lines));
}

/** The report as a page of its own, without a script and without a request. */
export function drawReport(result: PressResult, at: Date): string {
  const { n, publication, added, updated, unchanged, waiting, withdrawn, failed, lost, failures } = result;
  const { articles, bytes, files, seconds, steps, pictures, notes } = result;
  const most = Math.max(...steps.map((step) => step.seconds), 0.001);
  const row = (cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? ''
      : `<h2>${title}</h2><ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
  const bars = steps.map(
    (step, i) =>
      `<text x="0" y="${20 * i + 14}">${escapeHtml(step.name)}</text><rect x="130" y="${20 * i + 4}" width="${((300 * step.seconds) / most).toFixed(1)}" height="12" fill="#1a5fb4"/><text x="${(136 + (300 * step.seconds) / most).toFixed(1)}" y="${20 * i + 14}">${step.seconds.toFixed(2)} s</text>`,
  );
  const facts = [
    ['New articles', added],
    ['Updated', updated],
    ['Unchanged', unchanged],
    ['Waiting for their hour', waiting],
    ['Withdrawn', withdrawn],
    ['Left out', failed.length],
    ['Pictures made, kept, not had', `${pictures.made}, ${pictures.kept}, ${pictures.failed}`],
    ['Files written', files],
    ['Bytes written', bytes],
    ['Seconds', seconds.toFixed(1)],
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Edition ${n}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem;color:#222;background:#fff}td{padding:.1rem 1rem .1rem 0}h2{font-size:1.1rem}svg{width:100%;font-size:11px}</style></head><body><h1>Edition ${n}</h1><p>${escapeHtml(publication)}, ${at.toISOString()}</p><table>${facts.map(([name, value]) => row([`${name}`, `${value}`])).join('')}</table><h2>Where the time went</h2><svg viewBox="0 0 520 ${20 * steps.length}" role="img" aria-label="Seconds of each step">${bars.join('')}</svg>${list('Sources that failed', failures)}${list(
    'Left out',
    failed.map(({ title, reason }) => `${title} ${reason}`),
  )}${list('Pictures that could not be had', lost)}${list(
    'Warnings',
    notes.filter(({ level }) => level !== 'info').map(({ what }) => what),
  )}${articles.length > 0 ? `<h2>New and updated</h2><table>${articles.map(({ title, url, what }) => row([what, link(title, url)])).join('')}</table>` : ''}</body></html>\n`;
}

const link = (title: string, url: string) =>
  /^https?:/.test(url)
    ? `<a rel="noreferrer" href="${escapeHtml(url)}">${escapeHtml(title)}</a>`
    : escapeHtml(title);

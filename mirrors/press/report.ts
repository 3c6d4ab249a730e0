/** What the press has done: as text, as JSON, and as a page (`report-page.ts`). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leftOutSentence } from '../newsroom/index.ts';
import { folderWriter } from './files.ts';
import type { PressResult } from './index.ts';
import type { Note } from './journal.ts';
import { countLeftOut, drawReport, warningsOf } from './report-page.ts';

/** What was left out and pictures that could not be had are named up to so many, and so many warnings. */
const MOST_LOST = 10;
const MOST_WARNINGS = 50;
/** Below the newsroom. */
export const REPORTS = 'reports';
const LOG_BYTES = 1_000_000;

const longest = ({ steps }: PressResult) => [...steps].sort((a, b) => b.seconds - a.seconds)[0];

/** The report for a terminal. */
export function pressReport(result: PressResult): string {
  const { n, isNewEdition, added, updated, unchanged, total, waiting, withdrawn, pictures, failed } = result;
  const { bytes, files, seconds, site, failures, lost } = result;
  const slow = longest(result);
  const lines = [
    `Edition ${n}${isNewEdition ? '' : ' (nothing new)'}: ${added} new, ${updated} updated, ${unchanged} unchanged articles; ${total} in all.`,
    ...(waiting > 0 ? [`Waiting for their hour: ${waiting}.`] : []),
    ...(withdrawn > 0 ? [`Withdrawn: ${withdrawn}.`] : []),
    ...(failed.length > 0 ? [`Left out: ${countLeftOut(failed)}.`] : []),
    ...failed.slice(0, MOST_LOST).map((one) => `  ${leftOutSentence(one)}.`),
    ...(failed.length > MOST_LOST ? [`  And ${countLeftOut(failed.slice(MOST_LOST))} more.`] : []),
    `Pictures: ${pictures.made} made, ${pictures.kept} kept, ${pictures.failed} not had.`,
    ...lost.slice(0, MOST_LOST).map((sentence) => `  ${sentence}`),
    ...(lost.length > MOST_LOST ? [`  And ${lost.length - MOST_LOST} more pictures.`] : []),
    ...(failures.length > 0 ? [`Sources that failed: ${failures.length}.`] : []),
    `Written: ${files} files, ${bytes} bytes, in ${seconds.toFixed(1)} s${slow ? ` (longest: ${slow.name}, ${slow.seconds.toFixed(1)} s)` : ''}.`,
    `Site: ${site}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What a person was told while it ran, in lines for the end of the report. */
function warningLines(result: PressResult): string {
  const lines = [...result.failures, ...warningsOf(result)];
  const more = lines.length > MOST_WARNINGS ? [`And ${lines.length - MOST_WARNINGS} more in log.jsonl.`] : [];
  return lines.length > 0 ? `Warnings:\n  ${[...lines.slice(0, MOST_WARNINGS), ...more].join('\n  ')}\n` : '';
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
  await text('last.txt', pressReport(result) + warningLines(result));
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

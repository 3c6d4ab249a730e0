/** What the press has done, in words. */
import type { PressResult } from './index.ts';

/** Pictures that could not be had are named up to so many. */
const MOST_LOST = 10;

export function pressReport(result: PressResult): string {
  const {
    n,
    isNewEdition,
    added,
    updated,
    unchanged,
    pictures,
    bytes,
    files,
    seconds,
    site,
    failures,
    lost,
  } = result;
  const lines = [
    `Edition ${n}${isNewEdition ? '' : ' (nothing new)'}: ${added} new, ${updated} updated, ${unchanged} unchanged articles.`,
    `Pictures: ${pictures.made} made, ${pictures.kept} kept, ${pictures.failed} not had.`,
    ...lost.slice(0, MOST_LOST).map((sentence) => `  ${sentence}`),
    ...(lost.length > MOST_LOST ? [`  And ${lost.length - MOST_LOST} more pictures.`] : []),
    ...(failures.length > 0 ? [`Sources that failed: ${failures.length}.`] : []),
    `Written: ${files} files, ${bytes} bytes, in ${seconds.toFixed(1)} s.`,
    `Site: ${site}`,
  ];
  return `${lines.join('\n')}\n`;
}

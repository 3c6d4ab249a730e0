/** The report of a run as a page of its own, without a script and without a request. */
import { type LeftOut, leftOutSentence } from '../newsroom/index.ts';
import type { PressResult } from './index.ts';
import { escapeHtml } from './way-in.ts';

/** So many of each list are drawn: `last.json` has them all. */
const MOST_LINES = 200;

const STYLE = `:root{color-scheme:light dark;--ink:#1f2328;--soft:#57606a;--line:#d0d7de;--paper:#fff;--bar:#1a5fb4;--bad:#a40e26;--bad-paper:#fff1f1}
@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--soft:#a3a9b0;--line:#3a3f45;--paper:#15181b;--bar:#6ea8f0;--bad:#ff9c9c;--bad-paper:#2a1a1b}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:1.5rem 1rem 3rem;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{margin:.25rem 0}.soft{color:var(--soft);font-size:.875rem}a{color:var(--bar)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:1px;margin:1.5rem 1px}
dl div{box-shadow:0 0 0 1px var(--line);padding:.5rem .75rem}dt{color:var(--soft);font-size:.8125rem}dd{margin:0;font-size:1.25rem;font-variant-numeric:tabular-nums}
ul{margin:0;padding:0;list-style:none}li{padding:.4rem 0;border-top:1px solid var(--line)}li:first-child{border-top:0}
.bad{border-left:4px solid var(--bad);background:var(--bad-paper);padding:.25rem 1rem .5rem;margin-top:1rem}.bad h2{margin:.5rem 0 0;color:var(--bad)}
.step{display:grid;grid-template-columns:10rem 1fr 4.5rem;gap:.75rem;align-items:center;padding:.15rem 0;font-size:.9375rem}
.step i{display:block;height:.75rem;min-width:2px;background:var(--bar)}.step b{font-weight:400;text-align:right;font-variant-numeric:tabular-nums}
.what{color:var(--soft);font-size:.8125rem;margin-right:.5rem}
@media(max-width:30rem){.step{grid-template-columns:1fr 4.5rem;gap:0 .75rem}.step span{grid-column:1/3}}`;

/** @param at when the run ended */
export function drawReport(result: PressResult, at: Date): string {
  const { n, name, publication, articles, failed, failures, lost, steps } = result;
  const time = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const most = Math.max(...steps.map(({ seconds }) => seconds), 0.001);
  const bars = steps.map(
    (step) =>
      `<div class="step"><span>${escapeHtml(step.name)}</span><i style="width:${((100 * step.seconds) / most).toFixed(1)}%"></i><b>${step.seconds.toFixed(2)} s</b></div>`,
  );
  const named = articles.map(
    ({ title, url, what }) => `<span class="what">${what}</span>${link(title, url)}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(name)}: edition ${n}</title><style>${STYLE}</style></head><body><h1>${escapeHtml(name)}: edition ${n}</h1><p class="soft">${time}${result.isNewEdition ? '' : ', nothing new'}</p>${list(
    'Sources that failed',
    failures.map(escapeHtml),
    'bad',
  )}${list('Warnings', warningsOf(result).map(escapeHtml), 'bad')}${list(
    'Left out',
    failed.map((one) => escapeHtml(`${leftOutSentence(one)}.`)),
    'bad',
  )}<dl>${factsOf(result)
    .map(([fact, value]) => `<div><dt>${fact}</dt><dd>${value}</dd></div>`)
    .join(
      '',
    )}</dl><h2>Where the time went</h2>${bars.join('')}${list('Pictures that could not be had', lost.map(escapeHtml))}${list('New and updated', named)}<h2>Publication</h2><p class="soft">${escapeHtml(publication)}</p></body></html>\n`;
}

/** What a person was told besides the sources that failed. */
export function warningsOf({ notes, failures }: PressResult): string[] {
  const told = notes.filter(({ level, what }) => level !== 'info' && !failures.includes(what));
  return [...new Set(told.map(({ what }) => what))];
}

/** How many were left out: some stand for several. */
export const countLeftOut = (failed: readonly LeftOut[]): number =>
  failed.reduce((sum, { count = 1 }) => sum + count, 0);

/** What is nothing is not shown, but for what a reader looks for first. */
function factsOf(result: PressResult): [string, string][] {
  const { added, updated, total, waiting, withdrawn, failed, pictures, files, bytes, seconds } = result;
  const counts: [string, number][] = [
    ['Left out', countLeftOut(failed)],
    ['Waiting for their hour', waiting],
    ['Withdrawn', withdrawn],
    ['Pictures made', pictures.made],
    ['Pictures kept', pictures.kept],
    ['Pictures not had', pictures.failed],
  ];
  return [
    ['New articles', grouped(added)],
    ['Updated', grouped(updated)],
    ['Articles in all', grouped(total)],
    ...counts
      .filter(([, count]) => count > 0)
      .map(([fact, count]): [string, string] => [fact, grouped(count)]),
    ['Files written', grouped(files)],
    ['KB written', grouped(Math.ceil(bytes / 1000))],
    ['Seconds', seconds.toFixed(1)],
  ];
}

const grouped = (count: number) => count.toLocaleString('en');

/** A list of HTML under its title; nothing where there is nothing. */
function list(title: string, lines: readonly string[], kind = ''): string {
  if (lines.length === 0) return '';
  const rest = lines.length - MOST_LINES;
  const shown = lines.slice(0, MOST_LINES).map((line) => `<li>${line}</li>`);
  const more = rest > 0 ? `<li class="soft">And ${grouped(rest)} more.</li>` : '';
  return `<section${kind && ` class="${kind}"`}><h2>${title}</h2><ul>${shown.join('')}${more}</ul></section>`;
}

const link = (title: string, url: string) =>
  /^https?:/.test(url)
    ? `<a rel="noreferrer" href="${escapeHtml(url)}">${escapeHtml(title)}</a>`
    : escapeHtml(title);

/** How much later news arrive when main and the faster of two mirrors are at fault. */
import { type Fault, faults } from '../../mirrors/demo/faults.ts';
import { openRace, type Race, type Run } from './race.ts';
import { median, progress, table, tell } from './report.ts';

const RUNS = 5;

/** The times of a run that are compared, by what they say. */
const figures: Record<string, (run: Run) => number> = {
  title: (run) => run.first.title,
  text: (run) => run.first.text,
  'next article': (run) => run.first.next ?? 0,
  'next edition: title': (run) => run.second.title,
  'next edition: text': (run) => run.second.text,
};

/** Medians of five runs of each fault, with a control between them; words name the faults (default: all). */
export async function measureFaults(words: readonly string[]): Promise<string> {
  const unknown = words.find((word) => !(faults as readonly string[]).includes(word));
  if (unknown) throw new Error(`there is no fault "${unknown}": use ${faults.join(', ')}.`);
  const chosen = faults.filter((one) => one !== 'fine' && (words.length === 0 || words.includes(one)));
  const race = await openRace({ mirrors: 2, delays: { 'b.localhost': 80 } });
  const rows: (string | number)[][] = [];
  try {
    await race.run({}); // the first run of all finds every cache cold
    const results = await measureAll(race, chosen);
    const fine = results.get('fine')!;
    for (const [fault, runs] of results) {
      const cells = Object.values(figures).map((of) => {
        const took = median(runs.map(of));
        const extra = Math.round(took - median(fine.map(of)));
        return fault === 'fine'
          ? `${Math.round(took)}`
          : `${Math.round(took)} (${extra < 0 ? '' : '+'}${extra})`;
      });
      rows.push([fault, ...cells]);
    }
  } finally {
    await race.close();
  }
  const holes = words.length === 0 ? await measureHoles() : null;
  return tell('faults', 'News past faults', [
    `The reader visited once with all fine; then two articles came out, and main and the faster of two mirrors got the fault (the other mirror answers 80 ms later). Milliseconds from the start of the navigation until the new title is on the front page, and until its text is on screen; from a press on the second new article to its text; then the same page opened again after one more article came out. Medians of ${RUNS}; in brackets the difference to the control in the same round.`,
    table(['fault', ...Object.keys(figures)], rows),
    ...(holes ? [holes] : []),
  ]);
}

/** Rounds of everything rather than one fault after another: what else the machine does hits all alike. */
async function measureAll(race: Race, chosen: readonly Fault[]): Promise<Map<Fault, Run[]>> {
  const results = new Map<Fault, Run[]>();
  for (let round = 1; round <= RUNS; round++) {
    for (const fault of ['fine' as const, ...chosen]) {
      progress(`round ${round} of ${RUNS}: ${fault}`);
      const run = await race.run({ localhost: fault, 'a.localhost': fault });
      results.set(fault, [...(results.get(fault) ?? []), run]);
    }
  }
  return results;
}

async function measureHoles(): Promise<string> {
  const race = await openRace({ mirrors: 9, delays: { 'i.localhost': 80 } });
  const holes = ['localhost', ...[...'abcdefgh'].map((letter) => `${letter}.localhost`)];
  const runs: Run[] = [];
  try {
    for (let i = 1; i <= RUNS; i++) {
      progress(`nine black holes of ten: ${i} of ${RUNS}`);
      runs.push(await race.run(Object.fromEntries(holes.map((name) => [name, 'black-hole' as const]))));
    }
  } finally {
    await race.close();
  }
  const of = (pick: (run: Run) => number) => Math.round(median(runs.map(pick)));
  return `Ten addresses of which nine swallow everything: title after ${of((run) => run.first.title)} ms, text after ${of((run) => run.first.text)} ms.`;
}

/** News that came out after the last visit arrive past every fault of the control page. */
import { expect, test } from '@playwright/test';
import { type Fault, faults } from '../mirrors/demo/faults.ts';
import { type Lap, openRace, type Race, type Run } from './bench/race.ts';
import { untilEdition } from './kit/index.ts';

/** Twice of what is promised (ms): to the first new article, and from the second on, beyond the time with all fine. */
const FIRST = 2 * 1_000;
const NEXT = 2 * 150;

/** The quickest of each time in runs of one kind: a busy machine makes some late that are not. */
function quickest(runs: readonly Run[]): Run {
  const best = (of: (run: Run) => number) => Math.min(...runs.map(of));
  const lap = (which: 'first' | 'second'): Lap => ({
    title: best((run) => run[which].title),
    text: best((run) => run[which].text),
    next: best((run) => run[which].next ?? 0),
    editions: [],
  });
  return { first: lap('first'), second: lap('second') };
}

/** A sentence for each time that is longer than it may be, beside what it takes with everything fine. */
function lateness(run: Run, fine: Run): string[] {
  const late = (what: string, took: number, limit: number) =>
    took > limit ? [`${what}: ${Math.round(took)} ms, at most ${Math.round(limit)}`] : [];
  return [
    ...late('title', run.first.title, fine.first.title + FIRST),
    ...late('text', run.first.text, fine.first.text + FIRST),
    ...late('second article', run.first.next!, fine.first.next! + NEXT),
    ...late('title of the second edition', run.second.title, fine.second.title + NEXT),
    ...late('text of the second edition', run.second.text, fine.second.text + FIRST),
  ];
}

/** From the edition held to the new one in one step: nothing else was ever shown. */
function expectTruth(run: Run): void {
  const shown = (lap: Lap) => lap.editions.join(' ');
  expect([shown(run.first), shown(run.second)]).toEqual(['1 2', '2 3']);
}

test.describe('With main and the faster of two mirrors at fault', () => {
  let race: Race;
  const fine: Run[] = [];
  const measureFine = async () => {
    const run = await race.run({});
    expectTruth(run);
    fine.push(run);
  };

  test.beforeAll(async () => {
    race = await openRace({ mirrors: 2, delays: { 'b.localhost': 80 } });
    await measureFine();
  });
  test.afterAll(() => race?.close());

  for (const fault of faults.filter((one) => one !== 'fine')) {
    test(`news arrive in time: ${fault}`, async () => {
      const runs: Run[] = [];
      let late: string[];
      do {
        if (runs.length > 0) await measureFine();
        const run = await race.run({ localhost: fault, 'a.localhost': fault });
        expectTruth(run);
        runs.push(run);
        late = lateness(quickest(runs), quickest(fine));
      } while (late.length > 0 && runs.length < 3);
      expect(late).toEqual([]);
    });
  }

  test('a lane is used again after its fault is lifted', async () => {
    const { paper } = race;
    const faulty: Record<string, Fault> = { localhost: 'forbidden', 'a.localhost': 'forbidden' };
    await race.withReader(faulty, async ({ page }) => {
      await untilEdition(page, 2);
      const lifted = paper.main;
      for (const address of paper.addresses) await address.setFault(address === lifted ? 'fine' : 'refused');
      await race.serve(3);
      const before = lifted.counts.requests;
      await page.reload();
      await untilEdition(page, 3);
      expect(lifted.counts.requests).toBeGreaterThan(before);
    });
  });
});

test('nine of ten addresses that swallow everything keep news back for no more than 3 s', async () => {
  const names = [...'abcdefghi'].map((letter) => `${letter}.localhost`);
  const race = await openRace({ mirrors: 9, delays: { 'i.localhost': 80 } });
  try {
    const holes = Object.fromEntries(
      ['localhost', ...names.slice(0, 8)].map((name) => [name, 'black-hole' as const]),
    );
    const run = await race.run(holes);
    expectTruth(run);
    expect(run.first.title).toBeLessThan(6_000);
    expect(run.first.text).toBeLessThan(6_000);
  } finally {
    await race.close();
  }
});

/** What the scenarios' specs share: the pass marks that hold in every one of them, and the report. */
import { expect, test } from '@playwright/test';
import { playInside, whyNoNamespace } from './namespace.ts';
import { findRecipe, type firstVisits, type recipes } from './recipes.ts';
import { type Outcome, type PlayOptions, play, sumUp } from './scenario.ts';

/** Specs allow twice the time that a mark names: they run beside others on small machines. */
const SLACK = 2;

type Judge = (outcome: Outcome) => void | Promise<void>;

/** The test of a scenario of `recipes.ts`. `judge` looks at what only this one asks for. */
export function wall(
  key: keyof typeof recipes | keyof typeof firstVisits,
  judge: Judge,
  more: Pick<PlayOptions, 'afterwards'> = {},
): void {
  const { title, options, scenario, isApart } = findRecipe(key)!;
  const number = /^\d+/.exec(key)?.[0] ?? 'first visit';
  test(`${number}: ${title}`, async () => {
    const reason = isApart ? whyNoNamespace() : null;
    test.skip(reason !== null, reason ?? '');
    // Beside the playing: editions to be pressed and a profile to be made on the first run.
    test.setTimeout(options.forMs * 2 + 180_000);
    const outcome = isApart ? await playInside(key) : await play(await scenario(), { ...options, ...more });
    await tellAndJudge(outcome, judge);
  });
}

/** Prints what was measured, then checks what must hold under any censor, and under this one. */
async function tellAndJudge(outcome: Outcome, judge: Judge): Promise<void> {
  process.stdout.write(`▌${test.info().title}\n  ${sumUp(outcome)}\n`);
  expect.soft(outcome.false, 'texts that no mirror of ours has sent').toEqual([]);
  expect.soft(outcome.wrong, 'stored bytes that do not verify').toEqual([]);
  expect.soft(outcome.errors, 'errors that nobody caught').toEqual([]);
  // A first visit has nothing stored: its headlines come over the line.
  inTime(outcome.stored, outcome.isFresh ? 3_000 : 1_000, 'stored news');
  await judge(outcome);
}

/** A time that was reached within the mark (ms), twice over. */
export function inTime(ms: number | null, mark: number, what: string): void {
  expect.soft(ms, `${what} in ${mark / 1000} s`).not.toBeNull();
  expect.soft(ms ?? 0, `${what} in ${mark / 1000} s`).toBeLessThanOrEqual(SLACK * mark);
}

/** A count that does not depend on how quick this machine is. */
export function atMost(count: number, limit: number, what: string): void {
  expect.soft(count, what).toBeLessThanOrEqual(limit);
}

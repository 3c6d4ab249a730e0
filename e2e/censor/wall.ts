/** What the scenarios' specs share: the pass marks that hold in every one of them, and the report. */
import { expect, test } from '@playwright/test';
import { type Outcome, type PlayOptions, play, type Scenario, sumUp } from './scenario.ts';

/** Specs allow twice the time that a mark names: they run beside others on small machines. */
const SLACK = 2;

/** The body of a scenario's test. `judge` looks at what only this one asks for. */
export function wall(
  scenario: Scenario | (() => Promise<Scenario>),
  options: PlayOptions,
  judge: (outcome: Outcome) => void | Promise<void>,
): () => Promise<void> {
  return async () => {
    // Beside the playing: editions to be pressed and a profile to be made on the first run.
    test.setTimeout(options.forMs * 2 + 180_000);
    const outcome = await play(typeof scenario === 'function' ? await scenario() : scenario, options);
    tellAndJudge(outcome);
    await judge(outcome);
  };
}

/** Prints what was measured, then checks what must hold under any censor. */
export function tellAndJudge(outcome: Outcome): void {
  process.stdout.write(`▌${test.info().title}\n  ${sumUp(outcome)}\n`);
  expect.soft(outcome.false, 'texts that no mirror of ours has sent').toEqual([]);
  expect.soft(outcome.wrong, 'stored bytes that do not verify').toEqual([]);
  expect.soft(outcome.errors, 'errors that nobody caught').toEqual([]);
  inTime(outcome.stored, 1_000, 'stored news');
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

/** Runs in a network namespace of its own: plays a scenario of `dropped.ts` and prints the outcome as JSON. */
import { dropped } from './dropped.ts';
import { play } from './scenario.ts';

const found = dropped[process.argv[2] ?? ''];
if (!found) {
  process.stderr.write(`No scenario of this name: use one of ${Object.keys(dropped).join(', ')}.\n`);
  process.exit(2);
}
play(found.scenario, found.options).then(
  (outcome) => {
    process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);

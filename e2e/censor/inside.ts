/** Runs in a network namespace of its own: plays a scenario of `recipes.ts` and prints the outcome as JSON. */
import { findRecipe } from './recipes.ts';
import { play } from './scenario.ts';

const found = findRecipe(process.argv[2] ?? '');
if (!found) {
  process.stderr.write('No scenario goes by this name in recipes.ts.\n');
  process.exit(2);
}
Promise.resolve(found.scenario())
  .then((scenario) => play(scenario, found.options))
  .then(
    (outcome) => {
      process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );

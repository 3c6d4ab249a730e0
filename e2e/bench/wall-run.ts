/** One run of the bench `walls` in a process of its own: `<scenario> <policy> <which> <ms>`; prints what came of it as JSON. */
import { findRecipe } from '../censor/recipes.ts';
import { play } from '../censor/scenario.ts';
import { type Policy, playPeer, type Run } from './peer.ts';

const [key = '', policy = '', nth = '', forMs = ''] = process.argv.slice(2);

async function run(): Promise<Run> {
  const recipe = findRecipe(key);
  if (!recipe) throw new Error(`no scenario "${key}"`);
  if (policy !== 'ours') return playPeer(recipe, policy as Policy, Number(nth), Number(forMs));
  const { from } = recipe.options;
  const outcome = await play(await recipe.scenario(Number(nth)), {
    until: 'whole',
    forMs: Number(forMs),
    ...(from && { from }),
  });
  const { stored, head, article, front, whole, swallowed, down } = outcome;
  const wrong = outcome.false.length + outcome.wrong.length > 0 || outcome.shelf.n < outcome.editions.n.old;
  return { stored, head, article, front, whole, wrong, swallowed, down };
}

run().then(
  (result) => process.stdout.write(JSON.stringify(result), () => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);

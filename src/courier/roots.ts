import { rootsPath } from '../edition/paths.ts';
import { followRoots, type TrustedRoot } from '../edition/root.ts';
import type { Asker } from './ask.ts';
import type { Lane } from './lane.ts';

/** Follows the chain of roots as far as the given lanes know it; gives back what was known where it leads no further. */
export async function askRoots(
  asker: Asker,
  known: TrustedRoot,
  lanes: readonly Lane[],
): Promise<TrustedRoot> {
  let trusted = known;
  await asker.ask({
    path: rootsPath(known.publication),
    what: 'roots',
    lanes,
    judge: async (file) => {
      try {
        const found = await followRoots(file, known);
        if (found.root.n === known.root.n) return 'not-newer';
        trusted = found;
        return 'ok';
      } catch {
        return 'lies'; // whatever is wrong with it, this mirror's roots are not believed
      }
    },
  });
  return trusted;
}

/** A look at the mirrors before signing, so that a lost folder never looks to readers like a rollback. */
import { headPath } from '../../src/edition/paths.ts';
import { type Config, PublisherError } from '../config.ts';
import { GetError, type Getter } from '../newsroom/get.ts';
import { type LoadedHead, loadHead, WrongFile } from './load.ts';
import { mirrorGet } from './places.ts';

const PATIENCE_MS = 5_000;

/**
 * Asks every mirror for its newest head.
 * @param warn takes a sentence for each mirror that cannot be judged
 * @throws PublisherError where a mirror is ahead of what lies here
 */
export async function lookAhead(
  { mirrors, folder }: Pick<Config, 'mirrors' | 'folder'>,
  options: { publication: string; here: LoadedHead | null; get: Getter; warn(sentence: string): void },
): Promise<void> {
  const { publication, here, get, warn } = options;
  const heads = await Promise.all(
    mirrors.map(async ([, ...urls]) => {
      let trouble = '';
      for (const url of urls) {
        try {
          const site = mirrorGet(url, get, PATIENCE_MS);
          if ((await site(headPath(publication))) === null) return null;
          return { url, ...(await loadHead(site, publication)) };
        } catch (error) {
          if (!(error instanceof GetError || error instanceof WrongFile)) throw error;
          const what = error instanceof GetError ? error.message : `has a wrong file (${error.message})`;
          trouble ||= `The mirror ${url} ${what}: make sure that it holds no newer edition than this folder.`;
        }
      }
      warn(trouble);
      return null;
    }),
  );
  for (const there of heads) {
    if (!there) continue;
    const n = there.head.n;
    const isAhead = !here || n > here.head.n;
    const isOther = here?.head.n === n && there.digest !== here.digest;
    if (!isAhead && !isOther) continue;
    const have = here ? `edition ${here.head.n}${isOther ? ', another one' : ''}` : 'none';
    throw new PublisherError(
      `The mirror ${there.url} has edition ${n} and this folder has ${have}: bring the folder up to date with "tamizdat restore ${there.url} --to ${folder}" and press again.`,
    );
  }
}

import { readFile, stat } from 'node:fs/promises';
import { SourceError } from './source.ts';

/**
 * A file of the publisher's, whole.
 * @param what it is, as a word in a sentence
 * @param mostMB a longer one is refused
 * @throws SourceError
 */
export async function readLocal(path: string, what: string, mostMB: number): Promise<Uint8Array> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new SourceError(`The ${what} ${path} is no file; give a file or an address.`);
    if (about.size > mostMB * 1e6)
      throw new SourceError(`The ${what} ${path} is longer than ${mostMB} MB; give a shorter one.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SourceError(
      code === 'ENOENT'
        ? `The ${what} ${path} does not exist; check its path.`
        : `The ${what} ${path} cannot be read (${code ?? message}); check its permissions.`,
    );
  }
}

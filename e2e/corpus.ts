/**
 * Real feeds, pages and pictures that belong to others and therefore lie outside the project, in `../shared/corpus`.
 * Tests that read them go through here: where the folder is missing they are skipped, and say so.
 */
import { describe, it } from 'vitest';
import { corpusFolder } from './corpus-folder.ts';

/** The corpus as an absolute path, or null where it is missing. */
export const corpus: string | null = corpusFolder;

/** A `describe` whose tests get the corpus folder; without it the group is reported as skipped, with the reason. */
export function describeWithCorpus(name: string, tests: (folder: string) => void): void {
  if (corpus) describe(name, () => tests(corpus));
  else describe.skip(name, () => it('is skipped: there is no ../shared/corpus beside the project', () => {}));
}

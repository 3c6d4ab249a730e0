import { test } from '@playwright/test';
import { corpusFolder } from '../corpus-folder.ts';

/**
 * For a group of tests that read what others wrote (`../shared/corpus` beside the project): the folder as an absolute
 * path. Where it is missing the group is skipped, and says so.
 */
export function needCorpus(): string {
  const why = 'there is no ../shared/corpus beside the project';
  // Said where the tests are listed, once: what is skipped runs in no worker.
  if (!corpusFolder && process.env.TEST_WORKER_INDEX === undefined)
    process.stderr.write(`Tests on real texts are skipped: ${why}.\n`);
  test.skip(!corpusFolder, why);
  return corpusFolder ?? '';
}

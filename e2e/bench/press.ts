/** How long a real feed takes to be pressed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initNewsroom, press } from '../../mirrors/press/index.ts';
import { loadEdition } from '../../mirrors/press/load.ts';
import { folderGet } from '../../mirrors/press/places.ts';
import { corpusFolder } from '../corpus-folder.ts';
import { progress, table, tell } from './report.ts';

const FEED = 'feeds/ru-served/lenta.xml';

/** Presses a feed of the corpus into a fresh folder; words name another one below it. */
export async function measurePress(words: readonly string[]): Promise<string | null> {
  if (!corpusFolder) {
    progress('Skipped: there is no ../shared/corpus beside the project.');
    return null;
  }
  const file = join(corpusFolder, words[0] ?? FEED);
  const work = await mkdtemp(join(tmpdir(), 'press-'));
  try {
    const newsroom = join(work, 'newsroom');
    await initNewsroom(newsroom, { name: 'Bench', languages: ['ru'], more: { sources: [{ feed: file }] } });
    const report = { progress() {}, warn: () => {} };
    const fresh = await press({ newsroom, report });
    const again = await press({ newsroom, report });
    const { head, entries } = await loadEdition(folderGet(fresh.site), fresh.publication);
    return tell('press', 'Pressing a feed', [
      `A feed of ${entries.length} articles in ${head.sections.length} sections, into an empty folder; then once more with nothing new. Pictures whose hosts cannot be reached cost no more than the tries.`,
      table(
        ['', 'seconds', 'articles added', 'files', 'bytes'],
        [
          ['first', fresh.seconds.toFixed(1), fresh.added, fresh.files, fresh.bytes],
          ['again', again.seconds.toFixed(1), again.added, again.files, again.bytes],
        ],
      ),
    ]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

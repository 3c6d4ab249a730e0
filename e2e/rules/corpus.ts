/** Nothing of the corpus, which belongs to others, is tracked. Judges by content; without the corpus there is nothing to compare. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { corpusFolder } from '../corpus-folder.ts';
import { expectFound, expectNone, root, trackedFiles } from './tree.ts';

// Below this many bytes two files may be alike by chance.
const least = 24;
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

type Files = Iterable<readonly [path: string, bytes: Uint8Array]>;

function judge(ours: Files, theirs: Files): string[] {
  const known = new Map<string, string>();
  for (const [path, bytes] of theirs) if (bytes.length >= least) known.set(digest(bytes), path);
  return [...ours].flatMap(([path, bytes]) => {
    const twin = known.get(digest(bytes));
    return twin ? [`${path} is a copy of ${twin} of the corpus`] : [];
  });
}

export const name = 'nothing of the corpus is tracked';

export async function check(): Promise<string[]> {
  const folder = corpusFolder;
  if (!folder) return [];
  const theirs = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(folder, path), readFileSync(path)] as const);
  return judge(
    trackedFiles().map((path) => [path, readFileSync(join(root, path))] as const),
    theirs,
  );
}

export async function prove(): Promise<void> {
  const page = Buffer.from('<html>a page that others wrote</html>');
  const own = Buffer.from('a text of our own, long enough to tell');
  expectFound(judge([['fixtures/a.html', page]], [['pages/a.html', Buffer.from(page)]]), [
    /^fixtures\/a\.html is/,
  ]);
  expectNone(judge([['a.md', own]], [['pages/a.html', page]]));
}

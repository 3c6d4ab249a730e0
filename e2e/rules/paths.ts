/** No path of one machine stands in a tracked file: a clone must work anywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectFound, expectNone, root, type Tree, trackedFiles } from './tree.ts';

// Written in pieces, so that this file does not find itself.
const machine = new RegExp(
  `(?<![\\w.~$}*-])(?:${['/work', '/root', '/home/[a-z]\\w*', '/Users/\\w+'].join('/|')}/|[A-Z]:\\\\+Users\\\\)`,
);

const judge = (tree: Tree) =>
  [...tree].flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        machine.test(line) ? [`${path}:${index + 1} holds a path of one machine`] : [],
      ),
  );

export const name = 'no tracked file holds a path of one machine';

export async function check(): Promise<string[]> {
  const texts = trackedFiles().flatMap((path): [string, string][] => {
    const bytes = readFileSync(join(root, path));
    return bytes.includes(0) ? [] : [[path, bytes.toString('utf8')]];
  });
  return judge(new Map(texts));
}

export async function prove(): Promise<void> {
  const path = (...words: string[]) => ['', ...words, 'x'].join('/');
  const planted = new Map([
    ['a.ts', `readFileSync('${path('work', 'main')}')`],
    ['b.md', `see ${path('root', 'notes')}`],
    ['c.json', `{"dir": "${path('home', 'someone')}"}`],
    ['d.ts', `import('file://${path('Users', 'someone')}')`],
  ]);
  expectFound(judge(planted), [/^a\.ts:1/, /^b\.md:1/, /^c\.json:1/, /^d\.ts:1/]);
  expectNone(
    judge(new Map([['a.ts', `'src/work/a.ts' 'https://a.example/home/page/' './root/a' '../work/x'`]])),
  );
}

/** docs/reader.md tells the truth: every test that it names is there, and every behaviour names one. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expectFound, expectNone, readTree, root, type Tree } from './tree.ts';

/** A file of tests in a cell, with the words that stand beside it. */
const named = /`([\w.-]+\.(?:spec|test)\.ts)`((?:,? "[^"]+")+)/g;
const titles = /\b(?:test|it)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g;

function judge(table: string, tests: Tree): string[] {
  const known = new Map<string, string>();
  for (const [path, text] of tests) {
    const name = basename(path);
    const found = [...text.matchAll(titles)].map((match) => match[2]);
    known.set(name, [known.get(name) ?? '', ...found].join('\n'));
  }
  return table.split('\n').flatMap((line, index) => {
    const cells = line.split(' | ');
    if (!line.startsWith('|') || /^\|[-|]+$/.test(line) || cells.at(-1) === 'test |') return [];
    const references = [...(cells.at(-1) ?? '').matchAll(named)];
    const where = `docs/reader.md:${index + 1}`;
    if (references.length === 0) return [`${where} names no test`];
    return references.flatMap(([, file = '', words = '']) => {
      const all = known.get(file);
      if (all === undefined) return [`${where} names ${file}, which is not there`];
      return [...words.matchAll(/"([^"]+)"/g)].flatMap(([, phrase = '']) =>
        all.includes(phrase) ? [] : [`${where} names a test "${phrase}", which ${file} has not`],
      );
    });
  });
}

export const name = 'the table of what the reader does names tests that exist';

export async function check(): Promise<string[]> {
  const tests = readTree(['src', 'mirrors', 'e2e'], /\.(?:spec|test)\.ts$/);
  return judge(readFileSync(join(root, 'docs', 'reader.md'), 'utf8'), tests);
}

export async function prove(): Promise<void> {
  const tests = new Map([['e2e/a.spec.ts', `test('opens at once', async () => {});`]]);
  const planted = [
    '| behaviour | where | test |',
    '|---|---|---|',
    '| opens | `a.ts` | |',
    '| opens | `a.ts` | `b.spec.ts` "opens" |',
    '| opens | `a.ts` | `a.spec.ts` "opens", "closes" |',
  ];
  expectFound(judge(planted.join('\n'), tests), [/:3 names no test/, /b\.spec\.ts/, /"closes"/]);
  expectNone(judge('| opens | `a.ts` | `a.spec.ts` "opens at once" |', tests));
}
